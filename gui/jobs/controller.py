"""What the window asks for and is told: one object in front of all threads.

Everything here runs in the GUI thread and returns at once. Answers come as :class:`JobListUpdate`,
ten times a second at most, however much happens.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.settings.definitions import (
    CARDS,
    CLUSTER_ADDRESS,
    CLUSTER_AT_START,
    CLUSTER_CARDS,
    CPU_WORKERS,
    ENGINE,
    OUTPUT_FOLDER,
    PROFILE,
    WHEN_FULL,
    Settings,
)
from gui.jobs.signals import JobSignals

if TYPE_CHECKING:
    from core.cluster.link import ClusterLink
    from core.jobs.execution.control import StopMode
    from core.jobs.model import NewJob
    from core.jobs.scheduling.card_assignment import CardAssignment
    from core.jobs.store.batch_store import BatchRecord, NewBatch
    from core.jobs.store.relocation import JobLocation
    from core.jobs.store.settings_change import SettingsChange
    from core.session.event_queue import EventQueue
    from core.session.job_tracker import JobTracker
    from core.session.queue_service import Operation, QueueService
    from core.session.undo_stack import UndoableAction
    from core.worker.kinds import EngineName, FailureKind
    from core.worker.protocol import Failure
    from gui.jobs.event_dispatcher import EventDispatcher
    from gui.jobs.queue_thread import QueueThread
    from gui.jobs.scan_thread import ScanThread
    from gui.jobs.watch_threads import WatchThreads
    from gui.jobs.worker_threads import WorkerThreads

log = logging.getLogger(__name__)
TICK_MS = 100
SOON_MS = 15
"""Between two parts of what is too much for one tick: room for keys and paint."""


class JobController(JobSignals):
    """The queue, the cards and the folders, as the window sees them.

    What is asked for before :meth:`start` is done then.
    """

    _events_pending = Signal()

    def __init__(self, home: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._events_pending.connect(self._on_events_pending, Qt.ConnectionType.QueuedConnection)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._on_tick_timeout)
        self._emptied_at = 0.0
        self._home = home
        self.cluster: ClusterLink  # these eight from start() on
        self._events: EventQueue
        self._dispatcher: EventDispatcher
        self._tracker: JobTracker
        self._queue: QueueThread
        self._scanner: ScanThread
        self._watchers: WatchThreads
        self._workers: WorkerThreads
        self._started = False
        self._pending: list[Callable[[], None]] = []
        """What was asked for before :meth:`start`, in order."""
        self._stopping = False
        self._unsubscribe: list[Callable[[], None]] = []

    # For the window -----------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Something runs, or waits and is not paused."""
        return self._started and self._tracker.busy

    @property
    def paused(self) -> bool:
        """The whole queue is paused."""
        return self._started and self._tracker.paused

    @property
    def to_undo(self) -> UndoableAction | None:
        """What :meth:`undo` takes back."""
        return self._tracker.steps.to_undo if self._started else None

    @property
    def to_redo(self) -> UndoableAction | None:
        """What :meth:`redo` does again."""
        return self._tracker.steps.to_redo if self._started else None

    @property
    def assignment(self) -> CardAssignment | None:
        """The cards that work goes to; ``None`` while that is being found out."""
        return self._workers.assignment if self._started else None

    def obstacle_to(self, engine: EngineName) -> Failure | None:
        """Why a document that names the engine would fail. Reads files: for a thread."""
        from core.engines.registry import Engines
        from core.engines.setup_offer import obstacle_to

        if self.cluster.is_expected or self.cluster.hosts is not None:
            return None  # another host may have it
        return obstacle_to(Engines(self._home, os.environ), engine)

    def start(self) -> None:
        """Read the queue, carry on with what waits in it."""
        # Late: the window is on the screen before processes, drivers and SQLite are loaded.
        from core.cluster.link import ClusterLink
        from core.engines.registry import Engines
        from core.jobs.execution.context import RunContext
        from core.paths import queue_file
        from core.session.event_queue import EventQueue
        from core.session.job_tracker import JobTracker
        from gui.jobs.event_dispatcher import EventDispatcher
        from gui.jobs.queue_thread import QueueThread
        from gui.jobs.scan_thread import ScanThread
        from gui.jobs.watch_threads import WatchThreads
        from gui.jobs.worker_threads import WorkerThreads

        self.cluster = ClusterLink()
        if self._settings.get(CLUSTER_AT_START) and self._settings.get(CLUSTER_ADDRESS):
            self.cluster.expect()
        self._events = EventQueue(self._announce_events)
        self._tracker = JobTracker()
        self._queue = QueueThread(self._home, self._events.post, self)
        self._scanner = ScanThread(self._queue.submit, self)
        self._watchers = WatchThreads(
            self._add_watched,
            self._post_missing,
            self._scanner.resume,
            self._thread_ended,
            self,
        )
        self.batches_changed.connect(self._on_batches_changed)
        context = RunContext.create(
            queue_file(self._home),
            Engines(self._home, os.environ),
            os.environ,
            waits_for_storage=True,
            remote_host=self.cluster.host,
        )
        self._workers = WorkerThreads(
            context, self._settings, self._events.post, self, self.cluster
        )
        self._dispatcher = EventDispatcher(
            self, self._tracker, self._queue, self._workers, self._watchers.expect
        )
        self._queue.finished.connect(self._thread_ended)
        self._scanner.finished.connect(self._thread_ended)
        self._workers.stopped.connect(self._thread_ended)
        self._unsubscribe = [
            self._settings.observe(CARDS, self._cards_changed),
            self._settings.observe(CLUSTER_CARDS, self._cards_changed),
            self._settings.observe(ENGINE, self._cards_changed),
            self._settings.observe(CPU_WORKERS, self._cards_changed),
            self._settings.observe(WHEN_FULL, self._cards_changed),
        ]
        self._started = True
        self._queue.start()
        self._scanner.start()
        self._workers.discover_cards()
        pending, self._pending = self._pending, []
        for do in pending:
            do()

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these files and folders, with the profile or as in the settings."""
        from core.jobs.sources.scanner import absolute
        from core.jobs.store.batch_store import NewBatch, name_of

        sources = tuple(map(absolute, paths))
        new = NewBatch(
            name=name_of(sources),
            sources=sources,
            out=self._settings.get(OUTPUT_FOLDER),
            options=self._settings.convert_options(),
        )
        self._add_batch(new, profile=self._settings.get(PROFILE))

    def add_batch(self, new: NewBatch) -> None:
        """Look through its files and folders, and convert what is there, as one batch."""
        self._add_batch(new)

    def pause_all(self, paused: bool) -> None:
        """Pause everything, or go on; what runs stops at its next window of pages."""
        self._submit(lambda queue: queue.pause_all(paused))

    def pause_batch(self, batch_id: str, paused: bool) -> None:
        """Let a batch rest, or go on."""
        self._submit(lambda queue: queue.pause_batch(batch_id, paused))

    def pause(self, job_ids: Sequence[str]) -> None:
        """Pause documents that wait or run."""
        if job_ids:
            self._submit(lambda queue: queue.pause(job_ids))

    def resume(self, job_ids: Sequence[str]) -> None:
        """Let paused documents go on."""
        if job_ids:
            self._submit(lambda queue: queue.resume(job_ids))

    def move_next(self, job_ids: Sequence[str]) -> None:
        """Convert these before all others that wait."""
        if job_ids:
            self._submit(lambda queue: queue.move_to_front(job_ids))

    def move_before(self, job_ids: Sequence[str], before: str | None) -> None:
        """Put documents before another one; ``None``: at the end."""
        if job_ids:
            self._submit(lambda queue: queue.move_before(job_ids, before))

    def retry_failed(
        self, kinds: frozenset[FailureKind] | None = None, batch: str | None = None
    ) -> None:
        """Let failed documents wait again: all, or of some kinds, or of one batch."""
        self._submit(lambda queue: queue.retry_failed(kinds, batch))

    def rename_batch(self, batch_id: str, name: str) -> None:
        """Call a batch something else."""
        self._submit(lambda queue: queue.rename_batch(batch_id, name))

    def end_batch(self, batch_id: str) -> None:
        """Wait for no more of a batch: its folders are watched no longer, and one that is not
        there fails, with that reason."""
        batch = next((one for one in self.state.batches if one.id == batch_id), None)
        if batch is None or batch.finished_at is not None:
            return
        if batch.new.watch:
            self.stop_watching(batch_id)
        elif batch_id in self.state.missing_folders:
            self._watchers.expect_no_more(batch_id)
            self._scanner.resume(batch)

    def stop_watching(self, batch_id: str) -> None:
        """Take nothing more from the folders of a batch."""
        self._submit(lambda queue: queue.stop_watching(batch_id))

    def engines_changed(self) -> None:
        """Find out again where work goes: an engine has come, or gone."""
        if self._started:
            self._workers.discover_cards()

    def cluster_changed(self) -> None:
        """A cluster is connected or left, or its hosts are others: find the cards again."""
        if self._started and not self._stopping:
            self._workers.follow_cluster()

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Give up documents that wait or run."""
        if job_ids:
            self._submit(lambda queue: queue.cancel(job_ids))

    def retry(self, job_ids: Sequence[str], password: str | None = None) -> None:
        """Let finished documents wait again."""
        if job_ids:
            self._when_started(lambda: self._retry(job_ids, password))

    def change_settings(self, job_ids: Sequence[str], change: SettingsChange) -> None:
        """Give documents that do not run other settings; finished ones wait again."""
        if job_ids:
            self._submit(lambda queue: queue.change_settings(job_ids, change))

    def relocate(self, locations: Sequence[JobLocation]) -> None:
        """Documents were moved outside: they are here now."""
        self._submit(lambda queue: queue.relocate(locations))

    def remove(self, job_ids: Sequence[str]) -> None:
        """Take documents off the list; a running one is cancelled first. Results stay."""
        if job_ids:
            self._when_started(lambda: self._remove(job_ids))

    def clear_finished(self) -> None:
        """Take everything off the list that is done, skipped or cancelled."""
        self._when_started(self._clear_finished)

    def undo(self) -> None:
        """Take back what the user did last: removing, cancelling, moving, settings, locating."""
        self._when_started(self._undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._when_started(self._redo)

    def read_markdown(self, paths: Sequence[Path]) -> None:
        """Read results; ``markdown_read`` brings the text."""
        self._submit(lambda queue: queue.read_markdown(paths))

    def stop(self, when: StopMode) -> None:
        """End every thread and child; ``stopped`` tells when. Call again to be quicker about it."""
        if not self._started:
            self.stopped.emit()
            return
        if not self._stopping:
            self._stopping = True
            for unsubscribe in self._unsubscribe:
                unsubscribe()
            self._scanner.stop()
            self._watchers.stop()
        self._workers.stop(when)
        self._thread_ended()

    def _add_batch(self, new: NewBatch, profile: str | None = None) -> None:
        def add(queue: QueueService) -> None:
            # Into the queue's file first: folders that are scanned before may take their time.
            batch = queue.add_batch(new, profile)
            if batch is not None:
                self._scanner.scan(batch)

        self._submit(add)

    # Done once started --------------------------------------------------------------------------

    def _submit(self, operation: Operation) -> None:
        self._when_started(lambda: self._queue.submit(operation))

    def _when_started(self, do: Callable[[], None]) -> None:
        """Do it, now or at the start: the window is there a moment before the queue is."""
        if self._started:
            do()
        else:
            self._pending.append(do)

    def _retry(self, job_ids: Sequence[str], password: str | None) -> None:
        if password is not None:
            for job_id in job_ids:
                self._workers.passwords.set(job_id, password)
        self._queue.submit(lambda queue: queue.retry(job_ids))

    def _remove(self, job_ids: Sequence[str]) -> None:
        now, running = self._tracker.split_for_removal(job_ids)
        for job_id in running:
            self._workers.cancel(job_id)
        if now:
            self._queue.submit(lambda queue: queue.remove(now))

    def _clear_finished(self) -> None:
        from core.jobs.states import JobState

        over = (JobState.DONE, JobState.SKIPPED, JobState.CANCELLED)
        self.remove(self._tracker.ids_in(over))

    def _undo(self) -> None:
        action = self._tracker.steps.undo()
        if action is not None:
            self._queue.submit(lambda queue: queue.undo(action))

    def _redo(self) -> None:
        action = self._tracker.steps.redo()
        if action is not None:
            self._queue.submit(lambda queue: queue.redo(action))

    # The way back from the threads --------------------------------------------------------------

    def _add_watched(self, batch_id: str, found: Sequence[NewJob]) -> None:
        self._queue.submit(lambda queue: queue.add_watched(batch_id, found))

    def _post_missing(self, batch_id: str, folders: tuple[Path, ...]) -> None:
        from core.session.messages import (
            BatchFoldersMissing,  # late, as all that begins with the work
        )

        self._events.post(BatchFoldersMissing(batch_id, folders))  # in the thread that watches

    def _announce_events(self) -> None:
        """From any thread. One that looks for cards is not waited for, and may outlive this."""
        with contextlib.suppress(RuntimeError):  # deleted by then
            self._events_pending.emit()

    def _on_events_pending(self) -> None:
        if not self._tick.isActive():
            since = (time.monotonic() - self._emptied_at) * 1000
            self._tick.start(max(0, round(TICK_MS - since)))

    def _on_tick_timeout(self) -> None:
        self._emptied_at = time.monotonic()
        self._dispatcher.deliver(*self._events.empty())
        if self._events.more:
            self._tick.start(SOON_MS)

    def _on_batches_changed(self, batches: tuple[BatchRecord, ...]) -> None:
        self._watchers.keep(batches)

    def _cards_changed(self, _value: object) -> None:
        self._workers.discover_cards()

    # The end ------------------------------------------------------------------------------------

    def _thread_ended(self) -> None:
        if not self._stopping or not self._workers.has_stopped:
            return
        if self._scanner.isRunning() or not self._watchers.has_stopped:
            return  # they may still hand something to the queue
        if self._queue.isRunning():
            self._queue.stop()
            return
        self._tick.stop()
        while self._events.more:
            self._dispatcher.deliver(*self._events.empty())
        self.stopped.emit()
