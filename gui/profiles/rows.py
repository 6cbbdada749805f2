"""How a profile is painted in its list: its name, what it holds, and its problems."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.icons import Glyph, pixmap
from gui.theme import colours_of

Index = QModelIndex | QPersistentModelIndex
SUMMARY = int(Qt.ItemDataRole.UserRole)
TROUBLE = SUMMARY + 1
BADGE = SUMMARY + 2
NAME = SUMMARY + 3
PAD = 16
LINE = 20


class ProfileRows(QStyledItemDelegate):
    """Two lines a profile, three where it has problems."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = 2 + bool(index.data(TROUBLE))
        return QSize(200, lines * LINE + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        font: QFont = option.font
        colours = colours_of(palette)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, QColor(colours.selection))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), QColor(colours.line))
        space = row.adjusted(PAD, 10, -PAD, 0)
        line = QRect(space.left(), space.top(), space.width(), LINE)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        badge = index.data(BADGE)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        width = line.width()
        if badge:
            painter.setPen(QColor(colours.accent))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, badge
            )
            width -= metrics.horizontalAdvance(badge) + PAD
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(colours.text))
        middle = Qt.TextElideMode.ElideMiddle
        painter.drawText(line, flags, QFontMetrics(strong).elidedText(index.data(), middle, width))
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        line.translate(0, LINE)
        end = Qt.TextElideMode.ElideRight
        painter.drawText(line, flags, metrics.elidedText(index.data(SUMMARY), end, line.width()))
        trouble = index.data(TROUBLE)
        if trouble:
            line.translate(0, LINE)
            scale = painter.device().devicePixelRatioF()
            glyph = pixmap(Glyph.FAILED, colours.warning, 14, scale)
            painter.drawPixmap(line.left(), line.top() + 3, glyph)
            line.setLeft(line.left() + 20)
            painter.setPen(QColor(colours.warning))
            painter.drawText(line, flags, metrics.elidedText(trouble, end, line.width()))
        painter.restore()
