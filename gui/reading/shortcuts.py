"""The keys of a result pane, for the pane itself and for the sheet that lists them."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QKeySequence

from gui.reading.doubts_button import NEXT_KEY, PREVIOUS_KEY


class ReadingShortcut(Enum):
    """They hold while the focus is in a result."""

    FIND = QKeySequence.StandardKey.Find
    FIND_NEXT = "F3"
    FIND_PREVIOUS = "Shift+F3"
    NEXT_DOUBT = NEXT_KEY
    PREVIOUS_DOUBT = PREVIOUS_KEY
    NEXT_UNIT = "Alt+Down"
    PREVIOUS_UNIT = "Alt+Up"
    SAVE = QKeySequence.StandardKey.Save

    @property
    def keys(self) -> QKeySequence:
        """As Qt wants them."""
        return QKeySequence(self.value)
