"""A flag to end waiting with, which a signal's handler may set.

`threading.Event` will not do: a handler runs between two steps of the very thread that waits, and
would wait for a lock which that thread holds. Nor will `queue.SimpleQueue`: up to Python 3.12 its
``get`` waits for ever when its time is over before it has begun to wait, as on a busy machine.
"""

from __future__ import annotations

import contextlib
import threading


class InterruptFlag:
    """Set once, for good; from any thread, or from a signal's handler."""

    def __init__(self) -> None:
        self._set = False
        self._gate = threading.Lock()
        """Locked until the flag is set. Any thread may release it."""
        self._gate.acquire()

    def set(self) -> None:
        """End every wait, now and later."""
        if not self._set:
            self._set = True
            self._open()

    def is_set(self) -> bool:
        """Whether it was set."""
        return self._set

    def wait(self, seconds: float) -> bool:
        """Wait until it is set, at most so long; whether it is."""
        if not self._set and self._gate.acquire(timeout=max(0.0, seconds)):
            self._open()  # for the next who waits
        return self._set

    def _open(self) -> None:
        # Who comes in between, a handler in the middle of another `set`, has opened it already.
        with contextlib.suppress(RuntimeError):
            self._gate.release()
