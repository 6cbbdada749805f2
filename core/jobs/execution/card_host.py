"""The machine that a card is in: this one, or a host of a cluster.

A runner asks it for everything that only that machine knows: which engine is ready there, what
keeps it from starting, what the driver says, and for the engine's process itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from core.cards.memory_growth import MemoryUse, held_on_card
from core.cards.model import Card, Reading
from core.cards.pinning import CannotPinError
from core.cards.placement import PlacementCheck, verify_placement
from core.cards.placement_monitor import misplaced
from core.cards.reader import CardReader
from core.cards.reservations import Reservations, load_reservations
from core.engines.choice import EngineChoice
from core.engines.launch.launch_environment import engine_environment, not_pinned
from core.engines.model import Engine
from core.engines.process.engine_process import EngineProcess
from core.engines.process.local_process import LaunchSpec, LocalProcess
from core.engines.process.process_outcome import ProcessStartFailed
from core.engines.registry import Engines
from core.paths import worker_log_name
from core.worker import process_tree
from core.worker.protocol import Failure


class CardHost(Protocol):
    """Thread-safe. What is asked of a host that is out of reach raises `HostLost`."""

    def is_reachable(self) -> bool:
        """Whether documents can be sent there now. Quick."""
        ...

    def resolve(self, choice: EngineChoice) -> Engine | Failure:
        """The engine that a document gets there."""
        ...

    def preflight_failure(
        self, engine: Engine, card: Card, is_wanted: Callable[[], bool]
    ) -> Failure | None:
        """Why that engine would not start on that card."""
        ...

    def invalidate_preflight(self, engine: Engine, card: Card) -> None:
        """It did not start there after all: look again before the next start."""
        ...

    def start(
        self, engine: Engine, card: Card, is_wanted: Callable[[], bool], *, small_batch: bool
    ) -> EngineProcess | None:
        """Start a process that is pinned to the card; ``None`` when it is wanted no more.

        Raises `ProcessStartFailed`.
        """
        ...

    def read_cards(self) -> Reading:
        """A new reading of the machine's cards, under the keys that the runner knows."""
        ...

    def read_all_cards(self) -> Reading:
        """The same of all machines that there are."""
        ...

    def verify(
        self, card: Card, pid: int, before: Reading, pause: Callable[[float], None]
    ) -> PlacementCheck | Failure:
        """Whether that worker is on that card, as the machine's driver sees it."""
        ...

    def misplaced(self, card: Card, pid: int) -> Failure | None:
        """The failure of that worker where the driver shows it on another card."""
        ...

    def held(self, card: Card, pid: int) -> MemoryUse:
        """What that worker and its helpers hold on the card."""
        ...

    def memory_mb(self) -> float | None:
        """Of the machine; ``None``: this one's."""
        ...

    def reservations(self) -> Reservations:
        """Cards that are kept for others."""
        ...


class LocalHost:
    def __init__(self, engines: Engines, environ: Mapping[str, str], logs: Path) -> None:
        self._engines = engines
        self._environ = environ
        self._logs = logs

    def is_reachable(self) -> bool:
        """Always."""
        return True

    def resolve(self, choice: EngineChoice) -> Engine | Failure:
        """By what is installed here."""
        return self._engines.resolve(choice)

    def preflight_failure(
        self, engine: Engine, card: Card, is_wanted: Callable[[], bool]
    ) -> Failure | None:
        """Remembered for a while (`core.engines.launch.preflight_cache`)."""
        return self._engines.preflight_failure(engine, card, self._environ, is_wanted)

    def invalidate_preflight(self, engine: Engine, card: Card) -> None:
        """Forget that it was found clear."""
        self._engines.invalidate_preflight(engine, card, self._environ)

    def start(
        self, engine: Engine, card: Card, is_wanted: Callable[[], bool], *, small_batch: bool
    ) -> EngineProcess | None:
        """A child process; there at once."""
        try:
            environment = engine_environment(engine, card, self._environ, small_batch=small_batch)
        except CannotPinError as error:
            raise ProcessStartFailed(not_pinned(error)) from error
        return LocalProcess.start(
            LaunchSpec(engine.name, engine.interpreter, environment, log_of(self._logs, card))
        )

    def read_cards(self) -> Reading:
        """Blocks for as long as the driver takes."""
        with CardReader(self._engines.home, self._environ) as reader:
            return reader.read()

    def read_all_cards(self) -> Reading:
        """There is no other machine."""
        return self.read_cards()

    def verify(
        self, card: Card, pid: int, before: Reading, pause: Callable[[float], None] = time.sleep
    ) -> PlacementCheck | Failure:
        """Blocks for a few readings at most."""
        family = [pid, *process_tree.descendants(pid)]
        return verify_placement(card, pid, family, before=before, read=self.read_cards, pause=pause)

    def misplaced(self, card: Card, pid: int) -> Failure | None:
        """Blocks for a reading."""
        family = [pid, *process_tree.descendants(pid)]
        return misplaced(self.read_cards(), card, pid, family)

    def held(self, card: Card, pid: int) -> MemoryUse:
        """Blocks for a reading."""
        family = [pid, *process_tree.descendants(pid)]
        return held_on_card(self.read_cards(), card.key, family)

    def memory_mb(self) -> float | None:
        """Known where it is needed."""
        return None

    def reservations(self) -> Reservations:
        """Those of this HEADFRAME_HOME."""
        return load_reservations(self._engines.home)


def log_of(logs: Path, card: Card) -> Path:
    """The file here for what a card's worker prints."""
    return logs / worker_log_name(card.key)
