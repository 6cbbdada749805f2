"""A row of the list, and which rows are shown in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from core.jobs.model import ANY_CARD, CardSet, Job, JobProgress
from core.jobs.states import JobState
from core.messages import Message
from core.worker.kinds import FailureKind
from gui.table.status_groups import StatusGroup

if TYPE_CHECKING:
    from core.jobs.store.batch_store import BatchRecord


class JobColumn(IntEnum):
    """The columns, in their order."""

    DOCUMENT = 0
    STATE = 1
    PAGES = 2
    CARD = 3
    TIME = 4
    BATCH = 5


_GROUPS = {
    JobState.QUEUED: StatusGroup.WAITING,
    JobState.RUNNING: StatusGroup.RUNNING,
    JobState.DONE: StatusGroup.DONE,
    JobState.SKIPPED: StatusGroup.DONE,
    JobState.FAILED: StatusGroup.FAILED,
    JobState.CANCELLED: StatusGroup.CANCELLED,
}


OVER = (StatusGroup.DONE, StatusGroup.FAILED, StatusGroup.CANCELLED)
"""Nothing more happens to documents of these unless the user asks."""
FINISHED = frozenset({JobState.DONE, JobState.SKIPPED, JobState.CANCELLED})
"""Nothing is left to be done about them."""


@dataclass(slots=True, eq=False)
class JobRow:
    """A job, and what is only known while the window lives."""

    job: Job
    progress: JobProgress | None = None
    reason: Message | None = None
    """Why it was skipped."""
    left: float | None = None
    """Seconds that the running document will still take, once that is no guess."""
    batch: BatchRecord | None = None
    saving: bool = False
    """Its result is being put in place; the worker has the next document."""
    verified: bool = False
    """The driver has shown its worker on its card."""
    name: str = field(init=False)
    """The file's name, as the search field compares it; so is the other."""
    path: str = field(init=False)

    def __post_init__(self) -> None:
        self._name_it()

    def _name_it(self) -> None:
        self.name = self.job.source.name.casefold()
        self.path = str(self.job.source).casefold()

    def become(self, job: Job) -> None:
        """The job has changed; what was known of an earlier state is not true of another."""
        if self.job.state is not job.state:
            self.progress = None
            self.left = None
            self.saving = False
            self.verified = (
                self.verified and job.assigned == self.job.assigned and job.card is not None
            )
        moved = job.source != self.job.source
        self.job = job
        if moved:
            self._name_it()

    @property
    def paused(self) -> bool:
        """It would wait, but is paused."""
        return self.job.state is JobState.QUEUED and (
            self.job.paused or (self.batch is not None and self.batch.paused)
        )

    @property
    def cards(self) -> CardSet:
        """Keys of the cards that it, or its batch, asks for."""
        if self.job.cards is not None:
            return self.job.cards
        return ANY_CARD if self.batch is None else self.batch.new.cards

    @property
    def batch_name(self) -> str:
        """What its batch is called."""
        return self.batch.new.name if self.batch is not None else ""

    @property
    def group(self) -> StatusGroup:
        """Where it stands. What is being saved is with those that are done: no worker has it."""
        if self.saving:
            return StatusGroup.DONE
        return StatusGroup.PAUSED if self.paused else _GROUPS[self.job.state]

    @property
    def kind(self) -> FailureKind | None:
        """Why it has no result."""
        failure = self.job.failure
        return failure.kind if failure is not None and self.group is StatusGroup.FAILED else None

    @property
    def pages(self) -> int | None:
        """Pages of the document, as soon as they are counted."""
        if self.progress is not None and self.progress.pages is not None:
            return self.progress.pages
        return self.job.pages

    def seconds(self, now: float) -> float | None:
        """How long it took, or has taken up to ``now`` (seconds since the epoch)."""
        job = self.job
        if job.state is JobState.RUNNING and job.started_at is not None:
            return max(0.0, now - job.started_at)
        return job.seconds


class _Matching(dict[str, bool]):
    """Whether names of batches match: a hundred thousand rows have a few of them."""

    def __init__(self, needle: str) -> None:
        super().__init__()
        self._needle = needle

    def __missing__(self, name: str) -> bool:
        matches = self[name] = self._needle in name.casefold()
        return matches


