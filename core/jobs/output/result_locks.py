"""Who makes a result: where two programs of one HEADFRAME_HOME meet the same document, one does.

A lock file for each result in the making. The kernel holds the lock as long as its maker lives, so
that a crash frees it at once. On a drive without locks nothing is excluded: the work is
done twice, and the result is there once all the same (`core.jobs.output.staging`).
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
from pathlib import Path

from core.paths import locks_folder

log = logging.getLogger(__name__)

FOLDER = "results"


class ResultLock:
    """A result that is this program's to make, until it is released."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    def release(self) -> None:
        """It is made, or will not be. Never raises."""
        if self._descriptor < 0:
            return
        with contextlib.suppress(OSError):
            self._path.unlink()  # before the lock goes: who opens it now sees that it is none
        with contextlib.suppress(OSError):
            os.close(self._descriptor)
        self._descriptor = -1


class ResultLocks:
    """The results in the making, of one HEADFRAME_HOME. Safe to share between threads."""

    def __init__(self, home: Path) -> None:
        self._folder = locks_folder(home) / FOLDER

    def acquire(self, key: str) -> ResultLock | None:
        """Claim a result; ``None``: another program makes it. ``key`` is a file's name."""
        path = self._folder / key
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            while True:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                if not _locked(descriptor):
                    os.close(descriptor)
                    return None
                if _is_still(path, descriptor):
                    return ResultLock(path, descriptor)
                os.close(descriptor)  # its maker released it between our two steps
        except OSError as error:
            log.warning("other programs cannot see that %s is being made: %s", path, error)
            return ResultLock(path, -1)

    def is_locked(self, key: str) -> bool:
        """Whether another program makes that result this moment."""
        try:
            descriptor = os.open(self._folder / key, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            return not _locked(descriptor)
        finally:
            os.close(descriptor)

    def remove_stale(self) -> None:
        """Remove what killed programs left. Never raises."""
        try:
            left = list(self._folder.iterdir())
        except OSError:
            return  # nothing was ever claimed
        for path in left:
            with contextlib.suppress(OSError):  # it is released this moment
                descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
                if _locked(descriptor):
                    ResultLock(path, descriptor).release()
                else:
                    os.close(descriptor)


def _locked(descriptor: int) -> bool:
    """Lock it; whether that went, or cannot be done on this drive."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        log.debug("no locks here: %s", error)
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
