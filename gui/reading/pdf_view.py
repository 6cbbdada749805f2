"""The PDF as it was: pages one below the other, with the boxes of the Markdown's blocks on them.

Images come from a process of their own, near pages first; what is not there yet shows as an empty
sheet or as a scaled older image. Nothing here waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
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
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget

from core.documents.block import Box
from core.documents.doubts import DoubtfulPlace
from core.documents.pdf_render_protocol import MAX_PIXELS
from gui.reading.block_types import BlockOverlay
from gui.reading.pdf_block_overlay import BlockOverlays
from gui.reading.pdf_layout import MAX_SCALE, MIN_SCALE, POINT, FitMode, PdfLayout, fitting_scale
from gui.reading.pdf_page_cache import PdfPageCache
from gui.reading.pdf_render_process import PdfPageText, PdfRenderProcess, RenderedPage
from gui.reading.pdf_text_selection import PdfTextSelection

NEAR = 2
"""Pages before and behind the visible ones that are drawn ahead."""
STEP = 1.15
"""One notch of zoom."""
SETTLE_MS = 120
"""While a window is being resized, images are scaled; after it, drawn again."""
ANCHOR = 0.2
"""The height of the view, from its top, that linked scrolling keeps together."""


class PdfView(QAbstractScrollArea):
    """Shows one PDF."""

    opened = Signal(int)
    """The document is there; its number of pages."""
    refused = Signal(str)
    """It cannot be shown: :attr:`PdfRenderProcess.refused`."""
    hovered = Signal(int)
    """The unit under the pointer, or -1."""
    clicked = Signal(int)
    """The unit that was clicked."""
    page_changed = Signal(int)
    """The page that is read now, from 0."""
    moved = Signal(int, float)
    """The user scrolled: the page, and the points on it, at the height :data:`ANCHOR`."""
    zoomed = Signal()
    """The scale or the way it is chosen has changed."""
    spare = Signal()
    """The process may be asked for something else: nothing is missing here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setSingleStep(40)
        self.process = PdfRenderProcess(self)
        self.process.opened.connect(self._on_opened)
        self.process.refused.connect(self.refused)
        self.process.drawn.connect(self._on_drawn)
        self.process.failed.connect(self._on_failed)
        self.process.texted.connect(self._on_text)
        self.process.idle.connect(self.draw_next)
        self.selection = PdfTextSelection(self)
        self.images = PdfPageCache()
        self.fit = FitMode.WIDTH
        self.turn = 0
        self.marks = BlockOverlays()
        self._scale = POINT
        self._sizes: Sequence[tuple[float, float]] = ()
        self._layout = PdfLayout((), POINT, 0, 0)
        self._page = -1
        self._quiet = False
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

    @property
    def page_count(self) -> int:
        """Pages of the document; 0 while there is none."""
        return self._layout.count

    @property
    def page(self) -> int:
        """The page that is read now, from 0; -1 while there is none."""
        return self._page

    @property
    def scale_percent(self) -> int:
        """The scale, 100 for a page in its own size."""
        return round(self._layout.scale / POINT * 100)

    @property
    def page_sizes(self) -> Sequence[tuple[float, float]]:
        """The pages' sizes in points."""
        return self._sizes

    def page_size(self, page: int) -> tuple[float, float]:
        """A page's size in points; of a usual one when there is none such."""
        return self._sizes[page] if 0 <= page < len(self._sizes) else (595.0, 842.0)

    # Marks

    def set_marks(
        self, marks: Iterable[BlockOverlay], doubts: Sequence[DoubtfulPlace] = ()
    ) -> None:
        """The boxes of the Markdown's units, and of what OCR was not sure of in them."""
        self.marks.put(marks, doubts)
        self.viewport().update()

    def reveal_doubt(self, doubt: DoubtfulPlace) -> None:
        """Frame a doubtful place and bring it into view."""
        self.reveal(doubt.unit)
        self.marks.doubt = doubt
        if doubt.region is not None:
            self.show_box(doubt.region.page, doubt.region.bbox)

    def all_marks(self) -> list[BlockOverlay]:
        """The boxes that were set."""
        return self.marks.all()

    def set_coloured(self, coloured: bool) -> None:
        """Show every box in the colour of its kind."""
        self.marks.coloured = coloured
        self.viewport().update()

    def set_hovered(self, units: Iterable[int]) -> None:
        """Frame these units lightly."""
        hovered = frozenset(units)
        if hovered != self.marks.hovered:
            self.marks.hovered = hovered
            self.viewport().update()

    def select(self, unit: int | None) -> None:
        """Frame this unit, and no other, strongly."""
        self.marks.doubt = None
        self.marks.selected = frozenset(() if unit is None else (unit,))
        self.viewport().update()

    def reveal(self, unit: int) -> bool:
        """Frame a unit and bring it into view. False when it has no place on a page."""
        self.select(unit)
        marks = self.marks.of(unit)
        if not marks:
            return False
        if marks[0].place.page >= self._layout.count:
            self._wanted_unit = unit
            return True
        rect = self._layout.to_pixels(marks[0].place.page, marks[0].place.bbox)
        self._show_rect(rect)
        return True

    def rect_of(self, mark: BlockOverlay) -> QRectF:
        """Where a mark is in the viewport."""
        return self.box_rect(mark.place.page, mark.place.bbox)

    def marks_of(self, unit: int) -> Sequence[BlockOverlay]:
        """Where a unit is."""
        return self.marks.of(unit)

    def unit_at(self, position: QPointF) -> int:
        """The unit under a place of the viewport, or -1; the smallest box wins."""
        found = self._layout.to_points(position + QPointF(self._offset()))
        return -1 if found is None else self.marks.unit_at(*found)

    # Moving

    def points_at(self, content: QPointF) -> tuple[int, float, float] | None:
        """The page, and the points on it, at a place of the content."""
        return self._layout.to_points(content)

    def box_rect(self, page: int, box: Box) -> QRectF:
        """Where a box of a page is in the viewport."""
        return self._layout.to_pixels(page, box).translated(-QPointF(self._offset()))

    def show_box(self, page: int, box: Box | None) -> None:
        """Bring a box, or else the top of its page, into view."""
        if not 0 <= page < self._layout.count:
            return
        rect = QRectF(self._layout.rect(page)) if box is None else self._layout.to_pixels(page, box)
        self._show_rect(rect)

    def select_page(self) -> None:
        """Select the text of the page that is read now."""
        self.selection.select_page(self._page)

    def copy(self) -> None:
        """Copy the selected text."""
        if self.selection.has_selection:
            QGuiApplication.clipboard().setText(self.selection.text())

    def go_to_page(self, page: int) -> None:
        """Bring the top of a page to the top of the view."""
        if 0 <= page < self._layout.count:
            self.verticalScrollBar().setValue(self._layout.rect(page).top() - 8)

    def follow(self, page: int, y: float) -> None:
        """Scroll along with the Markdown: bring a height of a page to :data:`ANCHOR`."""
        if not 0 <= page < self._layout.count:
            return
        width = self._layout.sizes[page][0]
        at = self._layout.to_pixels(page, (0, y, width, y)).top()
        self._quietly(round(at - ANCHOR * self.viewport().height()))

    def place(self) -> tuple[int, float] | None:
        """Where :meth:`follow` leads back to; ``None`` while there is no document."""
        if not self._layout.count:
            return None
        middle = self._layout.rect(max(0, self._page)).center().x()
        at = self.verticalScrollBar().value() + ANCHOR * self.viewport().height()
        found = self._layout.to_points(QPointF(middle, at))
        return None if found is None else (found[0], found[2])

    def set_look(self, fit: FitMode, percent: int, turn: int) -> None:
        """Set how the document that comes is shown."""
        self.fit, self.turn = fit, turn % 4
        self._scale = max(MIN_SCALE, min(MAX_SCALE, percent / 100 * POINT))

    def zoom(self, notches: int, around: QPoint | None = None) -> None:
        """Zoom in or out by notches, the place under ``around`` staying where it is."""
        self._set_scale(FitMode.FREE, self._layout.scale * STEP**notches, around)

    def set_fit(self, fit: FitMode) -> None:
        """Let the scale follow the view's size."""
        self._set_scale(fit, self._layout.scale, None)

    def set_percent(self, percent: int) -> None:
        """Set the scale, 100 for a page in its own size."""
        self._set_scale(FitMode.FREE, percent / 100 * POINT, None)

    def rotate(self, quarters: int) -> None:
        """Turn all pages clockwise."""
        self.turn = (self.turn + quarters) % 4
        self.images.clear()
        page = max(0, self._page)
        self._lay_out()
        self.go_to_page(page)
        self.zoomed.emit()

    # Layout

    def _set_scale(self, fit: FitMode, scale: float, around: QPoint | None) -> None:
        self.fit = fit
        self._scale = max(MIN_SCALE, min(MAX_SCALE, scale))
        point = QPointF(around or QPoint(self.viewport().width() // 2, 0))
        kept = self._layout.to_points(point + QPointF(self._offset()))
        self._lay_out()
        if kept is not None:
            page, x, y = kept
            now = self._layout.to_pixels(page, (x, y, x, y)).topLeft() - point
            self.horizontalScrollBar().setValue(round(now.x()))
            self.verticalScrollBar().setValue(round(now.y()))
        self.zoomed.emit()

    def _lay_out(self) -> None:
        view = self.viewport().size()
        if self.fit is not FitMode.FREE:
            page = max(0, self._page)
            room = (view.width(), view.height())
            self._scale = fitting_scale(self._sizes, self.fit, page, self.turn, room)
        bar = self.horizontalScrollBar()
        middle = (bar.value() + view.width() / 2) / max(1, self._layout.width)
        self._layout = PdfLayout(self._sizes, self._scale, self.turn, view.width())
        self.verticalScrollBar().setPageStep(view.height())
        bar.setPageStep(view.width())
        self.verticalScrollBar().setRange(0, max(0, self._layout.height - view.height()))
        bar.setRange(0, max(0, self._layout.width - view.width()))
        bar.setValue(round(middle * self._layout.width - view.width() / 2))
        self._after_scroll()
        self._settle.start()

    def _forget(self) -> None:
        self.images.clear()
        self.selection.clear()
        self._sizes = ()
        self._page = -1
        self._wanted_unit = None
        self.set_marks(())
        self._lay_out()
        self._settle.stop()

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.visible(top, top + self.viewport().height())

    def _show_rect(self, rect: QRectF) -> None:
        """Scroll no further than it takes to see a rectangle whole, or else its beginning."""
        view = self.viewport().size()
        top = self.verticalScrollBar().value()
        margin = min(40.0, view.height() / 8)
        if rect.top() < top + margin or rect.height() > view.height() - 2 * margin:
            self._quietly(round(rect.top() - margin))
        elif rect.bottom() > top + view.height() - margin:
            self._quietly(round(rect.bottom() - view.height() + margin))
        left = self.horizontalScrollBar().value()
        if rect.left() < left or rect.right() > left + view.width():
            self.horizontalScrollBar().setValue(round(rect.left() - margin))

    def _quietly(self, value: int) -> None:
        """Scroll without telling: the user did not do it here."""
        self._quiet = True
        self.verticalScrollBar().setValue(value)
        self._quiet = False

    def _after_scroll(self) -> None:
        self.viewport().update()
        if not self._layout.count:
            return
        at = self.verticalScrollBar().value() + self.viewport().height() * ANCHOR
        page = self._layout.page_at(at)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

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
            self.marks.paint(painter, page, accent, self.box_rect)
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

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._after_scroll()
        self.draw_next()
        if self._quiet or not self._layout.count:
            return
        place = self.place()
        if place is not None:
            self.moved.emit(*place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = self._layout.scale
        top = self._layout.to_points(QPointF(self._offset()) + QPointF(event.size().width() / 2, 0))
        self._lay_out()
        if top is not None:
            page, x, y = top
            self._quietly(round(self._layout.to_pixels(page, (x, y, x, y)).top()))
        if self._layout.scale != scale:
            self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120
            self.zoom(round(notches) or (1 if notches > 0 else -1), event.position().toPoint())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.matches(QKeySequence.StandardKey.SelectAll) and self._layout.count:
            self.select_page()
            return
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Left if self.fit is not FitMode.FREE:
                self.go_to_page(self._page - 1)
            case Qt.Key.Key_Right if self.fit is not FitMode.FREE:
                self.go_to_page(self._page + 1)
            case Qt.Key.Key_Space:
                bar.setValue(bar.value() + bar.pageStep() * 9 // 10)
            case Qt.Key.Key_Plus if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.zoom(1)
            case Qt.Key.Key_Minus if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.zoom(-1)
            case Qt.Key.Key_0 if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.set_fit(FitMode.WIDTH)
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            if self.selection.move(event.position() + QPointF(self._offset())):
                self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
            return
        unit = self.unit_at(event.position())
        shape = Qt.CursorShape.ArrowCursor if unit < 0 else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)
        hovered = frozenset(() if unit < 0 else (unit,))
        if hovered != self.marks.hovered:
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

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave and self.marks.hovered:
            self.set_hovered(())
            self.hovered.emit(-1)
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(480, 600)


def _serves(image: QImage | None, wanted: QSize) -> bool:
    """An image is good enough when it has the pixels, or as many as are ever drawn."""
    if image is None:
        return False
    if wanted.width() * wanted.height() > MAX_PIXELS:
        return image.width() * image.height() > 0.9 * MAX_PIXELS
    return image.size() == wanted
