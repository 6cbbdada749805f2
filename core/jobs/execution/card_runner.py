"""The loop that a card in use runs: take the next document, convert it, put the result in place.

Blocking, for a thread of its own: the command gives it a plain thread, the window a QThread.
Other threads speak to it through :meth:`CardRunner.wake`, :meth:`~CardRunner.cancel` and
:meth:`~CardRunner.stop`; it speaks to them through ``on_event``, which it calls in its own thread.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from core.cards.model import Card
from core.jobs.events import (
    JobClaimed,
    JobConverted,
    JobEvent,
    QueueUnavailable,
    StorageAvailable,
)
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import RunnerControl, StopMode
from core.jobs.execution.document_attempt import DocumentAttempts
from core.jobs.execution.document_run import Interruption
from core.jobs.execution.result_committer import ResultCommitter, StagedResult
from core.jobs.execution.wakeup import wait_readable
from core.jobs.execution.worker_slot import WorkerSlot
from core.jobs.model import Job
from core.jobs.output.checkpoints import CheckpointStore
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from core.jobs.store.migrations import QueueError
from core.jobs.store.waiting_jobs import WaitingFilter
from core.messages import msg
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

IDLE_S = 60.0
"""How long a worker is kept when nothing is left to do: then its memory is given back."""

ELSEWHERE_POLL_S = 0.5
"""How often it is looked whether another program has made what is waited for."""
HOST_POLL_S = 1.0
"""How often it is looked whether a host that was lost is back."""
SPACE_POLL_S = 2.0
"""How often a full disk, or the place of a drive that is away, is looked at."""


class CardRunner:
    """Works through the queue on one card."""

    def __init__(
        self,
        context: RunContext,
        card: Card,
        on_event: Callable[[JobEvent], None],
        *,
        leave_when_empty: bool = False,
        unavailable: Failure | None = None,
        pool_size: Callable[[], int] = lambda: 1,
    ) -> None:
        """``unavailable``: the card cannot be used, and every document fails for that reason.

        ``pool_size``: how many runners share the queue now, this one among them; called in its
        thread, as ``on_event`` is.
        """
        self._context = context
        self._host = context.host_of(card)
        self._card = card
        self._on_event = on_event
        self._leave_when_empty = leave_when_empty
        self._pool_size = pool_size
        self._storage_checked = 0.0
        self._control = RunnerControl()
        self._checkpoints = CheckpointStore(context.home)
        self._slot = WorkerSlot(context, card, self._control, on_event)
        self._attempts = DocumentAttempts(
            context, card, self._slot, self._control, on_event, unavailable=unavailable
        )

    def wake(self) -> None:
        """There may be new jobs. Thread-safe."""
        self._control.bell.notify()

    def cancel(self, job_id: str) -> None:
        """Give up that document, if it is this loop's. Thread-safe."""
        self._control.cancel(job_id)

    def requeue(self, job_id: str) -> None:
        """Let that document wait again, if it is this loop's: it was paused. Thread-safe.

        It stops at its next page window; what it has come to is kept where the engine can.
        """
        self._control.requeue(job_id)

    def stop(self, when: StopMode) -> None:
        """End the loop. Thread-safe; :meth:`run` returns some time later."""
        self._control.stop(when)

    def run(self) -> None:
        """Work until stopped, or until the queue is empty. Never raises."""
        finisher = ResultCommitter(
            self._context,
            self._card,
            self._on_event,
            on_trouble=lambda: self._control.stop(StopMode.NOW),
            on_requeued=self._control.bell.notify,
        )
        try:
            self._checkpoints.clean_up()
            self._context.allocator.remove_stale()
            with JobStore(self._context.queue_path) as queue, finisher:
                self._serve(queue, finisher)
        except QueueError as error:
            log.exception("the queue cannot be used")
            self._on_event(QueueUnavailable(self._card.key, error.sentence))
        except Exception:  # a mistake of ours ends this card's work, not the program
            log.exception("the loop of %s has failed", self._card.key)
            self._on_event(
                QueueUnavailable(
                    self._card.key,
                    msg("Work on {card} has stopped: see the log.", card=self._card.label),
                )
            )
        finally:
            if self._control.stop_immediately:
                self._slot.kill()
            else:
                self._slot.release()
            self._control.bell.close()

    def _serve(self, queue: JobStore, finisher: ResultCommitter) -> None:
        while not self._control.is_stopping:
            if not self._takes_documents():
                if self._leave_when_empty and not _is_open(queue):
                    return
                self._wait(HOST_POLL_S)
                continue
            self._check_storage()
            closed = self._context.storage.blocked_paths
            elsewhere = self._context.allocator.locked_elsewhere()
            job = self._claim(queue, closed, elsewhere)
            if job is not None:
                self._control.forget(job.id)  # a cancel that came too late for its last run
                self._on_event(JobClaimed(job))
                outcome = self._attempts.convert(queue, job)
                if not isinstance(outcome, Interruption):
                    self._context.failover.forget(job.id)
                if isinstance(outcome, StagedResult):
                    self._on_event(JobConverted(job.id))
                finisher.submit(job, outcome)
                if outcome is Interruption.CARD_LOST:
                    return
            elif elsewhere:
                self._wait(ELSEWHERE_POLL_S)
            elif self._leave_when_empty:
                return
            else:
                self._wait_for_work(short=bool(closed))

    def _takes_documents(self) -> bool:
        """Whether the card's host can be reached, and has room."""
        host = self._card.host
        is_full = host is not None and self._context.failover.is_host_full(host)
        return not is_full and self._host.is_reachable()

    def _claim(self, queue: JobStore, closed: tuple[Path, ...], elsewhere: list[str]) -> Job | None:
        key, failover = self._card.key, self._context.failover
        routes = self._context.routing
        wanted = WaitingFilter(
            without=(*failover.jobs_excluded_from(key), *elsewhere),
            routes=(*routes.routes_of(key), *failover.orphaned_routes(key, routes)),
            also=failover.jobs_for(key),
            not_below=closed,
        )
        return queue.claim_next(key, self._pool_size(), wanted)

    def _check_storage(self) -> None:
        now = time.monotonic()
        if self._context.storage.blocked_paths and now - self._storage_checked >= SPACE_POLL_S:
            self._storage_checked = now
            for place in self._context.storage.check():
                self._on_event(StorageAvailable(place))

    def _wait_for_work(self, *, short: bool) -> None:
        """Wait for work. ``short``: or for free space, which has to be polled."""
        if short:
            self._slot.release()  # it may take all night: the card's memory is given back
            timeout: float | None = SPACE_POLL_S
        else:
            timeout = IDLE_S if self._slot.has_worker else None
        if not self._wait(timeout):
            self._slot.release()

    def _wait(self, timeout: float | None) -> bool:
        """Wait for a wakeup; return whether one came."""
        rung = wait_readable([self._control.bell.fileno()], timeout)
        self._control.bell.drain()
        return bool(rung)


def _is_open(queue: JobStore) -> bool:
    """Whether documents wait, or are at work and may come back."""
    counts = queue.counts()
    return bool(counts[JobState.QUEUED] or counts[JobState.RUNNING])
