"""A whole run of `headframe convert`: plan, queue, one runner a card, and the result."""

from __future__ import annotations

import contextlib
import logging
import queue
import shutil
import signal
import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Protocol

from core.engines.registry import Engines
from core.jobs.events import FoldersMissing, JobEvent, JobFinished, QueueUnavailable
from core.jobs.execution.card_host import CardHost
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.execution.worker_pool import PoolRunner, WorkerPool
from core.jobs.ids import iso, new_id
from core.jobs.model import ConvertOptions, Job, NewJob
from core.jobs.output.staging import StagingDirectory, sweep
from core.jobs.output.staging_registry import CLEANUP_TIMEOUT_S, StagingRegistry
from core.jobs.reports.model import BatchHeader
from core.jobs.reports.writer import ReportWriter
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.sources.filters import FileFilter
from core.jobs.sources.scanner import SourceScanner, absolute
from core.jobs.sources.watcher import FolderWatcher
from core.jobs.states import JobState, WhenFull
from core.jobs.store.batch_store import name_of
from core.jobs.store.job_store import JobStore
from core.jobs.store.migrations import QueueError
from core.messages import Message, msg
from core.paths import runs_folder
from core.sleep_inhibitor import SleepInhibitor
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

ADD_AT_ONCE = 1000
NO_ROOM_BYTES = 1 << 20
"""With less, the disk that the queue is on is full."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What the user asked for."""

    paths: tuple[Path, ...]
    out: Path | None
    options: ConvertOptions
    password: str | None
    rules: FileFilter = field(default_factory=FileFilter)
    only: Container[Path] | None = None
    """Of all documents found, only these sources; ``None``: all."""
    retry_of: str | None = None
    """Id of the batch whose failed documents these are (`core.jobs.reports.history`)."""
    watch: bool = False
    """Stay, and take what comes into the folders; the run ends when it is interrupted."""
    when_full: WhenFull = WhenFull.CHOSEN
    cards: tuple[str, ...] = ()
    """Keys of those that were asked for, for its report; none: whichever fits."""
    profile: str | None = None
    """Name of the profile that made these choices, for its report."""

    @property
    def sources(self) -> tuple[Path, ...]:
        """The paths, absolute."""
        return tuple(map(absolute, self.paths))

    def head(self) -> BatchHeader:
        """How its report begins."""
        return BatchHeader(
            id=new_id(),
            name=name_of(self.sources),
            sources=tuple(map(str, self.sources)),
            out=None if self.out is None else str(absolute(self.out)),
            created_at=iso(time.time()),
            retry_of=self.retry_of,
            options=self.options,
            rules=self.rules,
            profile=self.profile,
            cards=self.cards,
            watch=self.watch,
        )


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Counts of a whole run."""

    done: int
    skipped: int
    failed: int
    seconds: float
    interrupted: bool

    @property
    def documents(self) -> int:
        return self.done + self.skipped + self.failed


class BatchListener(Protocol):
    """Receives every event of a run, in the thread that called :meth:`BatchRunner.run`."""

    def queued(self, job: Job) -> None:
        """A document waits."""

    def event(self, event: JobEvent) -> None:
        """Something happened to a job or a worker."""

    def finished(self, result: BatchResult) -> None:
        """The run is over."""


class _StopRequested:
    """The user, or the system, wants the run to end now."""


@dataclass(frozen=True, slots=True)
class _RunnerExited:
    runner: PoolRunner


@dataclass(frozen=True, slots=True)
class _DocumentsFound:
    """Documents have come into a watched folder; they are in the queue."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class _CardsAdded:
    """There are more cards than before."""

    assignment: CardAssignment


_Event = JobEvent | _StopRequested | _RunnerExited | _DocumentsFound | _CardsAdded


