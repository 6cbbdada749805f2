"""Headframe outside of its window: what the desktop is told while documents are converted.

Made once the window is on the screen: nothing here is needed before.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.settings import KEEP_AWAKE, Settings
from core.sleep import Awake
from gui.table.tally import Standing
from gui.window.main_window import MainWindow


class Presence(QObject):
    """Follows how the work stands, and tells."""

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = settings
        self._standing = Standing()
        self._awake = Awake(self.tr("Documents are being converted"))
        self._forget = settings.observe(KEEP_AWAKE, self._choose_awake)
        window.standing_changed.connect(self._follow)

    def close(self) -> None:
        """Take everything back."""
        self._window.standing_changed.disconnect(self._follow)
        self._forget()
        self._awake.close()

    def _follow(self, standing: Standing) -> None:
        self._standing = standing
        self._choose_awake(self._settings.get(KEEP_AWAKE))

    def _choose_awake(self, allowed: bool) -> None:
        self._awake.keep(allowed and self._standing.busy)
