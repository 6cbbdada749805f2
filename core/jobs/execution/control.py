"""What other threads ask of a card's loop: cancel this, stop, look again."""

from __future__ import annotations

import threading
from enum import Enum

from core.jobs.execution.wakeup import WakeupPipe


class StopMode(Enum):
    """How soon a loop ends."""

    AFTER_THIS = "after-this"
    """When the document at work is done."""
    NOW = "now"
    """At once; the document at work waits in the queue again."""


class RunnerControl:
    """Given by any thread, read by the loop's own. The bell rings at each."""

    def __init__(self) -> None:
        self.bell = WakeupPipe()
        self._lock = threading.Lock()
        self._cancelled: set[str] = set()
        self._put_back: set[str] = set()
        self._stop: StopMode | None = None

    def cancel(self, job_id: str) -> None:
        """Give up that document."""
        with self._lock:
            self._cancelled.add(job_id)
        self.bell.notify()

    def requeue(self, job_id: str) -> None:
        """Give up that document for now: it waits in the queue again."""
        with self._lock:
            self._put_back.add(job_id)
        self.bell.notify()

    def stop(self, when: StopMode) -> None:
        """End the loop. ``NOW`` overrules an earlier ``AFTER_THIS``, not the reverse."""
        with self._lock:
            if self._stop is not StopMode.NOW:
                self._stop = when
        self.bell.notify()

    def is_cancelled(self, job_id: str) -> bool:
        with self._lock:
            return job_id in self._cancelled

    def is_requeued(self, job_id: str) -> bool:
        """Whether that document is to wait again. A cancelled one is not."""
        with self._lock:
            return job_id in self._put_back and job_id not in self._cancelled

    def is_interrupted(self, job_id: str) -> bool:
        """Whether that document's run is to end, for good or for now."""
        with self._lock:
            return job_id in self._cancelled or job_id in self._put_back

    def is_given_up(self, job_id: str) -> bool:
        """Whether nothing more is to be done for that document now."""
        return self.stop_immediately or self.is_interrupted(job_id)

    def forget(self, job_id: str) -> None:
        """The document's run is over; a later one starts unburdened."""
        with self._lock:
            self._cancelled.discard(job_id)
            self._put_back.discard(job_id)

    @property
    def is_stopping(self) -> bool:
        """No further document is to be taken."""
        with self._lock:
            return self._stop is not None

    @property
    def stop_immediately(self) -> bool:
        """Not even the document at work is to be finished."""
        with self._lock:
            return self._stop is StopMode.NOW
