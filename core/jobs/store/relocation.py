"""Where a document and its result lie, of one that was moved or renamed outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.jobs.model import Job


@dataclass(frozen=True, slots=True)
class JobLocation:
    """The paths of a job."""

    job_id: str
    source: Path
    out_parent: Path
    markdown: Path | None

    @classmethod
    def of(cls, job: Job) -> JobLocation:
        return cls(job.id, job.source, job.out_parent, job.markdown)
