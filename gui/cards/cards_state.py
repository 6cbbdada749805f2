"""All that the window knows of the cards, as one value that is always there and never waits.

A reading arrives, and is shown at once with what is known of processes, reservations and the
engine; those are then looked up beside the GUI thread, and shown when they are there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.cards.history import CardSample
from core.cards.model import Card, CardKind, ReadingSource
from core.cards.monitor import CardMonitor, Snapshot
from core.cards.process_owners import ProcessOwner, ProcessOwnerCache, our_pids
from core.cards.reservations import (
    NO_RESERVATIONS,
    Reservations,
    identity,
    load_reservations,
    save_reservations,
)
from core.cards.selection import (
    AUTO,
    MEMORY_NEED_MB,
    CardSelection,
    CardUnavailableError,
    CardWarning,
    select_cards,
    warnings_for,
)
from core.engines.choice import EngineChoice
from core.engines.model import Engine, Readiness
from core.engines.registry import Engines
from core.messages import Message
from core.settings.definitions import ENGINE, Settings
from core.worker.kinds import EngineName
from gui.background.task import begin
from gui.cards.card_order import CardArrangement
from gui.i18n import os_error_text

if TYPE_CHECKING:
    from core.cluster.model import ClusterReading, HostStatus
    from core.cluster.reader import ClusterReader

SPARK_S = 60.0
"""Seconds that sparklines show."""
LATE_S = 15.0
"""A reading older than this is shown as old, unless the tool is known to take its time."""
LATE_LOAD = 4.0
"""Readings are at most this many times their own duration apart (`PollInterval.load`)."""
SAVE_S = 2.0
"""At the end, a reservation on its way to a disk is waited for this long."""


@dataclass(frozen=True)
class EngineNeed:
    """What the engine in use wants of a card."""

    engine: EngineName | None = None
    """``None`` while that is not known, or where no engine is ready."""
    uses_card: bool = True
    memory_mb: float | None = None
    is_proven: bool = True
    """It has been seen to work on this machine."""
    failure: Message | None = None
    """Why it did not work when it was tried last; ``None``: it was not tried."""
    gives_way: bool = False
    """Another engine does what this one cannot start with: none was named."""

    @property
    def label(self) -> Message | None:
        """The engine's name for people."""
        return None if self.engine is None else ENGINE.choices[EngineChoice(self.engine.value)]


@dataclass(frozen=True)
class CardsState:
    """The cards as they are to be shown."""

    snapshot: Snapshot | None = None
    """``None`` before the first reading is there."""
    owners: Mapping[int, ProcessOwner] = field(default_factory=dict)
    ours: frozenset[int] = frozenset()
    reservations: Reservations = NO_RESERVATIONS
    need: EngineNeed = EngineNeed()
    recent: Mapping[str, tuple[CardSample, ...]] = field(default_factory=dict)
    """The last minute of each card, by `identity`."""
    cluster: ClusterReading | None = None
    """The hosts, where the cards are those of a cluster."""
    cluster_automatic: tuple[Card, ...] = ()
    """What "Automatic" means there."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """Accelerators in the tool's order, the CPU last; none before the first reading."""
        return () if self.snapshot is None else self.snapshot.reading.cards

    @property
    def is_waiting(self) -> bool:
        """Nothing has been read yet; of a cluster: no host has told of its cards."""
        if self.cluster is not None and self.cluster.hosts:
            return all(host.read_at is None for host in self.cluster.hosts)
        return self.snapshot is None

    @property
    def has_accelerator(self) -> bool:
        """There is something else than the CPU."""
        return any(card.kind is not CardKind.CPU for card in self.cards)

    def automatic(self) -> CardSelection | None:
        """What "Automatic" means at this moment; ``None`` where nothing is fit for it."""
        if self.snapshot is None:
            return None
        if self.cluster is not None:
            cards = self.cluster_automatic
            return CardSelection(cards) if cards else None
        try:
            return select_cards(
                self.snapshot.reading,
                AUTO,
                need_mb=self.need.memory_mb,
                reservations=self.reservations,
                uses_card=self.need.uses_card,
            )
        except CardUnavailableError:
            return None

    def notes(self, card: Card) -> tuple[CardWarning, ...]:
        """Warnings about picking this card."""
        return warnings_for(card, self.need.memory_mb, self.reservations)

    def ours_on(self, card: Card) -> frozenset[int]:
        """Pids of our own workers on the machine that the card is in."""
        if self.cluster is None or card.host is None:
            return self.ours
        return self.cluster.ours.get(card.host, frozenset())

    def owner_of(self, card: Card, pid: int) -> ProcessOwner | None:
        """Whose a process is; of another host it is known only whether it is ours."""
        if self.cluster is None or card.host is None:
            return self.owners.get(pid)
        ours = pid in self.ours_on(card)
        return ProcessOwner(None, None, ours=True) if ours else None

    def host(self, name: str) -> HostStatus | None:
        """A host of the cluster."""
        return self._hosts.get(name)

    @cached_property
    def _hosts(self) -> Mapping[str, HostStatus]:
        hosts = () if self.cluster is None else self.cluster.hosts
        return {host.name: host for host in hosts}

    def is_lost(self, card: Card) -> bool:
        """The card's host is out of reach."""
        host = None if card.host is None else self.host(card.host)
        return host is not None and host.lost_at is not None

    def is_old(self, card: Card, now: float | None = None) -> bool:
        """The card's values are of an earlier moment than they should be."""
        if self.snapshot is None:
            return False
        if card.host is not None:
            host = self.host(card.host)
            return host is not None and host.is_old(datetime.now(UTC))
        if self.snapshot.stale:
            return card.kind in self.snapshot.reading.silent
        limit = max(LATE_S, LATE_LOAD * self.snapshot.duration_s)
        return self.snapshot.age_s(now) > limit


