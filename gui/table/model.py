"""The list of documents as Qt's views want it: ten thousand rows, told of changes by the tick."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent

from core.jobs.model import Job, JobState
from gui.i18n import words
from gui.table.rows import Arrangement, Column, Row
from gui.words import duration, job_word, progress_words
from gui.work.news import News

Index = QModelIndex | Persistent
NO_INDEX = QModelIndex()
MANY = 32
"""More changed rows than that are told of as one span: the view paints what is in sight anyway."""
CHANGED_ROLES = [Qt.ItemDataRole.DisplayRole]


class JobModel(QAbstractTableModel):
    """Rows by job id, and the arrangement that says which are shown.

    New rows at the end are inserted, changed ones told one by one; everything else (filter,
    sorting, removal) resets the model, and the view keeps selection and place by job id.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, Row] = {}
        self._shown: list[Row] = []
        self._places: dict[str, int] = {}
        self._arrangement = Arrangement()
        self._counts: Counter[JobState] = Counter()
        self._running: set[Row] = set()

    # For the window -----------------------------------------------------------------------------

    @property
    def arrangement(self) -> Arrangement:
        """What is shown, and in which order."""
        return self._arrangement

    @property
    def counts(self) -> Counter[JobState]:
        """How many jobs stand in each state, shown or not."""
        return self._counts

    @property
    def part_done(self) -> float:
        """How far the running documents are: their fractions, summed."""
        return sum(row.progress.fraction for row in self._running if row.progress is not None)

    def row(self, place: int) -> Row:
        """The row shown at a place."""
        return self._shown[place]

    def row_of(self, job_id: str) -> Row | None:
        """A job's row, shown or not."""
        return self._rows.get(job_id)

    def rows(self) -> Iterable[Row]:
        """All rows, shown or not, in the order of the queue."""
        return self._rows.values()

    def place_of(self, job_id: str) -> int | None:
        """Where a job is shown, if it is."""
        return self._places.get(job_id)

    def arrange(self, arrangement: Arrangement) -> None:
        """Show other rows, or in another order."""
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self._rearrange()

    def apply(self, news: News) -> list[Job]:
        """Take in what a tick brought. Returns the jobs that have come to an end by it."""
        ended = [job for job in news.jobs if self._comes_to_its_end(job)]
        last = next(reversed(self._rows.values())).job.position if self._rows else 0
        gone = [row for job_id in news.removed if (row := self._rows.pop(job_id, None)) is not None]
        for row in gone:
            self._count(row, -1)
        arrivals: list[Row] = []
        reordered = False
        for job in news.jobs:
            row = self._rows.get(job.id)
            if row is None:
                row = self._rows[job.id] = Row(job)
                arrivals.append(row)
            else:
                self._count(row, -1)
                reordered = reordered or row.job.position != job.position
                row.become(job)
            row.reason = news.reasons.get(job.id)
            self._count(row, 1)
        for job_id, progress in news.progress.items():
            row = self._rows.get(job_id)
            if row is not None and row.job.state is JobState.RUNNING:
                row.progress = progress
        changed = {job.id for job in news.jobs} | news.progress.keys()
        if gone or reordered or any(row.job.position < last for row in arrivals):
            self._rows = dict(sorted(self._rows.items(), key=lambda item: item[1].job.position))
            self._rearrange()
        elif self._arrangement.shows_all:
            self._append(arrivals)
            self._tell(changed - {row.job.id for row in arrivals})
        else:
            self._follow(arrivals, changed, moved=bool(news.jobs))
        return ended

    def tick(self, places: range) -> None:
        """Times have moved on: the running rows among these places are to be painted again."""
        for place in places:
            if place < len(self._shown) and self._shown[place].job.state is JobState.RUNNING:
                self._changed(place, place)

    # Inside -------------------------------------------------------------------------------------

    def _comes_to_its_end(self, job: Job) -> bool:
        row = self._rows.get(job.id)
        return row is not None and job.state.is_final and not row.job.state.is_final

    def _count(self, row: Row, by: int) -> None:
        self._counts[row.job.state] += by
        if row.job.state is JobState.RUNNING:
            (self._running.add if by > 0 else self._running.discard)(row)

    def _append(self, rows: Sequence[Row]) -> None:
        if rows:
            first = len(self._shown)
            self.beginInsertRows(NO_INDEX, first, first + len(rows) - 1)
            self._shown.extend(rows)
            self._places.update((row.job.id, first + n) for n, row in enumerate(rows))
            self.endInsertRows()

    def _tell(self, job_ids: Iterable[str]) -> None:
        places = sorted(self._places[job_id] for job_id in job_ids if job_id in self._places)
        if not places:
            return
        if len(places) > MANY:
            self._changed(places[0], places[-1])
            return
        first = places[0]
        for here, following in pairwise([*places, -1]):
            if following != here + 1:
                self._changed(first, here)
                first = following

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(
            self.index(first, 0), self.index(last, len(Column) - 1), CHANGED_ROLES
        )

    def _follow(self, arrivals: Sequence[Row], changed: Iterable[str], *, moved: bool) -> None:
        """Under a filter: rows may come and go with their state. A sorted order is not redone."""
        arrangement = self._arrangement
        if arrangement.column is not None:
            # Sorting again while states change would move rows under the pointer.
            wanted = arrangement.filtered([*self._shown, *arrivals]) if moved else self._shown
        else:
            wanted = arrangement.filtered(self._rows.values()) if moved else self._shown
        if len(wanted) >= len(self._shown) and wanted[: len(self._shown)] == self._shown:
            self._append(wanted[len(self._shown) :])
            self._tell(changed)
        else:
            self._show(wanted)

    def _rearrange(self) -> None:
        self._show(self._arrangement.arranged(self._rows.values()))

    def _show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._shown = rows
        self._places = {row.job.id: place for place, row in enumerate(rows)}
        self.endResetModel()

    # Qt's side ----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (printable(str(row.job.source)), why(row))))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Column.DOCUMENT:
            # A screen reader stands on the name and should not have to walk the row for the rest.
            return ". ".join(filter(None, (row.job.source.name, job_word(row.job), why(row))))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return column_title(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in (Column.PAGES, Column.TIME)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def retranslate(self) -> None:
        """The language has changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)


def column_title(column: Column) -> str:
    """A column's heading."""
    translate = QCoreApplication.translate
    match column:
        case Column.DOCUMENT:
            return translate("JobModel", "Document")
        case Column.STATE:
            return translate("JobModel", "State")
        case Column.PAGES:
            return translate("JobModel", "Pages")
        case Column.CARD:
            return translate("JobModel", "Card")
        case Column.TIME:
            return translate("JobModel", "Time")


def cell_text(row: Row, column: Column) -> str:
    """What a cell says, in words alone."""
    match column:
        case Column.DOCUMENT:
            return printable(row.job.source.name)
        case Column.STATE:
            if row.job.state is JobState.RUNNING:
                return progress_words(row.progress)
            return job_word(row.job)
        case Column.PAGES:
            return "" if row.pages is None else str(row.pages)
        case Column.CARD:
            return row.job.card or ""
        case Column.TIME:
            seconds = row.seconds(time.time())
            return "" if seconds is None else duration(seconds)


def why(row: Row) -> str:
    """The reason for a row's state, in words; empty where there is none to give."""
    if row.job.failure is not None and row.job.state is JobState.FAILED:
        hint = row.job.failure.hint
        return words(row.job.failure.message) + (" " + words(hint) if hint is not None else "")
    if row.reason is not None:
        return words(row.reason)
    return " ".join(words(warning) for warning in row.job.warnings)


def printable(name: str) -> str:
    """A file's name on one line, whatever bytes and breaks it has."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name
    )
