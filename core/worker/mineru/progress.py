"""Making MinerU 4 tell how far it is, stop when asked, and not look twice at a window of pages.

It has no callbacks (4.0.12). But it works window by window in a function that it looks up by name
at each call; within a window it names each stage to a stop watch, looked up likewise; and within
most stages it steps through a progress bar (`core.worker.tqdm_hook`). Where another version lacks
one of these, progress moves less finely, and nothing else is lost.
"""

from __future__ import annotations

import importlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from core.worker.flash.document.source import FlashSource
from core.worker.kinds import Stage
from core.worker.page_windows import Checkpoint, PageWindow
from core.worker.service import ProgressCallback
from core.worker.tqdm_hook import TqdmHook

WINDOWS = "mineru.backend.analysis.pdf.window"
_WINDOW = "_process_pdf_window"
_STOP_WATCH = "stage_timer"
PACKAGES = ("mineru.", "mineru_vl_utils.")
ASSEMBLE_AT = 0.93
VISION = "vision-language model"
"""The one stage that has no name of MinerU's: what is between preparing and finishing a window."""

WITHOUT_VISION: dict[str, tuple[float, float]] = {
    "pdf.render": (0.0, 0.05),
    "pdf.layout": (0.05, 0.3),
    "pdf.table_orientation": (0.3, 0.33),
    "pdf.native_tables": (0.33, 0.35),
    "pdf.formulas": (0.35, 0.55),
    "pdf.table_recognition": (0.55, 0.67),
    "pdf.formula_numbers": (0.67, 0.69),
    "pdf.ocr_detection": (0.69, 0.8),
    "pdf.ocr_recognition": (0.8, 0.94),
    "pdf.text_fill": (0.94, 0.96),
    "pdf.seals": (0.96, 0.98),
    "pdf.image_assets": (0.98, 1.0),
}
WITH_VISION: dict[str, tuple[float, float]] = {
    "pdf.render": (0.0, 0.02),
    "pdf.layout": (0.02, 0.1),
    "pdf.table_orientation": (0.1, 0.11),
    "pdf.native_tables": (0.11, 0.12),
    VISION: (0.12, 0.85),
    "pdf.formulas": (0.85, 0.9),
    "pdf.ocr_detection": (0.9, 0.96),
    "pdf.text_fill": (0.96, 0.98),
    "pdf.seals": (0.98, 0.99),
    "pdf.image_assets": (0.99, 1.0),
}
"""Of a window's time: where each stage begins and ends. They say the order, and guess the rest."""
ONE_BAR = ("pdf.layout", "pdf.formulas", "pdf.ocr_detection", "pdf.ocr_recognition", "pdf.seals")
"""Stages whose one bar goes from their beginning to their end; others have several, or none."""
BY_PAGE = "pdf.layout"
_log = logging.getLogger(__name__)


@contextmanager
def window_hooks(
    source: FlashSource, kept: Checkpoint, step: ProgressCallback, bars: TqdmHook
) -> Iterator[None]:
    """While inside, each window of pages is told as it goes, and kept when it is done.

    What an earlier attempt has kept is not looked at again. ``bars`` are the same for every
    document of a worker: they stay in MinerU's modules.
    """
    try:
        module: Any = importlib.import_module(WINDOWS)
        process: Callable[..., Any] = getattr(module, _WINDOW)
    except (ImportError, AttributeError):
        _log.warning("This version of MinerU shows no progress.")
        yield
        return

    def one(file: Any, document: Any, window: Any, **named: Any) -> Any:  # noqa: ANN401
        pages = PageWindow(int(window.start), int(window.end))
        progress = _WindowProgress(source, pages, step, named)
        progress.begin()
        found = kept.load(pages)
        if found is None:
            bars.install_below(PACKAGES)  # each time: MinerU imports its networks late
            with bars.listen(progress.on_bar), _stop_watch(module, progress.stage):
                found = process(file, document, window, **progress.with_tracked_predictor(named))
            if _is_plain(found):
                kept.save(pages, found)
        return found

    setattr(module, _WINDOW, one)
    try:
        yield
    finally:
        setattr(module, _WINDOW, process)


class _WindowProgress:
    """Tells the stages of one window."""

    def __init__(
        self, source: FlashSource, window: PageWindow, step: ProgressCallback, named: dict[str, Any]
    ) -> None:
        self._source = source
        self._window = window
        self._step = step
        self._shares = WITHOUT_VISION if named.get("vlm_predictor") is None else WITH_VISION
        self._stage = ""

    def begin(self) -> None:
        """The window's turn has come."""
        self._report(0.0, 0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """In the place of MinerU's own stop watch."""
        self._stage = name
        if (share := self._shares.get(name)) is not None:
            self._report(share[0])
        yield
        self._stage = ""

    def on_bar(self, _bar: str, done: int, total: int | None) -> None:
        if self._stage not in (*ONE_BAR, VISION) or not total:
            return
        begin, end = self._shares.get(self._stage, (0.0, 0.0))
        page = done if self._stage == BY_PAGE else None
        self._report(begin + (end - begin) * min(done / total, 1.0), page)

    def with_tracked_predictor(self, named: dict[str, Any]) -> dict[str, Any]:
        """The same arguments, but the vision-language model says when it is at work."""
        predictor = named.get("vlm_predictor")
        return (
            named
            if predictor is None
            else {**named, "vlm_predictor": _TrackedPredictor(predictor, self)}
        )

    def _report(self, within: float, page: int | None = None) -> None:
        indices, window = self._source.indices, self._window
        share = (window.first + window.pages * within) / len(indices)
        number = None
        if page is not None:
            number = indices[min(window.first + page, window.last, len(indices) - 1)] + 1
        self._step(Stage.PARSE, number, self._source.pages, ASSEMBLE_AT * min(share, 1.0))


class _TrackedPredictor:
    """A predictor of MinerU's whose batches are told as a stage."""

    def __init__(self, predictor: Any, progress: _WindowProgress) -> None:  # noqa: ANN401
        self._predictor = predictor
        self._progress = progress

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        found = getattr(self._predictor, name)
        if not (name.startswith("batch_") and callable(found)):
            return found

        def tracked(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            with self._progress.stage(VISION):
                return found(*arguments, **named)

        return tracked


@contextmanager
def _stop_watch(module: Any, stage: Callable[[str], Any]) -> Iterator[None]:  # noqa: ANN401
    own = getattr(module, _STOP_WATCH, None)
    if own is None:
        yield
        return
    setattr(module, _STOP_WATCH, stage)
    try:
        yield
    finally:
        setattr(module, _STOP_WATCH, own)


def _is_plain(found: Any) -> bool:  # noqa: ANN401
    """Whether it comes out of a file as it went in: tuples, pictures and the like would not."""
    try:
        return bool(json.loads(json.dumps(found)) == found)
    except (TypeError, ValueError):
        return False
