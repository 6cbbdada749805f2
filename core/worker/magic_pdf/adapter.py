"""The engine magic-pdf 1.3.12: networks for layout, formulas, OCR and tables, on the pinned card.

The networks look at a document window by window; the text is put together over the whole of it,
once. Its command line hides exceptions and cuts the file to the page range; its Python API does
neither.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import time
from pathlib import Path
from typing import Any

from core.messages import Message, msg
from core.worker import device_errors
from core.worker.accelerator import DeviceMode, card_label
from core.worker.exceptions import DeviceFailure, DocumentRejected
from core.worker.flash.document import coverage
from core.worker.flash.text.characters import cleaned
from core.worker.kinds import Ocr, Stage
from core.worker.magic_pdf import setup
from core.worker.magic_pdf.blocks import markdown_and_blocks
from core.worker.magic_pdf.progress import (
    MODULES,
    RENDERING,
    WRITE_AT,
    assembly_listener,
    window_listener,
)
from core.worker.magic_pdf.source import MagicPdfSource, open_source
from core.worker.page_windows import WINDOW_PAGES, Checkpoint, PageWindow, page_windows
from core.worker.protocol import Convert, Converted, Ready
from core.worker.results import write_result
from core.worker.service import ProgressCallback
from core.worker.tqdm_hook import BarListener, TqdmHook

IMAGES = "images"
_log = logging.getLogger(__name__)


class MagicPdfAdapter:
    """Serves documents with magic-pdf."""

    def __init__(self, window_pages: int = WINDOW_PAGES) -> None:
        self._window_pages = window_pages
        self._bars = TqdmHook()
        self._version = ""
        self._ground: setup.ModelSetup | None = None

    def load(self) -> Ready:
        """Look at models and card first, then import and load. Raises :class:`DocumentRejected`."""
        self._ground = setup.prepare()
        try:
            self._version = setup.import_engine()
            self._bars.install(MODULES)
            setup.load_networks()
        except Exception as error:  # the engine promises no kind of error
            raise self._named(error, starting=True) from error
        gc.collect()
        gc.freeze()
        return Ready(self._version, self._ground.devices)

    def convert(self, request: Convert, step: ProgressCallback) -> Converted:
        """Write Markdown, pictures and blocks of one document into its staging folder."""
        started = time.monotonic()
        assert self._ground is not None
        setup.check_language(request.lang, self._ground)
        source = open_source(request)
        step(Stage.READ, source.range.first + 1, source.pages, 0.0)
        try:
            seen, ocr = self._seen(request, source, step)
            pages = self._assembled(request, source, seen, ocr, step)
        except Exception as error:  # the engine promises no kind of error
            raise self._named(error) from error
        markdown, blocks = markdown_and_blocks(pages, _render, cleaned)
        step(Stage.WRITE, None, source.pages, WRITE_AT)
        write_result(request, markdown, blocks, source.sizes)
        seconds = round(time.monotonic() - started, 3)
        warnings = _warnings(markdown, source, ocr)
        return Converted(request.job, source.range.pages, seconds, warnings, source.sha256)

    def _seen(
        self, request: Convert, source: MagicPdfSource, step: ProgressCallback
    ) -> tuple[list[Any], bool]:
        """What the networks saw on each page of the range, and whether it is read by OCR."""
        from magic_pdf.data.dataset import PymuDocDataset

        dataset = PymuDocDataset(source.data, request.lang)
        ocr = _reads_pixels(dataset, request.ocr)
        checkpoint = Checkpoint(request.checkpoint, self._tag(request, ocr))
        seen: list[Any] = []
        for window in page_windows(source.range.first, source.range.last, self._window_pages):
            found = checkpoint.load(window)
            if found is None:
                listener = window_listener(window, source.range, source.pages, step)
                with self._bars.listen(listener):
                    found = checkpoint.save(
                        window, _analyze_window(dataset, window, request, ocr, listener)
                    )
            else:
                _log.info("pages %d-%d are known already", window.first + 1, window.last + 1)
            seen += found
        return seen, ocr

    def _assembled(
        self,
        request: Convert,
        source: MagicPdfSource,
        seen: list[Any],
        ocr: bool,
        step: ProgressCallback,
    ) -> list[dict[str, Any]]:
        """magic-pdf's ``pdf_info``, one entry a page of the document."""
        from magic_pdf.data.data_reader_writer import FileBasedDataWriter
        from magic_pdf.data.dataset import PymuDocDataset
        from magic_pdf.operators.models import InferenceResult

        dataset = PymuDocDataset(source.data, request.lang)
        result = InferenceResult(_whole(seen, source), dataset)
        pipe = result.pipe_ocr_mode if ocr else result.pipe_txt_mode
        listener = assembly_listener(source.range, source.pages, step)
        with self._bars.listen(listener):
            piped = pipe(
                FileBasedDataWriter(str(Path(request.staging) / IMAGES)),
                start_page_id=source.range.first,
                end_page_id=source.range.last,
                lang=request.lang,
            )
        pages: list[dict[str, Any]] = piped._pipe_res["pdf_info"]  # get_middle_json, not as text
        return pages

    def _tag(self, request: Convert, ocr: bool) -> str:
        assert self._ground is not None
        switches = (
            self._version,
            self._ground.mark,
            hashlib.sha256(Path(request.source).read_bytes()).hexdigest(),
            ocr,
            request.lang,
            request.formula,
            request.table,
        )
        return hashlib.sha256(repr(switches).encode()).hexdigest()

    def _named(self, error: Exception, *, starting: bool = False) -> Exception:
        """The error as a refusal that names the fault of the card, where it is one."""
        assert self._ground is not None
        if isinstance(error, DocumentRejected) or self._ground.mode is DeviceMode.CPU:
            return error
        fault = device_errors.classify_error(
            device_errors.error_text(error), card_label(), starting=starting
        )
        if fault is None:
            return error
        _log.error("%s", fault.message, exc_info=error)
        return DeviceFailure(fault)


