"""The look of the tables of the history and of the dry run: cells under their headings."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from gui.theme import CELL_END, CELL_START, colours_of
from gui.widgets.row_table import RowTable

PAD = CELL_START
"""Cells stand where their headings stand."""
ROW = 34
ICON = 16
GAP = 8


def table_of(model: QAbstractTableModel, widths: tuple[int, ...]) -> RowTable:
    """A table of that model; ``widths``: of the columns after the first, which takes the rest."""
    table = RowTable()
    table.setModel(model)
    table.setItemDelegate(TableDelegate(table))
    table.setShowGrid(False)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    table.verticalHeader().setDefaultSectionSize(ROW)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column, width in enumerate(widths, start=1):
        header.resizeSection(column, width)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setWordWrap(False)
    return table


class TableDelegate(QStyledItemDelegate):
    """Cells whose text stands where that of their heading stands."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * PAD, 0)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        metrics: QFontMetrics = option.fontMetrics
        palette: QPalette = option.palette
        colours = colours_of(palette)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, QColor(colours.selection))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(colours.line))
        space = cell.adjusted(PAD, 0, -CELL_END, 0)
        text = index.data()
        drawing = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(drawing, QIcon):
            top = cell.top() + (cell.height() - ICON) // 2
            drawing.paint(painter, QRect(space.left(), top, ICON, ICON))
            space = space.adjusted(ICON + GAP, 0, 0, 0)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.setPen(ink if isinstance(ink, QColor) else QColor(colours.text))
        middle = Qt.TextElideMode.ElideMiddle
        painter.drawText(
            space,
            align or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(text, middle, space.width()),
        )
        painter.restore()
