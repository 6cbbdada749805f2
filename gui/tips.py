"""Tooltips of more than a few words."""

from __future__ import annotations

from html import escape


def paragraph(*texts: str) -> str:
    """Texts, a paragraph each, as rich text, which Qt breaks into lines; plain text it does not."""
    return "".join(f"<p>{escape(text)}</p>".replace("\n", "<br>") for text in texts if text)
