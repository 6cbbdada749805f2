"""Tooltips of more than a few words."""

from __future__ import annotations


def paragraph(*texts: str) -> str:
    """Texts, a paragraph each, as rich text, which Qt breaks into lines; plain text it does not."""
    return "".join(f"<p>{_escape(text)}</p>".replace("\n", "<br>") for text in texts if text)


def _escape(text: str) -> str:
    # Not `html.escape`: the window is waited for, and its module brings a table of all entities.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
