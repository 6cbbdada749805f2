"""What a tenth of a second brought, as one value for the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.jobs.model import Job, JobProgress
from core.messages import Message


@dataclass(frozen=True)
class JobListUpdate:
    """Changes to the list, to be applied in the order of the fields."""

    removed: frozenset[str] = frozenset()
    """Ids of jobs that are off the list."""
    jobs: tuple[Job, ...] = ()
    """New and changed jobs, each id at most once; new ones in the order of the queue."""
    reasons: Mapping[str, Message] = field(default_factory=dict)
    """Why jobs among :attr:`jobs` were skipped."""
    progress: Mapping[str, JobProgress] = field(default_factory=dict)
    """The latest of each running job that got further."""
    ended: frozenset[str] = frozenset()
    """Ids of those among :attr:`jobs` that have just come to an end, new ones among them."""
    saving: frozenset[str] = frozenset()
    """Ids of running jobs whose results are being put in place; some may have ended meanwhile."""