@dataclass(frozen=True)
class ViewFilter:
    """Which rows are shown, and in which order."""

    text: str = ""
    group: StatusGroup = StatusGroup.ALL
    kind: FailureKind | None = None
    """Only those that failed for this reason."""
    batch: str | None = None
    """Only those of the batch with this id."""
    column: JobColumn | None = None
    """Sorted by; ``None``: the order of the queue."""
    descending: bool = False
    grouped: bool = False
    """By batches, in the order of the queue, unless a column sorts."""
    hide_finished: bool = False
    """What :data:`FINISHED` is left out, unless such documents are asked for."""
    keep: str = ""
    """Id of the one that is read: it stays when it ends."""
    kinds_found: frozenset[FailureKind] = frozenset()
    """Reasons whose words have :attr:`text` in them."""

    @property
    def needle(self) -> str:
        """:attr:`text` as names and paths are compared with it."""
        return self.text.casefold()

    @property
    def shows_all(self) -> bool:
        """Nothing is left out, and nothing is moved: new rows simply go to the end."""
        return self.shows_all_rows and self.in_queue_order

    @property
    def shows_all_rows(self) -> bool:
        """Nothing is left out."""
        return (
            not self.text
            and self.group is StatusGroup.ALL
            and self.batch is None
            and not self.hide_finished
        )

    @property
    def in_queue_order(self) -> bool:
        """What stands above goes first."""
        return self.column is None and not self.grouped

    @property
    def has_sections(self) -> bool:
        """Documents of a batch stand together."""
        return self.column is None and self.grouped

    def found(self, rows: Iterable[JobRow]) -> Iterable[JobRow]:
        """Of these, those of the batch that match the search, in whatever state.

        In the order they come; where a search is in the queue's order, those whose name matches
        come before those that only their folder, their batch or their failure has brought.
        """
        if self.batch is not None:
            rows = (row for row in rows if row.job.batch == self.batch)
        needle = self.needle
        if not needle:
            return rows
        by_name: list[JobRow] = []
        by_path: list[JobRow] = []
        by_rest: list[JobRow] = []
        kinds, batches = self.kinds_found, _Matching(needle)
        for row in rows:
            if needle in row.name:
                by_name.append(row)
            elif needle in row.path:
                by_path.append(row)
            elif (row.batch is not None and batches[row.batch_name]) or (
                kinds and row.kind in kinds
            ):
                by_rest.append(row)
        return [*by_name, *by_path, *by_rest]

    def narrowed(self, rows: Iterable[JobRow]) -> list[JobRow]:
        """Of rows that were found, those in the states that are shown."""
        if self.group is not StatusGroup.ALL:
            rows = (row for row in rows if row.group is self.group)
        elif self.hide_finished:
            keep = self.keep
            rows = (row for row in rows if row.job.state not in FINISHED or row.job.id == keep)
        if self.kind is not None:
            rows = (row for row in rows if row.kind is self.kind)
        return list(rows)

    def arranged(self, rows: Iterable[JobRow]) -> list[JobRow]:
        """Rows that were found and narrowed down, in the order of the column, or by batches."""
        if self.has_sections:
            sections: dict[str | None, list[JobRow]] = {}
            for row in rows:
                sections.setdefault(row.job.batch, []).append(row)
            return [row for section in sections.values() for row in section]
        if self.column is None:
            return list(rows)
        return sorted(rows, key=_KEYS[self.column], reverse=self.descending)


_STATE_ORDER = {
    state: place
    for place, state in enumerate(
        (
            JobState.RUNNING,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.QUEUED,
            JobState.SKIPPED,
            JobState.DONE,
        )
    )
}
_KEYS: dict[JobColumn, Callable[[JobRow], Any]] = {
    JobColumn.DOCUMENT: lambda row: row.job.source.name.casefold(),
    JobColumn.STATE: lambda row: _STATE_ORDER[row.job.state],
    JobColumn.PAGES: lambda row: row.pages or 0,
    JobColumn.CARD: lambda row: row.job.card or "",
    JobColumn.TIME: lambda row: row.job.seconds or 0.0,
    JobColumn.BATCH: lambda row: row.batch_name.casefold(),
}
