"""Who listens to a run, and what was heard."""

from __future__ import annotations

from collections.abc import Callable

from core.jobs.events import (
    JobEvent,
    JobFinished,
    JobStarted,
)
from core.jobs.execution.batch_runner import BatchResult
from core.jobs.model import Job
from core.jobs.states import JobState
from core.worker.protocol import Failure


class Witness:
    """Remembers all it hears; may do something at an event."""

    def __init__(self, at: Callable[[JobEvent], None] = lambda event: None) -> None:
        self.waiting: list[Job] = []
        self.events: list[JobEvent] = []
        self.result: BatchResult | None = None
        self._at = at

    def queued(self, job: Job) -> None:
        self.waiting.append(job)

    def event(self, event: JobEvent) -> None:
        self.events.append(event)
        self._at(event)

    def finished(self, result: BatchResult) -> None:
        self.result = result

    def started(self) -> list[JobStarted]:
        return [event for event in self.events if isinstance(event, JobStarted)]

    def ended(self) -> list[Job]:
        return [event.job for event in self.events if isinstance(event, JobFinished)]


def states(witness: Witness) -> list[JobState]:
    return [event.job.state for event in witness.events if isinstance(event, JobFinished)]


def failure_of(witness: Witness) -> Failure:
    (job,) = witness.ended()
    assert job.failure is not None
    return job.failure
