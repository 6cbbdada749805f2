"""Batches of the past, and the documents of one: two short tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication

from core.jobs.model import JobState
from core.jobs.report_model import Entry, Past
from gui.table.cells import printable
from gui.theme import colours_of
from gui.words import duration, state_word

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Column(IntEnum):
    """What is told of a batch."""

    NAME = 0
    BEGUN = 1
    TOOK = 2
    DOCUMENTS = 3
    DONE = 4
    FAILED = 5
    ENGINE = 6
    OUT = 7


class _Table(QAbstractTableModel):
    """Rows that are put into words when they are looked at."""

    def titles(self) -> tuple[str, ...]:
        """Of the columns."""
        raise NotImplementedError

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        raise NotImplementedError

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.titles()[section]


class BatchesModel(_Table):
    """One row a batch."""

    renamed = Signal(str, str)
    """A batch's id, and the name that it was given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pasts: list[Past] = []
        self._order = (Column.BEGUN, Qt.SortOrder.DescendingOrder)

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Name"),
            self.tr("Begun"),
            self.tr("Took"),
            self.tr("Documents"),
            self.tr("Done"),
            self.tr("Failed"),
            self.tr("Engine"),
            self.tr("Results"),
        )

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.pasts)

    def clear(self) -> None:
        """Begin anew."""
        self.beginResetModel()
        self.pasts = []
        self.endResetModel()

    def append(self, pasts: Sequence[Past]) -> None:
        """More, older ones."""
        first = len(self.pasts)
        self.beginInsertRows(NOWHERE, first, first + len(pasts) - 1)
        self.pasts += pasts
        self.endInsertRows()
        self.sort(*self._order)

    def take_out(self, batch_id: str) -> None:
        """It is in the history no more."""
        row = [past.head.id for past in self.pasts].index(batch_id)
        self.beginRemoveRows(NOWHERE, row, row)
        del self.pasts[row]
        self.endRemoveRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        name = index.isValid() and index.column() == Column.NAME
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsEditable if name else Qt.ItemFlag.NoItemFlags
        )

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name, past = str(value).strip(), self.pasts[index.row()]
        if not name or name == past.head.name:
            return False
        self.pasts[index.row()] = replace(past, head=replace(past.head, name=name))
        self.dataChanged.emit(index, index)
        self.renamed.emit(past.head.id, name)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """In the order of what stands in a column."""
        self._order = (Column(column), order)
        self.layoutAboutToBeChanged.emit()
        before = self.pasts
        down = order is Qt.SortOrder.DescendingOrder
        self.pasts = sorted(before, key=lambda past: _key(past, Column(column)), reverse=down)
        places = {past.head.id: place for place, past in enumerate(self.pasts)}
        for index in self.persistentIndexList():
            place = places[before[index.row()].head.id]
            self.changePersistentIndex(index, self.index(place, index.column()))
        self.layoutChanged.emit()

    def text(self, row: int, column: int) -> str:
        past = self.pasts[row]
        head, number = past.head, QLocale().toString
        match Column(column):
            case Column.NAME:
                return printable(head.name)
            case Column.BEGUN:
                begun = datetime.fromisoformat(head.created_at).astimezone()
                return begun.strftime("%Y-%m-%d %H:%M")
            case Column.TOOK:
                seconds = _seconds(past)
                return "" if seconds is None else duration(seconds)
            case Column.DOCUMENTS:
                return number(past.counts.total())
            case Column.DONE:
                return number(past.counts.total() - past.failed)
            case Column.FAILED:
                return number(past.failed)
            case Column.ENGINE:
                return head.profile or ", ".join(past.engines)
            case Column.OUT:
                return printable(head.out) if head.out else self.tr("Beside each document")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column, past = Column(index.column()), self.pasts[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return past.head.name
        numbers = (Column.TOOK, Column.DOCUMENTS, Column.DONE, Column.FAILED)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in numbers:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            colours = colours_of(QGuiApplication.palette())
            if column is Column.FAILED:
                return QColor(colours.failed if past.failed else colours.faint)
            if column is Column.DONE and past.counts.total() > past.failed:
                return QColor(colours.done)
            return None if column is Column.NAME else QColor(colours.muted)
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        numbers = (Column.TOOK, Column.DOCUMENTS, Column.DONE, Column.FAILED)
        if role == Qt.ItemDataRole.TextAlignmentRole and section in numbers:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)


class EntriesModel(_Table):
    """One row a document."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Document"), self.tr("State"), self.tr("Reason"))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        entry = self.entries[row]
        if column == 0:
            return printable(entry.source)
        return state_word(JobState(entry.state)) if column == 1 else entry.message or ""


def _seconds(past: Past) -> float | None:
    """From the beginning to the end, or to the last document that ended."""
    end = past.head.finished_at or past.ended_at
    if end is None:
        return None
    begun = datetime.fromisoformat(past.head.created_at)
    return max(0.0, (datetime.fromisoformat(end) - begun).total_seconds())


def _key(past: Past, column: Column) -> tuple[float, str]:
    match column:
        case Column.NAME:
            return (0, past.head.name.casefold())
        case Column.BEGUN:
            return (0, past.head.id)
        case Column.TOOK:
            seconds = _seconds(past)
            return (-1 if seconds is None else seconds, past.head.id)
        case Column.DOCUMENTS:
            return (past.counts.total(), past.head.id)
        case Column.DONE:
            return (past.counts.total() - past.failed, past.head.id)
        case Column.FAILED:
            return (past.failed, past.head.id)
        case Column.ENGINE:
            return (0, past.head.profile or ", ".join(past.engines))
        case Column.OUT:
            return (0, past.head.out or "")