class BatchRunner:
    """One run. Its queue is a file of its own: the window's queue is not touched."""

    def __init__(
        self,
        plan: BatchRequest,
        assignment: CardAssignment,
        engines: Engines,
        home: Path,
        environ: Mapping[str, str],
        *,
        awake: SleepInhibitor | None = None,
        remote_host: Callable[[str], CardHost] | None = None,
        follow_cards: Callable[[Callable[[CardAssignment], None]], None] = lambda add: None,
    ) -> None:
        """``awake``: what keeps the machine from sleeping while there are documents to convert.

        ``remote_host``: a host of a cluster by its name, where cards of hosts are assigned.
        ``follow_cards`` is given :meth:`add_cards` when work begins: for cards found later.
        """
        self._follow_cards = follow_cards
        self._remote_host = remote_host
        self._plan = plan
        self._assignment = assignment
        self._engines = engines
        self._home = home
        self._environ = environ
        self._awake = awake
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self._places: set[Path] = set()
        self._staging = StagingRegistry(home)
        self._threads: list[threading.Thread] = []
        self._open: dict[str, Job] = {}
        """Documents without an end, by job id."""
        self._trouble: Message | None = None
        """Why the queue cannot be used any more; it is told once."""

    def run(self, listener: BatchListener) -> BatchResult:
        """Convert everything. Call it in the main thread: it minds SIGINT and SIGTERM.

        Raises :class:`core.jobs.store.migrations.QueueError` when the queue cannot be written.
        """
        began = time.monotonic()
        runs = runs_folder(self._home)
        with self._signal_handlers(), ReportWriter(self._home, self._plan.head()) as report:
            with self._folder(runs) as folder:
                queue_path = folder.result / "queue.sqlite"
                if self._plan.watch:
                    with self._watching(queue_path):
                        counts, left, interrupted = self._work(queue_path, 0, listener, report)
                else:
                    waiting = self._fill(queue_path, listener)
                    counts, left, interrupted = self._work(queue_path, waiting, listener, report)
            # A watch has no other end than an interruption: it is one, when nothing was waiting.
            is_over = not interrupted or (self._plan.watch and not left)
            # Only now: on a full disk there is room for it again without the queue.
            report.close(finished=is_over and self._trouble is None)
        sweep([*self._places, runs])
        self._staging.clean_up().join(CLEANUP_TIMEOUT_S)
        result = BatchResult(
            done=counts[JobState.DONE],
            skipped=counts[JobState.SKIPPED],
            failed=counts[JobState.FAILED] + counts[JobState.CANCELLED],
            seconds=time.monotonic() - began,
            interrupted=interrupted,
        )
        listener.finished(result)
        return result

    def add_cards(self, assignment: CardAssignment) -> None:
        """Work on more cards: those of before are among them. Thread-safe."""
        self._events.put(_CardsAdded(assignment))

    def _folder(self, runs: Path) -> StagingDirectory:
        try:
            return self._staging.create(runs)
        except OSError as error:
            raise QueueError(
                msg(
                    "The folder {path} cannot be written: {error}. "
                    "Make room, or choose another folder with HEADFRAME_HOME.",
                    path=str(runs),
                    error=error.strerror or str(error),
                )
            ) from error

    def _fill(self, queue_path: Path, listener: BatchListener) -> int:
        total = 0
        with JobStore(queue_path) as jobs:
            intake = SourceScanner(self._plan.out, self._plan.options, self._plan.rules)
            only = self._plan.only
            found = intake.jobs(self._plan.paths)
            for chunk in _chunks(new for new in found if only is None or new.source in only):
                self._places.update(new.out_parent for new in chunk)
                for job in jobs.add(chunk, durable=False):  # this file does not outlive the run
                    total += 1
                    self._open[job.id] = job
                    listener.queued(job)
        return total

    @contextlib.contextmanager
    def _watching(self, queue_path: Path) -> Iterator[None]:
        plan = self._plan
        watch = FolderWatcher(plan.sources, plan.out, plan.options, plan.rules)
        stop = threading.Event()

        def carry() -> None:
            try:
                with JobStore(queue_path) as jobs:
                    watch.run(
                        lambda new: self._events.put(_DocumentsFound(tuple(jobs.add(new)))),
                        stop,
                        lambda missing: self._events.put(FoldersMissing(missing)),
                    )
            except Exception:  # without the watch the command would wait for ever
                log.exception("the folders are not watched any more")
                self._events.put(_StopRequested())

        thread = threading.Thread(target=carry, name="watch")
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _work(
        self, queue_path: Path, waiting: int, listener: BatchListener, report: ReportWriter
    ) -> tuple[dict[JobState, int], int, bool]:
        """Return (counts by final state, number still queued, whether it was interrupted)."""
        counts = dict.fromkeys(JobState, 0)
        pool = self._pool(queue_path)
        interrupted = False
        # A watch has its runners, and so its refusals, before a document comes; a single document
        # goes to the first card.
        at_least = max(1, waiting)
        pool.ensure_running(at_least, at_most=None if self._plan.watch else at_least)
        self._follow_cards(self.add_cards)
        try:
            while not pool.is_empty:
                if self._awake is not None:
                    self._awake.set_active(waiting > sum(counts.values()))
                match self._events.get():
                    case _StopRequested():
                        interrupted = True
                        pool.stop(StopMode.NOW)
                    case _DocumentsFound(jobs=jobs):
                        waiting += len(jobs)
                        self._on_found(jobs, listener)
                        pool.ensure_running(waiting - sum(counts.values()))
                    case _CardsAdded(assignment=assignment):
                        pool.add_cards(assignment)
                        left = waiting - sum(counts.values())
                        pool.ensure_running(left, at_most=left)
                    case _RunnerExited(runner=runner):
                        pool.on_runner_exit(runner)
                    case QueueUnavailable() if self._trouble is not None:
                        pass  # each route meets it
                    case event:
                        self._record_event(event, counts, report)
                        pool.on_event(event, waiting - sum(counts.values()))
                        listener.event(event)
        finally:
            pool.stop(StopMode.NOW)
            for thread in self._threads:
                thread.join()
        left = waiting - sum(counts.values())
        for event in () if interrupted else self._not_reached():
            self._record_event(event, counts, report)
            listener.event(event)
        return counts, left, interrupted

    def _record_event(
        self, event: JobEvent, counts: dict[JobState, int], report: ReportWriter
    ) -> None:
        if isinstance(event, QueueUnavailable):
            self._trouble = event.sentence
        if isinstance(event, JobFinished):
            counts[event.job.state] += 1
            self._open.pop(event.job.id, None)
            report.add(event.job)

    def _not_reached(self) -> list[JobFinished]:
        """A runner gave up: what it left behind has no result."""
        if not self._open:
            return []
        failure = self._why_not_reached()
        return [
            JobFinished(replace(job, state=JobState.FAILED, failure=failure))
            for job in self._open.values()
        ]

    def _why_not_reached(self) -> Failure:
        """Why the documents that are left have no result."""
        try:
            is_full = shutil.disk_usage(self._home).free < NO_ROOM_BYTES
        except OSError:
            is_full = False
        return Failure(
            FailureKind.NO_SPACE if is_full else FailureKind.NOT_WRITABLE,
            self._trouble or msg("The run ended before its turn came."),
            msg(
                "Make room in {folder}, and convert again: what is done is skipped.",
                folder=str(self._home),
            )
            if is_full
            else msg("Convert again: what is done is skipped. The log has the details."),
        )

    def _pool(self, queue_path: Path) -> WorkerPool:
        context = RunContext.create(
            queue_path,
            self._engines,
            self._environ,
            password=self._plan.password,
            waits_for_storage=self._plan.watch,
            remote_host=self._remote_host,
        )
        pool = WorkerPool(
            context,
            self._start_thread,
            self._events.put,
            leave_when_empty=not self._plan.watch,
        )
        pool.set_cards(self._assignment, self._plan.when_full)
        return pool

    def _start_thread(self, runner: PoolRunner) -> None:
        def carry() -> None:
            try:
                runner.run()
            finally:
                self._events.put(_RunnerExited(runner))

        thread = threading.Thread(target=carry, name=f"card-{runner.name}")
        self._threads.append(thread)
        thread.start()

    def _on_found(self, jobs: tuple[Job, ...], listener: BatchListener) -> None:
        self._places.update(job.out_parent for job in jobs)
        for job in jobs:
            self._open[job.id] = job
            listener.queued(job)

    @contextlib.contextmanager
    def _signal_handlers(self) -> Iterator[None]:
        def interrupt(_number: int, _frame: FrameType | None) -> None:
            self._events.put(_StopRequested())  # SimpleQueue: safe in a signal handler

        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
            numbers.append(signal.SIGHUP)
        before = {number: signal.signal(number, interrupt) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _chunks(jobs: Iterator[NewJob]) -> Iterator[list[NewJob]]:
    chunk: list[NewJob] = []
    for job in jobs:
        chunk.append(job)
        if len(chunk) == ADD_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
