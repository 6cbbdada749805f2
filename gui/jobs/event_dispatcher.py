"""What the threads have posted: tracked, put into the queue's state, and emitted as signals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.jobs.events import (
    CardQuarantined,
    DiskFull,
    JobStarted,
    QueueUnavailable,
    StorageAvailable,
    WorkerChanged,
    WorkerVerified,
)
from core.jobs.model import CardSet, JobProgress
from core.session.event_queue import QueueMessage
from core.session.job_tracker import JobTracker, TrackerChanges
from core.session.messages import (
    BatchesChanged,
    BatchFoldersMissing,
    CardsAssigned,
    JobsAdded,
    JobsRemoved,
    MarkdownRead,
    OperationFailed,
    PartiallyScanned,
    QueuePausedChanged,
    ScanFinished,
)
from core.session.queue_state import QueueState
from core.session.undo_stack import RemoveJobs
from core.session.updates import JobListUpdate
from gui.jobs.queue_thread import QueueThread
from gui.jobs.signals import JobSignals
from gui.jobs.worker_threads import WorkerThreads

if TYPE_CHECKING:
    from core.jobs.store.batch_store import BatchRecord
    from core.worker.protocol import Failure

NOTHING = JobListUpdate()


class EventDispatcher:
    """Takes the messages of a tick. Runs in the GUI thread."""

    def __init__(
        self,
        signals: JobSignals,
        tracker: JobTracker,
        queue: QueueThread,
        workers: WorkerThreads,
        resume_scans: Callable[[Sequence[BatchRecord]], None],
    ) -> None:
        """``resume_scans``: scan the rest of these batches' folders when all of them are there."""
        self._signals = signals
        self._resume_scans = resume_scans
        self._tracker = tracker
        self._queue = queue
        self._workers = workers
        self._new = 0
        """Documents that came with the scan under way."""
        self._added: list[str] = []
        """Those of them that were not on the list before."""
        self._known: list[str] = []
        """Those it found on the list."""

    def deliver(self, messages: Iterable[QueueMessage], progress: dict[str, JobProgress]) -> None:
        """Track and announce everything, and do what follows from it."""
        changes = TrackerChanges(progress)
        was_over = self._tracker.is_over
        for message in messages:
            self._tracker.take(message, changes)
            self._announce(message)
        for job_id in changes.to_cancel:
            self._workers.cancel(job_id)
        for job_id in changes.to_requeue:
            self._workers.requeue(job_id)
        if batches := sorted(changes.batches_ended):
            self._queue.submit(lambda queue: queue.finish_batches(batches))
        if to_remove := changes.to_remove:
            self._queue.submit(lambda queue: queue.remove(to_remove))
        update = changes.update()
        if update != NOTHING:
            self._signals.jobs_changed.emit(update)
        if changes.work_waits:
            self._ensure_running()
        if not was_over and self._tracker.is_over:
            self._signals.idle.emit()

    @property
    def _state(self) -> QueueState:
        return self._signals.state

    def _set_state(self, **changes: Any) -> None:  # noqa: ANN401
        self._signals.state = replace(self._state, **changes)

    def _ensure_running(self) -> None:
        self._workers.ensure_running(self._tracker.waiting(self._workers.capacity))

    def _announce(self, message: QueueMessage) -> None:
        signals = self._signals
        match message:
            case JobStarted():
                signals.job_started.emit(message)
            case WorkerChanged():
                signals.worker_changed.emit(message)
            case WorkerVerified() | CardQuarantined():
                signals.card_reported.emit(message)
            case QueueUnavailable(sentence=sentence) | OperationFailed(sentence=sentence):
                signals.failed.emit(sentence)
            case DiskFull(place=place, failure=failure):
                self._set_outages({**self._state.outages, place: failure})
                signals.storage_lost.emit(message)
            case StorageAvailable(place=place):
                self._set_outages({**self._state.outages, place: None})
                signals.storage_available.emit(message)
            case MarkdownRead(text=text, documents=documents, missing=missing):
                signals.markdown_read.emit(text, documents, missing)
            case JobsRemoved(jobs=jobs) if jobs:
                for job in jobs:
                    self._workers.passwords.forget(job.id)
                step = self._tracker.steps.to_undo
                number = step.number if isinstance(step, RemoveJobs) else len(jobs)
                signals.removed.emit(number)
            case _:
                self._announce_rest(message)

    def _announce_rest(self, message: QueueMessage) -> None:
        match message:
            case CardsAssigned():
                self._take_assignment(message)
            case JobsAdded(watched=False):
                self._new += len(message.jobs) + len(message.again)
                self._added += (job.id for job in message.jobs)
                self._known += message.known
            case QueuePausedChanged(paused=paused):
                self._signals.paused_changed.emit(paused)
            case BatchesChanged():
                self._take_batches(message.batches, message.cards_of_jobs)
            case BatchFoldersMissing(batch=batch, folders=folders):
                if self._state.waits_for_folders(batch):
                    self._set_missing(batch, folders)
            case PartiallyScanned(batches=batches):
                self._resume_scans(batches)
            case ScanFinished(found=found, not_pdfs=not_pdfs, quiet=quiet):
                if not quiet:
                    if not_pdfs:
                        self._signals.files_left_out.emit(not_pdfs)
                    known, added = tuple(self._known), tuple(self._added)
                    self._signals.scan_finished.emit(found, self._new, known, added)
                self._new, self._known, self._added = 0, [], []

    def _set_outages(self, outages: dict[Path, Failure | None]) -> None:
        self._set_state(
            outages={place: why for place, why in outages.items() if why is not None},
            blocked_paths=self._workers.blocked_paths,
        )

    def _take_batches(
        self, batches: tuple[BatchRecord, ...], cards_of_jobs: frozenset[CardSet]
    ) -> None:
        self._set_state(batches=batches)
        of_batches = {b.new.cards for b in batches if b.finished_at is None}
        self._workers.request_cards(of_batches | cards_of_jobs)
        self._signals.batches_changed.emit(batches)
        for batch in self._state.missing_folders:
            if not self._state.waits_for_folders(batch):
                self._set_missing(batch, (), before=())

    def _set_missing(
        self,
        batch: str,
        folders: tuple[Path, ...],
        before: tuple[Path, ...] | None = None,
    ) -> None:
        """``before``: what is told to have been missing; ``None``: what was."""
        missing = dict(self._state.missing_folders)
        found = missing.pop(batch, ())
        if folders:
            missing[batch] = folders
        self._set_state(missing_folders=missing)
        self._signals.folders_missing.emit(batch, folders, found if before is None else before)

    def _take_assignment(self, message: CardsAssigned) -> None:
        if message.route:
            self._workers.set_route(message.route, message.assignment)
        else:
            self._workers.set_cards(message.assignment)
            if self._workers.assignment is not message.assignment:
                return  # it was asked with settings that are old by now
            self._set_state(
                engine=message.engine,
                skipped_engines=message.skipped_engines,
                engine_is_proven=message.is_proven,
            )
            self._signals.cards_assigned.emit(message.assignment)
        if self._tracker.waits:
            self._ensure_running()
