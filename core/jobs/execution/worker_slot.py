"""The one engine process that works on the card, started, kept, replaced.

Models are loaded once: a worker stays between documents and is let go after many of them, when it
has grown, when another engine is wanted, or when nothing is left to do.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.cards.memory_growth import DeviceMemoryMonitor
from core.cards.model import Card, CardKind, Reading
from core.cards.placement import PlacementCheck
from core.cards.placement_monitor import PlacementMonitor
from core.engines.launch.model_check import with_overrides
from core.engines.launch.start_failures import StartFailureCache
from core.engines.model import Engine
from core.engines.process.engine_process import EngineProcess
from core.engines.process.process_outcome import (
    EngineError,
    HostLost,
    ProcessExited,
    ProcessStartFailed,
)
from core.jobs.events import JobEvent, WorkerChanged, WorkerState, WorkerVerified
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import RunnerControl
from core.jobs.execution.wakeup import wait_readable
from core.messages import msg
from core.suspend_aware_clock import SuspendAwareClock
from core.worker.device_errors import classify_error
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.mineru.tier import downloads_allowed
from core.worker.protocol import Failure, Hello, Ready, StartFailed

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
class EngineWorker:
    """An engine process that is ready for documents."""

    process: EngineProcess
    engine: Engine
    hello: Hello
    ready: Ready
    small_batch: bool = False
    """It was told that its card is small, and takes little of it at a time."""
    verified: PlacementCheck | None = None
    documents_done: int = 0
    baseline_memory_mb: float | None = None
    """What it and its helpers took after the first document."""
    placement: PlacementMonitor | None = None
    """Where it is; ``None`` where it uses no card, or cards are not read."""
    device_memory: DeviceMemoryMonitor | None = None
    """Its part of the card's memory; ``None`` where it uses none, or cards are not read."""

    def needs_recycling(self) -> bool:
        """Whether a fresh one is better: libraries leak (MinerU #3617, #4143, #5185).

        Looks at the card, too, where that is due: blocks for a reading then.
        """
        if self.documents_done >= DOCUMENTS_A_WORKER:
            return True
        if (
            self.device_memory is not None
            and self.documents_done
            and self.device_memory.has_grown()
        ):
            return True
        if self.baseline_memory_mb is None:
            return False
        allowed = GROWTH * self.baseline_memory_mb + GROWTH_MB
        return self.process.memory_mb(above=allowed) > allowed


