"""One window a home: the first start holds a lock, a second one hands over its paths and is gone.

The lock is the kernel's, so it ends with its process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from core.paths import locks_folder


class InstanceLock:
    """Held by the window of a home."""

    def __init__(self, home: Path) -> None:
        """Raises ``OSError`` when the home cannot be written."""
        folder = locks_folder(home)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(folder / "window.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def acquire(self) -> bool:
        """Take the lock; whether it was free."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a drive without locks: better two windows than none
        return True

    def release(self) -> None:
        """Give it back."""
        os.close(self._file)
