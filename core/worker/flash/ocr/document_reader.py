"""The pages of a document that OCR reads: one after the other, each kept as soon as it is read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.worker.device_errors import classify_without_card, error_text
from core.worker.exceptions import Cancelled
from core.worker.flash.document.coverage import coverage
from core.worker.flash.document.page_survey import SURVEY_SHARE
from core.worker.flash.document.progress import Share
from core.worker.flash.document.source import FlashSource
from core.worker.flash.layout.draft import Draft, PageLayout
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import BlockKind, Box, PageVerdict, Word
from core.worker.flash.ocr.findings import FoundPage, from_plain, to_plain
from core.worker.flash.ocr.layouts import to_layouts
from core.worker.flash.ocr.models import REQUIRED, Models, OcrUnavailableError
from core.worker.flash.ocr.page_reader import PageReader
from core.worker.flash.ocr.render import draw, ink_share, own_pixels
from core.worker.flash.text.words import read_words
from core.worker.kinds import Stage
from core.worker.page_windows import Checkpoint, PageWindow
from core.worker.service import ProgressCallback

if TYPE_CHECKING:
    from core.worker.flash.ocr.frame import ImageFrame

TAG = "ocr-9 PP-OCRv6-small 150dpi"
"""Of a checkpoint: changes with whatever changes what is found."""
INKED = 0.0015
"""Share of a page's pixels that are no paper; one with less is blank but for dust."""
DOUBTFUL = 0.9
"""Mean score of a page below which it is told: handwriting, a bad scan, a script that the networks
do not know. Pages of print lie above .95, a handwritten letter at .86 (measured)."""
ILLEGIBLE = 0.55
"""Below this what was read is no text: the page is shown as a picture. Korean, which the networks
do not know, lies at .56."""
FEW_LETTERS = 8
ENOUGH_LETTERS = 40
LAYER_SAMPLE = 2
LIKE_THE_LAYER = 0.45
"""Of an invisible text layer's runs of four letters, OCR finds this share where it is right."""
_log = logging.getLogger(__name__)


@dataclass
class OcrResult:
    """What came of the pages that were to be read."""

    layouts: list[PageLayout] = field(default_factory=list)
    """With the place in the source as their page."""
    verdicts: dict[int, PageVerdict] = field(default_factory=dict)
    """Place → what it proved to be."""
    doubtful: list[int] = field(default_factory=list)
    """Places that are hardly legible."""
    out_of_memory: list[int] = field(default_factory=list)
    """Of the places that failed: those for which the machine had too little memory."""
    without_text: list[int] = field(default_factory=list)
    """Places that are shown as pictures, because no text was found on them."""
    unfit: list[int] = field(default_factory=list)
    """Places whose text layer does not fit their picture: they are still to be read as text."""


