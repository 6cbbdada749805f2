"""The documents of one batch, as its report has them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication

from core.jobs.reports.files import read_entries
from core.jobs.reports.model import ReportEntry
from core.jobs.reports.sentences import EntrySentences
from core.jobs.states import JobState
from core.paths import batches_folder
from core.worker.kinds import FailureKind
from gui.card_names import card_key_label
from gui.i18n import is_english, sentences, tr
from gui.icons import Glyph, icon
from gui.labels import duration, failure_label, review_label, state_label
from gui.table.delegate import GLYPHS
from gui.table.printable import printable
from gui.theme import colours_of
from gui.widgets.text_table_model import NOWHERE, Index, TextTableModel

KINDS = frozenset(kind.value for kind in FailureKind)
TONES = {JobState.DONE: "done", JobState.FAILED: "failed"}


class EntryColumn(IntEnum):
    """The columns, in their order."""

    DOCUMENT = 0
    STATE = 1
    CARD = 2
    TIME = 3
    REASON = 4


@dataclass(frozen=True)
class BatchDocuments:
    """Read in a thread, with all that is counted about it: there may be very many."""

    entries: tuple[ReportEntry, ...] = ()
    without_result: tuple[ReportEntry, ...] = ()
    kinds: Counter[FailureKind] = field(default_factory=Counter)
    """How many failed for which reason."""

    @classmethod
    def read(cls, home: Path, batch_id: str) -> BatchDocuments:
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


class EntriesModel(TextTableModel):
    """One row a document."""

    numbers = frozenset({EntryColumn.TIME})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[ReportEntry, ...] = ()

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Document"),
            self.tr("State"),
            self.tr("Card"),
            self.tr("Duration"),
            self.tr("Reason"),
        )

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def show_entries(self, entries: tuple[ReportEntry, ...]) -> None:
        """Show these. Where they only grew, the scroll position is kept."""
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
        match EntryColumn(column):
            case EntryColumn.DOCUMENT:
                return printable(entry.source)
            case EntryColumn.STATE:
                state = JobState(entry.state)
                return state_label(state) if entry.review is None else review_label()
            case EntryColumn.CARD:
                return "" if entry.card is None else card_key_label(entry.card)
            case EntryColumn.TIME:
                return "" if entry.seconds is None else duration(entry.seconds)
            case EntryColumn.REASON:
                return reason_of(entry)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry, column = self.entries[index.row()], EntryColumn(index.column())
        colours = colours_of(QGuiApplication.palette())
        state = JobState(entry.state)
        reviewed = entry.review is not None
        tone = getattr(colours, "warning" if reviewed else TONES.get(state, "muted"))
        if role == Qt.ItemDataRole.DecorationRole and column is EntryColumn.STATE:
            return icon(Glyph.INFO if reviewed else GLYPHS[state], tone)
        if role == Qt.ItemDataRole.ForegroundRole and column is not EntryColumn.DOCUMENT:
            return QColor(tone if column is EntryColumn.STATE else colours.muted)
        if role == Qt.ItemDataRole.ToolTipRole and column is EntryColumn.REASON:
            return details_of(entry)
        return super().data(index, role)


def reason_of(entry: ReportEntry) -> str:
    """Why there is no result, or why it should be looked at, in the window's language."""
    found = EntrySentences.from_json(entry.sentences)
    if found is not None:
        message = found.message
        return sentences(found.review) if message is None else tr(message)
    if entry.message and entry.kind in KINDS and not is_english():
        return failure_label(FailureKind(entry.kind))  # older reports are in English only
    return entry.message or entry.review or ""


def details_of(entry: ReportEntry) -> str:
    """All that there is to say of a document's end, a line each."""
    found = EntrySentences.from_json(entry.sentences)
    if found is None:
        return "\n".join(filter(None, (entry.message, entry.hint, entry.review)))
    lines = [one for one in (found.message, found.hint) if one is not None]
    return "\n".join(map(tr, (*lines, *found.review)))
