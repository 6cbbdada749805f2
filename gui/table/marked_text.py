"""One line of text in which what was searched for is bold."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter


def runs(text: str, sought: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it matches; one piece where nothing does."""
    if not sought:
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in re.finditer(re.escape(sought), text, re.IGNORECASE):
        pieces += [(text[end : match.start()], False), (match.group(), True)]
        end = match.end()
    pieces.append((text[end:], False))
    return [(piece, marked) for piece, marked in pieces if piece]


class MarkedTextPainter:
    """Draws text of one font, matches in its bold."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._bold = QFont(font)
        self._bold.setWeight(QFont.Weight.Bold)
        self.metrics = QFontMetrics(font)
        self._bold_metrics = QFontMetrics(self._bold)

    def draw(
        self,
        painter: QPainter,
        line: QRect,
        text: str,
        sought: str = "",
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        """Draw it at the left of the line, shortened to its width."""
        room = line.width()
        if sought:
            room -= sum(
                self._bold_metrics.horizontalAdvance(piece) - self.metrics.horizontalAdvance(piece)
                for piece, marked in runs(text, sought)
                if marked
            )
        short = self.metrics.elidedText(text, elide, room)
        left = QRect(line)
        for piece, marked in runs(short, sought):
            painter.setFont(self._bold if marked else self._font)
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, piece)
            metrics = self._bold_metrics if marked else self.metrics
            left.setLeft(left.left() + metrics.horizontalAdvance(piece))
