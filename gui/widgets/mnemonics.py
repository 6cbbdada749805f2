"""The letters of menus, which other places do not show."""

from __future__ import annotations

import re

_IN_BRACKETS = re.compile(r"\(&\w\)")
"""Chinese has no letter of its own to underline, so one is put behind the word."""


def without_mnemonic(text: str) -> str:
    """An action's words as they stand outside a menu, where they also promise no dialog."""
    text = _IN_BRACKETS.sub("", text)
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
