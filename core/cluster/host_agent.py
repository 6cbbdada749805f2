"""What runs on each host of a cluster: its cards, its engines, what works there and what does not.

A plain class; the gateway makes a Ray actor of it. Ray calls it from several threads at a time.
"""

from __future__ import annotations

import os
import platform
import time
from datetime import UTC, datetime

from core.cards.memory_growth import MemoryUse, held_on_card
from core.cards.model import Card, Reading
from core.cards.placement import PlacementCheck, verify_placement
from core.cards.placement_monitor import misplaced
from core.cards.process_owners import ProcessOwnerCache, our_pids
from core.cards.reader import CardReader
from core.cards.reservations import load_reservations
from core.cluster.host_environment import host_environment
from core.cluster.model import HostFacts, HostReport
from core.diagnostics.model import Check
from core.engines.choice import EngineChoice
from core.engines.model import Engine
from core.engines.process.host_memory import machine_memory_mb
from core.engines.process.local_process import remove_stale_scratch
from core.engines.registry import Engines
from core.jobs.scheduling.card_assignment import WORKER_MB
from core.paths import headframe_home
from core.worker import process_tree
from core.worker.protocol import Failure


class HostAgent:
    """One a host. Everything it says is that host's own view."""

    def __init__(self) -> None:
        self._environ = host_environment()
        self._home = headframe_home(self._environ)
        self._reader = CardReader(self._home, self._environ)
        self._engines = Engines(self._home, self._environ)

    def facts(self) -> HostFacts:
        """What does not change while Ray runs here."""
        import ray

        cores = len(os.sched_getaffinity(0))
        memory = machine_memory_mb()
        return HostFacts(
            python=platform.python_version(),
            ray=ray.__version__,
            cores=cores,
            memory_mb=memory,
            cpu_workers=max(1, min(cores, int(memory // WORKER_MB))),
        )

    def report(self) -> HostReport:
        """Cards, engines and reservations as they are now."""
        reading = self._reader.read()
        return HostReport(
            reading,
            self._engines.all(),
            load_reservations(self._home),
            frozenset(our_pids(ProcessOwnerCache().owners_of(reading))),
            age_s=max(0.0, (datetime.now(UTC) - reading.read_at).total_seconds()),
        )

    def read_cards(self) -> Reading:
        """Cards alone."""
        return self._reader.read()

    def resolve(self, choice: EngineChoice) -> Engine | Failure:
        """The engine that a document gets on this host."""
        return self._engines.resolve(choice)

    def preflight_failure(self, engine: Engine, card: Card) -> Failure | None:
        """Why that engine would not start on that card of this host."""
        return self._engines.preflight_failure(engine, card, self._environ)

    def invalidate_preflight(self, engine: Engine, card: Card) -> None:
        """It did not start after all: look again before the next start."""
        self._engines.invalidate_preflight(engine, card, self._environ)

    def verify(self, card: Card, pid: int, before: Reading) -> PlacementCheck | Failure:
        """Whether that worker is on that card, as this host's driver sees it."""
        return verify_placement(
            card,
            pid,
            [pid, *process_tree.descendants(pid)],
            before=before,
            read=self._reader.read,
            pause=time.sleep,
        )

    def misplaced(self, card: Card, pid: int) -> Failure | None:
        """The failure of that worker where this host's driver shows it on another card."""
        family = [pid, *process_tree.descendants(pid)]
        return misplaced(self._reader.read(), card, pid, family)

    def held(self, card: Card, pid: int) -> MemoryUse:
        """What that worker holds on that card now."""
        return held_on_card(self._reader.read(), card.key, [pid, *process_tree.descendants(pid)])

    def check_up(self) -> list[Check]:
        """What works on this host and what does not; takes as long as `headframe doctor`."""
        from core.diagnostics.checks import run_checks

        skipped = ("display", "qt", "fonts", "preview")  # a host of a cluster needs no window
        return [
            check
            for check in run_checks(self._home, self._environ, is_host=True)
            if check.name not in skipped
        ]

    def remove_stale(self) -> None:
        """Remove what workers left here whose actor and supervisor were both killed."""
        remove_stale_scratch()

    def stop(self) -> None:
        """Let go of helper processes."""
        self._reader.close()
