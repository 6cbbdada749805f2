"""Text that shows as it stands on the page: what Markdown would take for its own is escaped."""

from __future__ import annotations

import re
import unicodedata

_ALWAYS = re.compile(r"[\\`*$]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""Within a word ``snake_case`` is safe; at its ends an underscore is emphasis."""
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINK = re.compile(r"\[(?=[^\]]*\](?:[(:\[]|\s*$))|\[(?=\^)|\](?=[(\[:])")
_STRIKE = re.compile(r"~(?=~)|(?<=~)~")
_BLOCK_START = re.compile(r"^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|={2,}$|-{2,}|~{3,})")
_ORDERED_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_DROPPED = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Nothing that a reader sees; XML cannot hold some, and others turn the direction of a line."""


def cleaned(text: str) -> str:
    """Without the characters that cannot be seen, nor be kept in XML (field A30, A42)."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _DROPPED.sub("", text)
    return "".join(c for c in text if ord(c) & 0xFFFE != 0xFFFE or ord(c) < 0x10000)


def escaped(text: str) -> str:
    """Of text within a line (field A31)."""
    text = _ALWAYS.sub(lambda found: "\\" + found.group(), text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _TAG.sub(r"\\<", text)
    text = _ENTITY.sub(r"\\&", text)
    text = _LINK.sub(lambda found: "\\" + found.group(), text)
    return _STRIKE.sub(r"\\~", text)


def escaped_start(line: str) -> str:
    """Of the beginning of a block, after :func:`escaped`."""
    line = _BLOCK_START.sub(lambda found: "\\" + found.group(), line)
    return _ORDERED_START.sub(r"\1\\\2", line)


def code_span(text: str) -> str:
    """Inline code, whatever backticks are in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def fenced(lines: list[str], language: str = "") -> str:
    """A block of code."""
    longest = max((len(run) for line in lines for run in re.findall("`{3,}", line)), default=2)
    fence = "`" * (longest + 1)
    return "\n".join((fence + language, *lines, fence))


def is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"
