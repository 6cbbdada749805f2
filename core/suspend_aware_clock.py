"""A clock for limits: it leaves out the time in which the machine stood still.

The monotonic clock stands still while a machine sleeps, but not while a virtual one is paused, a
container frozen, or a group of processes stopped. Code that checks a limit looks
at this clock all the time; where two looks are far apart, it was stopped like what it watches.
"""

from __future__ import annotations

import time
from collections.abc import Callable

MOST_S = 0.5
"""The most that counts between two looks: several times what is usual, for a busy machine."""


class SuspendAwareClock:
    """Belongs to one thread, which asks it a few times a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._checked_at = clock()
        self._awake_s = 0.0

    def now(self) -> float:
        """Seconds since it was made; what is beyond :data:`MOST_S` of each gap is left out."""
        now = self._clock()
        self._awake_s += min(now - self._checked_at, MOST_S)
        self._checked_at = now
        return self._awake_s
