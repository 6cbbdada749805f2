"""Disks that are full: work waits until there is room again, instead of failing page by page.

For the window, where somebody can make room meanwhile; a plain ``headframe convert`` fails the
document with ``no-space`` and goes on (CONTRACT.md).
"""

from __future__ import annotations

import errno
import os
import tempfile
import threading
from pathlib import Path

ROOM_BYTES = 64 << 20
"""What must fit before work goes on; twice as much each time that this was not enough."""


class SpaceWatch:
    """Shared by the loops of a program. Thread-safe."""

    def __init__(self, room_bytes: int = ROOM_BYTES) -> None:
        self._lock = threading.Lock()
        self._room = room_bytes
        self._full: set[Path] = set()
        self._needed: dict[Path, int] = {}

    def ran_out(self, place: Path) -> bool:
        """A result did not fit there. Whether that is news."""
        with self._lock:
            if place in self._full:
                return False
            self._full.add(place)
            self._needed[place] = 2 * self._needed[place] if place in self._needed else self._room
            return True

    def fitted(self, place: Path) -> None:
        """A result did fit there."""
        with self._lock:
            if place not in self._full:
                self._needed.pop(place, None)

    @property
    def is_full(self) -> bool:
        """Work has to wait."""
        with self._lock:
            return bool(self._full)

    def look(self) -> list[Path]:
        """Look at the full places again: those that have room now, told to one asker only."""
        with self._lock:
            back = [place for place in self._full if _has_room(place, self._needed[place])]
            self._full.difference_update(back)
            return back


def _has_room(place: Path, wanted: int) -> bool:
    """Whether so many bytes can be written: quotas are found out by trying alone."""
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            os.posix_fallocate(probe.fileno(), 0, wanted)
    except OSError as error:
        # Any other reason is the next document's to tell: waiting would not help.
        return error.errno not in (errno.ENOSPC, errno.EDQUOT)
    return True
