"""A number that stands in something that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox

PAD = 9
"""The style sheet's padding, which a spin box keeps from its frame and not from its text."""


class NoWheelSpinBox(QSpinBox):
    """Is not turned by a wheel that meant to scroll past it. Keys turn it; it has no buttons.

    The style sheet takes their room away: with ``NoButtons`` the text would have one pixel left.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(PAD, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
