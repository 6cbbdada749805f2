"""What a pane does to open each document where it was left, at its size."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from core.documents.sections import Unit
from gui.reading.markdown.markdown_panel import MarkdownPanel
from gui.reading.pdf.view import PdfView
from gui.reading.reading_positions import ReadingPosition, ReadingPositions


class PositionKeeper(QObject):
    """Of both sides of a pane, in the GUI thread."""

    def __init__(
        self, pages: PdfView, markdown: MarkdownPanel, positions: ReadingPositions | None
    ) -> None:
        super().__init__(pages)
        self._pages = pages
        self._markdown = markdown
        self._positions = positions or ReadingPositions()
        self._folder: Path | None = None
        self._units: Sequence[Unit] | None = None
        """Of what is shown; ``None`` until it is rendered."""
        self._back: ReadingPosition | None = None
        """Where the document was left, until it is rendered."""
        self._pages_back: ReadingPosition | None = None
        """The same, until its pages are there."""
        self._at: tuple[int, float] | None = None
        """The page that the Markdown was scrolled to, and how far into it."""
        pages.opened.connect(self._on_pages_opened)

    def come_to(self, folder: Path, *, is_elsewhere: bool) -> None:
        """A result comes; ``is_elsewhere``: it is opened at a place that was asked for."""
        known = self._positions.of(folder)
        look = known or self._positions.last
        if look is not None:
            self._pages.set_zoom(look.fit_mode, look.percent, look.turn if known else 0)
            self._markdown.set_zoom(look.zoom)
        self._folder, self._units, self._at = folder, None, None
        self._back = self._pages_back = None if is_elsewhere else known

    def restore(self, units: Sequence[Unit]) -> None:
        """The result is rendered: go to where it was left."""
        self._units = units
        back, self._back = self._back, None
        if back is None:
            return
        unit = bisect_right([unit.start for unit in units], back.unit_start) - 1
        is_scrolled = back.page >= 0
        if unit >= 0:
            self._markdown.mark(unit, scroll=not is_scrolled)
        if is_scrolled:
            self._at = (back.page, back.fraction)
            self._markdown.follow(back.page, back.fraction)

    def scrolled(self, page: int, fraction: float) -> None:
        """The Markdown stands there now."""
        self._at = (page, fraction)

    def forget_scroll(self) -> None:
        """The unit that is marked says from here on where one is."""
        self._at = None

    def leave(self) -> None:
        """Another result comes, or none."""
        if self._folder is None or self._units is None:
            return
        unit = self._markdown.unit
        page, fraction = self._at or (-1, 0.0)
        pdf_page, pdf_y = self._pages.place() or (0, 0.0)
        position = ReadingPosition(
            self._units[unit].start if 0 <= unit < len(self._units) else -1,
            page,
            round(fraction, 4),
            pdf_page,
            round(pdf_y, 1),
            self._pages.fit.value,
            self._pages.scale_percent,
            self._pages.turn,
            round(self._markdown.zoom_factor, 3),
        )
        self._positions.keep(self._folder, position)
        self._folder = self._units = None

    def _on_pages_opened(self) -> None:
        back, self._pages_back = self._pages_back, None
        if back is not None:
            self._pages.follow(back.pdf_page, back.pdf_y)
