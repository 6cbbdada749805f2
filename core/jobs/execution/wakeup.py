"""A doorbell between threads that a `select` can hear."""

from __future__ import annotations

import contextlib
import math
import os
import select
import threading
from collections.abc import Iterable


class WakeupPipe:
    """Any thread may ring; one thread listens on :meth:`fileno` and clears."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # a closed descriptor's number may soon be another file's
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def notify(self) -> None:
        """Wake the listener; ringing twice is ringing once. After :meth:`close`: nothing."""
        with self._lock, contextlib.suppress(BlockingIOError):
            if self._write >= 0:
                os.write(self._write, b"!")

    def drain(self) -> None:
        """Make it silent again, before looking at what it rang for."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self._read, 4096):
                pass

    def fileno(self) -> int:
        """Readable while the bell rings."""
        return self._read

    def close(self) -> None:
        """Give the descriptors back."""
        with self._lock:
            if self._write >= 0:
                os.close(self._read)
                os.close(self._write)
            self._read = self._write = -1


def wait_readable(descriptors: Iterable[int], timeout_s: float | None) -> bool:
    """Whether one of them became readable in time. Unlike `select`, for descriptors of any size."""
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(None if timeout_s is None else math.ceil(timeout_s * 1000)))
