"""A row of the list, and which rows are shown in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any

from core.jobs.model import Job, JobProgress, JobState
from core.sentences import Sentence
from core.worker.protocol import FailureKind

if TYPE_CHECKING:
    from core.jobs.batches import BatchRecord


class Column(IntEnum):
    """The columns, in their order."""

    DOCUMENT = 0
    STATE = 1
    PAGES = 2
    CARD = 3
    TIME = 4
    BATCH = 5


class Group(Enum):
    """What the chips above the list narrow it to: each row is of one group, and of ``ALL``."""

    ALL = "all"
    WAITING = "waiting"
    PAUSED = "paused"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    # Enum's own is Python code, and every change of a row is counted by groups.
    __hash__ = object.__hash__


_GROUPS = {
    JobState.QUEUED: Group.WAITING,
    JobState.RUNNING: Group.RUNNING,
    JobState.DONE: Group.DONE,
    JobState.SKIPPED: Group.DONE,
    JobState.FAILED: Group.FAILED,
    JobState.CANCELLED: Group.FAILED,
}


@dataclass(slots=True, eq=False)
class Row:
    """A job, and what is only known while the window lives."""

    job: Job
    progress: JobProgress | None = None
    reason: Sentence | None = None
    """Why it was skipped."""
    left: float | None = None
    """Seconds that the running document will still take, once that is no guess."""
    batch: BatchRecord | None = None
    verified: bool = False
    """The driver has shown its worker on its card."""
    haystack: str = field(init=False)
    """What the search field looks through."""

    def __post_init__(self) -> None:
        self.haystack = str(self.job.source).casefold()

    def become(self, job: Job) -> None:
        """The job has changed; what was known of an earlier state is not true of another."""
        if self.job.state is not job.state:
            self.progress = None
            self.left = None
            self.verified = self.verified and job.card == self.job.card and job.card is not None
        self.job = job

    @property
    def paused(self) -> bool:
        """It would wait, but rests."""
        return self.job.state is JobState.QUEUED and (
            self.job.paused or (self.batch is not None and self.batch.paused)
        )

    @property
    def batch_name(self) -> str:
        """What its batch is called."""
        return self.batch.new.name if self.batch is not None else ""

    @property
    def group(self) -> Group:
        """Where it stands."""
        return Group.PAUSED if self.paused else _GROUPS[self.job.state]

    @property
    def kind(self) -> FailureKind | None:
        """Why it has no result."""
        failure = self.job.failure
        return failure.kind if failure is not None and self.group is Group.FAILED else None

    @property
    def pages(self) -> int | None:
        """Pages of the document, as soon as anybody knows them."""
        if self.progress is not None and self.progress.pages is not None:
            return self.progress.pages
        return self.job.pages

    def seconds(self, now: float) -> float | None:
        """How long it took, or has taken up to ``now`` (seconds since the epoch)."""
        job = self.job
        if job.state is JobState.RUNNING and job.started_at is not None:
            return max(0.0, now - job.started_at)
        return job.seconds


@dataclass(frozen=True)
class Arrangement:
    """Which rows are shown, and in which order."""

    text: str = ""
    group: Group = Group.ALL
    kind: FailureKind | None = None
    """Only those that failed for this reason."""
    batch: str | None = None
    """Only those of the batch with this id."""
    column: Column | None = None
    """Sorted by; ``None``: the order of the queue."""
    descending: bool = False
    kinds_found: frozenset[FailureKind] = frozenset()
    """Reasons whose words have :attr:`text` in them."""

    @property
    def shows_all(self) -> bool:
        """Nothing is left out, and nothing is moved: new rows simply go to the end."""
        return (
            not self.text and self.group is Group.ALL and self.batch is None and self.in_queue_order
        )

    @property
    def in_queue_order(self) -> bool:
        """What stands above goes first."""
        return self.column is None

    def filtered(self, rows: Iterable[Row]) -> list[Row]:
        """Those of the rows that are shown, in the order they come."""
        if self.batch is not None:
            rows = (row for row in rows if row.job.batch == self.batch)
        if self.group is not Group.ALL:
            rows = (row for row in rows if row.group is self.group)
        if self.kind is not None:
            rows = (row for row in rows if row.kind is self.kind)
        needle, kinds = self.text.casefold(), self.kinds_found
        if needle:
            rows = (
                row
                for row in rows
                if needle in row.haystack
                or needle in row.batch_name.casefold()
                or (bool(kinds) and row.kind in kinds)
            )
        return list(rows)

    def arranged(self, rows: Iterable[Row]) -> list[Row]:
        """The rows shown, in order."""
        shown = self.filtered(rows)
        if self.column is not None:
            shown.sort(key=_KEYS[self.column], reverse=self.descending)
        return shown


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
_KEYS: dict[Column, Callable[[Row], Any]] = {
    Column.DOCUMENT: lambda row: row.job.source.name.casefold(),
    Column.STATE: lambda row: _STATE_ORDER[row.job.state],
    Column.PAGES: lambda row: row.pages or 0,
    Column.CARD: lambda row: row.job.card or "",
    Column.TIME: lambda row: row.job.seconds or 0.0,
    Column.BATCH: lambda row: row.batch_name.casefold(),
}
