"""What other threads ask of a card's loop: cancel this, stop, look again."""

from __future__ import annotations

import threading
from enum import Enum

from core.jobs.wake import Wake


class StopWhen(Enum):
    """How soon a loop ends."""

    AFTER_THIS = "after-this"
    """When the document at work is done."""
    NOW = "now"
    """At once; the document at work waits in the queue again."""


class Orders:
    """Given by any thread, read by the loop's own. The bell rings at each."""

    def __init__(self) -> None:
        self.bell = Wake()
        self._lock = threading.Lock()
        self._cancelled: set[str] = set()
        self._put_back: set[str] = set()
        self._stop: StopWhen | None = None

    def cancel(self, job_id: str) -> None:
        """Give up that document."""
        with self._lock:
            self._cancelled.add(job_id)
        self.bell.ring()

    def put_back(self, job_id: str) -> None:
        """Give up that document for now: it waits in the queue again."""
        with self._lock:
            self._put_back.add(job_id)
        self.bell.ring()

    def stop(self, when: StopWhen) -> None:
        """End the loop. ``NOW`` overrules an earlier ``AFTER_THIS``, not the reverse."""
        with self._lock:
            if self._stop is not StopWhen.NOW:
                self._stop = when
        self.bell.ring()

    def is_cancelled(self, job_id: str) -> bool:
        """Whether somebody gave up on that document."""
        with self._lock:
            return job_id in self._cancelled

    def is_put_back(self, job_id: str) -> bool:
        """Whether that document is to wait again. A cancelled one is not."""
        with self._lock:
            return job_id in self._put_back and job_id not in self._cancelled

    def is_given_up(self, job_id: str) -> bool:
        """Whether that document's run is to end, for good or for now."""
        with self._lock:
            return job_id in self._cancelled or job_id in self._put_back

    def forget(self, job_id: str) -> None:
        """The document's run is over; a later one starts unburdened."""
        with self._lock:
            self._cancelled.discard(job_id)
            self._put_back.discard(job_id)

    @property
    def stopping(self) -> bool:
        """No further document is to be taken."""
        with self._lock:
            return self._stop is not None

    @property
    def stop_now(self) -> bool:
        """Not even the document at work is to be finished."""
        with self._lock:
            return self._stop is StopWhen.NOW
