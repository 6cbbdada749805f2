"""A passage in the list: its document and place, and below the text with its matches marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.search.hits import SearchHit
from core.search.query import marks_in
from gui.search.hits_model import HitsModel, name_of
from gui.theme import colours_of

MARGIN_X, MARGIN_Y, GAP = 14, 8, 3
LINES = 2
"""Of the snippet."""


class HitDelegate(QStyledItemDelegate):
    """Paints hits of a :class:`HitsModel`."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line = QFontMetrics(option.font).lineSpacing()
        return QSize(200, 2 * MARGIN_Y + GAP + (1 + LINES) * line)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        hit = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        if not isinstance(hit, SearchHit) or not isinstance(model, HitsModel):
            return
        colours = colours_of(option.palette)
        state, rect = option.state, option.rect
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selection))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.sunken))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = QRectF(rect.adjusted(MARGIN_X, MARGIN_Y, -MARGIN_X, -MARGIN_Y))
        self._paint_head(painter, option, room, hit, model.place_text(hit))
        room.setTop(room.top() + QFontMetrics(option.font).lineSpacing() + GAP)
        painter.setPen(QColor(colours.text))
        self._snippet(hit, option, room.width()).draw(painter, room.topLeft())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_head(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        room: QRectF,
        hit: SearchHit,
        place: str,
    ) -> None:
        font = option.font
        bold = QFont(font)
        bold.setBold(True)
        metrics, plain = QFontMetrics(bold), QFontMetrics(font)
        place = plain.elidedText(place, Qt.TextElideMode.ElideRight, round(room.width() * 0.5))
        width = plain.horizontalAdvance(place)
        left = round(room.width()) - width - (12 if place else 0)
        colours = colours_of(option.palette)
        line = QRectF(room.left(), room.top(), room.width(), metrics.lineSpacing())
        painter.setPen(QColor(colours.text))
        text = metrics.elidedText(name_of(hit), Qt.TextElideMode.ElideMiddle, left)
        no_wrap = QTextOption.WrapMode.NoWrap
        head = _marked(text, marks_in(text, hit.query), bold, option.palette, no_wrap)
        begins = head.textOption()
        begins.setTextDirection(option.direction)  # where the other names begin, in any script
        head.setTextOption(begins)
        _lay_out(head, left, 1)
        head.draw(painter, line.topLeft())
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, place)

    def _snippet(self, hit: SearchHit, option: QStyleOptionViewItem, width: float) -> QTextLayout:
        wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        marks = hit.snippet.marks
        layout = _marked(hit.snippet.text, marks, option.font, option.palette, wrap)
        _lay_out(layout, width, LINES)
        return layout


def _marked(
    text: str,
    marks: Sequence[tuple[int, int]],
    font: QFont,
    palette: QPalette,
    wrap: QTextOption.WrapMode,
) -> QTextLayout:
    """A text with its matches on a tinted ground, not laid out yet."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(wrap)
    layout.setTextOption(option)
    ground = QColor(colours_of(palette).accent)
    ground.setAlpha(48)
    formats = []
    for start, end in marks:
        mark = QTextLayout.FormatRange()
        mark.start = _utf16(text[:start])
        mark.length = _utf16(text[start:end])
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.Bold)
        look.setBackground(ground)
        mark.format = look
        formats.append(mark)
    layout.setFormats(formats)
    return layout


def _lay_out(layout: QTextLayout, width: float, lines: int) -> None:
    layout.beginLayout()
    top = 0.0
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()


def _utf16(text: str) -> int:
    """How many units Qt counts where Python counts characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
