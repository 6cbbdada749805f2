"""Whether a document that is on the list is to be done again, because it was given again."""

from __future__ import annotations

from core.jobs.model import Job, NewJob
from core.jobs.states import IfExists, JobState

AGAIN = (JobState.FAILED, JobState.CANCELLED)


def is_due(job: Job, new: NewJob) -> bool:
    """Whether a document that is on the list is to be done again because it was given again."""
    if job.state is JobState.RUNNING:
        return False
    if not job.state.is_final:
        return job.options != new.options
    return (
        job.state in AGAIN
        or job.options != new.options
        or new.options.if_exists in (IfExists.RENAME, IfExists.OVERWRITE)
        or has_changed_since(job)
        or job.markdown is None
        or not job.markdown.is_file()
    )


def has_changed_since(job: Job | None) -> bool:
    """Whether a document is another than the one that ended."""
    if job is None or job.finished_at is None:
        return False
    try:
        now = job.source.stat()
    except OSError:
        return False
    return now.st_mtime > job.finished_at or job.size not in (None, now.st_size)
