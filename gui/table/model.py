"""The list of documents as Qt's views want it: ten thousand rows, told of changes by the tick."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent

from core.jobs.model import Job, JobState
from core.jobs.pace import Pace
from gui.table.cells import cell_text, column_title, printable, why
from gui.table.rows import Arrangement, Column, Group, Row
from gui.table.settings_words import made_by
from gui.table.tally import Counts, Estimates, Standing, Tally
from gui.words import failure_word
from gui.work.news import News

if TYPE_CHECKING:
    from pathlib import Path

    from core.jobs.batches import BatchRecord
    from core.jobs.events import JobStarted

Index = QModelIndex | Persistent
NO_INDEX = QModelIndex()
MANY = 32
"""More changed rows than that are told of as one span: the view paints what is in sight anyway."""
CALM_S = 1.0
"""Estimates are made so often; counts are told at once."""
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
        self._places: dict[str, int] | None = {}
        """Made when it is asked for: a hundred thousand change with a row taken out at the top."""
        self._arrangement = Arrangement()
        self._tally = Tally()
        self._batches: dict[str, BatchRecord] = {}
        self._resting = False
        self._closed: tuple[str, ...] = ()
        self._estimates = Estimates()
        self._estimated_at = float("-inf")
        self.pace = Pace()
        """How quickly documents go."""

    # For the window -----------------------------------------------------------------------------

    @property
    def arrangement(self) -> Arrangement:
        """What is shown, and in which order."""
        return self._arrangement

    @property
    def counts(self) -> Counter[JobState]:
        """How many jobs stand in each state, shown or not."""
        return self._tally.all.states

    @property
    def tally(self) -> Tally:
        """The same by groups, reasons and batches."""
        return self._tally

    @property
    def counts_in_view(self) -> Counts:
        """Those of the batch that is shown, or of everything."""
        return self._tally.of(self._arrangement.batch)

    @property
    def batches(self) -> Mapping[str, BatchRecord]:
        """The batches by their ids, the newest first."""
        return self._batches

    @property
    def can_be_ordered(self) -> bool:
        """What stands above goes first, and nothing between is hidden by what one looks for."""
        return self._arrangement.in_queue_order and not self._arrangement.text

    def row(self, place: int) -> Row:
        """The row shown at a place."""
        return self._shown[place]

    def rows_at(self, places: range) -> list[Row]:
        """The rows shown at places."""
        return self._shown[places.start : places.stop]

    def row_of(self, job_id: str) -> Row | None:
        """A job's row, shown or not."""
        return self._rows.get(job_id)

    def rows(self) -> Iterable[Row]:
        """All rows, shown or not, in the order of the queue."""
        return self._rows.values()

    def place_of(self, job_id: str) -> int | None:
        """Where a job is shown, if it is."""
        return self._by_id().get(job_id)

    def arrange(self, arrangement: Arrangement) -> None:
        """Show other rows, or in another order."""
        needle = arrangement.text.casefold()
        found = (kind for kind in self._tally.all.kinds if needle in failure_word(kind).casefold())
        arrangement = replace(arrangement, kinds_found=frozenset(found if needle else ()))
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self._rearrange()

    def set_batches(self, batches: Iterable[BatchRecord]) -> None:
        """The batches that documents belong to, the newest first."""
        old, self._batches = self._batches, {batch.id: batch for batch in batches}
        changed = {
            batch.id
            for batch in self._batches.values()
            if (before := old.get(batch.id)) is None
            or (before.new, before.paused) != (batch.new, batch.paused)
        }
        if not changed & self._tally.batches.keys():
            return  # of new ones no document has come yet
        rests = {batch for batch in changed if _rests(old, batch) != _rests(self._batches, batch)}
        for row in self._rows.values():
            if row.job.batch in rests:
                self._tally.add(row, -1)
                self._join(row)
                self._tally.add(row, 1)
            elif row.job.batch in changed:
                self._join(row)
        if not self._arrangement.shows_all:
            self._rearrange()
        elif self._shown:
            self._changed(0, len(self._shown) - 1)

    def apply(self, news: News) -> None:
        """Take in what a tick brought."""
        now = time.monotonic()
        last = next(reversed(self._rows.values())).job.position if self._rows else 0
        gone = [row for job_id in news.removed if (row := self._rows.pop(job_id, None)) is not None]
        for row in gone:
            self._tally.add(row, -1)
        arrivals: list[Row] = []
        reordered = False
        for job in news.jobs:
            row = self._rows.get(job.id)
            if row is None:
                row = self._rows[job.id] = Row(job)
                self._join(row)
                if job.state is JobState.RUNNING:
                    self.pace.runs(job)
                arrivals.append(row)
            else:
                self._tally.add(row, -1)
                self._follow_pace(row.job, job, now)
                reordered = reordered or row.job.position != job.position
                row.become(job)
                self._join(row)
            row.reason = news.reasons.get(job.id)
            self._tally.add(row, 1)
        for job_id, progress in news.progress.items():
            row = self._rows.get(job_id)
            if row is not None and row.job.state is JobState.RUNNING:
                row.progress = progress
                self.pace.gets_on(job_id, progress, now)
                row.left = self.pace.document_seconds_left(job_id, now)
        changed = {job.id for job in news.jobs} | news.progress.keys()
        if reordered or any(row.job.position < last for row in arrivals):
            self._rows = dict(sorted(self._rows.items(), key=lambda item: item[1].job.position))
            self._rearrange()
        elif gone:
            self._rearrange()
        elif self._arrangement.shows_all:
            self._append(arrivals)
            self._tell(changed - {row.job.id for row in arrivals})
        else:
            self._follow(arrivals, changed, moved=bool(news.jobs))
        self._look_at_pace(now)

    def set_resting(self, resting: bool) -> None:
        """The whole queue is paused, or goes on."""
        self._resting = resting
        self._estimated_at = float("-inf")
        self._look_at_pace(time.monotonic())

    def set_closed(self, places: Iterable[Path]) -> None:
        """What is to go below these, or comes from there, waits for a disk."""
        self._closed = tuple(str(place / "x")[:-1] for place in places)

    def standing(self) -> Standing:
        """How far the work is."""
        now = time.monotonic()
        if not self._tally.running:
            self._estimated_at, self._estimates = now, Estimates()
        elif now - self._estimated_at >= CALM_S:
            self._estimated_at, self._estimates = now, self._estimate(now)
        return Standing(
            groups=Counter(self._tally.all.groups),
            failed=self.counts[JobState.FAILED],
            resting=self._resting,
            held=self._is_held(),
            fraction=self.pace.fraction(self._tally.load),
            estimates=self._estimates,
        )

    def has_started(self, event: JobStarted) -> None:
        """A worker has begun with a document: on which card it was seen is known now."""
        row = self._rows.get(event.job.id)
        if row is not None:
            row.verified = event.verified is not None and event.verified.proof is not None

    def tick(self, places: range) -> None:
        """Times have moved on: the running rows among these places are to be painted again."""
        for place in places:
            if place < len(self._shown) and self._shown[place].job.state is JobState.RUNNING:
                self._changed(place, place)

    # Inside -------------------------------------------------------------------------------------

    def _join(self, row: Row) -> None:
        row.batch = self._batches.get(row.job.batch or "")

    def _is_held(self) -> bool:
        if not self._closed or self._tally.running:
            return False
        waiting = (row.job for row in self._rows.values() if row.group is Group.WAITING)
        return all(
            f"{job.out_parent}/".startswith(self._closed)
            or str(job.source).startswith(self._closed)
            for job in waiting
        )

    def _estimate(self, now: float) -> Estimates:
        cards = {row.job.card for row in self._tally.running if row.job.card is not None}
        rates = {card: self.pace.card_pages_a_second(card, now) for card in cards}
        return Estimates(
            self.pace.pages_a_second(now),
            self.pace.seconds_left(self._tally.load, now),
            {card: rate for card, rate in rates.items() if rate is not None},
        )

    def _look_at_pace(self, now: float) -> None:
        waits = self._tally.load.documents and not self._resting and not self._is_held()
        if not self._tally.running and not waits:
            self.pace.rests(now)
            if not self.counts[JobState.QUEUED]:
                self.pace.is_over()

    def _follow_pace(self, before: Job, job: Job, now: float) -> None:
        if job.state is JobState.RUNNING:
            if before.state is not JobState.RUNNING:
                self.pace.runs(job)
        elif before.state is JobState.RUNNING or (job.state.is_final and not before.state.is_final):
            self.pace.ends(job, now)

    def _append(self, rows: Sequence[Row]) -> None:
        if rows:
            first = len(self._shown)
            self.beginInsertRows(NO_INDEX, first, first + len(rows) - 1)
            self._shown.extend(rows)
            if self._places is not None:
                self._places.update((row.job.id, first + n) for n, row in enumerate(rows))
            self.endInsertRows()

    def _tell(self, job_ids: Iterable[str]) -> None:
        by_id = self._by_id()
        places = sorted(by_id[job_id] for job_id in job_ids if job_id in by_id)
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
        self._places = None
        self.endResetModel()

    def _by_id(self) -> dict[str, int]:
        if self._places is None:
            self._places = {row.job.id: place for place, row in enumerate(self._shown)}
        return self._places

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
            return "\n".join(filter(None, (printable(str(row.job.source)), why(row), made_by(row))))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Column.DOCUMENT:
            # A screen reader stands on the name and should not have to walk the row for the rest.
            said = (row.job.source.name, cell_text(row, Column.STATE), why(row))
            return ". ".join(filter(None, said))
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


def _rests(batches: Mapping[str, BatchRecord], batch_id: str) -> bool:
    batch = batches.get(batch_id)
    return batch is not None and batch.paused
