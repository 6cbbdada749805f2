"""What the window remembers by itself: its place, its splitters, last folders.

Written a moment after each change, not at the end: an end may not come in good order.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer

from core.paths import user_home, window_file

WRITE_AFTER_MS = 400


class WindowState(QObject):
    """Values by name in an ini file of the home."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = QSettings(str(window_file(home)), QSettings.Format.IniFormat, self)
        self._file.setAtomicSyncRequired(
            False
        )  # a home that cannot be written is no reason to stop
        self._pending: dict[str, str | QByteArray] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)

    def bytes(self, name: str) -> QByteArray | None:
        """A widget's own state, if it was kept."""
        value = self._value(name)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def text(self, name: str, default: str = "") -> str:
        """A word that was kept."""
        value = self._value(name)
        return value if isinstance(value, str) else default

    def folder(self, name: str) -> str:
        """A folder that was kept and is still there, else the user's own."""
        kept = self.text(name)
        return kept if kept and os.path.isdir(kept) else str(user_home())  # noqa: PTH112

    def keep(self, name: str, value: str | QByteArray) -> None:
        """Remember a value."""
        self._pending[name] = value
        self._timer.start()

    def _value(self, name: str) -> object:
        return self._pending.get(name, self._file.value(name))

    def write(self) -> None:
        """Write what is not written yet."""
        self._timer.stop()
        for name, value in self._pending.items():
            self._file.setValue(name, value)
        self._pending.clear()
        self._file.sync()
