"""A temporary folder with a lock: removed by its process, or by a later one if that was killed.

The process holds the lock as long as it lives, so that a clean-up can tell a dead process's folder
from a live one's: also across containers and, where locks work, across machines on one network
drive. On a drive without locks no folder is ever cleaned up.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

log = logging.getLogger(__name__)

LOCK = "lock"
NO_LOCK_YET_S = 5.0
"""A folder without a lock that is younger than this is being made or removed at this moment."""


class LockedTempDir:
    """Makes ``parent/prefix…`` and holds it. Use as a context manager, or :meth:`close` it."""

    def __init__(self, parent: Path, prefix: str) -> None:
        """``parent`` exists. Raises ``OSError``."""
        while True:
            self.path = parent / f"{prefix}{secrets.token_hex(6)}"
            self.path.mkdir(mode=0o700)
            try:
                self._lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except FileNotFoundError:
                continue
            if self._hold():
                return
            # It was removed between its first moment and its lock: two workers start together.
            os.close(self._lock)

    def _hold(self) -> bool:
        """Lock it; whether it is still there then, and stays."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False  # a clean-up has it
        except OSError:
            return True  # a drive without locks, where nothing is swept
        try:
            return os.path.samestat(os.fstat(self._lock), (self.path / LOCK).stat())
        except OSError:
            return False

    def close(self) -> None:
        """Remove it. Never raises: a full or vanished drive must not hide the cause."""
        if self._lock >= 0:
            _remove(self.path)
            with contextlib.suppress(OSError):
                os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> LockedTempDir:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def remove_stale(
    parents: Iterable[Path],
    prefix: str,
    before_remove: Callable[[Path], None] = lambda folder: None,
) -> None:
    """Remove the folders of dead processes; ``before_remove`` is called with each before."""
    for parent in parents:
        try:
            with os.scandir(parent) as listing:
                names = [entry.name for entry in listing if entry.name.startswith(prefix)]
        except OSError:
            continue  # never made, or gone: nothing of ours can be there
        for name in names:
            remove_if_stale(parent / name, before_remove)


def remove_if_stale(
    folder: Path, before_remove: Callable[[Path], None] = lambda folder: None
) -> None:
    """Remove one folder if its process is dead; ``before_remove`` is called with it before."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > NO_LOCK_YET_S:
                before_remove(folder)
                _remove(folder)
        return
    except OSError:
        return  # another user's, or no folder at all
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        before_remove(folder)
        _remove(folder)
    except OSError as error:
        log.debug("%s is left alone: %s", folder, error)  # most often: its process lives
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    def say_why(_function: object, path: str, error: tuple[type, BaseException, object]) -> None:
        if not isinstance(error[1], FileNotFoundError):  # another process was quicker
            log.warning("cannot remove %s: %s", path, error[1])

    shutil.rmtree(folder, onerror=say_why)
