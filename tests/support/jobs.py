"""Jobs made up for tests of the list."""

from __future__ import annotations

from pathlib import Path

from core.jobs.model import ConvertOptions, Job, JobProgress
from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from core.worker.kinds import Stage
from core.worker.protocol import Failure

PLACE = Path("/papers")


def job(
    number: int,
    state: JobState = JobState.QUEUED,
    *,
    name: str | None = None,
    card: str | None = None,
    pages: int | None = None,
    seconds: float | None = None,
    failure: Failure | None = None,
) -> Job:
    """The ``number``-th job of a queue."""
    return Job(
        id=f"job-{number}",
        position=number,
        source=PLACE / (name or f"{number:05}.pdf"),
        out_parent=PLACE,
        stem="paper",
        rank=1,
        options=ConvertOptions(),
        state=state,
        created_at=0.0,
        started_at=1.0 if state is JobState.RUNNING else None,
        card=card,
        assigned=card,
        pages=pages,
        seconds=seconds,
        failure=failure,
    )


def queue(count: int, state: JobState = JobState.QUEUED) -> JobListUpdate:
    """So many jobs, all in one state."""
    return JobListUpdate(jobs=tuple(job(number, state) for number in range(1, count + 1)))


def progress(page: int = 3, pages: int = 10, fraction: float = 0.3) -> JobProgress:
    """Somewhere in a document."""
    return JobProgress(Stage.PARSE, page, pages, fraction)
