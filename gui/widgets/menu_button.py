"""A push button with a menu that is a button again when the menu is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCursor, QHoverEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget


class MenuButton(QPushButton):
    """Its menu is :attr:`items`.

    While a menu is open, the button hears nothing of the pointer: it would stay hovered, which
    looks like pressed, until the pointer comes by again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = QMenu(self)
        self.setMenu(self.items)
        self.items.aboutToHide.connect(
            self._on_items_about_to_hide, Qt.ConnectionType.QueuedConnection
        )

    def _on_items_about_to_hide(self) -> None:
        self.setDown(False)
        point = self.mapFromGlobal(QCursor.pos())
        if not self.rect().contains(point):
            self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            left = QHoverEvent(QEvent.Type.HoverLeave, point, self.mapToGlobal(point), point)
            QApplication.sendEvent(self, left)
        self.update()
