"""How far the work on the list is, and how quickly it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.jobs.scheduling.throughput import ThroughputEstimator
from core.jobs.states import JobState
from gui.table.status_counts import Estimates, QueueStatus, StatusCounter
from gui.table.status_groups import StatusGroup

if TYPE_CHECKING:
    from pathlib import Path

    from core.jobs.model import Job
    from gui.table.rows import JobRow

ESTIMATE_S = 1.0
"""Estimates are made at most this often; counts are always those of the moment."""


class QueueProgress:
    """``now``: monotonic seconds; ``rows``: all of the list, which ``counter`` counts."""

    def __init__(self, counter: StatusCounter) -> None:
        self.throughput = ThroughputEstimator()
        self._counter = counter
        self._is_paused = False
        self._blocked: tuple[str, ...] = ()
        self._estimates = Estimates()
        self._estimated_at = float("-inf")

    def set_paused(self, paused: bool) -> None:
        """The whole queue is paused, or resumes."""
        self._is_paused = paused
        self._estimated_at = float("-inf")

    def set_blocked_paths(self, paths: Iterable[Path]) -> None:
        """Documents from below these, or with results there, wait for a disk."""
        self._blocked = tuple(str(path / "x")[:-1] for path in paths)

    def on_changed(self, before: Job, job: Job, now: float, *, ended: bool) -> None:
        """A job has another state; ``ended``: a runner has just finished it."""
        if job.state is JobState.RUNNING:
            if before.state is not JobState.RUNNING:
                self.throughput.on_started(job)
        elif before.state is JobState.QUEUED and job.state is JobState.DONE and not ended:
            pass  # it was done before, and what made it wait again is undone
        elif before.state is JobState.RUNNING or (job.state.is_final and not before.state.is_final):
            self.throughput.on_finished(job, now)

    def on_converted(self, job_ids: Iterable[str]) -> None:
        """The results of these are being put in place; their workers have other documents."""
        for job_id in job_ids:
            self.throughput.on_converted(job_id)

    def pause_if_idle(self, rows: Iterable[JobRow], now: float) -> None:
        """While nothing runs or can start, no time is counted."""
        waits = self._counter.load.documents and not self._is_paused and not self._is_held(rows)
        if not self._counter.running and not waits:
            self.throughput.pause(now)
            if not self._counter.all.states[JobState.QUEUED]:
                self.throughput.reset()

    def status(self, rows: Iterable[JobRow], now: float) -> QueueStatus:
        """How far the work is."""
        if not self._counter.running:
            self._estimated_at, self._estimates = now, Estimates()
        elif now - self._estimated_at >= ESTIMATE_S:
            self._estimated_at, self._estimates = now, self._estimate(now)
        return QueueStatus(
            groups=Counter(self._counter.all.groups),
            failed=self._counter.all.states[JobState.FAILED],
            saving=sum(row.saving for row in self._counter.running),
            paused=self._is_paused,
            held=self._is_held(rows),
            fraction=self.throughput.fraction(self._counter.load),
            estimates=self._estimates,
        )

    def _is_held(self, rows: Iterable[JobRow]) -> bool:
        if not self._blocked or self._counter.running:
            return False
        waiting = (row.job for row in rows if row.group is StatusGroup.WAITING)
        return all(
            f"{job.out_parent}/".startswith(self._blocked)
            or str(job.source).startswith(self._blocked)
            for job in waiting
        )

    def _estimate(self, now: float) -> Estimates:
        assigned = (row.job.assigned for row in self._counter.running)
        cards = {card for card in assigned if card is not None}
        rates = {card: self.throughput.card_pages_a_second(card, now) for card in cards}
        return Estimates(
            self.throughput.pages_a_second(now),
            self.throughput.seconds_left(self._counter.load, now),
            {card: rate for card, rate in rates.items() if rate is not None},
        )
