"""What runs on a host for each card in use: it holds the engine's process, a child of its own.

A plain class; the gateway makes a Ray actor of it. Ray calls it from several threads; the process
belongs to one thread here. What the process says is kept, numbered, until the gateway has it: a
network that breaks off for some seconds loses nothing. The actor's owner is the gateway: Ray ends
the actor when the gateway is gone, and the guard below it ends the engine's process.
"""

from __future__ import annotations

import logging
import pickle
import queue
import shutil
import tarfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.cards.pinning import CannotPinError
from core.cluster.delivered_document import DeliveredDocument, folder_of, is_seen
from core.cluster.event_outbox import EventOutbox
from core.cluster.host_environment import host_environment
from core.cluster.messages import (
    CardHolder,
    CheckpointFiles,
    ConvertDelivered,
    Delivery,
    HostFull,
    KernelLimit,
    KillProcess,
    MemoryLimit,
    MemoryUsed,
    NumberedOrder,
    ProcessEvent,
    ProcessGarbled,
    ProcessOrder,
    ProcessOver,
    ProcessSaid,
    SharedSource,
    SourceUnseen,
    StartSpec,
    StopProcess,
)
from core.cluster.transfer import PART_BYTES, write_archive
from core.engines.launch.launch_environment import engine_environment, not_pinned
from core.engines.process.local_process import (
    EngineError,
    LaunchSpec,
    LocalProcess,
    ProcessExited,
    ProcessStartFailed,
)
from core.jobs.execution.wakeup import WakeupPipe, wait_readable
from core.jobs.output.staging import write_failure
from core.paths import headframe_home, logs_folder
from core.worker.kinds import FailureKind
from core.worker.protocol import (
    Convert,
    Converted,
    Failure,
    Progress,
    Rejected,
    WorkerReport,
)

log = logging.getLogger(__name__)

CHECK_S = 0.1
"""Between two looks at the memory of a process at work, as on one host."""
IDLE_CHECK_S = 0.5
MEMORY_REPORT_S = 2.0
"""How often to tell what the process takes, where it takes no more than it may."""
ABANDONED_S = 60.0
"""The gateway asks every few seconds; one that has not asked for so long is out of reach, and its
documents are done elsewhere by then."""