class _Window:
    """A dataset of which each page that is rendered is told: rendering has no bar."""

    def __init__(self, dataset: Any, window: PageWindow, listener: BarListener) -> None:  # noqa: ANN401
        self._dataset = dataset
        self._window = window
        self._listener = listener
        self._lang = dataset._lang

    def __len__(self) -> int:
        return len(self._dataset)

    def get_page(self, index: int) -> Any:  # noqa: ANN401
        self._listener(RENDERING, index - self._window.first, self._window.pages)
        return self._dataset.get_page(index)


def _analyze_window(
    dataset: Any,  # noqa: ANN401
    window: PageWindow,
    request: Convert,
    ocr: bool,
    listener: BarListener,
) -> list[Any]:
    """What the networks see on the pages of a window, one entry a page."""
    from magic_pdf.model.doc_analyze_by_custom_model import doc_analyze

    result = doc_analyze(
        _Window(dataset, window, listener),
        ocr=ocr,
        start_page_id=window.first,
        end_page_id=window.last,
        lang=request.lang,
        formula_enable=request.formula,
        table_enable=request.table,
    )
    pages: list[Any] = result.get_infer_res()[window.first : window.last + 1]
    return pages


def _whole(seen: list[Any], source: MagicPdfSource) -> list[Any]:
    """The model list of the whole document: nothing was seen outside the range."""
    blank = [
        {"layout_dets": [], "page_info": {"page_no": page, "width": 0, "height": 0}}
        for page in range(source.pages)
    ]
    blank[source.range.first : source.range.last + 1] = seen
    return blank


def _reads_pixels(dataset: Any, ocr: Ocr) -> bool:  # noqa: ANN401
    from magic_pdf.config.enums import SupportedPdfParseMethod

    if ocr is not Ocr.AUTO:
        return ocr is Ocr.ON
    try:
        return bool(dataset.classify() == SupportedPdfParseMethod.OCR)
    except Exception:  # the engine promises no kind of error
        _log.exception("magic-pdf cannot tell text from a scan: every page is read by OCR.")
        return True


def _render(blocks: list[Any]) -> list[str]:
    from magic_pdf.dict2md.ocr_mkcontent import ocr_mk_markdown_with_para_core_v2

    texts: list[str] = ocr_mk_markdown_with_para_core_v2(blocks, "mm", IMAGES)
    return texts


def _warnings(markdown: str, source: MagicPdfSource, ocr: bool) -> list[Message]:
    share = 1.0 if ocr else coverage.coverage(markdown, source.text)
    if not markdown.strip():
        return [msg("Nothing was recognised on these pages.")]
    if share < coverage.ENOUGH:
        return [
            msg(
                "Only {percent} % of the text of the PDF is in the Markdown: compare the two.",
                percent=int(share * 100),
            )
        ]
    return []
