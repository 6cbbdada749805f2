"""Pages one below the other: where each stands, at which scale, and how the user moves among them.

What the pages show is not known here: that is :class:`gui.reading.pdf.view.PdfView`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from core.documents.block import Box
from gui.reading.pdf.layout import MAX_SCALE, MIN_SCALE, POINT, FitMode, PdfLayout, fitting_scale

STEP = 1.15
"""One notch of zoom."""
LEAST_HEIGHT = 0.75
"""Of the height that a whole page was fitted to: a view that lost less keeps its scale."""
ANCHOR = 0.2
"""The height of the view, from its top, that linked scrolling keeps together."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What a scale was chosen for."""

    window: QSize
    width: int
    height: int
    turn: int
    pages: Sequence[tuple[float, float]]


class PdfScrollArea(QAbstractScrollArea):
    """Lays out and scrolls pages whose sizes it is given."""

    page_changed = Signal(int)
    """The page that is read now, from 0."""
    moved = Signal(int, float)
    """The user scrolled: the page, and the points on it, at the height :data:`ANCHOR`."""
    zoomed = Signal()
    """The scale or the way it is chosen has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setSingleStep(40)
        self.fit = FitMode.WIDTH
        self.turn = 0
        self._scale = POINT
        self._fitted: _Fitted | None = None
        self._sizes: Sequence[tuple[float, float]] = ()
        self._layout = PdfLayout((), POINT, 0, 0)
        self._page = -1
        self._quiet = False

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
        """Where :meth:`follow` leads back to; ``None`` while there is no document.

        At the top it is the top, whatever the view's height: a document that is opened again begins
        there, and so does the Markdown beside it.
        """
        if not self._layout.count:
            return None
        if not self.turn and self.verticalScrollBar().value() == 0:
            return 0, 0.0
        middle = self._layout.rect(max(0, self._page)).center().x()
        at = self.verticalScrollBar().value() + ANCHOR * self.viewport().height()
        found = self._layout.to_points(QPointF(middle, at))
        return None if found is None else (found[0], found[2])

    def set_zoom(self, fit: FitMode, percent: int, turn: int) -> None:
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
        page = max(0, self._page)
        self._lay_out()
        self.go_to_page(page)
        self.zoomed.emit()

    # Layout

    def _set_scale(self, fit: FitMode, scale: float, around: QPoint | None) -> None:
        self.fit = fit
        self._fitted = None
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
        if self.fit is not FitMode.FREE and not self._keeps_scale():
            page = max(0, self._page)
            room = (view.width(), view.height())
            self._scale = fitting_scale(self._sizes, self.fit, page, self.turn, room)
        bar = self.horizontalScrollBar()
        middle = (bar.value() + view.width() / 2) / max(1, self._layout.width)
        self._layout = PdfLayout(self._sizes, self._scale, self.turn, view.width())
        was_quiet, self._quiet = self._quiet, True  # a range that shrinks scrolls, not the user
        self.verticalScrollBar().setPageStep(view.height())
        bar.setPageStep(view.width())
        self.verticalScrollBar().setRange(0, max(0, self._layout.height - view.height()))
        bar.setRange(0, max(0, self._layout.width - view.width()))
        bar.setValue(round(middle * self._layout.width - view.width() / 2))
        self._quiet = was_quiet
        self._after_scroll()

    def _keeps_scale(self) -> bool:
        """A whole page stays as it is when something beside the view takes a little of its height.

        A message that comes for a few seconds makes no page jump. Who resizes the window or drags
        a splitter wants the page to follow.
        """
        now = _Fitted(self.window().size(), self.width(), self.height(), self.turn, self._sizes)
        before, self._fitted = self._fitted, now
        if (
            self.fit is FitMode.PAGE
            and before is not None
            and replace(now, height=before.height) == before
            and LEAST_HEIGHT * before.height <= now.height <= before.height
            and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        ):
            self._fitted = before
            return True
        return False

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

    # Events

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._after_scroll()
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

    def sizeHint(self) -> QSize:
        return QSize(480, 600)
