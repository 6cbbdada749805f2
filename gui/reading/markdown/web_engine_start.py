"""Chromium's start, in pieces: between two of them keys and paint have their turn.

All of it has to happen in the GUI thread, and in one go it held the window for half a second.
"""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

MODULES = (
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "PySide6.QtWebChannel",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "gui.reading.markdown.web_profile",
)
"""What the web view needs, each after what it needs itself."""


class WebEngineStart(QObject):
    """Loads one module after the other, each in a turn of the event loop."""

    loaded = Signal()
    missing = Signal(str)
    """A module or a library of the system is not there: why, in the loader's words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(MODULES)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn_timeout)
        self._turn.start()

    def stop(self) -> None:
        """Load nothing more, and say nothing more."""
        self._turn.stop()
        self._left = []

    def _on_turn_timeout(self) -> None:
        try:
            import_module(self._left.pop(0))
        except ImportError as error:
            self.stop()
            self.missing.emit(str(error))
            return
        if self._left:
            self._turn.start()
        else:
            self.loaded.emit()
