"""How many documents stand where: kept up row by row, for all and for each batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.jobs.states import JobState
from gui.table.status_groups import StatusGroup

if TYPE_CHECKING:
    from core.worker.kinds import FailureKind
    from gui.table.rows import JobRow


class StatusCounts:
    """Of some documents: by state, by group, by reason."""

    __slots__ = ("groups", "kinds", "states")

    def __init__(self) -> None:
        self.states: Counter[JobState] = Counter()
        self.groups: Counter[StatusGroup] = Counter()
        self.kinds: Counter[FailureKind] = Counter()

    def add(self, state: JobState, group: StatusGroup, kind: FailureKind | None, by: int) -> None:
        """A document of these is one of them; with ``by=-1`` it is no more."""
        self.states[state] += by
        self.groups[StatusGroup.ALL] += by
        self.groups[group] += by
        if kind is not None:
            self.kinds[kind] += by


class StatusCounter:
    """The counts of everything, of each batch, and how much work waits."""

    def __init__(self) -> None:
        from core.jobs.scheduling.throughput import Backlog  # late: an empty window has no list

        self.all = StatusCounts()
        self.batches: dict[str, StatusCounts] = {}
        self.load = Backlog()
        """What waits and is not paused."""
        self.running: set[JobRow] = set()

    def add(self, row: JobRow, by: int) -> None:
        """A row is on the list; with ``by=-1`` it is not, or is about to change."""
        job, state, group = row.job, row.job.state, row.group
        kind = row.kind if group is StatusGroup.FAILED else None
        self.all.add(state, group, kind, by)
        batch = job.batch
        if batch is not None:
            counts = self.batches.get(batch)
            if counts is None:
                counts = self.batches[batch] = StatusCounts()
            counts.add(state, group, kind, by)
        if group is StatusGroup.WAITING:
            self.load.add(job, by)
        if state is JobState.RUNNING:
            (self.running.add if by > 0 else self.running.discard)(row)

    def of(self, batch: str | None) -> StatusCounts:
        """The counts of a batch; ``None``: of everything."""
        return self.all if batch is None else self.batches.get(batch, NOTHING)


def counted(rows: Iterable[JobRow]) -> StatusCounts:
    """The counts of these."""
    counts = StatusCounts()
    for row in rows:
        group = row.group
        kind = row.kind if group is StatusGroup.FAILED else None
        counts.add(row.job.state, group, kind, 1)
    return counts


NOTHING = StatusCounts()


@dataclass(frozen=True)
class Estimates:
    """How quickly work goes; ``None`` would be a guess."""

    pages_a_second: float | None = None
    seconds_left: float | None = None
    cards: Mapping[str, float] = field(default_factory=dict)
    """Pages a second by the keys of the cards at work."""


@dataclass(frozen=True)
class QueueStatus:
    """How far the work is."""

    groups: Mapping[StatusGroup, int] = field(default_factory=Counter)
    failed: int = 0
    """Those of the group that failed, not the cancelled ones."""
    paused: bool = False
    """The whole queue is paused."""
    fraction: float = 0.0
    estimates: Estimates = field(default_factory=Estimates)
    held: bool = False
    """All that waits, waits for room on a disk or for a drive, and nothing runs."""
    saving: int = 0
    """Those of the group that is done whose results are still being put in place."""

    @property
    def busy(self) -> bool:
        """Something runs or is being saved, or waits for nothing but its turn."""
        waits = self.groups.get(StatusGroup.WAITING, 0) > 0 and not self.paused and not self.held
        return self.saving > 0 or self.groups.get(StatusGroup.RUNNING, 0) > 0 or waits
