"""How far an installation is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import colours_of
from gui.widgets.progress_bar import draw_bar


class InstallProgressBar(QWidget):
    """As wide as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_bar(QPainter(self), QRectF(self.rect()), self.fraction, colours_of(self.palette()))
