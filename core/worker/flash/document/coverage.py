"""How much of a page's own text layer the Markdown holds.

docvortex leaves out lines that repeat on every page, and now and then more; a document of only
such lines comes out empty and "ok". So the result is compared with the text layer as PDFium reads
it, by runs of four letters: order, spaces, punctuation and markup make no difference.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

RUN = 4
ENOUGH = 0.8
"""Below this share the reader is warned (docs/engines.md)."""
LITTLE = 0.5
"""Below this share the lines that repeat on every page are taken back in."""

_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?>|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)")
_NOT_LETTERS = re.compile(r"[\W_]+")


def coverage(markdown: str, layer: str) -> float:
    """Share of the layer's runs of letters that the Markdown holds; 1 where the layer has none."""
    wanted = _runs(layer)
    if not wanted:
        return 1.0
    held = _runs(html.unescape(_MARKUP.sub(" ", markdown)))
    return sum(min(count, held[run]) for run, count in wanted.items()) / sum(wanted.values())


def _runs(text: str) -> Counter[str]:
    # Compatibility forms: an "fi" drawn as one glyph is two letters in the Markdown.
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return Counter(letters[i : i + RUN] for i in range(len(letters) - RUN + 1))