@dataclass(frozen=True)
class _LookupResult:
    owners: Mapping[int, ProcessOwner]
    reservations: Reservations
    """Those that are kept here."""
    need: EngineNeed
    cluster_automatic: tuple[Card, ...] = ()


class CardsStateProvider(QObject):
    """Keeps a :class:`CardsState` up to date. Lives in the GUI thread and never waits in it."""

    changed = Signal(object)
    """The new :class:`CardsState`."""
    not_saved = Signal(str)
    """Reservations could not be written: the system's words for why."""
    arrangement_changed = Signal(object)
    """The user wants cards listed in this :class:`CardArrangement`."""
    held_there = Signal(object)
    """Cards that were to be released, and are reserved on their own hosts."""

    def __init__(
        self,
        monitor: CardMonitor,
        home: Path,
        engines: Engines,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._monitor = monitor
        self._home = home
        self._engines = engines
        self._settings = settings
        self._owners = ProcessOwnerCache()
        self._board = CardsState()
        self._arrangement = CardArrangement()
        self._kept = NO_RESERVATIONS
        """Those of this home, without those that hosts of a cluster have."""
        self._cluster_reader: ClusterReader | None = None
        self._looking_up = False
        self._look_again = False
        self._edition = 0
        self._saving: threading.Thread | None = None
        self._save_again = False
        self._is_unsaved = False
        self._forget: list[Callable[[], None]] = []

    @property
    def board(self) -> CardsState:
        """The latest."""
        return self._board

    @property
    def arrangement(self) -> CardArrangement:
        """How dialogs list the cards; each begins as the last one ended."""
        return self._arrangement

    def set_arrangement(self, arrangement: CardArrangement) -> None:
        """List them like this from now on."""
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self.arrangement_changed.emit(arrangement)

    @property
    def monitor(self) -> CardMonitor:
        """Where readings come from."""
        return self._monitor

    def start(self) -> None:
        """Begin to follow the monitor, whose readings may have begun already."""
        self._forget = [
            self._monitor.subscribe(self._take),
            self._settings.observe(ENGINE, self._engine_chosen),
        ]
        if self._monitor.snapshot is not None:
            self._take(self._monitor.snapshot)
        else:
            self._look_up()

    def stop(self) -> None:
        """Follow no more. A reservation on its way to the disk gets a moment to arrive."""
        for forget in self._forget:
            forget()
        self._forget = []
        if self._saving is not None:
            self._saving.join(SAVE_S)

    def follow_cluster(self, reader: ClusterReader | None) -> None:
        """The cards are those of a cluster from now on; ``None``: of this machine."""
        self._cluster_reader = reader
        self._owners = ProcessOwnerCache()
        self._show(CardsState(reservations=self._kept))

    def reserve(self, cards: Iterable[Card], note: str) -> None:
        """Keep these cards for others; shown at once, written beside."""
        reservations = self._kept
        for card in cards:
            reservations = reservations.with_note(card, note)
        self._keep(reservations)

    def release(self, cards: Iterable[Card]) -> None:
        """Let these cards be taken again."""
        cards = tuple(cards)
        reservations = self._kept
        for card in cards:
            reservations = reservations.without(card)
        self._keep(reservations)
        held = [card for card in cards if self._board.reservations.note_of(card) is not None]
        if held:
            self.held_there.emit(tuple(held))

    # Readings -----------------------------------------------------------------------------------

    def _take(self, snapshot: Snapshot) -> None:
        reader = self._cluster_reader
        cluster = None if reader is None else reader.latest
        on_cluster = snapshot.reading.source is ReadingSource.CLUSTER
        if on_cluster != (cluster is not None):
            return  # of the source before: the next one follows at once
        since = snapshot.read_at - SPARK_S
        recent = {
            identity(card): self._monitor.history(card, since) for card in snapshot.reading.cards
        }
        board = replace(self._board, snapshot=snapshot, recent=recent, cluster=cluster)
        self._show(replace(board, reservations=self._merged(self._kept, cluster)))
        self._look_up()

    def _merged(self, kept: Reservations, cluster: ClusterReading | None) -> Reservations:
        """With those that the hosts have themselves."""
        if cluster is None:
            return kept
        return Reservations({**cluster.host_reservations.notes, **kept.notes})

    def _show(self, board: CardsState) -> None:
        self._board = board
        self.changed.emit(board)

    def _engine_chosen(self, _choice: EngineChoice) -> None:
        self._look_up()

    # What is looked up beside -------------------------------------------------------------------

    def _look_up(self) -> None:
        """One at a time: a process that the driver holds in the kernel may block the look."""
        if self._looking_up:
            self._look_again = True
            return
        self._looking_up = True
        snapshot, choice, edition = (
            self._board.snapshot,
            self._settings.get(ENGINE),
            self._edition,
        )

        cluster = self._board.cluster

        def look_up() -> tuple[int, _LookupResult]:
            kept = load_reservations(self._home)
            if cluster is not None:
                return edition, _on_cluster(cluster, choice, kept)
            owners = {} if snapshot is None else self._owners.owners_of(snapshot.reading)
            return edition, _LookupResult(owners, kept, self._need(choice))

        begin(look_up, self._found, self)

    def _need(self, choice: EngineChoice) -> EngineNeed:
        engine = self._engines.resolve(choice)
        if not isinstance(engine, Engine):
            return EngineNeed()
        need = MEMORY_NEED_MB.get(engine.name) if engine.uses_card else None
        status = self._engines.status(engine.name)
        return EngineNeed(
            engine.name,
            engine.uses_card,
            need,
            is_proven=status.readiness is Readiness.READY,
            failure=None if status.failure is None else status.failure.message,
            gives_way=choice is EngineChoice.AUTO,
        )

    def _found(self, answer: object) -> None:
        self._looking_up = False
        match answer:
            case (int() as edition, _LookupResult() as found):
                # What was changed here meanwhile is newer than what was read.
                is_newer = self._saving is not None or self._is_unsaved
                if edition == self._edition and not is_newer:
                    self._kept = found.reservations
                board = replace(
                    self._board,
                    owners=found.owners,
                    ours=our_pids(found.owners),
                    reservations=self._merged(self._kept, self._board.cluster),
                    need=found.need,
                    cluster_automatic=found.cluster_automatic,
                )
                if board != self._board:
                    self._show(board)
        if self._look_again and self._forget:
            self._look_again = False
            self._look_up()

    # Reservations -------------------------------------------------------------------------------

    def _keep(self, reservations: Reservations) -> None:
        self._edition += 1
        self._kept = reservations
        merged = self._merged(reservations, self._board.cluster)
        self._show(replace(self._board, reservations=merged))
        self._save()

    def _save(self) -> None:
        if self._saving is not None:
            self._save_again = True
            return
        home, reservations = self._home, self._kept
        self._saving = begin(lambda: save_reservations(home, reservations), self._saved, self)

    def _saved(self, answer: object) -> None:
        self._saving = None
        self._is_unsaved = isinstance(answer, OSError)
        if isinstance(answer, OSError):
            self.not_saved.emit(os_error_text(answer))
        if self._save_again:
            self._save_again = False
            self._save()


def _on_cluster(cluster: ClusterReading, choice: EngineChoice, kept: Reservations) -> _LookupResult:
    """What hosts need and offer; their processes are known by themselves."""
    from core.cluster.scheduling import assign_cluster_cards, cluster_engines

    merged = Reservations({**cluster.host_reservations.notes, **kept.notes})
    assignment = assign_cluster_cards(AUTO, choice, replace(cluster, reservations=merged))
    engines = cluster_engines(cluster.hosts, choice)
    needs = [MEMORY_NEED_MB.get(engine.name) for engine in engines if engine.uses_card]
    need = EngineNeed()
    if engines:
        # Where hosts have different engines, the one that wants most says what is needed.
        largest = max(engines, key=lambda one: (one.uses_card, MEMORY_NEED_MB.get(one.name, 0.0)))
        memory = max((mb for mb in needs if mb is not None), default=None)
        need = EngineNeed(largest.name, largest.uses_card, memory)
    automatic = assignment.cards if assignment.unavailable is None else ()
    return _LookupResult({}, kept, need, automatic)


def picked_cards(board: CardsState, keys: Sequence[str]) -> tuple[Card, ...]:
    """The cards that a choice of keys means on this board; none of keys: what is automatic."""
    if not keys:
        choice = board.automatic()
        return () if choice is None else choice.cards
    return tuple(card for card in board.cards if card.key in keys)
