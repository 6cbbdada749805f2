"""One unit of a result, marked on both sides: clicked on one, shown on the other."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip

from core.documents.doubts import DoubtfulPlace
from gui.reading.markdown.markdown_panel import MarkdownPanel
from gui.reading.pdf.view import PdfView
from gui.reading.position_keeper import PositionKeeper
from gui.reading.reading_place import ReadingPlace, unit_of_place
from gui.reading.render_thread import ResultLoaded


class UnitSelection(QObject):
    """Keeps the marked unit, and the one under the pointer, the same in pages and Markdown."""

    def __init__(self, pages: PdfView, markdown: MarkdownPanel, position: PositionKeeper) -> None:
        super().__init__(pages)
        self._pages = pages
        self._markdown = markdown
        self._position = position
        self._loaded: ResultLoaded | None = None
        pages.clicked.connect(self._on_pages_clicked)
        pages.hovered.connect(markdown.hover)
        markdown.clicked.connect(self._on_markdown_clicked)
        markdown.hovered.connect(self._on_markdown_hovered)
        markdown.doubts.requested.connect(self._on_doubts_requested)

    def hold(self, loaded: ResultLoaded | None) -> None:
        """This result is shown now, or none."""
        self._loaded = loaded

    def go_next(self) -> None:
        """Mark the unit after the marked one, on both sides."""
        self._step(1)

    def go_back(self) -> None:
        """Mark the unit before the marked one, on both sides."""
        self._step(-1)

    def go_to(self, place: ReadingPlace) -> None:
        """Mark the unit at a place, on both sides."""
        if self._loaded is None:
            return
        unit = unit_of_place(self._loaded.result, self._loaded.units, place)
        if unit >= 0:
            self._markdown.mark(unit, scroll=True)
            self._pages.reveal(unit)

    def _step(self, step: int) -> None:
        if self._loaded is None or not self._loaded.units:
            return
        unit = self._markdown.unit + step if self._markdown.unit >= 0 else 0
        unit = max(0, min(len(self._loaded.units) - 1, unit))
        self._position.forget_scroll()
        self._markdown.mark(unit, scroll=True)
        self._pages.reveal(unit)

    def _on_pages_clicked(self, unit: int) -> None:
        self._position.forget_scroll()
        self._markdown.mark(unit, scroll=True)

    def _on_markdown_clicked(self, unit: int) -> None:
        self._position.forget_scroll()
        if not self._pages.reveal(unit) and self._pages.isVisible():
            text = self.tr("This has no place on the page.")
            QToolTip.showText(QCursor.pos(), text, self._markdown)

    def _on_markdown_hovered(self, unit: int) -> None:
        self._pages.set_hovered(() if unit < 0 else (unit,))

    def _on_doubts_requested(self, doubt: DoubtfulPlace) -> None:
        self._position.forget_scroll()
        self._markdown.mark_doubt(doubt)
        self._pages.reveal_doubt(doubt)
