"""How many documents stand where: kept up row by row, for all and for each batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.jobs.model import JobState
from core.jobs.pace import Load
from core.worker.protocol import FailureKind
from gui.table.rows import Group, Row


class Counts:
    """Of some documents: by state, by group, by reason."""

    __slots__ = ("groups", "kinds", "states")

    def __init__(self) -> None:
        self.states: Counter[JobState] = Counter()
        self.groups: Counter[Group] = Counter()
        self.kinds: Counter[FailureKind] = Counter()

    def add(self, state: JobState, group: Group, kind: FailureKind | None, by: int) -> None:
        """A document of these is one of them; with ``by=-1`` it is no more."""
        self.states[state] += by
        self.groups[Group.ALL] += by
        self.groups[group] += by
        if kind is not None:
            self.kinds[kind] += by


class Tally:
    """The counts of everything, of each batch, and how much work waits."""

    def __init__(self) -> None:
        self.all = Counts()
        self.batches: dict[str, Counts] = {}
        self.load = Load()
        """What waits and is not paused."""
        self.running: set[Row] = set()

    def add(self, row: Row, by: int) -> None:
        """A row is on the list; with ``by=-1`` it is not, or is about to change."""
        job, state, group = row.job, row.job.state, row.group
        kind = row.kind if group is Group.FAILED else None
        self.all.add(state, group, kind, by)
        batch = job.batch
        if batch is not None:
            counts = self.batches.get(batch)
            if counts is None:
                counts = self.batches[batch] = Counts()
            counts.add(state, group, kind, by)
        if group is Group.WAITING:
            self.load.add(job, by)
        if state is JobState.RUNNING:
            (self.running.add if by > 0 else self.running.discard)(row)

    def of(self, batch: str | None) -> Counts:
        """The counts of a batch; ``None``: of everything."""
        return self.all if batch is None else self.batches.get(batch, NOTHING)


NOTHING = Counts()


@dataclass(frozen=True)
class Estimates:
    """How quickly work goes; ``None`` would be a guess."""

    pages_a_second: float | None = None
    seconds_left: float | None = None
    cards: Mapping[str, float] = field(default_factory=dict)
    """Pages a second by the keys of the cards at work."""


@dataclass(frozen=True)
class Standing:
    """How far the work is, for whoever shows it."""

    groups: Mapping[Group, int] = field(default_factory=Counter)
    failed: int = 0
    """Those of the group that failed, not the cancelled ones."""
    resting: bool = False
    """The whole queue is paused."""
    fraction: float = 0.0
    estimates: Estimates = field(default_factory=Estimates)
    held: bool = False
    """All that waits, waits for room on a disk or for a drive, and nothing runs."""

    @property
    def busy(self) -> bool:
        """Something runs, or waits for nothing but its turn."""
        waits = self.groups.get(Group.WAITING, 0) > 0 and not self.resting and not self.held
        return self.groups.get(Group.RUNNING, 0) > 0 or waits
