"""The hosts of a cluster for the runners of their cards."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from core.cards.memory_growth import MemoryUse
from core.cards.model import Card, Reading
from core.cards.placement import PlacementCheck
from core.cards.reservations import NO_RESERVATIONS, Reservations
from core.cluster.connection import ClusterConnection, HostCallError
from core.cluster.failures import cluster_lost, host_lost
from core.cluster.messages import StartSpec
from core.cluster.model import ClusterReading, HostStatus, SurveyWait
from core.cluster.reader import ClusterReader, on_host, on_its_own
from core.engines.choice import EngineChoice
from core.engines.model import Engine
from core.engines.process.engine_process import EngineProcess
from core.engines.process.process_outcome import HostLost
from core.jobs.execution.card_host import log_of
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

NODES_S = 2.0
"""How old an answer to which hosts live may be."""
ENGINE_S = 30.0
"""How long a host's answer to which engine is ready is believed: each document asks."""
PREFLIGHT_S = 300.0
VERIFY_S = 120.0
READ_S = 60.0
LIVE_WAIT_S = 2.0


class RemoteHosts:
    """All hosts of one cluster. Thread-safe."""

    def __init__(self, connection: ClusterConnection, home: Path, logs: Path) -> None:
        self.connection = connection
        self.logs = logs
        self._reader = ClusterReader(connection, home)
        self._arrivals = ClusterReader(connection, home, wait=SurveyWait.FIRST)
        self.live_reader = ClusterReader(connection, home, LIVE_WAIT_S, SurveyWait.NONE)
        """For a list that is read again and again: it waits for no slow host."""
        self._lock = threading.Lock()
        self._hosts: dict[str, RemoteHost] = {}
        self._alive: frozenset[str] = frozenset()
        self._asked_at = float("-inf")

    def host(self, name: str) -> RemoteHost:
        """The host of that name, whether or not it can be reached."""
        with self._lock:
            return self._hosts.setdefault(name, RemoteHost(self, name))

    def read_all(self) -> ClusterReading:
        """Read all hosts and their cards now."""
        return self._reader.read_all()

    def read_arrived(self) -> ClusterReading:
        """The hosts that are there already; those that are slow to start come later."""
        return self._arrivals.read_all()

    def read_next_arrival(self) -> ClusterReading:
        """The same when one more of those has answered, or some seconds later."""
        return self._arrivals.read_all(SurveyWait.NEXT)

    @property
    def latest(self) -> ClusterReading | None:
        """What was read last, by any of the readers."""
        readers = (self._reader, self._arrivals, self.live_reader)
        known = [one.latest for one in readers if one.latest is not None]
        return max(known, key=lambda found: found.reading.read_at, default=None)

    def status(self, name: str) -> HostStatus | None:
        """What was told last of that host."""
        found = self.latest
        return next((one for one in found.hosts if one.name == name), None) if found else None

    def is_alive(self, name: str) -> bool:
        """Whether Ray lists it as alive, as of a moment ago."""
        with self._lock:
            if time.monotonic() - self._asked_at > NODES_S:
                try:
                    nodes = self.connection.nodes()
                    self._alive = frozenset(node.host for node in nodes if node.alive)
                except HostCallError:
                    self._alive = frozenset()
                self._asked_at = time.monotonic()
            return name in self._alive

    def note_lost(self, name: str) -> None:
        """It did not answer: nothing more goes there until Ray has been asked again."""
        with self._lock:
            self._alive -= {name}
            self._asked_at = time.monotonic()


class RemoteHost:
    """One of them, as `core.jobs.execution.card_host.CardHost`."""

    def __init__(self, hosts: RemoteHosts, name: str) -> None:
        self._hosts = hosts
        self._name = name
        self._lock = threading.Lock()
        self._engines: dict[EngineChoice, tuple[float, Engine | Failure]] = {}

    def is_reachable(self) -> bool:
        """Whether it is alive."""
        return self._hosts.is_alive(self._name)

    def resolve(self, choice: EngineChoice) -> Engine | Failure:
        """By what is installed there."""
        now = time.monotonic()
        with self._lock:
            known = self._engines.get(choice)
        if known is not None and now - known[0] < ENGINE_S:
            return known[1]
        found = self._call("resolve", choice)
        assert isinstance(found, Engine | Failure)
        with self._lock:
            self._engines[choice] = (now, found)
        return found

    def preflight_failure(
        self, engine: Engine, card: Card, is_wanted: Callable[[], bool]
    ) -> Failure | None:
        """By that host's own preflight."""
        found = self._call(
            "preflight_failure",
            engine,
            on_its_own(card),
            timeout_s=PREFLIGHT_S,
            is_wanted=is_wanted,
        )
        return found if isinstance(found, Failure) else None

    def invalidate_preflight(self, engine: Engine, card: Card) -> None:
        """Forget there that it was found clear."""
        self._call("invalidate_preflight", engine, on_its_own(card))

    def start(
        self, engine: Engine, card: Card, is_wanted: Callable[[], bool], *, small_batch: bool
    ) -> EngineProcess | None:
        """Blocks until it is started there: some seconds for the first one on a card."""
        spec = StartSpec(engine, on_its_own(card), small_batch)
        try:
            return self._hosts.connection.start_process(
                self._name, spec, log_of(self._hosts.logs, card), is_wanted
            )
        except HostLost:
            self._hosts.note_lost(self._name)
            raise

    def read_cards(self) -> Reading:
        """By that host's own driver."""
        reading = self._call("read_cards", timeout_s=READ_S)
        assert isinstance(reading, Reading)
        cards = tuple(on_host(card, self._name) for card in reading.cards)
        return dataclasses.replace(reading, cards=cards)

    def read_all_cards(self) -> Reading:
        """All hosts' cards."""
        return self._hosts.read_all().reading

    def verify(
        self, card: Card, pid: int, before: Reading, pause: Callable[[float], None]
    ) -> PlacementCheck | Failure:
        """On that host: its pids mean nothing here."""
        own = dataclasses.replace(before, cards=tuple(on_its_own(one) for one in before.cards))
        found = self._call("verify", on_its_own(card), pid, own, timeout_s=VERIFY_S)
        assert isinstance(found, PlacementCheck | Failure)
        return found

    def misplaced(self, card: Card, pid: int) -> Failure | None:
        """By that host's own driver."""
        found = self._call("misplaced", on_its_own(card), pid, timeout_s=READ_S)
        return found if isinstance(found, Failure) else None

    def held(self, card: Card, pid: int) -> MemoryUse:
        """By that host's own driver."""
        found = self._call("held", on_its_own(card), pid, timeout_s=READ_S)
        assert isinstance(found, MemoryUse)
        return found

    def memory_mb(self) -> float | None:
        """Of that host."""
        status = self._hosts.status(self._name)
        return None if status is None or status.facts is None else status.facts.memory_mb

    def reservations(self) -> Reservations:
        """Those of that host, of the others, and those made here."""
        found = self._hosts.latest
        return NO_RESERVATIONS if found is None else found.reservations

    def _call(
        self,
        method: str,
        *arguments: object,
        timeout_s: float = 30.0,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> object:
        try:
            return self._hosts.connection.call(
                self._name, method, *arguments, timeout_s=timeout_s, is_wanted=is_wanted
            )
        except HostCallError as error:
            log.warning("%s: %s: %s", self._name, method, error)
            if error.lost:
                self._hosts.note_lost(self._name)
            if self._hosts.connection.is_connected:
                raise HostLost(host_lost(self._name, error.reason)) from error
            raise HostLost(cluster_lost(error.reason)) from error
