"""The batches: what their reports say, and, of those that go on, how they stand right now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

from core.jobs.reports.history import matches
from core.jobs.reports.model import BatchSummary
from gui.batches.batch_states import (
    GLYPHS,
    TONES,
    BatchCounts,
    BatchState,
    explained,
    figures_of,
    past_of_live,
    state_of,
    words_of,
)
from gui.batches.live_batches import ActiveBatch
from gui.card_names import card_key_label
from gui.icons import icon
from gui.labels import duration, engine_key_label, listed
from gui.table.printable import printable
from gui.theme import colours_of
from gui.widgets.text_table_model import NOWHERE, Index, TextTableModel


class HistoryColumn(IntEnum):
    """The columns, in their order."""

    NAME = 0
    STATE = 1
    BEGUN = 2
    TOOK = 3
    DOCUMENTS = 4
    DONE = 5
    FAILED = 6
    ENGINE = 7
    OUT = 8


class BatchesModel(TextTableModel):
    """One row a batch."""

    renamed = Signal(str, str)
    """A batch's id, and the name that it was given."""
    numbers = frozenset(
        {HistoryColumn.TOOK, HistoryColumn.DOCUMENTS, HistoryColumn.DONE, HistoryColumn.FAILED}
    )

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pasts: list[BatchSummary] = []
        """Those that are shown, in order."""
        self._all: dict[str, BatchSummary] = {}
        self._live: Mapping[str, ActiveBatch] = {}
        self._bare: set[str] = set()
        """Ids of those that have no report yet."""
        self._text = ""
        self._order = (HistoryColumn.BEGUN, Qt.SortOrder.DescendingOrder)

    @property
    def is_empty(self) -> bool:
        """There is no batch at all, shown or not."""
        return not self._all

    def past(self, batch_id: str) -> BatchSummary | None:
        """What is known of a batch, shown or not."""
        return self._all.get(batch_id)

    def live(self, batch_id: str) -> ActiveBatch | None:
        """How it stands in the window, if it does."""
        return self._live.get(batch_id)

    def state(self, past: BatchSummary) -> BatchState:
        """How a batch stands."""
        return state_of(past, self._live.get(past.head.id))

    def figures(self, past: BatchSummary) -> BatchCounts:
        """How many of its documents stand where."""
        return figures_of(past, self._live.get(past.head.id))

    def row_of(self, batch_id: str) -> int | None:
        """Where a batch is shown, if it is."""
        rows = (row for row, past in enumerate(self.pasts) if past.head.id == batch_id)
        return next(rows, None)

    @property
    def open(self) -> set[str]:
        """Ids of those that go on in the window, or did when it was last told."""
        return {batch_id for batch_id, live in self._live.items() if live.is_open}

    @property
    def held(self) -> list[str]:
        """Ids of those that another program is at work on."""
        return [one.head.id for one in self._all.values() if one.in_use and not self._is_live(one)]

    # What comes and goes ------------------------------------------------------------------------

    def clear(self) -> None:
        """Begin again."""
        self.beginResetModel()
        self.pasts, self._all, self._bare, self._live = [], {}, set(), {}
        self.endResetModel()

    def take(self, pasts: Iterable[BatchSummary]) -> None:
        """What reports say: of batches that are new here, or of others as they are now."""
        rows = {past.head.id: row for row, past in enumerate(self.pasts)}
        fresh: list[BatchSummary] = []
        for past in pasts:
            batch_id = past.head.id
            self._all[batch_id] = past
            self._bare.discard(batch_id)
            row = rows.get(batch_id)
            if row is not None:
                self.pasts[row] = past
                self._row_changed(row)
            elif matches(past, self._text):
                fresh.append(past)
        self._insert(fresh)

    def set_live(self, live: Mapping[str, ActiveBatch]) -> None:
        """How those of the window stand."""
        before, self._live = self._live, live
        self.take_out([one for one in self._bare if one not in live])
        bare = {
            batch_id: past_of_live(one)
            for batch_id, one in live.items()
            if (batch_id in self._bare and before.get(batch_id) != one)
            or (batch_id not in self._all and one.is_open)
        }
        self.take(bare.values())
        self._bare |= bare.keys()
        for row, past in enumerate(self.pasts):
            batch_id = past.head.id
            if before.get(batch_id) != live.get(batch_id):
                self._row_changed(row)

    def take_out(self, batch_ids: Collection[str]) -> None:
        """They are in the history no more."""
        for batch_id in batch_ids:
            self._all.pop(batch_id, None)
            self._bare.discard(batch_id)
            row = self.row_of(batch_id)
            if row is not None:
                self.beginRemoveRows(NOWHERE, row, row)
                del self.pasts[row]
                self.endRemoveRows()

    def search(self, text: str) -> None:
        """Show only what a search for this finds."""
        self._text = text
        self.beginResetModel()
        self.pasts = self._sorted(past for past in self._all.values() if matches(past, text))
        self.endResetModel()

    # Qt's side ----------------------------------------------------------------------------------

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Name"),
            self.tr("State"),
            self.tr("Started"),
            self.tr("Duration"),
            self.tr("Documents"),
            self.tr("Done"),
            self.tr("Failed"),
            self.tr("Engine"),
            self.tr("Results"),
        )

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.pasts)

    def flags(self, index: Index) -> Qt.ItemFlag:
        name = index.isValid() and index.column() == HistoryColumn.NAME
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsEditable if name else Qt.ItemFlag.NoItemFlags
        )

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name, past = str(value).strip(), self.pasts[index.row()]
        if not name or name == past.head.name:
            return False
        past = replace(past, head=replace(past.head, name=name))
        self.pasts[index.row()] = self._all[past.head.id] = past
        self.dataChanged.emit(index, index)
        self.renamed.emit(past.head.id, name)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """In the order of what stands in a column. What changes later stays where it is."""
        self._order = (HistoryColumn(column), order)
        self.layoutAboutToBeChanged.emit()
        before = self.pasts
        self.pasts = self._sorted(before)
        places = {past.head.id: place for place, past in enumerate(self.pasts)}
        for index in self.persistentIndexList():
            place = places[before[index.row()].head.id]
            self.changePersistentIndex(index, self.index(place, index.column()))
        self.layoutChanged.emit()

    def text(self, row: int, column: int) -> str:
        past = self.pasts[row]
        head, number, figures = past.head, QLocale().toString, self.figures(past)
        match HistoryColumn(column):
            case HistoryColumn.NAME:
                return printable(head.name)
            case HistoryColumn.STATE:
                return words_of(self.state(past), figures)
            case HistoryColumn.BEGUN:
                begun = datetime.fromisoformat(head.created_at).astimezone()
                return begun.strftime("%Y-%m-%d %H:%M")
            case HistoryColumn.TOOK:
                seconds = _seconds(past)
                return "" if seconds is None else duration(seconds, is_whole=True)
            case HistoryColumn.DOCUMENTS:
                return number(figures.documents)
            case HistoryColumn.DONE:
                return number(figures.done)
            case HistoryColumn.FAILED:
                return number(figures.failed)
            case HistoryColumn.ENGINE:
                return head.profile or listed(map(engine_key_label, past.engines))
            case HistoryColumn.OUT:
                return printable(head.out) if head.out else self.tr("Beside each document")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column, past = HistoryColumn(index.column()), self.pasts[index.row()]
        colours = colours_of(QGuiApplication.palette())
        if role == Qt.ItemDataRole.EditRole:
            return past.head.name
        if role == Qt.ItemDataRole.DecorationRole and column is HistoryColumn.STATE:
            state = self.state(past)
            return icon(GLYPHS[state], getattr(colours, TONES.get(state, "muted")))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(past, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(past, column)
        return super().data(index, role)

    # Inside -------------------------------------------------------------------------------------

    def _ink(self, past: BatchSummary, column: HistoryColumn) -> QColor | None:
        colours, figures = colours_of(QGuiApplication.palette()), self.figures(past)
        match column:
            case HistoryColumn.NAME:
                return None
            case HistoryColumn.STATE:
                return QColor(getattr(colours, TONES.get(self.state(past), "muted")))
            case HistoryColumn.FAILED:
                return QColor(colours.failed if figures.failed else colours.muted)
            case HistoryColumn.DONE:
                return QColor(colours.done if figures.done else colours.muted)
            case _:
                return QColor(colours.muted)

    def _tip(self, past: BatchSummary, column: HistoryColumn) -> str:
        row = self.row_of(past.head.id)
        text = "" if row is None else self.text(row, column)
        if column is HistoryColumn.NAME:
            return "\n".join((text, *map(printable, past.head.sources)))
        if column is HistoryColumn.ENGINE:
            engines = listed(map(engine_key_label, past.engines)) if past.head.profile else ""
            cards = listed(map(card_key_label, past.cards_used or past.head.cards))
            return "\n".join(filter(None, (text, engines, cards)))
        if column is HistoryColumn.STATE:
            more = explained(self.state(past), self._live.get(past.head.id))
            return "\n".join(filter(None, (text, more)))
        return text

    def _is_live(self, past: BatchSummary) -> bool:
        return past.head.id in self._live

    def _row_changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HistoryColumn) - 1))

    def _insert(self, pasts: list[BatchSummary]) -> None:
        if pasts:
            first = len(self.pasts)
            self.beginInsertRows(NOWHERE, first, first + len(pasts) - 1)
            self.pasts += pasts
            self.endInsertRows()
            self.sort(*self._order)

    def _sorted(self, pasts: Iterable[BatchSummary]) -> list[BatchSummary]:
        column, order = self._order
        down = order is Qt.SortOrder.DescendingOrder
        return sorted(pasts, key=lambda past: self._key(past, column), reverse=down)

    def _key(self, past: BatchSummary, column: HistoryColumn) -> tuple[float, str]:
        figures, name = self.figures(past), past.head.id
        match column:
            case HistoryColumn.NAME:
                return (0, past.head.name.casefold())
            case HistoryColumn.STATE:
                return (self.state(past), name)
            case HistoryColumn.BEGUN:
                return (0, name)
            case HistoryColumn.TOOK:
                seconds = _seconds(past)
                return (-1 if seconds is None else seconds, name)
            case HistoryColumn.DOCUMENTS:
                return (figures.documents, name)
            case HistoryColumn.DONE:
                return (figures.done, name)
            case HistoryColumn.FAILED:
                return (figures.failed, name)
            case HistoryColumn.ENGINE:
                return (0, past.head.profile or ", ".join(past.engines))
            case HistoryColumn.OUT:
                return (0, past.head.out or "")


def _seconds(past: BatchSummary) -> float | None:
    """From the beginning to the end, or to the last document that ended.

    ``None``: nothing has ended, or a folder is watched, where most of the time is waiting.
    """
    end = past.head.finished_at or past.ended_at
    if end is None or (past.head.watch and past.head.finished_at is None):
        return None
    begun = datetime.fromisoformat(past.head.created_at)
    return max(0.0, (datetime.fromisoformat(end) - begun).total_seconds())
