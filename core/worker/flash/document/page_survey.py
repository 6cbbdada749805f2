"""A first walk over all pages: which of them can be read, and what text they hold."""

from __future__ import annotations

from dataclasses import dataclass

from core.worker.flash.document.source import FlashSource
from core.worker.kinds import Stage
from core.worker.service import ProgressCallback

SURVEY_SHARE = 0.02
"""Of a document's time; measured on the papers of the corpus, it is less than one hundredth."""
_STRIDE = 32
"""Pages go by in a millisecond each, and come again one by one when they are read in earnest."""


@dataclass(frozen=True)
class PageSurvey:
    """What PDFium reads, page by page of a source."""

    texts: tuple[str | None, ...]
    """The text layer; ``None`` for a page that cannot be loaded."""

    @property
    def readable(self) -> tuple[int, ...]:
        """The pages that can be loaded."""
        return tuple(index for index, text in enumerate(self.texts) if text is not None)

    @property
    def layer(self) -> str:
        """All text."""
        return "\n".join(text for text in self.texts if text)


def survey(source: FlashSource, step: ProgressCallback) -> PageSurvey:
    """Load every page once."""
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    texts: list[str | None] = []
    total = len(source.indices)
    with pdfium_guard():
        document = pypdfium2.PdfDocument(source.data)
        try:
            for index in range(total):
                if index % _STRIDE == 0:
                    step(Stage.READ, None, source.pages, SURVEY_SHARE * index / total)
                texts.append(_text(document, index))
        finally:
            document.close()
    return PageSurvey(tuple(texts))


def _text(document: object, index: int) -> str | None:
    import pypdfium2

    try:
        page = document[index]  # type: ignore[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_range())
        finally:
            words.close()
    except pypdfium2.PdfiumError:
        return ""
    finally:
        page.close()
