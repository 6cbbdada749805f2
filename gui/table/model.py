"""The list of documents as Qt's views want it: ten thousand rows, told of changes by the tick."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent

from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from gui.labels import failure_label
from gui.table.cell_text import cell_text, column_title, why
from gui.table.printable import printable
from gui.table.queue_progress import QueueProgress
from gui.table.rows import JobColumn, JobRow, ViewFilter
from gui.table.settings_text import made_by
from gui.table.status_counts import (
    QueueStatus,
    StatusCounter,
    StatusCounts,
    counted,
)

if TYPE_CHECKING:
    from pathlib import Path

    from core.jobs.events import JobStarted
    from core.jobs.model import JobProgress
    from core.jobs.store.batch_store import BatchRecord

Index = QModelIndex | Persistent
NO_INDEX = QModelIndex()
MANY = 32
"""More changed rows than that are signalled as one span:

the view paints what is in sight anyway.
"""
CHANGED_ROLES = [Qt.ItemDataRole.DisplayRole]


class JobModel(QAbstractTableModel):
    """Rows by job id, and the arrangement that says which are shown.

    New rows at the end are inserted, changed ones told one by one; everything else (filter,
    sorting, removal) resets the model, and the view keeps selection and place by job id.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, JobRow] = {}
        self._shown: list[JobRow] = []
        self._places: dict[str, int] | None = {}
        """Made when it is asked for: a hundred thousand change with a row taken out at the top."""
        self._sections: dict[int, str | None] | None = None
        """Made when they are asked for, as the places are."""
        self._arrangement = ViewFilter()
        self._counter = StatusCounter()
        self._found: StatusCounts | None = None
        """Of what matches the search; ``None``: nothing is looked for."""
        self._batches: dict[str, BatchRecord] = {}
        self._progress = QueueProgress(self._counter)

    # For the window -----------------------------------------------------------------------------

    @property
    def arrangement(self) -> ViewFilter:
        """What is shown, and in which order."""
        return self._arrangement

    @property
    def counts(self) -> Counter[JobState]:
        """How many jobs stand in each state, shown or not."""
        return self._counter.all.states

    @property
    def counter(self) -> StatusCounter:
        """The same by groups, reasons and batches."""
        return self._counter

    @property
    def counts_in_view(self) -> StatusCounts:
        """Those of the batch that is shown, or of everything."""
        return self._counter.of(self._arrangement.batch)

    @property
    def counts_found(self) -> StatusCounts:
        """The same of what the search has found of them."""
        return self.counts_in_view if self._found is None else self._found

    @property
    def batches(self) -> Mapping[str, BatchRecord]:
        """The batches by their ids, the newest first."""
        return self._batches

    @property
    def can_be_ordered(self) -> bool:
        """What stands above goes first, and nothing between is hidden by what one looks for."""
        return self._arrangement.in_queue_order and not self._arrangement.text

    def row(self, place: int) -> JobRow:
        """The row shown at a place."""
        return self._shown[place]

    def rows_at(self, places: range) -> list[JobRow]:
        """The rows shown at places."""
        return self._shown[places.start : places.stop]

    def row_of(self, job_id: str) -> JobRow | None:
        """A job's row, shown or not."""
        return self._rows.get(job_id)

    def rows(self) -> Iterable[JobRow]:
        """All rows, shown or not, in the order of the queue."""
        return self._rows.values()

    def place_of(self, job_id: str) -> int | None:
        """Where a job is shown, if it is."""
        return self._by_id().get(job_id)

    def running_ids(self) -> list[str]:
        """Ids of the jobs that run, shown or not."""
        return [row.job.id for row in self._counter.running]

    def running_places(self) -> list[int]:
        """Where those that run are shown, from top to bottom."""
        places = (self.place_of(job_id) for job_id in self.running_ids())
        return sorted(place for place in places if place is not None)

    def arrange(self, arrangement: ViewFilter) -> None:
        """Show other rows, or in another order."""
        needle = arrangement.text.casefold()
        found = (
            kind for kind in self._counter.all.kinds if needle in failure_label(kind).casefold()
        )
        arrangement = replace(arrangement, kinds_found=frozenset(found if needle else ()))
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self._rearrange()

    def keep(self, job_id: str) -> None:
        """This one stays when it ends, though finished ones are hidden; the one before may go."""
        self._arrangement = replace(self._arrangement, keep=job_id)

    def set_batches(self, batches: Iterable[BatchRecord]) -> None:
        """The batches that documents belong to, the newest first."""
        old, self._batches = self._batches, {batch.id: batch for batch in batches}
        changed = {
            batch.id
            for batch in self._batches.values()
            if (before := old.get(batch.id)) is None
            or (before.new, before.paused) != (batch.new, batch.paused)
        }
        if not changed & self._counter.batches.keys():
            return  # of new ones no document has come yet
        turned = {
            batch for batch in changed if _is_paused(old, batch) != _is_paused(self._batches, batch)
        }
        for row in self._rows.values():
            if row.job.batch in turned:
                self._counter.add(row, -1)
                self._join(row)
                self._counter.add(row, 1)
            elif row.job.batch in changed:
                self._join(row)
        if not self._arrangement.shows_all:
            self._rearrange()
        elif self._shown:
            self._changed(0, len(self._shown) - 1)

    def apply(self, update: JobListUpdate) -> None:
        """Take in what a tick brought."""
        now = time.monotonic()
        last = next(reversed(self._rows.values())).job.position if self._rows else 0
        gone = [
            row for job_id in update.removed if (row := self._rows.pop(job_id, None)) is not None
        ]
        for row in gone:
            self._counter.add(row, -1)
        self._progress.on_converted(update.saving)  # before others of these workers begin
        arrivals: list[JobRow] = []
        reordered = False
        for job in update.jobs:
            row = self._rows.get(job.id)
            if row is None:
                row = self._rows[job.id] = JobRow(job)
                self._join(row)
                if job.state is JobState.RUNNING:
                    self._progress.throughput.on_started(job)
                arrivals.append(row)
            else:
                self._counter.add(row, -1)
                self._progress.on_changed(row.job, job, now, ended=job.id in update.ended)
                reordered = reordered or row.job.position != job.position
                row.become(job)
                self._join(row)
            row.reason = update.reasons.get(job.id)
            self._counter.add(row, 1)
        self._progress.on_converted(update.saving)
        self._note_progress(update.progress, now)
        self._note_saving(update.saving)
        changed = {job.id for job in update.jobs} | update.progress.keys() | update.saving
        if reordered or any(row.job.position < last for row in arrivals):
            self._rows = dict(sorted(self._rows.items(), key=lambda item: item[1].job.position))
            self._rearrange()
        elif gone:
            self._rearrange()
        elif self._arrangement.shows_all:
            self._append(arrivals)
            self._emit_changed(changed - {row.job.id for row in arrivals})
        elif self._arrangement.has_sections and self._arrangement.shows_all_rows:
            self._append_to_sections(arrivals)
            self._emit_changed(changed - {row.job.id for row in arrivals})
        else:
            self._follow(arrivals, changed, moved=bool(update.jobs or update.saving))
        self._progress.pause_if_idle(self._rows.values(), now)

    def set_paused(self, paused: bool) -> None:
        """The whole queue is paused, or goes on."""
        self._progress.set_paused(paused)
        self._progress.pause_if_idle(self._rows.values(), time.monotonic())

    def set_blocked_paths(self, paths: Iterable[Path]) -> None:
        """What is to go below these, or comes from there, waits for a disk."""
        self._progress.set_blocked_paths(paths)

    def queue_status(self) -> QueueStatus:
        """How far the work is."""
        return self._progress.status(self._rows.values(), time.monotonic())

    def has_started(self, event: JobStarted) -> None:
        """A worker has begun with a document: on which card it was seen is known now."""
        row = self._rows.get(event.job.id)
        if row is not None:
            row.job = replace(row.job, engine=event.engine, card=event.card)
            row.verified = event.verified is not None and event.verified.proof is not None

    def tick(self, places: range) -> None:
        """Times have moved on: the running rows among these places are to be painted again."""
        for place in places:
            if place < len(self._shown) and self._shown[place].job.state is JobState.RUNNING:
                self._changed(place, place)

    # Inside -------------------------------------------------------------------------------------

    def _note_progress(self, progress: Mapping[str, JobProgress], now: float) -> None:
        for job_id, one in progress.items():
            row = self._rows.get(job_id)
            if row is not None and row.job.state is JobState.RUNNING:
                row.progress = one
                self._progress.throughput.on_progress(job_id, one, now)
                row.left = self._progress.throughput.document_seconds_left(job_id, now)

    def _note_saving(self, job_ids: Iterable[str]) -> None:
        for job_id in job_ids:
            row = self._rows.get(job_id)
            if row is not None and row.job.state is JobState.RUNNING:
                self._counter.add(row, -1)
                row.saving = True
                self._counter.add(row, 1)

    def _join(self, row: JobRow) -> None:
        row.batch = self._batches.get(row.job.batch or "")

    def _append(self, rows: Sequence[JobRow]) -> None:
        if rows:
            first = len(self._shown)
            self.beginInsertRows(NO_INDEX, first, first + len(rows) - 1)
            self._shown.extend(rows)
            if self._sections is not None and self._arrangement.has_sections:
                self._sections |= self._sections_from(first)
            if self._places is not None:
                self._places.update((row.job.id, first + n) for n, row in enumerate(rows))
            self.endInsertRows()

    def _append_to_sections(self, rows: Iterable[JobRow]) -> None:
        """New rows at the end of the queue stand at the end of their batch."""
        new: dict[str | None, list[JobRow]] = {}
        for row in rows:
            new.setdefault(row.job.batch, []).append(row)
        begins = [*self.sections, len(self._shown)]
        ends = {batch: begins[n + 1] for n, batch in enumerate(self.sections.values())}
        # From the last on: what stands above keeps its place meanwhile.
        for batch in sorted(new.keys() & ends.keys(), key=lambda one: ends[one], reverse=True):
            self._insert_in_section(ends[batch], new.pop(batch))
        self._append([row for section in new.values() for row in section])

    def _insert_in_section(self, place: int, rows: list[JobRow]) -> None:
        count = len(rows)
        sections = {
            begin + count if begin >= place else begin: batch
            for begin, batch in self.sections.items()
        }
        self.beginInsertRows(NO_INDEX, place, place + count - 1)
        self._shown[place:place] = rows
        self._places = None
        self._sections = sections
        self.endInsertRows()

    def _emit_changed(self, job_ids: Collection[str]) -> None:
        if not job_ids:
            return
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
            self.index(first, 0), self.index(last, len(JobColumn) - 1), CHANGED_ROLES
        )

    def _follow(self, arrivals: Sequence[JobRow], changed: Collection[str], *, moved: bool) -> None:
        """Under a filter: rows may come and go with their state. A sorted order is not redone."""
        arrangement = self._arrangement
        if not moved:
            wanted = self._shown
        elif arrangement.column is not None and arrangement.shows_all_rows:
            wanted = [*self._shown, *arrivals]  # sorted as they were: new ones go to the end
        elif arrangement.column is not None:
            # Sorting again while states change would move rows under the pointer.
            shown = frozenset(self._shown)
            passing = self._passing()
            still = frozenset(passing)
            wanted = [row for row in self._shown if row in still]
            wanted += [row for row in passing if row not in shown]
        else:
            wanted = arrangement.arranged(self._passing())
        if len(wanted) >= len(self._shown) and wanted[: len(self._shown)] == self._shown:
            self._append(wanted[len(self._shown) :])
            self._emit_changed(changed)
        else:
            self._show(wanted)

    def _rearrange(self) -> None:
        self._show(self._arrangement.arranged(self._passing()))

    def _passing(self) -> list[JobRow]:
        """All rows that are shown, in the queue's order or that of the search; counts them, too."""
        found = self._arrangement.found(self._rows.values())
        self._found = None
        if self._arrangement.text:
            found = list(found)
            self._found = counted(found)
        return self._arrangement.narrowed(found)

    def _show(self, rows: list[JobRow]) -> None:
        self.beginResetModel()
        self._shown = rows
        self._places = self._sections = None
        self.endResetModel()

    @property
    def sections(self) -> dict[int, str | None]:
        """Where the documents of another batch begin: its id by the place; none where they do not
        stand together."""
        if self._sections is None:
            self._sections = self._sections_from(0) if self._arrangement.has_sections else {}
        return self._sections

    def _sections_from(self, first: int) -> dict[int, str | None]:
        found: dict[int, str | None] = {}
        before: object = self if first == 0 else self._shown[first - 1].job.batch
        for place in range(first, len(self._shown)):
            batch = self._shown[place].job.batch
            if batch != before:
                found[place] = before = batch
        return found

    def _by_id(self) -> dict[str, int]:
        if self._places is None:
            self._places = {row.job.id: place for place, row in enumerate(self._shown)}
        return self._places

    # Qt's side ----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(JobColumn)

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
            return cell_text(row, JobColumn(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (printable(str(row.job.source)), why(row), made_by(row))))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == JobColumn.DOCUMENT:
            # A screen reader stands on the name and should not have to walk the row for the rest.
            said = (row.job.source.name, cell_text(row, JobColumn.STATE), why(row))
            return ". ".join(filter(None, said))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return column_title(JobColumn(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in (JobColumn.PAGES, JobColumn.TIME)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def retranslate(self) -> None:
        """The language has changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(JobColumn) - 1)


def _is_paused(batches: Mapping[str, BatchRecord], batch_id: str) -> bool:
    batch = batches.get(batch_id)
    return batch is not None and batch.paused
