"""What runs on a host for each card in use: it holds the engine's process, a child of its own.

A plain class; the gateway makes a Ray actor of it. Ray calls it from several threads; the process
belongs to one thread here. What the process says is kept, numbered, until the gateway has it: a
network that breaks off for some seconds loses nothing. The actor's owner is the gateway: Ray ends
the actor when the gateway is gone, and the guard below it ends the engine's process.
"""

from __future__ import annotations

import logging
import os
import queue
import shutil
import tarfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.cards.pinning import CannotPinError
from core.cluster.host_environment import host_environment, sees_files
from core.cluster.messages import (
    CardHolder,
    CheckpointFiles,
    Delivery,
    HostFull,
    MemoryUsed,
    ProcessEvent,
    ProcessGarbled,
    ProcessOver,
    ProcessSaid,
    ResultReady,
    SharedSource,
    StartSpec,
)
from core.cluster.transfer import (
    PART_BYTES,
    archive_of,
    manifest_of,
    unpack,
    write_archive,
)
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
    Heartbeat,
    Progress,
    Rejected,
    WorkerReport,
    WorkerRequest,
)

log = logging.getLogger(__name__)

CHECK_S = 0.1
"""Between two looks at the memory of a process at work, as on one host."""
IDLE_CHECK_S = 0.5
CHECKPOINT_S = 1.0
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
        self._changed = threading.Condition()
        self._events: deque[tuple[int, ProcessEvent]] = deque()
        self._number = 0
        self._polled_at = time.monotonic()
        self._process: LocalProcess | None = None
        self._thread: threading.Thread | None = None
        self._commands: queue.SimpleQueue[Callable[[LocalProcess], object]] = queue.SimpleQueue()
        self._wakeup = WakeupPipe()
        self._document: _Document | None = None
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
        self._polled_at = time.monotonic()
        self._process = process
        self._thread = threading.Thread(target=self._run, args=(process,), name="pump", daemon=True)
        self._thread.start()
        return None

    def poll(self, after: int, wait_s: float) -> list[tuple[int, ProcessEvent]]:
        """What happened after that number; waits for something, at most so long.

        What came before is forgotten.
        """
        with self._changed:
            self._polled_at = time.monotonic()
            while self._events and self._events[0][0] <= after:
                self._events.popleft()
            self._changed.wait_for(lambda: bool(self._events), wait_s)
            self._polled_at = time.monotonic()
            return list(self._events)

    def put_part(self, job: str, data: bytes) -> Failure | None:
        """More of a document that is too large for one message, before :meth:`convert`."""
        process = self._process
        if process is None:
            return None
        try:
            folder = _folder(process, job)
            folder.mkdir(exist_ok=True)
            with (folder / "parts").open("ab") as file:
                file.write(data)
        except OSError as error:
            return write_failure(error, process.scratch)
        return None

    def convert(self, request: Convert, delivery: Delivery) -> bool:
        """Begin with a document. False: the file is not seen here, and has to be sent."""
        process = self._process
        if process is None:
            return True  # the gateway hears of its end
        shared = delivery.source
        if isinstance(shared, SharedSource) and not _is_seen(shared, Path(request.source)):
            return False
        try:
            document = _Document(process, request, delivery)
        except OSError as error:
            self._emit(HostFull(write_failure(error, process.scratch)))
            return True
        self._document = document
        self._submit(lambda process: process.send(document.request))
        return True

    def request(self, request: WorkerRequest) -> None:
        """Pass on a word that needs nothing beside it."""
        self._submit(lambda process: process.send(request))

    def limit(self, mb: float) -> None:
        """Tell at once when the process takes more than that."""
        self._limit_mb = mb

    def limit_memory(self, mb: float) -> None:
        """Let the kernel refuse more to each of its processes."""
        self._submit(lambda process: process.limit_memory(mb))

    def result_part(self, job: str, offset: int) -> bytes:
        """Of a result that is too large for one message; empty at its end."""
        process = self._process
        if process is None:
            return b""
        with (_folder(process, job) / "result.tar").open("rb") as file:
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
            shutil.rmtree(_folder(process, job), ignore_errors=True)

    def stop(self, grace_s: float) -> None:
        """End the process in good order, by force if need be."""
        self._submit(lambda process: process.stop(grace_s))
        self._join()

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
            self._emit(ProcessOver(error.outcome, process.log_tail()))
        except EngineError as error:
            process.kill()
            self._emit(ProcessGarbled(error.failure, process.log_tail()))
        except Exception:  # whatever fails in this thread, the program waits for an end
            log.exception("the process cannot be followed any more")
            outcome = process.kill()
            self._emit(ProcessOver(outcome, process.log_tail()))
        finally:
            self._document = None
            self._process = None

    def _on_report(self, process: LocalProcess, report: WorkerReport) -> None:
        document = self._document
        if isinstance(report, Converted | Rejected):
            self._emit(MemoryUsed(process.memory_mb(above=self._limit_mb)))
        match report:
            case Progress() if document is not None:
                self._send_checkpoint(document)
            case Converted() if document is not None and report.job == document.job:
                self._send_checkpoint(document, at_once=True)
                try:
                    self._emit(document.result())
                except (OSError, tarfile.TarError) as error:
                    failure = write_failure(_as_os_error(error), process.scratch)
                    self._emit(HostFull(failure))
                    return
            case Rejected() if document is not None and report.job == document.job:
                self._send_checkpoint(document, at_once=True)
                shutil.rmtree(document.folder, ignore_errors=True)
                self._document = None
                if report.failure.kind is FailureKind.NO_SPACE and not document.in_place:
                    self._emit(HostFull(report.failure))
                    return
            case _:
                pass
        self._emit(ProcessSaid(report), coalesce=isinstance(report, Heartbeat))

    def _send_checkpoint(self, document: _Document, *, at_once: bool = False) -> None:
        archive = document.new_windows(at_once=at_once)
        if archive is not None:
            self._emit(CheckpointFiles(document.job, archive))

    def _watch(self, process: LocalProcess) -> None:
        now = time.monotonic()
        if now - self._polled_at > ABANDONED_S:
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
                self._emit(MemoryUsed(used))

    def _emit(self, event: ProcessEvent, *, coalesce: bool = False) -> None:
        with self._changed:
            if coalesce and self._events and self._events[-1][1] == event:
                return  # unfetched heartbeats say no more than one
            self._number += 1
            self._events.append((self._number, event))
            self._changed.notify_all()