class WorkerSlot:
    """Holds at most one worker. Belongs to the loop's thread."""

    def __init__(
        self,
        context: RunContext,
        card: Card,
        control: RunnerControl,
        on_event: Callable[[JobEvent], None],
    ) -> None:
        self._host = context.host_of(card)
        self._environ = context.environ
        self._card = card
        self._control = control
        self._on_event = on_event
        self._worker: EngineWorker | None = None
        self._failed = StartFailureCache(card, context.environ)

    @property
    def has_worker(self) -> bool:
        """Whether a worker is being kept."""
        return self._worker is not None

    def worker(
        self, engine: Engine, should_continue: Callable[[], bool], *, small_batch: bool = False
    ) -> EngineWorker | Failure | None:
        """A worker of that engine, ready for a document; why there is none; or ``None``.

        ``None``: ``should_continue`` said no while the worker was loading, and it was let go.
        ``small_batch``: it must be one that takes little of the card's memory at a time.
        """
        kept = self._worker
        if kept is not None:
            fits = kept.engine == engine and (kept.small_batch or not small_batch)
            if fits and _is_alive(kept.process) and not kept.needs_recycling():
                return kept
            self.release()
        if (failure := self._failed.reason(engine)) is not None:
            return failure
        return self._started(engine, should_continue, small_batch=small_batch)

    def _started(
        self, engine: Engine, should_continue: Callable[[], bool], *, small_batch: bool
    ) -> EngineWorker | Failure | None:
        """A new one, once it is ready and seen on its card."""
        asks = engine.uses_card and self._card.kind is not CardKind.CPU
        if asks:
            failure = self._host.preflight_failure(engine, self._card, should_continue)
            if failure is not None or not should_continue():
                return failure
        before = self._host.read_cards() if asks else None
        began = time.monotonic()
        try:
            process = self._host.start(engine, self._card, should_continue, small_batch=small_batch)
        except ProcessStartFailed as error:
            return error.failure
        if process is None:
            return None
        self._on_event(WorkerChanged(self._card.key, WorkerState.STARTING, engine.name))
        limit = FETCH_LIMIT_S if self._may_fetch(engine) else LOAD_LIMIT_S[engine.name]
        try:
            worker = self._await_ready(process, engine, should_continue, limit)
            if isinstance(worker, EngineWorker):
                worker.small_batch = small_batch
                worker = self._verified(worker, before)
        except HostLost:
            process.kill()
            self._on_event(WorkerChanged(self._card.key, WorkerState.STOPPED, engine.name))
            raise
        if isinstance(worker, EngineWorker):
            self._worker = worker
            self._failed.reset()
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
                self._failed.record(engine, worker, time.monotonic() - began)
                if asks:
                    self._host.invalidate_preflight(engine, self._card)
            self._on_event(
                WorkerChanged(self._card.key, WorkerState.STOPPED, engine.name, failure=worker)
            )
        return worker

    def _verified(self, worker: EngineWorker, before: Reading | None) -> EngineWorker | Failure:
        """The worker, unless it is found on another card."""
        if before is None:
            return worker

        def pause(seconds: float) -> None:
            wait_for_event(worker.process, self._control, seconds)

        pid = worker.hello.pid
        check = self._host.verify(self._card, pid, before, pause)
        if isinstance(check, Failure):
            return check
        card = before.card(self._card.key)
        worker.device_memory = DeviceMemoryMonitor(
            self._card.key,
            lambda: self._host.held(self._card, pid),
            before_mb=None if card is None else card.memory_used_mb,
        )
        worker.placement = PlacementMonitor(lambda: self._host.misplaced(self._card, pid))
        worker.verified = check
        self._on_event(WorkerVerified(self._card.key, pid, check))
        return worker

    def release(self) -> None:
        """Let the worker go in good order, by force if need be."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.process.stop(STOP_GRACE_S)
            self._on_event(
                WorkerChanged(
                    self._card.key, WorkerState.STOPPED, worker.engine.name, worker.hello.pid
                )
            )

    def kill(self) -> None:
        """End the worker and its helpers at once."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.process.kill()
            self._on_event(
                WorkerChanged(
                    self._card.key, WorkerState.STOPPED, worker.engine.name, worker.hello.pid
                )
            )

    def _await_ready(
        self,
        process: EngineProcess,
        engine: Engine,
        should_continue: Callable[[], bool],
        limit_s: float,
    ) -> EngineWorker | Failure | None:
        clock = SuspendAwareClock()
        hello: Hello | None = None
        try:
            while clock.now() < limit_s:
                if not should_continue():
                    return None
                wait_for_event(process, self._control, 0.5)
                while (report := process.receive(0)) is not None:
                    match report:
                        case Hello():
                            hello = report
                        case StartFailed(failure=failure):
                            return failure
                        case Ready() if hello is not None:
                            wrong = self._wrong_devices(engine, report)
                            return wrong or EngineWorker(process, engine, hello, report)
                        case _:
                            pass
        except HostLost:
            raise
        except EngineError as error:
            log.error("%s ended before it was ready: %s", engine.name.value, error)
            if engine.uses_card and self._card.kind is not CardKind.CPU:
                fault = classify_error(process.log_tail(), self._card.label, starting=True)
                if fault is not None:
                    return fault
            if isinstance(error, ProcessExited):
                return error.outcome.startup_failure(engine.name, process.log_path)
            return replace(error.failure, scope=Scope.WORKER)
        return Failure(
            FailureKind.TIMED_OUT,
            msg(
                "The engine {engine} was not ready after {seconds} s.",
                engine=engine.name.value,
                seconds=round(limit_s),
            ),
            msg(
                "`headframe doctor` looks at its packages and the driver. The log: {path}.",
                path=str(process.log_path),
            ),
        )

    def _may_fetch(self, engine: Engine) -> bool:
        environment = with_overrides(self._environ, engine.models, engine.options)
        return engine.name is EngineName.MINERU and downloads_allowed(environment)

    def _wrong_devices(self, engine: Engine, ready: Ready) -> Failure | None:
        if not engine.uses_card or self._card.kind is CardKind.CPU or ready.device_count == 1:
            return None
        return Failure(
            FailureKind.CARD_UNAVAILABLE,
            msg(
                "Pinned to {card}, the engine sees {count} devices instead of 1.",
                card=self._card.label,
                count="unknown" if ready.device_count is None else ready.device_count,
            ),
            msg("Check the card with `headframe cards`, and the driver with `headframe doctor`."),
            Scope.CARD,
        )


def _is_alive(process: EngineProcess) -> bool:
    """Whether a worker that was left alone for a while is still there."""
    try:
        while process.receive(0) is not None:
            pass  # heartbeats
    except EngineError as error:
        log.info("the worker that was kept has gone: %s", error)
        return False
    return True


def wait_for_event(process: EngineProcess, orders: RunnerControl, timeout_s: float) -> None:
    """Wait for a message of the worker, a wakeup, or the timeout."""
    wait_readable([process.fileno(), orders.bell.fileno()], timeout_s)
    orders.bell.drain()
