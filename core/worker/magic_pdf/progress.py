"""Making magic-pdf tell how far it is, and stop when asked, within one step of a network.

It has no callbacks and no cancellation (1.3.12), but every loop of it runs through a progress bar
(`core.worker.tqdm_hook`).
"""

from __future__ import annotations

from core.worker.kinds import Stage
from core.worker.page_windows import PageWindow
from core.worker.service import ProgressCallback
from core.worker.tqdm_hook import BarListener

MODULES = (
    "magic_pdf.model.sub_modules.layout.doclayout_yolo.DocLayoutYOLO",
    "magic_pdf.model.sub_modules.mfd.yolov8.YOLOv8",
    "magic_pdf.model.sub_modules.mfr.unimernet.Unimernet",
    "magic_pdf.model.sub_modules.ocr.paddleocr2pytorch.tools.infer.predict_rec",
    "magic_pdf.model.batch_analyze",
    "magic_pdf.pdf_parse_union_core_v2",
)
ASSEMBLE_AT = 0.93
WRITE_AT = 0.98
"""Shares of a document's time: networks first, then the text put together, then files."""

RENDERING = "Rendering"
SHARES: dict[str, tuple[float, float]] = {
    RENDERING: (0.0, 0.05),
    "Layout Predict": (0.05, 0.25),
    "MFD Predict": (0.25, 0.45),
    "MFR Predict": (0.45, 0.65),
    "OCR-det Predict": (0.65, 0.85),
    "Table Predict": (0.85, 0.9),
    "OCR-rec Predict": (0.9, 1.0),
}
"""Of a window's time, by the bar's own name: where it begins and ends."""
BY_PAGE = (RENDERING, "Layout Predict", "MFD Predict", "OCR-det Predict")


def window_listener(
    window: PageWindow, range_: PageWindow, pages: int, step: ProgressCallback
) -> BarListener:
    """Tells the steps of one window, as part of the range that is converted."""
    begin = (window.first - range_.first) / range_.pages
    share = window.pages / range_.pages

    def on_bar(name: str, done: int, total: int | None) -> None:
        start, end = SHARES.get(name, (0.0, 1.0))
        within = start + (end - start) * (min(done / total, 1.0) if total else 0.0)
        page = window.first + min(done, window.pages - 1) + 1 if name in BY_PAGE else None
        stage = Stage.READ if name == RENDERING else Stage.PARSE
        step(stage, page, pages, ASSEMBLE_AT * (begin + share * within))

    return on_bar


def assembly_listener(range_: PageWindow, pages: int, step: ProgressCallback) -> BarListener:
    """Tells the pages that are put together."""

    def on_bar(name: str, done: int, total: int | None) -> None:
        part = min(done / total, 1.0) if total else 0.0
        # Its loop goes over all pages of the document, whatever the range.
        page = done + 1 if range_.first <= done <= range_.last else None
        step(Stage.ASSEMBLE, page, pages, ASSEMBLE_AT + (WRITE_AT - ASSEMBLE_AT) * part)

    return on_bar
