"""A card's seat: the one engine process that works on the card, started, kept, replaced.

Models are loaded once: a worker stays between documents and is let go after many of them, when it
has grown, when another engine is wanted, or when nothing is left to do.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.awake import AwakeClock
from core.cards.model import Card, CardKind, Reading
from core.cards.pinning import CannotPinError
from core.engines.launching import engine_environment, not_pinned
from core.engines.model import Engine
from core.engines.process import Ended, EngineError, EngineProcess, Launch, NotStarted
from core.engines.registry import Engines
from core.jobs.device_memory import DeviceMemory
from core.jobs.events import JobEvent, WorkerChanged, WorkerState, WorkerVerified
from core.jobs.failed_starts import FailedStarts
from core.jobs.orders import Orders
from core.jobs.verification import Verified, verify
from core.jobs.wake import wait_for
from core.sentences import say
from core.worker import tree
from core.worker.faults import classify
from core.worker.mineru_tier import downloads_allowed
from core.worker.protocol import (
    EngineName,
    Failure,
    FailureKind,
    Hello,
    Ready,
    Scope,
    Unready,
)

log = logging.getLogger(__name__)

STOP_GRACE_S = 2.0
DOCUMENTS_A_WORKER = 500
GROWTH = 2.0
GROWTH_MB = 1024.0
"""A worker that takes twice what it took after its first document, and a GB more, has leaked."""

LOAD_LIMIT_S = {EngineName.FLASH: 120.0, EngineName.MAGIC_PDF: 900.0, EngineName.MINERU: 900.0}
"""From start to ready. Models on a slow network drive take minutes; a hang must still end."""
FETCH_LIMIT_S = 4 * 3600.0
"""Where models may be fetched meanwhile: several GB over a slow line."""


@dataclass
class Worker:
    """An engine process that is ready for documents."""

    process: EngineProcess
    engine: Engine
    hello: Hello
    ready: Ready
    small_batch: bool = False
    """It was told that its card is small."""
    verified: Verified | None = None
    served: int = 0
    grown_from_mb: float | None = None
    """What it and its helpers took after the first document."""
    device_memory: DeviceMemory | None = None
    """Its part of the card's memory; ``None`` where it uses none, or nobody reads cards."""

    def is_spent(self) -> bool:
        """Whether a fresh one is better: libraries leak (MinerU #3617, #4143, #5185).

        Looks at the card, too, where that is due: blocks for a reading then.
        """
        if self.served >= DOCUMENTS_A_WORKER:
            return True
        if self.device_memory is not None and self.served and self.device_memory.has_grown():
            return True
        if self.grown_from_mb is None:
            return False
        allowed = GROWTH * self.grown_from_mb + GROWTH_MB
        return self.process.memory_mb(above=allowed) > allowed


