"""What all runners of a program share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.cards.model import Card
from core.engines.registry import Engines
from core.jobs.execution.card_host import CardHost, LocalHost
from core.jobs.execution.passwords import PasswordStore
from core.jobs.model import ANY_CARD
from core.jobs.output.allocation import OutputAllocator
from core.jobs.output.result_locks import ResultLocks
from core.jobs.scheduling.card_routing import CardRouting
from core.jobs.scheduling.failover import CardFailover
from core.jobs.scheduling.mounts import MountRegistry
from core.jobs.scheduling.storage_monitor import StorageMonitor
from core.jobs.states import WhenFull
from core.paths import drives_file, logs_folder


@dataclass(frozen=True)
class RunContext:
    """Handed to every runner. Its parts are thread-safe; the paths are absolute."""

    queue_path: Path
    engines: Engines
    environ: Mapping[str, str]
    logs: Path
    allocator: OutputAllocator
    passwords: PasswordStore
    routing: CardRouting
    failover: CardFailover
    storage: StorageMonitor
    remote_host: Callable[[str], CardHost] | None = None
    """A host of a cluster by its name; ``None`` without a cluster."""

    def host_of(self, card: Card) -> CardHost:
        if card.host is None or self.remote_host is None:
            return LocalHost(self.engines, self.environ, self.logs)
        return self.remote_host(card.host)

    @property
    def home(self) -> Path:
        """HEADFRAME_HOME."""
        return self.engines.home

    @classmethod
    def create(
        cls,
        queue_path: Path,
        engines: Engines,
        environ: Mapping[str, str],
        *,
        cards: Iterable[str] = (),
        when_full: WhenFull = WhenFull.CHOSEN,
        password: str | None = None,
        waits_for_storage: bool = False,
        remote_host: Callable[[str], CardHost] | None = None,
    ) -> RunContext:
        """``cards``: keys of the chosen cards, where they are known already.

        ``waits_for_storage``: a document whose disk is full or unmounted waits; else it fails.
        """
        keys = list(cards)
        home = engines.home
        return cls(
            queue_path=queue_path,
            engines=engines,
            environ=environ,
            logs=logs_folder(home),
            allocator=OutputAllocator(ResultLocks(home)),
            passwords=PasswordStore(password),
            routing=CardRouting({ANY_CARD: keys}),
            failover=CardFailover(keys, when_full),
            storage=StorageMonitor(MountRegistry(drives_file(home)), waits=waits_for_storage),
            remote_host=remote_host,
        )
