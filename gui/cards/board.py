"""All that the window knows of the cards, as one value that is always there and never waits.

A reading arrives, and is shown at once with what is known of processes, reservations and the
engine; those are then looked up beside the GUI thread, and shown when they are there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.cards.choosing import (
    AUTO,
    MEMORY_NEED_MB,
    CardUnavailableError,
    Choice,
    Note,
    choose,
    notes_on,
)
from core.cards.history import Sample
from core.cards.model import Card, CardKind
from core.cards.monitor import CardMonitor, Snapshot
from core.cards.owners import Owner, Owners, own_among
from core.cards.reservations import (
    NO_RESERVATIONS,
    Reservations,
    identity,
    load_reservations,
    save_reservations,
)
from core.engines.model import Engine, EngineChoice
from core.engines.registry import Engines
from core.sentences import Sentence
from core.settings import ENGINE, Settings
from core.worker.protocol import EngineName
from gui.cards.chore import begin

SPARK_S = 60.0
"""Sparklines show so many seconds."""
LATE_S = 15.0
"""A reading older than this is shown as old, unless the tool is known to take its time."""
LATE_LOAD = 4.0
"""… which is: readings are this many times their own duration apart, at most (`Pace.load`)."""
SAVE_S = 2.0
"""At the end, a reservation on its way to a disk is waited for this long."""


@dataclass(frozen=True)
class Need:
    """What the engine in use wants of a card."""

    engine: EngineName | None = None
    """``None`` while that is not known, or where no engine is ready."""
    uses_card: bool = True
    memory_mb: float | None = None

    @property
    def label(self) -> Sentence | None:
        """The engine's name for people."""
        return None if self.engine is None else ENGINE.choices[EngineChoice(self.engine.value)]


@dataclass(frozen=True)
class Board:
    """The cards as they are to be shown."""

    snapshot: Snapshot | None = None
    """``None`` before the first reading is there."""
    owners: Mapping[int, Owner] = field(default_factory=dict)
    ours: frozenset[int] = frozenset()
    reservations: Reservations = NO_RESERVATIONS
    need: Need = Need()
    recent: Mapping[str, tuple[Sample, ...]] = field(default_factory=dict)
    """The last minute of each card, by `identity`."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """Accelerators in the tool's order, the CPU last; none before the first reading."""
        return () if self.snapshot is None else self.snapshot.reading.cards

    @property
    def has_accelerator(self) -> bool:
        """There is something else than the CPU."""
        return any(card.kind is not CardKind.CPU for card in self.cards)

    def automatic(self) -> Choice | None:
        """What "Automatic" means at this moment; ``None`` where nothing is fit for it."""
        if self.snapshot is None:
            return None
        try:
            return choose(
                self.snapshot.reading,
                AUTO,
                need_mb=self.need.memory_mb,
                reservations=self.reservations,
                uses_card=self.need.uses_card,
            )
        except CardUnavailableError:
            return None

    def notes(self, card: Card) -> tuple[Note, ...]:
        """What speaks against picking this card."""
        return notes_on(card, self.need.memory_mb, self.reservations)

    def is_old(self, card: Card, now: float | None = None) -> bool:
        """The card's values are of an earlier moment than they should be."""
        if self.snapshot is None:
            return False
        if self.snapshot.stale:
            return card.kind in self.snapshot.reading.silent
        limit = max(LATE_S, LATE_LOAD * self.snapshot.duration_s)
        return self.snapshot.age_s(now) > limit


@dataclass(frozen=True)
class _Found:
    owners: Mapping[int, Owner]
    reservations: Reservations
    need: Need


class CardWatch(QObject):
    """Keeps a :class:`Board` up to date. Lives in the GUI thread and never waits in it."""

    changed = Signal(object)
    """The new :class:`Board`."""
    not_saved = Signal(str)
    """Reservations could not be written: the system's words for why."""

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
        self._owners = Owners()
        self._board = Board()
        self._looking_up = False
        self._look_again = False
        self._edition = 0
        self._saving: threading.Thread | None = None
        self._save_again = False
        self._forget: list[Callable[[], None]] = []

    @property
    def board(self) -> Board:
        """The latest."""
        return self._board

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

    def reserve(self, cards: Iterable[Card], note: str) -> None:
        """Keep these cards for others; shown at once, written beside."""
        reservations = self._board.reservations
        for card in cards:
            reservations = reservations.with_note(card, note)
        self._keep(reservations)

    def release(self, cards: Iterable[Card]) -> None:
        """Let these cards be taken again."""
        reservations = self._board.reservations
        for card in cards:
            reservations = reservations.without(card)
        self._keep(reservations)

    # Readings -----------------------------------------------------------------------------------

    def _take(self, snapshot: Snapshot) -> None:
        since = snapshot.read_at - SPARK_S
        recent = {
            identity(card): tuple(
                sample for sample in self._monitor.history(card) if sample.at >= since
            )
            for card in snapshot.reading.cards
        }
        self._show(replace(self._board, snapshot=snapshot, recent=recent))
        self._look_up()

    def _show(self, board: Board) -> None:
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

        def look() -> tuple[int, _Found]:
            owners = {} if snapshot is None else self._owners.of(snapshot.reading)
            found = _Found(owners, load_reservations(self._home), self._need(choice))
            return edition, found

        begin(look, self._found, self)

    def _need(self, choice: EngineChoice) -> Need:
        engine = self._engines.resolve(choice)
        if not isinstance(engine, Engine):
            return Need()
        need = MEMORY_NEED_MB.get(engine.name) if engine.uses_card else None
        return Need(engine.name, engine.uses_card, need)

    def _found(self, answer: object) -> None:
        self._looking_up = False
        match answer:
            case (int() as edition, _Found() as found):
                # What was changed here meanwhile is newer than what was read.
                current = edition == self._edition and self._saving is None
                board = replace(
                    self._board,
                    owners=found.owners,
                    ours=own_among(found.owners),
                    reservations=found.reservations if current else self._board.reservations,
                    need=found.need,
                )
                if board != self._board:
                    self._show(board)
        if self._look_again and self._forget:
            self._look_again = False
            self._look_up()

    # Reservations -------------------------------------------------------------------------------

    def _keep(self, reservations: Reservations) -> None:
        self._edition += 1
        self._show(replace(self._board, reservations=reservations))
        self._save()

    def _save(self) -> None:
        if self._saving is not None:
            self._save_again = True
            return
        home, reservations = self._home, self._board.reservations
        self._saving = begin(lambda: save_reservations(home, reservations), self._saved, self)

    def _saved(self, answer: object) -> None:
        self._saving = None
        if isinstance(answer, OSError):
            self.not_saved.emit(answer.strerror or str(answer))
        if self._save_again:
            self._save_again = False
            self._save()


def picked_cards(board: Board, keys: Sequence[str]) -> tuple[Card, ...]:
    """The cards that a choice of keys means on this board; none of keys: what is automatic."""
    if not keys:
        choice = board.automatic()
        return () if choice is None else choice.cards
    return tuple(card for card in board.cards if card.key in keys)