class CardActor:
    """Holds at most one process."""

    def __init__(self, owner: CardHolder) -> None:
        self._owner = owner
        self._environ = host_environment()
        self._home = headframe_home(self._environ)
        self._outbox = EventOutbox()
        self._order_lock = threading.Lock()
        self._ordered = 0
        """Number of the last order that was taken."""
        self._asked_at = time.monotonic()
        self._process: LocalProcess | None = None
        self._thread: threading.Thread | None = None
        self._commands: queue.SimpleQueue[Callable[[LocalProcess], object]] = queue.SimpleQueue()
        self._wakeup = WakeupPipe()
        self._document: DeliveredDocument | None = None
        self._limit_mb = 0.0
        self._checked_at = 0.0
        self._reported_at = 0.0

    def holder(self) -> CardHolder:
        """Whose program works here."""
        return self._owner

    def start(self, spec: StartSpec) -> Failure | None:
        """Start a process in the place of an earlier one; why there is none."""
        self.kill()
        try:
            environment = engine_environment(
                spec.engine, spec.card, self._environ, small_batch=spec.small_batch
            )
        except CannotPinError as error:
            return not_pinned(error)
        name = f"worker-{spec.card.key.replace(':', '-')}.log"
        try:
            process = LocalProcess.start(
                LaunchSpec(
                    spec.engine.name,
                    spec.engine.interpreter,
                    environment,
                    logs_folder(self._home) / name,
                )
            )
        except ProcessStartFailed as error:
            return error.failure
        self._commands = queue.SimpleQueue()
        self._limit_mb = 0.0
        self._asked_at = time.monotonic()
        self._process = process
        self._thread = threading.Thread(target=self._run, args=(process,), name="pump", daemon=True)
        self._thread.start()
        return None

    def exchange(
        self, turn: int, after: int, wait_s: float, orders: Sequence[NumberedOrder]
    ) -> list[tuple[int, ProcessEvent]]:
        """Take the orders that are new, and give what happened after that number.

        Orders come again until a question that had them is answered, and are taken once. Waits for
        something to happen, at most so long (`EventOutbox.take`).
        """
        self._asked_at = time.monotonic()
        with self._order_lock:
            for number, order in orders:
                if number > self._ordered:
                    self._ordered = number
                    self._take(order)
        events = self._outbox.take(turn, after, wait_s)
        self._asked_at = time.monotonic()
        return events

    def exchange_packed(self, question: bytes) -> bytes:
        """:meth:`exchange` with its arguments and its answer pickled: Ray's own way to do it costs
        several times as much."""
        return pickle.dumps(self.exchange(*pickle.loads(question)), pickle.HIGHEST_PROTOCOL)

    def _take(self, order: ProcessOrder) -> None:
        match order:
            case ConvertDelivered(request=request, delivery=delivery):
                self._convert(request, delivery)
            case MemoryLimit(mb=mb):
                self._limit_mb = mb
            case KernelLimit(mb=mb):
                self._submit(lambda process: process.limit_memory(mb))
            case StopProcess(grace_s=grace_s):
                self._submit(lambda process: process.stop(grace_s))
            case KillProcess():
                self._submit(lambda process: process.kill())
            case word:
                self._submit(lambda process: process.send(word))

    def put_part(self, job: str, offset: int, data: bytes) -> Failure | None:
        """Some of a document that is sent ahead of the order to convert it."""
        process = self._process
        if process is None:
            return None
        try:
            folder = folder_of(process, job)
            folder.mkdir(exist_ok=True)
            with (folder / "parts").open("r+b" if offset else "wb") as file:
                file.seek(offset)
                file.write(data)
        except OSError as error:
            return write_failure(error, process.scratch)
        return None

    def _convert(self, request: Convert, delivery: Delivery) -> None:
        """Begin with a document, or say that its file is not seen here and has to be sent."""
        process = self._process
        if process is None:
            return  # the gateway hears of its end
        shared = delivery.source
        if isinstance(shared, SharedSource) and not is_seen(shared, Path(request.source)):
            self._outbox.emit(SourceUnseen(request.job))
            return
        try:
            document = DeliveredDocument(process, request, delivery)
        except OSError as error:
            self._outbox.emit(HostFull(write_failure(error, process.scratch)))
            return
        self._document = document
        self._submit(lambda process: process.send(document.request))

    def result_part(self, job: str, offset: int) -> bytes:
        """Of a result that is too large for one message; empty at its end."""
        process = self._process
        if process is None:
            return b""
        with (folder_of(process, job) / "result.tar").open("rb") as file:
            file.seek(offset)
            return file.read(PART_BYTES)

    def pack_result(self, job: str, names: list[str]) -> None:
        """Get a result that was written in place ready to be fetched: it is not seen there."""
        document, process = self._document, self._process
        if document is not None and process is not None and document.job == job:
            document.folder.mkdir(exist_ok=True)
            with (document.folder / "result.tar").open("wb") as file:
                write_archive(Path(document.request.staging), names, file)

    def forget(self, job: str) -> None:
        """A document's files are not needed here any more."""
        process = self._process
        if process is not None:
            shutil.rmtree(folder_of(process, job), ignore_errors=True)

    def kill(self) -> None:
        """End the process and its helpers now."""
        self._submit(lambda process: process.kill())
        self._join()

    # The process's own thread ------------------------------------------------------------------

    def _submit(self, order: Callable[[LocalProcess], object]) -> None:
        """Let the process's own thread do it; nothing where there is none any more."""
        if self._process is not None:
            self._commands.put(order)
            self._wakeup.notify()

    def _join(self) -> None:
        pump = self._thread
        if pump is not None:
            pump.join()

    def _run(self, process: LocalProcess) -> None:
        try:
            while True:
                wait_readable(
                    [process.fileno(), self._wakeup.fileno()],
                    CHECK_S if self._document is not None else IDLE_CHECK_S,
                )
                self._wakeup.drain()
                while not self._commands.empty():
                    self._commands.get()(process)
                while (report := process.receive(0)) is not None:
                    self._on_report(process, report)
                self._watch(process)
        except ProcessExited as error:
            self._outbox.emit(ProcessOver(error.outcome, process.log_tail()))
        except EngineError as error:
            process.kill()
            self._outbox.emit(ProcessGarbled(error.failure, process.log_tail()))
        except Exception:  # whatever fails in this thread, the program waits for an end
            log.exception("the process cannot be followed any more")
            outcome = process.kill()
            self._outbox.emit(ProcessOver(outcome, process.log_tail()))
        finally:
            self._document = None
            self._process = None

    def _on_report(self, process: LocalProcess, report: WorkerReport) -> None:
        """Pass it on, after what belongs before it."""
        document = self._document
        events: list[ProcessEvent] = []
        if isinstance(report, Converted | Rejected):
            events.append(MemoryUsed(process.memory_mb(above=self._limit_mb)))
        said: ProcessEvent = ProcessSaid(report)
        done = False
        match report:
            case Progress() if document is not None:
                events += _new_windows(document)
            case Converted() if document is not None and report.job == document.job:
                events += _new_windows(document, at_once=True)
                try:
                    result = document.result()
                except (OSError, tarfile.TarError) as error:
                    said = HostFull(write_failure(_as_os_error(error), process.scratch))
                else:
                    events.append(result)
                    done = result.archive is not None
            case Rejected() if document is not None and report.job == document.job:
                events += _new_windows(document, at_once=True)
                done = True
                if report.failure.kind is FailureKind.NO_SPACE and not document.in_place:
                    said = HostFull(report.failure)
            case _:
                pass
        self._outbox.emit(*events, said)
        if done and document is not None:  # else there is more of it to be fetched
            self._document = None
            shutil.rmtree(document.folder, ignore_errors=True)

    def _watch(self, process: LocalProcess) -> None:
        now = time.monotonic()
        if now - self._asked_at > ABANDONED_S:
            log.error("no request from the driver for %d s: ending the process", ABANDONED_S)
            process.kill()
            return
        if now - self._checked_at < CHECK_S:
            return
        self._checked_at = now
        limit = self._limit_mb
        if limit:
            used = process.memory_mb(above=limit)
            if used > limit or now - self._reported_at >= MEMORY_REPORT_S:
                self._reported_at = now
                self._outbox.emit(MemoryUsed(used), urgent=used > limit)


def _new_windows(document: DeliveredDocument, *, at_once: bool = False) -> list[ProcessEvent]:
    archive = document.new_windows(at_once=at_once)
    return [] if archive is None else [CheckpointFiles(document.job, archive)]


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(str(error))
