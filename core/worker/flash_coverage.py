"""How much of a page's own text layer the Markdown holds.

docvortex leaves out lines that repeat on every page, and now and then more; a document of only
such lines comes out empty and "ok". So the result is compared with the text layer as PDFium reads
it, by runs of four letters: order, spaces, punctuation and markup make no difference.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import Any

RUN = 4
ENOUGH = 0.8
"""Below this share a reader shall be told (engines.md)."""
LEAST_RUNS = 40
"""A page number and a date are no text to miss."""

_MARKUP = re.compile(r"<[^<>]*>|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)")
_NOT_LETTERS = re.compile(r"[\W_]+")


def text_layer(document: Any) -> str:  # noqa: ANN401
    """All text of a document's pages, as PDFium reads it; a page that cannot be read has none."""
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    texts = []
    with pdfium_guard():
        pdf = pypdfium2.PdfDocument(document)
        try:
            for index in range(len(pdf)):
                try:
                    page = pdf[index]
                    words = page.get_textpage()
                    texts.append(words.get_text_range())
                    words.close()
                    page.close()
                except pypdfium2.PdfiumError:
                    continue
        finally:
            pdf.close()
    return "\n".join(texts)


def coverage(markdown: str, layer: str) -> float | None:
    """Share of the layer's runs of letters that the Markdown holds; ``None``: too few to say."""
    wanted = _runs(layer)
    total = sum(wanted.values())
    if total < LEAST_RUNS:
        return None
    held = _runs(html.unescape(_MARKUP.sub(" ", markdown)))
    return sum(min(count, held[run]) for run, count in wanted.items()) / total


def _runs(text: str) -> Counter[str]:
    letters = _NOT_LETTERS.sub("", text).casefold()
    return Counter(letters[i : i + RUN] for i in range(len(letters) - RUN + 1))
