"""Characters that a text layer may hold and a Markdown file should not.

A PDF may map a glyph to anything: halves of a pair, characters that no XML can hold (an export to
Word or EPUB then fails), controls that turn the lines around them (MinerU #2525).
"""

from __future__ import annotations

import re

_LOST = "\N{REPLACEMENT CHARACTER}"
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\u061c\ufeff]")
"""Embeddings, overrides and isolates: the order of letters is that of reading already."""
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb]")
_NO_CHARACTERS = re.compile(
    "[\x00\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)


def cleaned(text: str) -> str:
    """Text as it is written: line feeds only, and nothing that UTF-8 or XML cannot hold.

    What stands for a letter that is not known becomes U+FFFD; what only steers goes.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub("", _DIRECTIONS.sub("", text))
    text = _NO_CHARACTERS.sub(_LOST, text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
