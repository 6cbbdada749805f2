"""Thin bars that fill up."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.theme import Colours


def draw_bar(painter: QPainter, bar: QRectF, fraction: float, colours: Colours) -> None:
    """A thin bar, filled to ``fraction`` (0 to 1)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    radius = bar.height() / 2
    painter.setBrush(QColor(colours.line))
    painter.drawRoundedRect(bar, radius, radius)
    if fraction > 0:
        filled = QRectF(bar)
        filled.setWidth(max(bar.height(), bar.width() * min(1.0, fraction)))
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(filled, radius, radius)