class _Document:
    """A document at work: its folder below the process's own, which the guard removes."""

    def __init__(self, process: LocalProcess, request: Convert, delivery: Delivery) -> None:
        """Raises ``OSError``."""
        self.job = request.job
        self.folder = _folder(process, request.job)
        self.folder.mkdir(exist_ok=True)
        source = request.source
        if not isinstance(delivery.source, SharedSource):
            source = str(self.folder / f"{request.stem}.pdf")
            parts = self.folder / "parts"
            if parts.exists():
                parts.rename(source)
            else:
                Path(source).write_bytes(delivery.source.data)
        self.in_place = _may_write(Path(request.staging), delivery.marker)
        staging = request.staging
        if not self.in_place:
            staging = str(self.folder / "result")
            Path(staging).mkdir()
        self._checkpoint: Path | None = None
        if request.checkpoint is not None:
            self._checkpoint = self.folder / "checkpoint"
            if delivery.checkpoint is not None:
                unpack(delivery.checkpoint, self._checkpoint)
        self._sent = self._windows()
        self._sent_at = 0.0
        checkpoint = None if self._checkpoint is None else str(self._checkpoint)
        self.request = replace(request, source=source, staging=staging, checkpoint=checkpoint)

    def _windows(self) -> dict[str, tuple[int, int]]:
        """Each finished file with its size and time."""
        found = {}
        if self._checkpoint is not None and self._checkpoint.is_dir():
            for path in self._checkpoint.iterdir():
                if not path.name.startswith("."):  # unfinished
                    state = path.stat()
                    found[path.name] = (state.st_size, state.st_mtime_ns)
        return found

    def new_windows(self, *, at_once: bool) -> bytes | None:
        """What was recognised since; ``None``: nothing, or it is too early to look again."""
        now = time.monotonic()
        if self._checkpoint is None or (not at_once and now - self._sent_at < CHECKPOINT_S):
            return None
        self._sent_at = now
        try:
            windows = self._windows()
            fresh = [name for name, state in windows.items() if self._sent.get(name) != state]
            archive = archive_of(self._checkpoint, fresh) if fresh else None
        except OSError:
            return None  # replaced or removed this moment: the next look has it
        self._sent = windows
        return archive

    def result(self) -> ResultReady:
        """Raises ``OSError``."""
        folder = Path(self.request.staging)
        manifest = manifest_of(folder)
        archive = None
        if not self.in_place:
            if sum(manifest.values()) <= PART_BYTES:
                archive = archive_of(folder, manifest)
            else:
                with (self.folder / "result.tar").open("wb") as file:
                    write_archive(folder, manifest, file)
        return ResultReady(self.job, manifest, archive, self.in_place)


def _folder(process: LocalProcess, job: str) -> Path:
    return process.scratch / f"document-{job}"


def _is_seen(shared: SharedSource, path: Path) -> bool:
    return sees_files() and shared.fingerprint.is_at(path)


def _may_write(staging: Path, marker: str) -> bool:
    """Whether this host sees the driver's staging folder itself, and may write there."""
    if not sees_files() or not (staging.parent / marker).is_file():
        return False
    probe = staging / f".{marker}.{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(str(error))
