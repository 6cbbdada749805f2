"""How large a window comes up: as it wants to be, on a small screen as large as that is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

SHARE = 0.94
"""Of the screen, at most: a frame and a title bar want some of it."""


def fit(widget: QWidget, width: int, height: int) -> None:
    """Give a window that is not shown yet this size (device-independent pixels), or less."""
    room = widget.screen().availableGeometry()
    widget.resize(min(width, int(room.width() * SHARE)), min(height, int(room.height() * SHARE)))
