"""A line at the foot of the detail: which settings, cards and batch made what is shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import colours_of

HEIGHT = 28
PAD = 12


class ProvenanceLine(QWidget):
    """One line, however narrow; all of it as a tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_text(self, text: str) -> None:
        """Show it; ``""``: nothing made what is shown."""
        self.text = text.replace("\n", " · ")
        self.setToolTip(text)
        self.setAccessibleName(self.text)
        self.setVisible(bool(text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = colours_of(self.palette())
        painter.fillRect(self.rect(), QColor(colours.window))
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.line))
        space = self.rect().adjusted(PAD, 0, -PAD, 0)
        painter.setPen(QColor(colours.muted))
        text = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
