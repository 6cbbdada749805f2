"""What each page is: text that can be trusted, a picture, a drawing, nothing.

Judged page by page, so that a picture among pages of text is read, and one page with a bad font
makes no scan of the whole document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from core.worker.flash.document.page_survey import SURVEY_SHARE, PageSurvey
from core.worker.flash.document.source import FlashSource
from core.worker.flash.text.text_trust import TextTrust, page_trust
from core.worker.kinds import Stage
from core.worker.service import ProgressCallback

FEW_LETTERS = 50
"""On a page that pictures cover: a stamp, a page number, "Scanned with …"."""
PICTURE_SHARE = 0.5
"""A page is taken for a picture when pictures cover this much of it; scans come in strips too."""
_DEPTH = 3
_MOST_TEXTS = 400
"""Text objects of a page that are asked how they are painted."""
_STRIDE = 8
_INVISIBLE = 3
"""Text render mode (ISO 32000-1, 9.3.6)."""


class PageCase(Enum):
    """What a page is to its reader."""

    TEXT = "text"
    LAYER = "layer"
    """A picture with an invisible text layer over it: some program's OCR, good or bad."""
    PICTURE = "picture"
    DRAWING = "drawing"
    """Lines and areas without any text; letters may be drawn with them."""
    UNTRUSTED = "untrusted"
    """There is text, and it is not what the page shows: letters without a mapping, or moved."""
    BLANK = "blank"

    @property
    def wants_ocr(self) -> bool:
        """Whether its text has to be read from its picture."""
        return self in (PageCase.PICTURE, PageCase.DRAWING, PageCase.UNTRUSTED)


@dataclass(frozen=True)
class _Painted:
    """What PDFium finds on a page."""

    pictures: float
    """Share of the page that pictures cover."""
    is_empty: bool
    text_is_invisible: bool


def page_cases(source: FlashSource, found: PageSurvey, step: ProgressCallback) -> list[PageCase]:
    """The case of each page of a source, in its order."""
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    cases = []
    total = len(source.indices)
    with pdfium_guard():
        document = pypdfium2.PdfDocument(source.data)
        try:
            for place in range(total):
                if place % _STRIDE == 0:
                    step(Stage.READ, None, source.pages, SURVEY_SHARE)
                page = document[place]
                try:
                    cases.append(_case(page, found.texts[place] or ""))
                finally:
                    page.close()
        finally:
            document.close()
    return cases


def _case(page: Any, text: str) -> PageCase:  # noqa: ANN401
    letters = sum(not letter.isspace() for letter in text)
    painted = _painted(page)
    if letters:
        trust = page_trust(page)
        if trust in (TextTrust.UNMAPPED, TextTrust.GARBLED):
            return PageCase.UNTRUSTED
        if painted.pictures >= PICTURE_SHARE:
            if letters < FEW_LETTERS:
                return PageCase.PICTURE
            return PageCase.LAYER if painted.text_is_invisible else PageCase.TEXT
        return PageCase.TEXT
    if painted.is_empty:
        return PageCase.BLANK
    return PageCase.PICTURE if painted.pictures >= PICTURE_SHARE else PageCase.DRAWING


def _painted(page: Any) -> _Painted:  # noqa: ANN401
    from pypdfium2 import raw

    width, height = page.get_size()
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH)
    covered = sum(_area(picture.get_bounds()) for picture in pictures)
    share = covered / max(1.0, width * height)
    return _Painted(
        share,
        is_empty=raw.FPDFPage_CountObjects(page.raw) == 0,
        text_is_invisible=share >= PICTURE_SHARE and _is_invisible(page),
    )


def _is_invisible(page: Any) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    invisible = seen = 0
    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEPTH):
        seen += 1
        invisible += raw.FPDFTextObj_GetTextRenderMode(text.raw) == _INVISIBLE
        if seen >= _MOST_TEXTS:
            break
    return 2 * invisible > seen


def _area(bounds: Sequence[float]) -> float:
    left, bottom, right, top = bounds
    return max(0.0, right - left) * max(0.0, top - bottom)
