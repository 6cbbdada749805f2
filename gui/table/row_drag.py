"""Waiting rows are dragged to another place: a line shows where they go, the list scrolls along.

No drag and drop of the desktop's: that would be a loop inside the program's loop, and files that
are dragged in from outside are the window's to take.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from gui.table.delegate import ROW_HEIGHT
from gui.table.drop_position import gap_at
from gui.table.model import JobModel
from gui.theme import colours_of

SCROLL_MS = 30
SCROLL_ZONE = 28
"""So near to an edge the list scrolls, the quicker the nearer."""
LINE = 2


class DropLine(QWidget):
    """Where the rows would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours_of(self.palette()).accent))
        middle = self.height() / 2
        painter.drawEllipse(QPoint(5, round(middle)), 3, 3)
        painter.drawRect(5, round(middle - LINE / 2), self.width() - 5, LINE)


class RowDrag(QObject):
    """From the press on a row to the release, or to Esc."""

    moved = Signal(list, str)
    """Ids of jobs, and the id of the one they go before; ``""``: to the end."""

    def __init__(self, view: QTableView, model: JobModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._line = DropLine(view.viewport())
        self._pressed: QPoint | None = None
        self._at = QPoint()
        self._moving: list[str] = []
        self._scroll = QTimer(self)
        self._scroll.setInterval(SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll_timeout)

    @property
    def armed(self) -> bool:
        """The button is down on a row that can be moved."""
        return self._pressed is not None

    @property
    def active(self) -> bool:
        """Rows are being dragged."""
        return self._scroll.isActive()

    def press(self, at: QPoint, moving: list[str]) -> None:
        """The button went down on a row; these jobs would move."""
        self._pressed, self._moving = QPoint(at), moving

    def move(self, at: QPoint) -> None:
        """The pointer is here now."""
        self._at = QPoint(at)
        if self._pressed is None:
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if not self.active and far:
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll.start()
        if self.active:
            self._show_line()

    def release(self) -> bool:
        """The button is up. Returns whether rows were dragged."""
        dragged, moving = self.active, self._moving
        gap = self._gap()
        self.cancel()
        if dragged:
            last = gap >= self._model.rowCount()
            self.moved.emit(moving, "" if last else self._model.row(gap).job.id)
        return dragged

    def cancel(self) -> None:
        """Leave everything where it is."""
        self._pressed, self._moving = None, []
        self._scroll.stop()
        self._line.hide()
        self._view.viewport().unsetCursor()

    def _gap(self) -> int:
        place = self._view.rowAt(self._at.y())
        if place < 0:
            place = self._model.rowCount() if self._at.y() > 0 else self._view.rowAt(0)
        elif self._at.y() - self._view.rowViewportPosition(place) > ROW_HEIGHT // 2:
            place += 1
        return gap_at(self._model, self._moving, max(0, place))

    def _show_line(self) -> None:
        gap, rows = self._gap(), self._model.rowCount()
        if gap < rows:
            top = self._view.rowViewportPosition(gap)
        else:
            top = self._view.rowViewportPosition(rows - 1) + ROW_HEIGHT
        height = 8
        top = min(top, self._view.viewport().height() - height // 2)
        self._line.setGeometry(0, top - height // 2, self._view.viewport().width(), height)
        self._line.show()
        self._line.raise_()

    def _on_scroll_timeout(self) -> None:
        above = SCROLL_ZONE - self._at.y()
        below = self._at.y() - (self._view.viewport().height() - SCROLL_ZONE)
        bar = self._view.verticalScrollBar()
        if above > 0:
            bar.setValue(bar.value() - min(above, 2 * SCROLL_ZONE))
        elif below > 0:
            bar.setValue(bar.value() + min(below, 2 * SCROLL_ZONE))
        self._show_line()
