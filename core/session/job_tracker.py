"""What is known of every job in the GUI thread, and what each note changes about it.

Notes of a job may come from two threads: a card's loop may tell that it has taken a job before
the queue has told that the job exists. What is ahead of its time is kept until then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from core.jobs.events import JobClaimed, JobConverted, JobFinished, JobRequeued
from core.jobs.model import Job, JobProgress
from core.jobs.states import JobState
from core.messages import Message
from core.session.event_queue import QueueMessage
from core.session.messages import (
    BatchesChanged,
    CancelPending,
    JobsAdded,
    JobsChanged,
    JobsLoaded,
    JobsPaused,
    JobsRemoved,
    JobsRestored,
    QueuePausedChanged,
)
from core.session.undo_stack import (
    CancelJobs,
    Direction,
    RemoveJobs,
    UndoableAction,
    UndoStack,
)
from core.session.updates import JobListUpdate


@dataclass
class TrackerChanges:
    """What has changed since the last time, and what is to be done about it."""

    progress: dict[str, JobProgress]
    jobs: dict[str, Job] = field(default_factory=dict)
    reasons: dict[str, Message] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    saving: set[str] = field(default_factory=set)
    to_cancel: list[str] = field(default_factory=list)
    """Running jobs that their cards are to give up."""
    to_requeue: list[str] = field(default_factory=list)
    """Running jobs that their cards are to give up for now."""
    batches_ended: set[str] = field(default_factory=set)
    """Of which jobs have come to their ends."""
    to_remove: list[str] = field(default_factory=list)
    """Jobs that were to be removed and run no more."""
    work_waits: bool = False

    def update(self) -> JobListUpdate:
        """The part that the window wants to know."""
        return JobListUpdate(
            frozenset(self.removed),
            tuple(self.jobs.values()),
            self.reasons,
            self.progress,
            frozenset(self.ended),
            frozenset(self.saving),
        )


class JobTracker:
    """One entry a job. No thread but the GUI's touches it."""

    def __init__(self) -> None:
        self._states: dict[str, JobState] = {}
        self._open: dict[str, Job] = {}
        """Jobs that wait or run: asked for ten times a second, with a hundred thousand listed."""
        self._early: dict[str, Job] = {}
        self._running: set[str] = set()
        self._to_cancel: set[str] = set()
        self._to_requeue: set[str] = set()
        self._paused_batches: frozenset[str] = frozenset()
        self.paused = False
        """The whole queue."""
        self._to_remove: set[str] = set()
        self.steps = UndoStack()
        """What the user can take back."""
        self._cancelling: frozenset[str] = frozenset()
        """Jobs that the user cancelled last, among those that waited no more."""
        self._cancelled = CancelJobs(())
        """What has come of that by now."""

    @property
    def busy(self) -> bool:
        """Something runs, or waits and is not paused."""
        running = any(job.state is JobState.RUNNING for job in self._open.values())
        return running or self.waits

    @property
    def is_over(self) -> bool:
        """Nothing runs and nothing waits, not even paused."""
        return not self._open

    @property
    def waits(self) -> bool:
        """Something waits that is not paused."""
        return self.waiting(1) > 0

    def waiting(self, most: int) -> int:
        """Waiting jobs that are not paused, counted up to ``most``."""
        if self.paused:
            return 0
        found = (
            job
            for job in self._open.values()
            if job.state is JobState.QUEUED
            and not job.paused
            and job.batch not in self._paused_batches
        )
        return sum(1 for _ in islice(found, most))

    def ids_in(self, states: Iterable[JobState]) -> list[str]:
        wanted = frozenset(states)
        return [job_id for job_id, state in self._states.items() if state in wanted]

    def split_for_removal(self, job_ids: Iterable[str]) -> tuple[list[str], list[str]]:
        """Those that can go now, and those that run, are to be cancelled, and go then."""
        now: list[str] = []
        running: list[str] = []
        for job_id in job_ids:
            (running if job_id in self._running else now).append(job_id)
        self._to_remove.update(running)
        self._to_cancel.update(running)
        return now, running

    def take(self, note: QueueMessage, tick: TrackerChanges) -> None:
        """Enter what a note says of jobs. Other notes change nothing here."""
        match note:
            case JobClaimed(job=job):
                self._running.add(job.id)
                self._enter(job, tick)
                if job.id in self._to_cancel:
                    tick.to_cancel.append(job.id)
                elif job.id in self._to_requeue:
                    tick.to_requeue.append(job.id)
            case JobFinished(job=job, reason=reason):
                if job.batch is not None:
                    tick.batches_ended.add(job.batch)
                self._enter(job, tick, reason)
                self._note_cancelled(job)
                self._run_is_over(job.id, tick)
            case JobRequeued(job=job, reason=reason):
                self._enter(job, tick, reason)
                self._run_is_over(job.id, tick)
            case JobsLoaded(jobs=jobs):
                self._exist(jobs, tick)
            case JobsRestored(jobs=jobs, step=step, more=more):
                self._exist(jobs, tick)
                self._take_step(step, Direction.UNDONE, more)
            case JobsChanged(jobs=jobs, step=step, way=way, more=more):
                self._take_step(step, way, more)
                self._to_requeue.difference_update(job.id for job in jobs if not job.paused)
                tick.batches_ended |= {
                    job.batch for job in jobs if job.state.is_final and job.batch is not None
                }
                self._exist((job for job in jobs if not self._is_stale(job)), tick)
            case JobsAdded():
                self._exist((*note.jobs, *note.again), tick)
            case JobsRemoved(jobs=jobs, way=way, more=more):
                self._are_removed(jobs, tick)
                self._take_step(RemoveJobs(jobs), way, more)
            case _:
                self._take_order(note, tick)

    def _take_order(self, note: QueueMessage, tick: TrackerChanges) -> None:
        """Enter what the user wants of jobs that may run, and whose worker is done with one."""
        match note:
            case JobConverted(job_id=job_id):
                tick.saving.add(job_id)
            case CancelPending(job_ids=job_ids, more=more):
                if not more:
                    self._cancelling, self._cancelled = frozenset(), CancelJobs(())
                self._cancelling |= frozenset(job_ids)
                for job_id in job_ids:
                    state = self._states.get(job_id)
                    if state is not None and not state.is_final:
                        # Taken a moment ago, it may not be known as running yet.
                        self._to_cancel.add(job_id)
                        tick.to_cancel.append(job_id)
            case JobsPaused(job_ids=job_ids):
                # Taken a moment ago, it may not be known as running yet.
                self._to_requeue.update(job_ids)
                tick.to_requeue += job_ids
            case QueuePausedChanged(paused=paused):
                self.paused = paused
                tick.work_waits = tick.work_waits or not paused
                if not paused:
                    self._to_requeue.clear()
            case BatchesChanged(batches=batches):
                now = frozenset(batch.id for batch in batches if batch.paused)
                tick.work_waits = tick.work_waits or bool(self._paused_batches - now)
                self._paused_batches = now

    def _take_step(self, step: UndoableAction | None, way: Direction, more: bool = False) -> None:
        if step is None:
            return
        self.steps.took(step, way, more=more)
        if (
            isinstance(step, CancelJobs)
            and way is not Direction.UNDONE
            and (step.number or not more)
        ):
            last = self.steps.to_undo
            self._cancelled = last if step.number and isinstance(last, CancelJobs) else step

    def _note_cancelled(self, job: Job) -> None:
        """A run is over: where the user cancelled it, that is one step with what waited."""
        if job.state is not JobState.CANCELLED or job.id in self._to_remove:
            return
        if job.id in self._cancelling and self.steps.to_undo is self._cancelled:
            self._cancelled = CancelJobs((*self._cancelled.job_ids, job.id))
            self.steps.renew(self._cancelled)
        else:
            self._cancelled = CancelJobs((job.id,))
            self.steps.took(self._cancelled, Direction.DONE)

    def _is_stale(self, job: Job) -> bool:
        """Its card has told, meanwhile, that it is further than the queue saw."""
        known = self._states.get(job.id)
        if job.state is JobState.QUEUED:
            return job.id in self._running
        return job.state is JobState.RUNNING and known is not None and known.is_final

    def _exist(self, jobs: Iterable[Job], tick: TrackerChanges) -> None:
        for job in jobs:
            self._states[job.id] = job.state
            self._enter(self._early.pop(job.id, job), tick)

    def _enter(self, job: Job, tick: TrackerChanges, reason: Message | None = None) -> None:
        if job.id not in self._states:
            self._early[job.id] = job
            return
        if job.state.is_final and not self._states[job.id].is_final:
            tick.ended.add(job.id)
        self._states[job.id] = job.state
        if job.state.is_final:
            self._open.pop(job.id, None)
        else:
            self._open[job.id] = job
        tick.jobs[job.id] = job
        tick.removed.discard(job.id)
        if reason is not None:
            tick.reasons[job.id] = reason
        tick.work_waits = tick.work_waits or job.state is JobState.QUEUED

    def _run_is_over(self, job_id: str, tick: TrackerChanges) -> None:
        self._running.discard(job_id)
        self._to_cancel.discard(job_id)
        self._to_requeue.discard(job_id)
        if job_id in self._to_remove:
            self._to_remove.discard(job_id)
            tick.to_remove.append(job_id)

    def _are_removed(self, jobs: tuple[Job, ...], tick: TrackerChanges) -> None:
        for job in jobs:
            self._states.pop(job.id, None)
            self._open.pop(job.id, None)
            tick.jobs.pop(job.id, None)
            tick.removed.add(job.id)
