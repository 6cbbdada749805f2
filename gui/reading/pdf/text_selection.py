"""Selecting and finding text on the pages: it comes from the page process, page by page."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from gui.reading.pdf import text as pdf_text
from gui.reading.pdf.render_process import PdfPageText
from gui.reading.pdf.scroll_area import PdfScrollArea

KEPT_PAGES = 40
"""Pages whose characters are kept with their boxes: some 0.5 MB each."""


@dataclass(frozen=True, order=True)
class TextPosition:
    """A place between two characters of the document."""

    page: int
    index: int


class PdfTextSelection(QObject):
    """What is selected and what was found on the pages of one view."""

    found = Signal(int, int, bool)
    """Which match is shown, from 1, how many are known, and whether all pages were searched."""
    requested = Signal()
    """:meth:`next_request` has something to ask for."""

    def __init__(self, view: PdfScrollArea) -> None:
        super().__init__(view)
        self._view = view
        self._texts: OrderedDict[int, PdfPageText] = OrderedDict()
        self._wanted: list[int] = []
        """Pages whose boxes are needed soon."""
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._anchor: TextPosition | None = None
        self._head: TextPosition | None = None
        self._dragging = False
        self._sought = ""
        self._matches: list[tuple[int, int, int]] = []
        self._current = -1
        self._searched: set[int] = set()
        self._plain: dict[int, str] = {}

    # Selecting

    def press(self, position: QPointF) -> None:
        """The left button went down, at a place of the content."""
        self._pressed = self._last = position
        self._dragging = False
        self._anchor = self._head = None
        found = self._view.points_at(position)
        if found is not None:
            self._request(found[0])
        self._view.viewport().update()

    def move(self, position: QPointF) -> bool:
        """The pointer moved with the button down: whether it selects text now."""
        if self._pressed is None:
            return False
        self._last = position
        far = (position - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        self._dragging = self._dragging or far
        if self._dragging:
            self._extend()
        return self._dragging

    def release(self) -> bool:
        """The button went up: whether it has selected text."""
        self._pressed = None
        return self._dragging and self.has_selection

    @property
    def has_selection(self) -> bool:
        """Some text is selected."""
        return self._anchor is not None and self._head is not None and self._anchor != self._head

    def text(self) -> str:
        """The selected text."""
        parts = []
        for page, start, end in self._stretches():
            known = self._texts.get(page)
            if known is not None:
                parts.append(pdf_text.stretch(known, start, end))
        return "\n".join(parts)

    def select_page(self, page: int) -> None:
        """Select all of a page, once its text is there."""
        self._anchor, self._head = TextPosition(page, 0), TextPosition(page, 1 << 30)
        self._request(page)
        self._view.viewport().update()

    def clear(self) -> None:
        """The document has changed: forget everything."""
        self._texts.clear()
        self._plain.clear()
        self._wanted.clear()
        self._searched.clear()
        self._matches.clear()
        self._sought = ""
        self._current = -1
        self._anchor = self._head = self._pressed = None

    # Finding

    def search(self, text: str, *, backward: bool) -> None:
        """Show the next match, from the page that is read on; an empty text ends the search."""
        if text != self._sought:
            self._sought = text
            self._matches = []
            self._searched = set()
            self._current = -1
            for page, plain in self._plain.items():
                self._search_page(page, plain)
        elif self._matches:
            self._show_match((self._current + (-1 if backward else 1)) % len(self._matches))
        self._emit_found()
        self._view.viewport().update()
        self.requested.emit()

    # What the view asks and tells

    def next_request(self) -> tuple[int, bool] | None:
        """The page whose text is wanted most, and whether with its boxes."""
        while self._wanted:
            page = self._wanted.pop(0)
            if page not in self._texts:
                return page, True
        if self._sought and len(self._searched) < self._view.page_count:
            start = max(0, self._view.page)
            for distance in range(self._view.page_count):
                page = (start + distance) % self._view.page_count
                if page not in self._searched:
                    return page, False
        return None

    def take(self, page: PdfPageText) -> None:
        """The process has read a page."""
        if page.boxes or not page.text:
            self._texts[page.page] = page
            while len(self._texts) > KEPT_PAGES:
                self._texts.popitem(last=False)
            if self._dragging and self._pressed is not None:
                self._extend()
            if self._current >= 0 and self._matches[self._current][0] == page.page:
                self._show_match(self._current)
        if page.page not in self._plain:
            self._plain[page.page] = page.text
            if self._sought:
                self._search_page(page.page, page.text)
                self._emit_found()
        self._view.viewport().update()

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint what is selected and what was found on a page."""
        known = self._texts.get(page)
        if known is None:
            return
        colour = QColor(self._view.palette().color(QPalette.ColorRole.Highlight))
        for selected, start, end in self._stretches():
            if selected == page:
                colour.setAlpha(90)
                self._fill(painter, known, (start, end), colour)
        for number, (found, start, end) in enumerate(self._matches):
            if found == page:
                shade = QColor("#ff9800" if number == self._current else "#ffd54f")
                shade.setAlpha(120)
                self._fill(painter, known, (start, end), shade)

    def _fill(
        self, painter: QPainter, known: PdfPageText, span: tuple[int, int], colour: QColor
    ) -> None:
        for box in pdf_text.lines(known, *span):
            painter.fillRect(self._view.box_rect(known.page, box), colour)

    def _stretches(self) -> list[tuple[int, int, int]]:
        if self._anchor is None or self._head is None:
            return []
        first, last = sorted((self._anchor, self._head))
        return [
            (
                page,
                first.index if page == first.page else 0,
                last.index if page == last.page else 1 << 30,
            )
            for page in range(first.page, last.page + 1)
        ]

    def _extend(self) -> None:
        if self._pressed is None or self._last is None:
            return
        self._anchor = self._gap(self._pressed) or self._anchor
        self._head = self._gap(self._last) or self._head
        if self._anchor is not None and self._head is not None:
            first, last = sorted((self._anchor.page, self._head.page))
            for page in range(first, last + 1):
                self._request(page)
        self._view.viewport().update()

    def _gap(self, position: QPointF) -> TextPosition | None:
        found = self._view.points_at(position)
        if found is None:
            return None
        page, x, y = found
        known = self._texts.get(page)
        if known is None:
            self._request(page)
            return None
        return TextPosition(page, pdf_text.nearest(known, x, y))

    def _request(self, page: int) -> None:
        if page not in self._texts and page not in self._wanted:
            self._wanted.append(page)
            self.requested.emit()

    def _search_page(self, page: int, text: str) -> None:
        self._searched.add(page)
        found = [(page, start, end) for start, end in pdf_text.matches(text, self._sought)]
        if not found:
            return
        shown = self._matches[self._current] if self._current >= 0 else None
        self._matches = sorted([*self._matches, *found])
        if shown is not None:
            self._current = self._matches.index(shown)
        else:
            self._show_match(self._matches.index(found[0]))

    def _show_match(self, number: int) -> None:
        self._current = number
        page, start, end = self._matches[number]
        self._request(page)
        known = self._texts.get(page)
        boxes = pdf_text.lines(known, start, end) if known is not None else []
        self._view.show_box(page, boxes[0] if boxes else None)

    def _emit_found(self) -> None:
        whole = len(self._searched) >= self._view.page_count
        self.found.emit(self._current + 1, len(self._matches), whole)
