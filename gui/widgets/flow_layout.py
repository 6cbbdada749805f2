"""A row of widgets that goes on in a second line where it has no room."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines from left to right; what is added ``at_end`` stands at the right of the last one."""

    def __init__(self, parent: QWidget, margins: QMargins, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._last: QWidget | None = None
        self.setContentsMargins(margins)
        self.setSpacing(spacing)

    def add_at_end(self, widget: QWidget) -> None:
        self._last = widget
        self.addWidget(widget)

    # Qt's side ----------------------------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        space = rect.marginsRemoved(self.contentsMargins())
        left, top, height = space.left(), space.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > space.left() and left + size.width() > space.right() + 1:
                left, top, height = space.left(), top + height + self.spacing(), 0
            at_end = item.widget() is self._last and self._last is not None
            x = space.right() + 1 - size.width() if at_end else left
            if move:
                item.setGeometry(QRect(x, top, min(size.width(), space.width()), size.height()))
            left += size.width() + self.spacing()
            height = max(height, size.height())
        return top + height + self.contentsMargins().bottom() - rect.top()
