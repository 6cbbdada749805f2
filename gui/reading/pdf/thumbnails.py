"""The pages in small beside the page view: seen at a glance, gone to by a click or by keys.

Only those in sight are drawn, by the view's own process, and only when the view wants nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from core.documents.result import PageReading
from gui.reading.page_readings import reading_text, short_reading_text
from gui.reading.pdf.layout import MARGIN, PdfLayout, turned_size
from gui.reading.pdf.page_cache import PdfPageCache
from gui.reading.pdf.render_process import RenderedPage
from gui.reading.pdf.view import PdfView
from gui.theme import colours_of

WIDTH = 150
LARGEST = QSize(104, 148)
"""Pixels of one page at most."""
GAP = 26
"""Between two pages: the number of the upper one stands there."""
BUDGET_BYTES = 16 << 20


class Thumbnails(QAbstractScrollArea):
    """One document's pages; the view tells which document, and at which turn."""

    def __init__(self, view: PdfView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(40)
        self.images = PdfPageCache(BUDGET_BYTES)
        self._view = view
        self._turn = 0
        self._layout = PdfLayout((), 1.0, 0, 0)
        self._readings: Mapping[int, PageReading] = {}
        view.opened.connect(self._lay_out)
        view.zoomed.connect(self._on_zoomed)
        view.page_changed.connect(self._follow)
        view.spare.connect(self._on_view_spare)
        view.process.drawn.connect(self._on_drawn)
        view.process.failed.connect(self._on_failed)
        self._retranslate()

    def clear(self) -> None:
        """Another document comes, or none."""
        self.images.clear()
        self._layout = PdfLayout((), 1.0, 0, 0)
        self._readings = {}
        self.verticalScrollBar().setRange(0, 0)
        self.viewport().update()

    def set_readings(self, readings: Mapping[int, PageReading]) -> None:
        """How pages were read: those that have no text of their own say it."""
        self._readings = readings
        self._describe(self._view.page)
        self.viewport().update()

    def label_of(self, page: int) -> str:
        """What stands below a page."""
        how = short_reading_text(self._readings.get(page))
        return f"{page + 1} · {how}" if how else str(page + 1)

    def rect_of(self, page: int) -> QRect:
        """Where a page is in the viewport."""
        return self._layout.rect(page).translated(0, -self.verticalScrollBar().value())

    def page_at(self, position: QPoint) -> int:
        """The page under a place of the viewport, its number included; -1 where there is none."""
        height = position.y() + self.verticalScrollBar().value()
        if not 0 <= height < self._layout.height:
            return -1
        return self._layout.page_at(height)

    # What is drawn

    def _lay_out(self) -> None:
        self._turn = self._view.turn
        sizes = []
        for width, height in self._view.page_sizes:
            across, down = turned_size((width, height), self._turn)
            share = min(LARGEST.width() / across, LARGEST.height() / down)
            sizes.append((width * share, height * share))
        self._layout = PdfLayout(sizes, 1.0, self._turn, self.viewport().width(), GAP)
        room = self.viewport().height()
        self.verticalScrollBar().setPageStep(room)
        self.verticalScrollBar().setRange(0, max(0, self._layout.height + MARGIN - room))
        self._follow(self._view.page)

    def _on_zoomed(self) -> None:
        if self._view.turn != self._turn:
            self.images.clear()
            self._lay_out()

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.visible(top, top + self.viewport().height())

    def _on_view_spare(self) -> None:
        """The process is free: ask it for the first page in sight that is missing."""
        if not self.isVisible() or self._view.process.is_busy:
            return
        ratio = self.devicePixelRatioF()
        for page in self._visible():
            if self.images.get(page) is None and page not in self._view.images.broken:
                size = self._layout.rect(page).size() * ratio
                self._view.process.draw(
                    page, size.width(), size.height(), self._turn, is_small=True
                )
                return

    def _on_drawn(self, drawing: RenderedPage) -> None:
        fits = drawing.turn == self._turn and drawing.page < self._layout.count
        if drawing.is_small and fits:
            self.images.put(drawing.page, drawing.image)
            self.viewport().update()

    def _on_failed(self, _page: int) -> None:
        self.viewport().update()

    def _follow(self, page: int) -> None:
        """The page that is read is another one: keep it in sight."""
        if 0 <= page < self._layout.count:
            rect = self.rect_of(page).adjusted(0, -MARGIN, 0, GAP)
            bar = self.verticalScrollBar()
            if rect.top() < 0:
                bar.setValue(bar.value() + rect.top())
            elif rect.bottom() > self.viewport().height():
                bar.setValue(bar.value() + rect.bottom() - self.viewport().height())
            self._describe(page)
        self.viewport().update()

    def _describe(self, page: int) -> None:
        if not 0 <= page < self._layout.count:
            return
        words = self.tr("Page {page} of {count}").format(page=page + 1, count=self._layout.count)
        how = reading_text(self._readings.get(page))
        self.setAccessibleDescription(f"{words}, {how}" if how else words)

    # What the user does

    def _go(self, page: int) -> None:
        if self._layout.count:
            self._view.go_to_page(max(0, min(self._layout.count - 1, page)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        page = self.page_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and page >= 0:
            self._go(page)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self._view.page
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Left:
                self._go(page - 1)
            case Qt.Key.Key_Down | Qt.Key.Key_Right:
                self._go(page + 1)
            case Qt.Key.Key_PageUp:
                self._go(page - max(1, len(self._visible()) - 1))
            case Qt.Key.Key_PageDown:
                self._go(page + max(1, len(self._visible()) - 1))
            case Qt.Key.Key_Home:
                self._go(0)
            case Qt.Key.Key_End:
                self._go(self._layout.count - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._view.setFocus()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    # Qt's side

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        palette = self.palette()
        painter.fillRect(event.rect(), palette.color(QPalette.ColorRole.Window))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._visible():
            rect = self.rect_of(page)
            current = page == self._view.page
            role = QPalette.ColorRole.Highlight if current else QPalette.ColorRole.Mid
            painter.setPen(QPen(palette.color(role), 2 if current else 1))
            painter.setBrush(Qt.GlobalColor.white)
            painter.drawRect(rect.adjusted(-2, -2, 1, 1) if current else rect)
            image = self.images.get(page)
            if image is not None:
                painter.drawImage(rect, image)
            elif page in self._view.images.broken:
                painter.drawLine(rect.topLeft(), rect.bottomRight())
                painter.drawLine(rect.topRight(), rect.bottomLeft())
            reading = self._readings.get(page)
            below = QRect(0, rect.bottom() + 3, self.viewport().width(), GAP - 8)
            if reading is PageReading.FAILED:
                painter.setPen(QColor(colours_of(palette).warning))
            else:
                text = QPalette.ColorRole.Text if current else QPalette.ColorRole.PlaceholderText
                painter.setPen(palette.color(text))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.label_of(page))
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()
        self._view.draw_next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._view.draw_next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()
        self._view.draw_next()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Thumbnails"))
        self._describe(self._view.page)