class DocumentReader:
    """Reads pages of documents; its networks are loaded with the first, and stay."""

    def __init__(self) -> None:
        self._reader: PageReader | None = None

    def read(
        self,
        source: FlashSource,
        places: Sequence[int],
        checkpoint: str | None,
        step: ProgressCallback,
        share: Share,
        *,
        layers: Collection[int] = (),
    ) -> OcrResult:
        """Read the pages at these places; of those in ``layers`` the letters are known, and only
        how they are set is to be seen.

        Raises :class:`OcrUnavailableError` before anything is read, and what ``step`` raises.
        """
        result = OcrResult()
        found: dict[int, FoundPage] = {}
        sizes: dict[int, tuple[float, float]] = {}
        # A page that is there twice, once for a part that was turned, has no number of its own.
        kept = Checkpoint(checkpoint, TAG if source.is_numbered else f"{TAG} by place")
        reader = self._loaded()
        with _opened(source) as pages:
            for number, place in enumerate(places):
                pause = _pause(source, place, step, share.at(number / len(places)))
                pause()
                sizes[place] = pages.size(place)
                name = source.indices[place] if source.is_numbered else place
                window = PageWindow(name, name)
                try:
                    plain = kept.load(window)
                    if plain is None:
                        words = pages.words(place) if place in layers else None
                        plain = kept.save(
                            window, [_plain(reader, pages.frame(place), words, pause)]
                        )
                    found[place] = from_plain(plain[0])
                    blank = bool(plain[0]["blank"])
                    read = PageVerdict.TEXT if place in layers else PageVerdict.OCR
                    result.verdicts[place] = PageVerdict.BLANK if blank else read
                except _UnfitLayerError:
                    result.unfit.append(place)
                except (Cancelled, OcrUnavailableError):
                    raise
                except Exception as error:  # one page's failure is that page's alone
                    _log.exception("Page %d could not be read.", source.indices[place] + 1)
                    result.verdicts[place] = PageVerdict.FAILED
                    if is_out_of_memory(error):
                        result.out_of_memory.append(place)
                    found[place] = FoundPage(())
        _sum_up(result, found, sizes)
        return result

    def layer_is_right(
        self, source: FlashSource, layers: Mapping[int, str], step: ProgressCallback
    ) -> bool:
        """Whether invisible text layers say what the pages show, by some of them.

        Nothing is said against one in a script that OCR cannot read, or on a page that it hardly
        can: a Korean scan with a good layer came out as strokes.
        """
        reader = self._loaded()
        places = [place for place in sorted(layers) if reader.can_judge(layers[place])]
        with _opened(source) as pages:
            for place in places[:: max(1, len(places) // LAYER_SAMPLE)][:LAYER_SAMPLE]:
                pause = _pause(source, place, step, SURVEY_SHARE)
                page = reader.read(pages.frame(place), pause)
                text = " ".join(word.text for line in page.lines for word in line.words)
                if (
                    page.letters > ENOUGH_LETTERS
                    and page.score >= DOUBTFUL
                    and coverage(layers[place], text) < LIKE_THE_LAYER
                ):
                    return False
        return True

    def _loaded(self) -> PageReader:
        if self._reader is None:
            models = Models()
            for model in REQUIRED:
                models.session(model)
            self._reader = PageReader(models)
        return self._reader


def _pause(
    source: FlashSource, place: int, step: ProgressCallback, fraction: float
) -> Callable[[], None]:
    page = source.indices[place] + 1

    def pause() -> None:
        step(Stage.OCR, page, source.pages, fraction)

    return pause


class _UnfitLayerError(Exception):
    """A text layer that does not lie over the text of its picture."""


def _plain(
    reader: PageReader,
    frame: ImageFrame,
    words: Sequence[Word] | None,
    pause: Callable[[], None],
) -> dict[str, Any]:
    """What is found on a page, as it is kept; ``words`` are those of its text layer."""
    page = reader.read(frame, pause) if words is None else reader.read_layer(frame, words, pause)
    if page is None:
        raise _UnfitLayerError
    return {**to_plain(page), "blank": not page.parts and ink_share(frame) < INKED}


def _sum_up(
    result: OcrResult,
    found: Mapping[int, FoundPage],
    sizes: Mapping[int, tuple[float, float]],
) -> None:
    scores = {place: page.score for place, page in found.items()}
    legible = {place: page if is_legible(page) else FoundPage(()) for place, page in found.items()}
    for layout in to_layouts(legible, sizes):
        verdict = result.verdicts[layout.page]
        if verdict is not PageVerdict.BLANK and not layout.drafts:
            layout.drafts.append(_whole_page(layout))
        if verdict is PageVerdict.OCR and not legible[layout.page].letters:
            result.without_text.append(layout.page)
        elif scores[layout.page] < DOUBTFUL:
            result.doubtful.append(layout.page)
        result.layouts.append(layout)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the machine had too little memory: of Python, numpy, OpenCV or onnxruntime."""
    return isinstance(error, MemoryError) or classify_without_card(error_text(error)) is not None


def is_legible(page: FoundPage) -> bool:
    """Whether what was read is text: a few letters that are not sure are strokes of a drawing."""
    return page.score >= (ILLEGIBLE if page.letters >= FEW_LETTERS else DOUBTFUL)


def _whole_page(layout: PageLayout) -> Draft:
    """The page as a picture: a photograph, or one that could not be read."""
    return Draft(
        layout.page,
        kind=BlockKind.PICTURE,
        region=RegionKind.PICTURE,
        area=Box(0.0, 0.0, layout.width, layout.height),
    )


class _Pages:
    """The pages of an open document. PDFium is held only while one is drawn."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self._document = document

    def size(self, place: int) -> tuple[float, float]:
        """Displayed width and height in points."""
        with pdfium_page(self._document, place) as page:
            width, height = page.get_size()
            return float(width), float(height)

    def words(self, place: int) -> list[Word]:
        """Those of its text layer."""
        with pdfium_page(self._document, place) as page:
            return read_words(page)

    def frame(self, place: int) -> ImageFrame:
        """Its picture."""
        with pdfium_page(self._document, place) as page:
            return draw(page, own_pixels(page))


@contextmanager
def _opened(source: FlashSource) -> Iterator[_Pages]:
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    with pdfium_guard():
        document = pypdfium2.PdfDocument(source.data)
    try:
        yield _Pages(document)
    finally:
        with pdfium_guard():
            document.close()


@contextmanager
def pdfium_page(document: Any, place: int) -> Iterator[Any]:  # noqa: ANN401
    """One page, closed afterwards."""
    from docvortex.document.pdf.pdfium import pdfium_guard

    with pdfium_guard():
        page = document[place]
        try:
            yield page
        finally:
            page.close()
