"""One line of text in which what was searched for is bold."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)


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
        pieces = runs(short, sought)
        if any(marked for _, marked in pieces):
            self._draw_marked(painter, line, pieces)
        else:
            painter.setFont(self._font)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, short)

    def _draw_marked(self, painter: QPainter, line: QRect, pieces: list[tuple[str, bool]]) -> None:
        """As one line: letters that run from right to left keep their order, bold or not."""
        layout = QTextLayout("".join(piece for piece, _ in pieces), self._font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(painter.layoutDirection())  # as drawText has it
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        formats, at = [], 0
        for piece, marked in pieces:
            length = len(piece.encode("utf-16-le")) // 2
            if marked:
                bold = QTextLayout.FormatRange()
                bold.start, bold.length = at, length
                bold.format = QTextCharFormat()
                bold.format.setFontWeight(QFont.Weight.Bold)
                formats.append(bold)
            at += length
        layout.setFormats(formats)
        layout.beginLayout()
        row = layout.createLine()
        row.setLineWidth(line.width())
        layout.endLayout()
        top = line.top() + (line.height() - row.height()) / 2
        layout.draw(painter, QPointF(line.left(), top))
