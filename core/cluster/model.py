"""The hosts of a cluster as values: what is known of each, and when it was last heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.cards.model import Problem, Reading
from core.cards.reservations import NO_RESERVATIONS, Reservations
from core.engines.model import EngineStatus
from core.worker.kinds import EngineName

OLD_S = 60.0
"""A driver's tool on a busy host takes half a minute; each is asked again when it has answered."""


class SurveyWait(StrEnum):
    """How long a reading of all hosts waits for those that have not told anything yet."""

    ALL = "all"
    """Until each has, or has failed to."""
    FIRST = "first"
    """Until some have, and those that are as quick; the others come later."""
    NEXT = "next"
    """Until one more has; who has told something is not asked again."""
    NONE = "none"
    """No longer than for the others."""


class HostState(StrEnum):
    """Whether a host can be worked with."""

    ALIVE = "alive"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What a host's agent tells once, when it has started there."""

    python: str
    ray: str
    cores: int
    """That its user may use."""
    memory_mb: float
    cpu_workers: int
    """How many workers of an engine without a card fit cores and memory."""


@dataclass(frozen=True, slots=True)
class HostReport:
    """What a host's agent tells each time it is asked."""

    reading: Reading
    """Its cards as it sees them itself: keys without the host."""
    engines: tuple[EngineStatus, ...]
    reservations: Reservations = NO_RESERVATIONS
    """Those that were made on it."""
    ours: frozenset[int] = frozenset()
    """Pids of Headframe's own workers there, also those of other users."""
    age_s: float = 0.0
    """Of the reading, when it was sent."""

    def received(self, now: datetime) -> HostReport:
        """With the reading's time by the clock of who received it: a host's may be an hour off."""
        read_at = now - timedelta(seconds=self.age_s)
        return replace(self, reading=replace(self.reading, read_at=read_at))


@dataclass(frozen=True, slots=True)
class ClusterNode:
    """One of Ray's nodes."""

    node_id: str
    host: str
    """Its name, distinct among the cluster's nodes: what keys begin with."""
    address: str
    alive: bool


@dataclass(frozen=True, slots=True)
class HostStatus:
    """A host for a list."""

    name: str
    address: str
    state: HostState
    read_at: datetime | None = None
    """When its cards were read last; ``None``: never yet."""
    facts: HostFacts | None = None
    engines: tuple[EngineStatus, ...] = ()
    problems: tuple[Problem, ...] = ()
    lost_at: datetime | None = None

    def is_old(self, now: datetime) -> bool:
        """What is known of its cards is of an earlier moment than it should be."""
        if self.lost_at is not None:
            return True
        return self.read_at is not None and (now - self.read_at).total_seconds() > OLD_S

    @property
    def is_starting(self) -> bool:
        """It has told nothing yet, and may still: its agent is being started."""
        return self.lost_at is None and self.read_at is None and not self.problems

    @property
    def ready_engines(self) -> frozenset[EngineName]:
        """Those that can start there."""
        return frozenset(status.name for status in self.engines if status.engine is not None)


@dataclass(frozen=True, slots=True)
class ClusterReading:
    """All hosts of a cluster at one moment."""

    reading: Reading
    """Cards of all hosts: keys ``HOST/KEY``, a host's cards together."""
    hosts: tuple[HostStatus, ...]
    reservations: Reservations = NO_RESERVATIONS
    """Those of the hosts and of this machine's user together."""
    host_reservations: Reservations = NO_RESERVATIONS
    """Those that were made on the hosts."""
    ours: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Host → pids of Headframe's own workers there."""

    @property
    def starting(self) -> frozenset[str]:
        """Hosts that have told nothing yet, and may still."""
        return frozenset(status.name for status in self.hosts if status.is_starting)

    def with_host_problems(self) -> Reading:
        """The reading with what each host could not find out, for a list without hosts."""
        problems = (
            replace(one, code=f"{status.name}: {one.code}")
            for status in self.hosts
            for one in status.problems
        )
        return replace(self.reading, problems=(*self.reading.problems, *problems))


def unique_names(nodes: list[tuple[str, str, str]]) -> dict[str, str]:
    """ClusterNode id → a name of its own, from (node id, wished name, address).

    Two nodes of one name, as with containers that share one, are told apart by their addresses,
    and where these are the same, too, by the beginning of Ray's own id.
    """
    result: dict[str, str] = {}
    for node_id, wished, address in nodes:
        same = [one for one in nodes if one[1] == wished]
        name = wished
        if len(same) > 1:
            alike = [one for one in same if one[2] == address]
            name = f"{wished}-{address}" if len(alike) == 1 else f"{wished}-{node_id[:6]}"
        result[node_id] = name.replace("/", "_").replace(",", "_")
    return result
