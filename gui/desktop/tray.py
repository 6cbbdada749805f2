"""The icon in the desktop's system tray: how far the work is, and the few things to say to it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from gui.icons import Glyph, icon

SHOWN_MS = 10_000
"""A message that the tray shows itself."""


class TrayIcon(QObject):
    """Made where the desktop has a tray, and the user wants an icon in it."""

    requested = Signal()
    """The window is to be shown."""

    def __init__(self, actions: tuple[QAction, ...], parent: QObject) -> None:
        """``actions``: the window's own, for the menu."""
        super().__init__(parent)
        self._menu = QMenu()
        self._show = self._menu.addAction("")
        self._show.triggered.connect(self.requested)
        for action in actions:
            self._menu.addSeparator()
            self._menu.addAction(action)
        self._icon = QSystemTrayIcon(icon(Glyph.HEADFRAME, "", size=64), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_icon_activated)
        self._icon.messageClicked.connect(self.requested)
        self._icon.show()

    def set_texts(self, text: str, show: str) -> None:
        """``text``: how it goes; ``show``: the words of the entry that shows the window."""
        if text != self._icon.toolTip():  # a word to the desktop each time
            self._icon.setToolTip(text)
        self._show.setText(show)

    def message(self, title: str, text: str) -> None:
        """Show a message, where there is no notification server."""
        self._icon.showMessage(title, text, self._icon.icon(), SHOWN_MS)

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()
        self.deleteLater()

    def _on_icon_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.requested.emit()
