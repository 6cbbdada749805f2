"""The worker pool of the window: its cards found out, its runners carried by QThreads."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.cards.model import host_of
from core.cards.selection import AUTO
from core.cluster.link import ClusterLink
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.execution.passwords import PasswordStore
from core.jobs.execution.worker_pool import PoolRunner, WorkerPool
from core.jobs.model import ANY_CARD, CardSet
from core.jobs.scheduling.card_assignment import CardAssignment
from core.session.card_discovery import send_scout
from core.session.event_queue import QueueMessage
from core.session.messages import CardsAssigned
from core.settings.definitions import (
    CARDS,
    CLUSTER_CARDS,
    CPU_WORKERS,
    ENGINE,
    WHEN_FULL,
    Settings,
)
from gui.jobs.card_thread import CardThread


class WorkerThreads(QObject):
    """Which runners there are is the pool's decision. Lives in the GUI thread."""

    stopped = Signal()
    """The last thread has ended."""
    _no_host = Signal()

    def __init__(
        self,
        context: RunContext,
        settings: Settings,
        post: Callable[[QueueMessage], None],
        parent: QObject,
        cluster: ClusterLink | None = None,
    ) -> None:
        """``post`` is called in the runners' threads, and in those that find cards."""
        super().__init__(parent)
        self._cluster = ClusterLink() if cluster is None else cluster
        self._no_host.connect(self._on_no_host, Qt.ConnectionType.QueuedConnection)
        self._context = context
        self._settings = settings
        self._post = post
        self._pool = WorkerPool(context, self._start_thread, post)
        self._threads: list[CardThread] = []
        self._requested: dict[CardSet, CardAssignment | None] = {}
        """What open batches ask for; ``None`` while that is being found out."""
        self._discovering = False
        self._discover_again = False
        self._stopping = False

    @property
    def has_stopped(self) -> bool:
        return self._pool.is_empty

    @property
    def assignment(self) -> CardAssignment | None:
        """The cards of the settings; ``None`` before they are known."""
        return self._pool.assignment

    @property
    def passwords(self) -> PasswordStore:
        return self._context.passwords

    @property
    def blocked_paths(self) -> tuple[Path, ...]:
        """Documents from or for below these wait for free space, or for a drive."""
        return self._context.storage.blocked_paths

    @property
    def size(self) -> int:
        """How many documents can be at work at a time."""
        return self._pool.size

    @property
    def capacity(self) -> int:
        """How many documents at a time there are slots for."""
        return self._pool.capacity

    def discover_cards(self) -> None:
        """Find out which cards the settings mean now. The answer is posted as ``CardsAssigned``."""
        if self._stopping:
            return
        if self._discovering:
            self._discover_again = True  # asked with settings that are old by now
            return
        on_cluster = self._cluster.is_expected
        keys: tuple[str, ...] = self._settings.get(CLUSTER_CARDS if on_cluster else CARDS)
        self._discovering = self._discover(keys, ANY_CARD)

    def follow_cluster(self) -> None:
        """A cluster is connected or left, or its hosts have changed: find all cards again."""
        self.discover_cards()
        for route in self._requested:
            if not self._discover(route, route):
                self._requested[route] = None
        if self._requested:
            self._set_routes()

    def request_cards(self, routes: Collection[CardSet]) -> None:
        """Open batches ask for these cards; the answers are posted as ``CardsAssigned``."""
        wanted = set(routes) - {ANY_CARD}
        if self._stopping or wanted == self._requested.keys():
            return
        for route in wanted - self._requested.keys():
            self._discover(route, route)
        self._requested = {route: self._requested.get(route) for route in wanted}
        self._set_routes()

    def set_route(self, route: CardSet, assignment: CardAssignment) -> None:
        """These are the cards that batches asked for."""
        if route in self._requested:
            self._requested[route] = assignment
            self._set_routes()

    def set_cards(self, assignment: CardAssignment) -> None:
        """Work on these cards from now on. Runners on others finish their document first."""
        self._discovering = False
        if self._discover_again:
            self._discover_again = False
            self.discover_cards()
            return
        self._pool.set_cards(assignment, self._settings.get(WHEN_FULL))

    def ensure_running(self, queued: int) -> None:
        """Have a runner for each card, awake. ``queued``: documents that wait; 0 starts none."""
        self._pool.ensure_running(queued)

    def cancel(self, job_id: str) -> None:
        """Cancel a document, on whichever card it runs."""
        self._pool.cancel(job_id)

    def requeue(self, job_id: str) -> None:
        """Send a document back to the queue, on whichever card it runs: it was paused."""
        self._pool.requeue(job_id)

    def stop(self, mode: StopMode) -> None:
        """End all threads for good; ``stopped`` tells when, unless there is none."""
        self._stopping = True
        self._pool.stop(mode)

    # Inside -------------------------------------------------------------------------------------

    def _discover(self, keys: tuple[str, ...], route: CardSet) -> bool:
        """False: the cards are those of a cluster that is not connected; documents wait."""
        if self._cluster.is_expected or any(host_of(key) for key in keys):
            hosts = self._cluster.hosts
            if hosts is None:
                return False
            from core.cluster.discovery import start_cluster_discovery  # late: few have a cluster

            start_cluster_discovery(
                ",".join(keys) or AUTO,
                self._settings.get(ENGINE),
                hosts,
                self._on_cluster_discovered,
                workers=self._settings.get(CPU_WORKERS),
                route=route,
            )
            return True
        send_scout(
            ",".join(keys) or AUTO,
            self._settings.get(ENGINE),
            engines=self._context.engines,
            home=self._context.home,
            environ=self._context.environ,
            post=self._post,
            on_cpu=self._settings.get(CPU_WORKERS),
            route=route,
        )
        return True

    def _on_cluster_discovered(self, found: CardsAssigned | None) -> None:
        """In the thread that found them."""
        if found is not None:
            self._post(found)
        else:
            self._no_host.emit()

    def _on_no_host(self) -> None:
        """All hosts are lost: what is known of the cards stays, and documents wait."""
        self._discovering = False
        if self._discover_again:
            self._discover_again = False
            self.discover_cards()

    def _set_routes(self) -> None:
        known = {route: found for route, found in self._requested.items() if found is not None}
        self._pool.set_routes(known)

    def _start_thread(self, runner: PoolRunner) -> None:
        thread = CardThread(runner, self)
        thread.finished.connect(self._on_thread_finished)
        self._threads.append(thread)
        thread.start()

    def _on_thread_finished(self) -> None:
        for thread in [thread for thread in self._threads if thread.isFinished()]:
            self._threads.remove(thread)
            self._pool.on_runner_exit(thread.runner)
            thread.deleteLater()
        if self._pool.is_empty:
            self.stopped.emit()
