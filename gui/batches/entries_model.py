"""The documents of one batch, as its report has them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication

from core.jobs.model import JobState
from core.jobs.report_files import read_entries
from core.jobs.report_model import Entry
from core.paths import batches_folder
from core.worker.protocol import FailureKind
from gui.batches.plain_model import NOWHERE, Index, PlainModel
from gui.icons import icon
from gui.table.cells import printable
from gui.table.delegate import GLYPHS
from gui.theme import colours_of
from gui.words import duration, state_word

KINDS = frozenset(kind.value for kind in FailureKind)
TONES = {JobState.DONE: "done", JobState.FAILED: "failed"}


class Column(IntEnum):
    """What is told of a document."""

    DOCUMENT = 0
    STATE = 1
    CARD = 2
    TIME = 3
    REASON = 4


@dataclass(frozen=True)
class Documents:
    """Read in a thread, with all that is counted about it: there may be very many."""

    entries: tuple[Entry, ...] = ()
    without_result: tuple[Entry, ...] = ()
    kinds: Counter[FailureKind] = field(default_factory=Counter)
    """How many failed for which reason."""

    @classmethod
    def read(cls, home: Path, batch_id: str) -> Documents:
        """Those of a batch's report."""
        entries = read_entries(batches_folder(home) / batch_id)
        return cls(
            entries,
            tuple(entry for entry in entries if not entry.has_result),
            Counter(
                FailureKind(entry.kind)
                for entry in entries
                if entry.state == JobState.FAILED and entry.kind in KINDS
            ),
        )


class EntriesModel(PlainModel):
    """One row a document."""

    numbers = frozenset({Column.TIME})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Document"),
            self.tr("State"),
            self.tr("Card"),
            self.tr("Took"),
            self.tr("Reason"),
        )

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these. Where they are the same and some more, whoever reads keeps his place."""
        first, last = len(self.entries), len(entries) - 1
        if first and entries[:first] == self.entries:
            if first <= last:
                self.beginInsertRows(NOWHERE, first, last)
                self.entries = entries
                self.endInsertRows()
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        entry = self.entries[row]
        match Column(column):
            case Column.DOCUMENT:
                return printable(entry.source)
            case Column.STATE:
                return state_word(JobState(entry.state))
            case Column.CARD:
                return entry.card or ""
            case Column.TIME:
                return "" if entry.seconds is None else duration(entry.seconds)
            case Column.REASON:
                return entry.message or ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry, column = self.entries[index.row()], Column(index.column())
        colours = colours_of(QGuiApplication.palette())
        state = JobState(entry.state)
        tone = getattr(colours, TONES.get(state, "muted"))
        if role == Qt.ItemDataRole.DecorationRole and column is Column.STATE:
            return icon(GLYPHS[state], tone)
        if role == Qt.ItemDataRole.ForegroundRole and column is not Column.DOCUMENT:
            return QColor(tone if column is Column.STATE else colours.muted)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.REASON:
            return "\n".join(filter(None, (entry.message, entry.hint)))
        return super().data(index, role)
