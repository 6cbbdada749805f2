"""What there is to tell of a round of work: from a first document until nothing waits any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.jobs.model import Job
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchRecord


@dataclass(frozen=True)
class RunCounts:
    """Counts of documents by outcome."""

    done: int = 0
    skipped: int = 0
    failed: int = 0

    def __bool__(self) -> bool:
        return self.done + self.skipped + self.failed > 0


@dataclass
class RunSummary:
    """Takes what happens to documents; says when something happens for the first time.

    What had ended before ``since`` is an old story, though it is heard of only now.
    """

    since: float
    """Seconds since the epoch."""
    _ended: dict[str, JobState] = field(default_factory=dict)
    _batches: set[str] = field(default_factory=set)
    """Those of which something has ended, and that are not over as far as is known."""
    _failed: set[str | None] = field(default_factory=set)
    """Batches of which one has failed."""

    def take(self, jobs: Iterable[Job]) -> list[Job]:
        """Documents have changed. Returns those that are the first of their batch to fail."""
        first: list[Job] = []
        for job in jobs:
            if not job.state.is_final:
                self._ended.pop(job.id, None)
            elif job.finished_at is not None and job.finished_at >= self.since:
                self._ended[job.id] = job.state
                if job.batch is not None:
                    self._batches.add(job.batch)
                if job.state is JobState.FAILED and job.batch not in self._failed:
                    self._failed.add(job.batch)
                    first.append(job)
        return first

    def over(self, batches: Iterable[BatchRecord]) -> list[BatchRecord]:
        """Of these, the ones that are over since the last time."""
        found = [
            batch
            for batch in batches
            if batch.finished_at is not None and batch.id in self._batches
        ]
        self._batches.difference_update(batch.id for batch in found)
        self._failed.difference_update(batch.id for batch in found)
        return found

    def end(self, now: float) -> RunCounts:
        """Return the counts of the run that is over, and begin the next."""
        states = Counter(self._ended.values())
        self.since = now
        for known in (self._ended, self._batches, self._failed):
            known.clear()
        return RunCounts(states[JobState.DONE], states[JobState.SKIPPED], states[JobState.FAILED])


def counts_of(batch: BatchRecord) -> RunCounts:
    return RunCounts(batch.done, batch.skipped, batch.failed)
