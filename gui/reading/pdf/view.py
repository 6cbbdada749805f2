"""The PDF as it was: pages one below the other, with the boxes of the Markdown's blocks on them.

Images come from a process of their own, near pages first; what is not there yet shows as an empty
sheet or as a scaled older image. Nothing here waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QMenu, QWidget

from core.documents.doubts import DoubtfulPlace
from core.documents.pdf_render_protocol import MAX_PIXELS
from gui.reading.block_types import BlockOverlay
from gui.reading.pdf.block_overlay import BlockOverlays
from gui.reading.pdf.page_cache import PdfPageCache
from gui.reading.pdf.render_process import PdfPageText, PdfRenderProcess, RenderedPage
from gui.reading.pdf.scroll_area import PdfScrollArea
from gui.reading.pdf.text_selection import PdfTextSelection

NEAR = 2
"""Pages before and behind the visible ones that are drawn ahead."""
SETTLE_MS = 120
"""While a window is being resized, images are scaled; after it, drawn again."""


class PdfView(PdfScrollArea):
    """Shows one PDF."""

    opened = Signal(int)
    """The document is there; its number of pages."""
    refused = Signal(str)
    """It cannot be shown: :attr:`PdfRenderProcess.refused`."""
    hovered = Signal(int)
    """The unit under the pointer, or -1."""
    clicked = Signal(int)
    """The unit that was clicked."""
    spare = Signal()
    """The process may be asked for something else: nothing is missing here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._retranslate()
        self.viewport().setMouseTracking(True)
        self.process = PdfRenderProcess(self)
        self.process.opened.connect(self._on_opened)
        self.process.refused.connect(self.refused)
        self.process.drawn.connect(self._on_drawn)
        self.process.failed.connect(self._on_failed)
        self.process.texted.connect(self._on_text)
        self.process.idle.connect(self.draw_next)
        self.selection = PdfTextSelection(self)
        self.selection.requested.connect(self.draw_next)
        self.images = PdfPageCache()
        self.overlays = BlockOverlays()
        self._wanted_unit: int | None = None
        """To be revealed once the document is there."""
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.draw_next)

    # The document

    def show_document(self, path: Path, password: str | None = None) -> None:
        """Show a PDF; :attr:`opened` or :attr:`refused` follows."""
        self._forget()
        self.process.open(path, password)

    def clear(self) -> None:
        """Show nothing."""
        self._forget()
        self.process.close()

    def shut_down(self) -> None:
        """Let go of the process and the timer, before the window goes."""
        self._settle.stop()
        self._forget()
        self.process.shut_down()

    # Marks

    def set_overlays(
        self, overlays: Iterable[BlockOverlay], doubts: Sequence[DoubtfulPlace] = ()
    ) -> None:
        """The boxes of the Markdown's units, and of what OCR was not sure of in them."""
        self.overlays.put(overlays, doubts)
        self.viewport().update()

    def reveal_doubt(self, doubt: DoubtfulPlace) -> None:
        """Frame a doubtful place and bring it into view."""
        self.reveal(doubt.unit)
        self.overlays.doubt = doubt
        if doubt.region is not None:
            self.show_box(doubt.region.page, doubt.region.bbox)

    def all_overlays(self) -> list[BlockOverlay]:
        """The boxes that were set."""
        return self.overlays.all()

    def set_coloured(self, coloured: bool) -> None:
        """Show every box in the colour of its kind."""
        self.overlays.coloured = coloured
        self.viewport().update()

    def set_hovered(self, units: Iterable[int]) -> None:
        """Frame these units lightly."""
        hovered = frozenset(units)
        if hovered != self.overlays.hovered:
            self.overlays.hovered = hovered
            self.viewport().update()

    def select(self, unit: int | None) -> None:
        """Frame this unit, and no other, strongly."""
        self.overlays.doubt = None
        self.overlays.selected = frozenset(() if unit is None else (unit,))
        self.viewport().update()

    def reveal(self, unit: int) -> bool:
        """Frame a unit and bring it into view. False when it has no place on a page."""
        self.select(unit)
        overlays = self.overlays.of(unit)
        if not overlays:
            return False
        if overlays[0].place.page >= self._layout.count:
            self._wanted_unit = unit
            return True
        rect = self._layout.to_pixels(overlays[0].place.page, overlays[0].place.bbox)
        self._show_rect(rect)
        return True

    def rect_of(self, mark: BlockOverlay) -> QRectF:
        """Where a mark is in the viewport."""
        return self.box_rect(mark.place.page, mark.place.bbox)

    def marks_of(self, unit: int) -> Sequence[BlockOverlay]:
        """Where a unit is."""
        return self.overlays.of(unit)

    def unit_at(self, position: QPointF) -> int:
        """The unit under a place of the viewport, or -1; the smallest box wins."""
        found = self._layout.to_points(position + QPointF(self._offset()))
        return -1 if found is None else self.overlays.unit_at(*found)

    def select_page(self) -> None:
        """Select the text of the page that is read now."""
        self.selection.select_page(self._page)

    def copy(self) -> None:
        """Copy the selected text."""
        if self.selection.has_selection:
            QGuiApplication.clipboard().setText(self.selection.text())

    def rotate(self, quarters: int) -> None:
        self.images.clear()
        super().rotate(quarters)

    def _lay_out(self) -> None:
        super()._lay_out()
        self._settle.start()

    def _forget(self) -> None:
        self.images.clear()
        self.selection.clear()
        self._sizes = ()
        self._page = -1
        self._wanted_unit = None
        self.set_overlays(())
        self._lay_out()
        self._settle.stop()

    # What the process tells

    def _on_opened(self, sizes: tuple[tuple[float, float], ...]) -> None:
        self._sizes = sizes
        self._lay_out()
        self._quietly(0)
        if self._wanted_unit is not None:
            self.reveal(self._wanted_unit)
            self._wanted_unit = None
        self.opened.emit(len(sizes))
        self.zoomed.emit()
        self._settle.stop()
        self.draw_next()

    def _on_drawn(self, drawing: RenderedPage) -> None:
        if not drawing.is_small and drawing.turn == self.turn and drawing.page < self._layout.count:
            drawing.image.setDevicePixelRatio(self.devicePixelRatioF())
            self.images.put(drawing.page, drawing.image)
            self.viewport().update()

    def _on_failed(self, page: int) -> None:
        self.images.broken.add(page)
        self.viewport().update()

    def draw_next(self) -> None:
        """Ask the process for what is needed most, if it has nothing to do."""
        if self.process.is_busy or not self._layout.count:
            return
        wanted_text = self.selection.next_request()
        if wanted_text is not None and (wanted_text[1] or self._is_drawn()):
            self.process.text(wanted_text[0], boxes=wanted_text[1])
            return
        if self._settle.isActive():
            return
        page = self._next_page(NEAR)
        if page is not None:
            size = self._layout.rect(page).size() * self.devicePixelRatioF()
            self.process.draw(page, size.width(), size.height(), self.turn)
        else:
            self.spare.emit()

    def _next_page(self, near: int) -> int | None:
        """The page that is missing nearest to the middle of the view, if any."""
        visible = self._visible()
        middle = (visible.start + visible.stop - 1) / 2
        ratio = self.devicePixelRatioF()
        pages = range(max(0, visible.start - near), min(self._layout.count, visible.stop + near))
        for page in sorted(pages, key=lambda page: abs(page - middle)):
            wanted = self._layout.rect(page).size() * ratio
            if page not in self.images.broken and not _serves(self.images.get(page), wanted):
                return page
        return None

    def _is_drawn(self) -> bool:
        return self._next_page(0) is None

    def _on_text(self, text: PdfPageText) -> None:
        self.selection.take(text)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        for page in self._visible():
            rect = self._layout.rect(page).translated(-self._offset())
            self._paint_page(painter, page, rect)
            self.overlays.paint(painter, page, accent, self.box_rect)
            self.selection.paint(painter, page)

    def _paint_page(self, painter: QPainter, page: int, rect: QRect) -> None:
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        image = self.images.get(page)
        if image is not None:
            painter.drawImage(rect, image)
        elif page in self.images.broken:
            painter.setPen(QColor("#7a2e2a"))  # on paper, which is white in dark too
            painter.drawText(
                rect.adjusted(16, 16, -16, -16),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.tr("Page {page} cannot be drawn: it is damaged or too heavy.").format(
                    page=page + 1
                ),
            )

    # Events

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.draw_next()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll) and self._layout.count:
            self.select_page()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            if self.selection.move(event.position() + QPointF(self._offset())):
                self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
            return
        unit = self.unit_at(event.position())
        shape = Qt.CursorShape.ArrowCursor if unit < 0 else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)
        hovered = frozenset(() if unit < 0 else (unit,))
        if hovered != self.overlays.hovered:
            self.set_hovered(hovered)
            self.hovered.emit(unit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton:
            self.selection.press(event.position() + QPointF(self._offset()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self.selection.release():
            unit = self.unit_at(event.position())
            if unit >= 0:
                self.select(unit)
                self.clicked.emit(unit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy"))
        copy.setEnabled(self.selection.has_selection)
        copy.triggered.connect(self.copy)
        everything = menu.addAction(self.tr("Select the text of this page"))
        everything.setEnabled(self._layout.count > 0)
        everything.triggered.connect(self.select_page)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.viewport().update()
        elif event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Pages"))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave and self.overlays.hovered:
            self.set_hovered(())
            self.hovered.emit(-1)
        return super().viewportEvent(event)


def _serves(image: QImage | None, wanted: QSize) -> bool:
    """An image is good enough when it has the pixels, or as many as are ever drawn."""
    if image is None:
        return False
    if wanted.width() * wanted.height() > MAX_PIXELS:
        return image.width() * image.height() > 0.9 * MAX_PIXELS
    return image.size() == wanted
