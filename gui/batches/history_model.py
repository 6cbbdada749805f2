"""Batches of the past, and the documents of one: two short tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from core.jobs.model import JobState
from core.jobs.reports import Entry, Report
from gui.words import state_word

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class _Table(QAbstractTableModel):
    """Rows of texts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, ...]] = []

    def titles(self) -> tuple[str, ...]:
        """Of the columns."""
        raise NotImplementedError

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()][index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.titles()[section]


class BatchesModel(_Table):
    """One row a report."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reports: list[Report] = []

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Name"),
            self.tr("Begun"),
            self.tr("Done"),
            self.tr("Skipped"),
            self.tr("Failed"),
        )

    def clear(self) -> None:
        """Begin anew."""
        self.beginResetModel()
        self.rows, self.reports = [], []
        self.endResetModel()

    def append(self, reports: Sequence[Report]) -> None:
        """More, older ones."""
        first = len(self.rows)
        self.beginInsertRows(NOWHERE, first, first + len(reports) - 1)
        for report in reports:
            counts = report.counts
            begun = datetime.fromisoformat(report.head.created_at).astimezone()
            self.rows.append(
                (
                    report.head.name,
                    begun.strftime("%Y-%m-%d %H:%M"),
                    QLocale().toString(counts[JobState.DONE]),
                    QLocale().toString(counts[JobState.SKIPPED]),
                    QLocale().toString(len(report.failed)),
                )
            )
            self.reports.append(report)
        self.endInsertRows()


class EntriesModel(_Table):
    """One row a document."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Document"), self.tr("State"), self.tr("Reason"))

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = entries
        self.rows = [
            (entry.source, state_word(JobState(entry.state)), entry.message or "")
            for entry in entries
        ]
        self.endResetModel()
