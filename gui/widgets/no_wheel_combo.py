"""A choice that stands in something that scrolls."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class NoWheelComboBox(QComboBox):
    """Is not turned by a wheel that meant to scroll past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
