"""The states of a job, the legal moves between them, and what else there is to choose from.

Apart from `core.jobs.model`, which has the job itself: the window needs these before it is on the
screen, and jobs only when there are some.
"""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    """The result was there already, from the same bytes with the same options."""
    FAILED = "failed"
    CANCELLED = "cancelled"

    # Enum's own is Python code, and a hundred thousand rows are counted by their states.
    __hash__ = str.__hash__

    @property
    def is_final(self) -> bool:
        """Nothing more happens to the job unless the user asks."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED}),
    JobState.RUNNING: frozenset(
        {
            JobState.DONE,
            JobState.SKIPPED,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.QUEUED,  # the program died, or stopped now to carry on next time
        }
    ),
    JobState.DONE: frozenset({JobState.QUEUED}),
    JobState.SKIPPED: frozenset({JobState.QUEUED}),
    JobState.FAILED: frozenset({JobState.QUEUED}),
    JobState.CANCELLED: frozenset({JobState.QUEUED}),
}
"""The only moves there are; everything that changes a state asks this table."""


class IfExists(StrEnum):
    """What to do where a result of this name is there already."""

    SKIP = "skip"
    """Skip a result of the same bytes and options, else :attr:`RENAME`."""
    UPDATE = "update"
    """The same, but the source's own older result is replaced."""
    RENAME = "rename"
    """A folder of the next free name: ``paper (2)``."""
    OVERWRITE = "overwrite"
    """Replace a folder that Headframe made; others are never touched."""


class WhenFull(StrEnum):
    """What to do with a document for which a card has not enough memory, smaller batches or no.

    A card that is reserved for others is never taken, nor is the CPU.
    """

    CHOSEN = "chosen"
    """Another one of the chosen cards that has more room does it."""
    ANY = "any"
    """Any card that has more room."""
    STOP = "stop"
    """The document fails, with figures."""
