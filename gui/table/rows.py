"""A row of the list, and which rows are shown in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any

from core.jobs.model import Job, JobProgress, JobState
from core.sentences import Sentence


class Column(IntEnum):
    """The columns, in their order."""

    DOCUMENT = 0
    STATE = 1
    PAGES = 2
    CARD = 3
    TIME = 4


class Group(Enum):
    """What the chips above the list narrow it to."""

    ALL = frozenset(JobState)
    WAITING = frozenset({JobState.QUEUED})
    RUNNING = frozenset({JobState.RUNNING})
    DONE = frozenset({JobState.DONE, JobState.SKIPPED})
    FAILED = frozenset({JobState.FAILED, JobState.CANCELLED})


@dataclass(slots=True, eq=False)
class Row:
    """A job, and what is only known while the window lives."""

    job: Job
    progress: JobProgress | None = None
    reason: Sentence | None = None
    """Why it was skipped."""
    haystack: str = field(init=False)
    """What the search field looks through."""

    def __post_init__(self) -> None:
        self.haystack = str(self.job.source).casefold()

    def become(self, job: Job) -> None:
        """The job has changed; what was known of an earlier state is not true of another."""
        if self.job.state is not job.state:
            self.progress = None
        self.job = job

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
    column: Column | None = None
    """Sorted by; ``None``: the order of the queue."""
    descending: bool = False

    @property
    def shows_all(self) -> bool:
        """Nothing is left out, and nothing is moved: new rows simply go to the end."""
        return not self.text and self.group is Group.ALL and self.column is None

    def filtered(self, rows: Iterable[Row]) -> list[Row]:
        """Those of the rows that are shown, in the order they come."""
        states, needle = self.group.value, self.text.casefold()
        return [row for row in rows if row.job.state in states and needle in row.haystack]

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
}
