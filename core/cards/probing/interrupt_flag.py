"""A flag to end waiting with, which a signal's handler may set.

`threading.Event` will not do: a handler runs between two steps of the very thread that waits, and
would wait for a lock which that thread holds.
"""

from __future__ import annotations

import queue


class InterruptFlag:
    """Set once, for good; from any thread, or from a signal's handler."""

    def __init__(self) -> None:
        self._set = False
        self._words: queue.SimpleQueue[None] = queue.SimpleQueue()

    def set(self) -> None:
        """End every wait, now and later."""
        self._set = True
        self._words.put(None)  # documented as safe to call while another call is under way

    def is_set(self) -> bool:
        """Whether it was set."""
        return self._set

    def wait(self, seconds: float) -> bool:
        """Wait until it is set, at most so long; whether it is."""
        if not self._set:
            try:
                self._words.get(timeout=max(0.0, seconds))
            except queue.Empty:
                return self._set
            self._words.put(None)  # for the next who waits
        return self._set
