"""One document through a ready worker, watched: cancelled, bounded in time and memory."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from core.engines.ceilings import LOOK_S, Watch
from core.engines.process import Ended, EngineError, Outcome
from core.jobs.model import Job, JobProgress
from core.jobs.orders import Orders
from core.jobs.seat import Worker, listen
from core.sentences import say
from core.worker.protocol import (
    Cancel,
    Convert,
    Converted,
    Failure,
    FailureKind,
    Progress,
    Refused,
)

log = logging.getLogger(__name__)

CANCEL_GRACE_S = 3.0


class Abandoned(Enum):
    """The run came to no end, and that is not the document's fault."""

    STOPPED = "stopped"
    CARD_LOST = "card-lost"
    """Another card is to do it: this one has a fault."""
    CARD_FULL = "card-full"
    """Another card is to do it: this one has not enough memory."""
    PAUSED = "paused"
    """Somebody wants it to wait."""
    NO_SPACE = "no-space"
    """Its disk is full or away, and it waits for that."""
    MADE_ELSEWHERE = "made-elsewhere"
    """Another program makes this very result, and it waits for that."""


@dataclass(frozen=True, slots=True)
class WorkerDied:
    """The worker is gone; the document may be to blame."""

    failure: Failure
    outcome: Outcome | None = None
    """How it ended; ``None``: it said what cannot be understood, and is to be ended."""

    def left_alone(self, deaths: int) -> Failure:
        """Why the document has no result, after so many workers died on it."""
        return self.failure if self.outcome is None else self.outcome.left_alone(deaths)


def request_for(
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


Ending = Converted | Failure | WorkerDied | Abandoned


class Conversion:
    """One run of one document. Belongs to the loop's thread."""

    def __init__(
        self,
        worker: Worker,
        request: Convert,
        watch: Watch,
        orders: Orders,
        on_progress: Callable[[JobProgress], None],
    ) -> None:
        self._process = worker.process
        self._request = request
        self._watch = watch
        self._orders = orders
        self._on_progress = on_progress
        self._cancel_deadline: float | None = None
        self._looked_at = -math.inf
        self.worker_is_good = False
        """After :meth:`run`: whether the worker can take another document."""

    def run(self) -> Ending:
        """Blocks until the document came to something. The worker is left as it is."""
        try:
            self._process.send(self._request)
            while True:
                listen(self._process, self._orders, LOOK_S)
                if (answer := self._answer()) is not None:
                    self.worker_is_good = True
                    return answer
                if (end := self._end()) is not None:
                    return end
        except EngineError as error:
            if self._orders.stop_now:
                return Abandoned.STOPPED
            log.warning("%s: %s", self._request.source, error, exc_info=True)
            return WorkerDied(error.failure, error.outcome if isinstance(error, Ended) else None)

    def _answer(self) -> Converted | Failure | None:
        """Hear what the worker has said by now."""
        while (report := self._process.receive(0)) is not None:
            match report:
                case Progress(job=self._request.job):
                    self._watch.saw(report)
                    self._on_progress(
                        JobProgress(report.stage, report.page, report.pages, report.fraction)
                    )
                case Converted(job=self._request.job):
                    return report
                case Refused(job=self._request.job, failure=failure):
                    return failure
                case _:
                    pass  # heartbeats, and the last words on an earlier document
        return None

    def _end(self) -> Failure | Abandoned | None:
        """Whether to wait no longer; the worker is at work still, and must be ended."""
        if self._orders.stop_now:
            return Abandoned.STOPPED
        now = time.monotonic()
        # Not at each word of the worker: looking at its whole tree was a quarter of our own time.
        if now - self._looked_at >= LOOK_S:
            self._looked_at = now
            if failure := self._watch.check():
                return failure
        if self._orders.is_given_up(self._request.job):
            if self._cancel_deadline is None:
                self._process.send(Cancel(self._request.job))
                self._cancel_deadline = now + CANCEL_GRACE_S
            elif now > self._cancel_deadline:
                return Failure(FailureKind.CANCELLED, say("Cancelled."))
        return None
