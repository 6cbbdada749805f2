"""The one way from other threads into the GUI thread: what happened is gathered, not queued.

A signal per event drowns the GUI thread at a few thousand events a second. Here, progress
overwrites the last one of its job, everything else keeps its order, and the GUI thread is rung
once, however much has come.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from core.jobs.events import (
    JobClaimed,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobRequeued,
    JobStarted,
)
from core.jobs.model import JobProgress
from core.session.messages import (
    JobsAdded,
    JobsChanged,
    JobsLoaded,
    JobsRemoved,
    JobsRestored,
    QueueServiceMessage,
)

QueueMessage = JobEvent | QueueServiceMessage
ROWS_AT_ONCE = 500
"""New or changed rows in one go: more, while the folders are still being walked, would be felt."""
OF_ROWS = (JobsAdded, JobsLoaded, JobsChanged, JobsRemoved, JobsRestored)


class EventQueue:
    """Any thread posts, one thread empties."""

    def __init__(self, ring: Callable[[], None]) -> None:
        """``ring`` is called in the thread that posts, once until the box is emptied."""
        self._ring = ring
        self._lock = threading.Lock()
        self._notes: deque[QueueMessage] = deque()
        self._progress: dict[str, JobProgress] = {}
        self._rung = False

    def post(self, note: QueueMessage) -> None:
        """Put something in."""
        with self._lock:
            match note:
                case JobProgressed(job_id=job_id, progress=progress):
                    self._progress[job_id] = progress
                case (
                    JobClaimed(job=job)
                    | JobStarted(job=job)
                    | JobFinished(job=job)
                    | JobRequeued(job=job)
                ):
                    # What was said of the run before must not be taken for this one's.
                    self._progress.pop(job.id, None)
                    self._notes.append(note)
                case _:
                    self._notes.append(note)
            ring = not self._rung
            self._rung = True
        if ring:
            self._ring()

    def empty(self) -> tuple[list[QueueMessage], dict[str, JobProgress]]:
        """What has come since the last time: in order, and the latest progress of each job.

        With very many rows some notes stay in the box: see :attr:`more`.
        """
        with self._lock:
            notes: list[QueueMessage] = []
            rows = 0
            while self._notes and rows < ROWS_AT_ONCE:
                note = self._notes.popleft()
                notes.append(note)
                rows += len(note.jobs) if isinstance(note, OF_ROWS) else 0
            progress, self._progress = self._progress, {}
            self._rung = bool(self._notes)
        return notes, progress

    @property
    def more(self) -> bool:
        """Messages are left for the next call; no wakeup announces them."""
        with self._lock:
            return bool(self._notes)