class Seat:
    """Holds at most one worker. Belongs to the loop's thread."""

    def __init__(
        self,
        card: Card,
        environ: Mapping[str, str],
        logs: Path,
        orders: Orders,
        on_event: Callable[[JobEvent], None],
        *,
        read_cards: Callable[[], Reading] | None = None,
        engines: Engines | None = None,
    ) -> None:
        """``read_cards`` is asked where a worker is that uses a card; ``None``: nobody is.

        ``engines`` is asked before a start on a card what speaks against it.
        """
        self._engines = engines
        self._read_cards = read_cards
        self._card = card
        self._environ = environ
        self._logs = logs
        self._orders = orders
        self._on_event = on_event
        self._worker: Worker | None = None
        self._failed = FailedStarts(card, environ)

    @property
    def occupied(self) -> bool:
        """Whether a worker is being kept."""
        return self._worker is not None

    def worker(
        self, engine: Engine, wanted: Callable[[], bool], *, small_batch: bool = False
    ) -> Worker | Failure | None:
        """A worker of that engine, ready for a document; why there is none; or ``None``.

        ``None``: ``wanted`` said no while the worker was loading, and it was let go.
        ``small_batch``: it must be one that was told to take little of the card's memory.
        """
        kept = self._worker
        if kept is not None:
            fits = kept.engine == engine and (kept.small_batch or not small_batch)
            if fits and _lives(kept.process) and not kept.is_spent():
                return kept
            self.dismiss()
        if (failure := self._failed.known(engine)) is not None:
            return failure
        try:
            environment = engine_environment(
                engine, self._card, self._environ, small_batch=small_batch
            )
        except CannotPinError as error:
            return not_pinned(error)
        log_file = self._logs / f"worker-{self._card.key.replace(':', '-')}.log"
        asks = engine.uses_card and self._card.kind is not CardKind.CPU
        if asks and self._engines is not None:
            failure = self._engines.obstacle(engine, self._card, self._environ, wanted)
            if failure is not None or not wanted():
                return failure
        before = self._read_cards() if asks and self._read_cards is not None else None
        began = time.monotonic()
        try:
            process = EngineProcess.start(
                Launch(engine.name, engine.interpreter, environment, log_file)
            )
        except NotStarted as error:
            return error.failure
        self._on_event(WorkerChanged(self._card.key, WorkerState.STARTING, engine.name))
        limit = FETCH_LIMIT_S if _may_fetch(engine, environment) else LOAD_LIMIT_S[engine.name]
        worker = self._await_ready(process, engine, wanted, limit)
        if isinstance(worker, Worker):
            worker.small_batch = small_batch
            worker = self._verified(worker, before)
        if isinstance(worker, Worker):
            self._worker = worker
            self._failed.over()
            self._on_event(
                WorkerChanged(
                    self._card.key,
                    WorkerState.READY,
                    engine.name,
                    pid=worker.hello.pid,
                    device_count=worker.ready.device_count,
                )
            )
        else:
            process.kill()
            if worker is not None:
                self._failed.note(engine, worker, time.monotonic() - began)
                if asks and self._engines is not None:
                    self._engines.doubt(engine, self._card, self._environ)
            self._on_event(
                WorkerChanged(self._card.key, WorkerState.STOPPED, engine.name, failure=worker)
            )
        return worker

    def _verified(self, worker: Worker, before: Reading | None) -> Worker | Failure:
        """The worker, when nothing speaks against its being on this card."""
        if before is None or self._read_cards is None:
            return worker

        def pause(seconds: float) -> None:
            listen(worker.process, self._orders, seconds)

        came_to = verify(
            self._card,
            worker.hello.pid,
            _family(worker),
            before=before,
            read=self._read_cards,
            pause=pause,
        )
        if isinstance(came_to, Failure):
            return came_to
        card = before.card(self._card.key)
        worker.device_memory = DeviceMemory(
            self._card.key,
            lambda: _family(worker),
            self._read_cards,
            before_mb=None if card is None else card.memory_used_mb,
        )
        worker.verified = came_to
        self._on_event(WorkerVerified(self._card.key, worker.hello.pid, came_to))
        return worker

    def dismiss(self) -> None:
        """Let the worker go in good order, by force if need be."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.process.stop(STOP_GRACE_S)
            self._on_event(WorkerChanged(self._card.key, WorkerState.STOPPED, worker.engine.name))

    def destroy(self) -> None:
        """End the worker and its helpers at once."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.process.kill()
            self._on_event(WorkerChanged(self._card.key, WorkerState.STOPPED, worker.engine.name))

    def _await_ready(
        self,
        process: EngineProcess,
        engine: Engine,
        wanted: Callable[[], bool],
        limit_s: float,
    ) -> Worker | Failure | None:
        clock = AwakeClock()
        hello: Hello | None = None
        try:
            while clock.now() < limit_s:
                if not wanted():
                    return None
                listen(process, self._orders, 0.5)
                while (report := process.receive(0)) is not None:
                    match report:
                        case Hello():
                            hello = report
                        case Unready(failure=failure):
                            return failure
                        case Ready() if hello is not None:
                            wrong = self._wrong_devices(engine, report)
                            return wrong or Worker(process, engine, hello, report)
                        case _:
                            pass
        except EngineError as error:
            log.error("%s ended before it was ready: %s", engine.name.value, error)
            if engine.uses_card and self._card.kind is not CardKind.CPU:
                fault = classify(process.last_words(), self._card.label, starting=True)
                if fault is not None:
                    return fault
            if isinstance(error, Ended):
                return error.outcome.at_start(engine.name, process.log_path)
            return replace(error.failure, scope=Scope.WORKER)
        return Failure(
            FailureKind.TIMED_OUT,
            say(
                "The engine {engine} was not ready after {seconds} s.",
                engine=engine.name.value,
                seconds=round(limit_s),
            ),
            say(
                "`headframe doctor` looks at its packages and the driver. The log: {path}.",
                path=str(process.log_path),
            ),
        )

    def _wrong_devices(self, engine: Engine, ready: Ready) -> Failure | None:
        if not engine.uses_card or self._card.key == "cpu" or ready.device_count == 1:
            return None
        return Failure(
            FailureKind.CARD_UNAVAILABLE,
            say(
                "Pinned to {card}, the engine sees {count} devices instead of 1.",
                card=self._card.label,
                count="unknown" if ready.device_count is None else ready.device_count,
            ),
            say("Check the card with `headframe cards`, and the driver with `headframe doctor`."),
            Scope.CARD,
        )


def _may_fetch(engine: Engine, environment: Mapping[str, str]) -> bool:
    return engine.name is EngineName.MINERU and downloads_allowed(environment)


def _family(worker: Worker) -> list[int]:
    """It and its helpers."""
    return [worker.hello.pid, *tree.descendants(worker.hello.pid)]


def _lives(process: EngineProcess) -> bool:
    """Whether a worker that was left alone for a while is still there."""
    try:
        while process.receive(0) is not None:
            pass  # heartbeats
    except EngineError as error:
        log.info("the worker that was kept has gone: %s", error)
        return False
    return True


def listen(process: EngineProcess, orders: Orders, timeout_s: float) -> None:
    """Wait until the worker speaks, somebody rings, or the time is up."""
    wait_for([process.fileno(), orders.bell.fileno()], timeout_s)
    orders.bell.clear()
