"""One document through a ready worker, watched: cancelled, bounded in time and memory."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from core.engines.process.process_outcome import (
    EngineError,
    HostLost,
    ProcessExited,
    ProcessOutcome,
)
from core.engines.process.resource_limits import POLL_S, LimitWatchdog
from core.jobs.execution.control import RunnerControl
from core.jobs.execution.worker_slot import EngineWorker, wait_for_event
from core.jobs.model import Job, JobProgress
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Cancel, Convert, Converted, Failure, Progress, Rejected

log = logging.getLogger(__name__)

CANCEL_GRACE_S = 3.0


class Interruption(Enum):
    """Why a run ended early, through no fault of the document."""

    STOPPED = "stopped"
    CARD_LOST = "card-lost"
    """Another card is to do it: this one has a fault."""
    CARD_FULL = "card-full"
    """Another card is to do it: this one has not enough memory."""
    PAUSED = "paused"
    """The user paused it."""
    ENGINE_NOT_STARTED = "engine-not-started"
    """Another engine is to do it: the better one has shown that it does not start here."""
    NO_SPACE = "no-space"
    """Its disk is full or away, and it waits for that."""
    HOST_LOST = "host-lost"
    """Another host is to do it: the one of this card is out of reach."""
    MADE_ELSEWHERE = "made-elsewhere"
    """Another program is making the same result; this run waits for it."""


@dataclass(frozen=True, slots=True)
class WorkerCrash:
    """The worker is gone; the document may be to blame."""

    failure: Failure
    outcome: ProcessOutcome | None = None
    """How it ended; ``None``: it said what cannot be understood, and is to be ended."""

    def as_failure_after(self, deaths: int) -> Failure:
        """The document's failure after this many workers crashed on it."""
        return self.failure if self.outcome is None else self.outcome.failure_after_crashes(deaths)


def build_request(
    job: Job, staging: Path, password: str | None, checkpoint: Path | None = None
) -> Convert:
    """What the worker is told."""
    pages = job.options.pages
    return Convert(
        job=job.id,
        source=str(job.source),
        staging=str(staging),
        stem=job.stem,
        first_page=None if pages is None else pages.first - 1,
        last_page=None if pages is None or pages.last is None else pages.last - 1,
        password=password,
        ocr=job.options.ocr,
        lang=job.options.lang,
        formula=job.options.formula,
        table=job.options.table,
        checkpoint=None if checkpoint is None else str(checkpoint),
    )


RunResult = Converted | Failure | WorkerCrash | Interruption


class DocumentRun:
    """One run of one document. Belongs to the loop's thread."""

    def __init__(
        self,
        worker: EngineWorker,
        request: Convert,
        watch: LimitWatchdog,
        orders: RunnerControl,
        on_progress: Callable[[JobProgress], None],
    ) -> None:
        self._process = worker.process
        self._placement = worker.placement
        self._request = request
        self._watch = watch
        self._orders = orders
        self._on_progress = on_progress
        self._cancel_deadline: float | None = None
        self._checked_at = -math.inf
        self.worker_is_good = False
        """After :meth:`run`: whether the worker can take another document."""

    def run(self) -> RunResult:
        """Blocks until the document has a result. The worker is left as it is."""
        try:
            self._process.send(self._request)
            while True:
                wait_for_event(self._process, self._orders, POLL_S)
                if (answer := self._answer()) is not None:
                    astray = None if self._placement is None else self._placement.settle()
                    self.worker_is_good = astray is None
                    return astray or answer
                if (end := self._end()) is not None:
                    return end
        except EngineError as error:
            if self._orders.stop_immediately:
                return Interruption.STOPPED
            if isinstance(error, HostLost):
                raise
            log.warning("%s: %s", self._request.source, error, exc_info=True)
            return WorkerCrash(
                error.failure, error.outcome if isinstance(error, ProcessExited) else None
            )

    def _answer(self) -> Converted | Failure | None:
        """Hear what the worker has said by now."""
        while (report := self._process.receive(0)) is not None:
            match report:
                case Progress(job=self._request.job):
                    self._watch.on_progress(report)
                    self._on_progress(
                        JobProgress(report.stage, report.page, report.pages, report.fraction)
                    )
                case Converted(job=self._request.job):
                    return report
                case Rejected(job=self._request.job, failure=failure):
                    return failure
                case _:
                    pass  # heartbeats, and the last words on an earlier document
        return None

    def _end(self) -> Failure | Interruption | None:
        """Whether to wait no longer; the worker is at work still, and must be ended."""
        if self._orders.stop_immediately:
            return Interruption.STOPPED
        now = time.monotonic()
        # Not at each word of the worker: looking at its whole tree was a quarter of our own time.
        if now - self._checked_at >= POLL_S:
            self._checked_at = now
            if failure := self._watch.check():
                return failure
            if self._placement is not None and (failure := self._placement.check()):
                return failure
        if self._orders.is_interrupted(self._request.job):
            if self._cancel_deadline is None:
                self._process.send(Cancel(self._request.job))
                self._cancel_deadline = now + CANCEL_GRACE_S
            elif now > self._cancel_deadline:
                return Failure(FailureKind.CANCELLED, msg("Cancelled."))
        return None
