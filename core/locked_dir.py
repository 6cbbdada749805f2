"""A folder that lasts as long as its maker: made for work in progress, swept when the maker died.

A lock in it is held as long as the maker lives, so that a later clean-up can tell a dead
program's leavings from a live one's work: also across containers and, where locks work, across
machines on one network drive. On a drive without locks nothing is ever swept.
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
UNBORN_S = 5.0
"""A folder without a lock is being made or removed this moment, unless it is older than this."""


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
            return False  # a sweeper has it
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
    """Remove the folders that dead makers left; ``rescue`` sees each before it goes."""
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
    """Remove one folder, if its maker is dead; ``rescue`` sees it before it goes."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > UNBORN_S:
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
        log.debug("%s is left alone: %s", folder, error)  # most often: its maker lives
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    def say_why(_function: object, path: str, error: tuple[type, BaseException, object]) -> None:
        if not isinstance(error[1], FileNotFoundError):  # another process was quicker
            log.warning("cannot remove %s: %s", path, error[1])

    shutil.rmtree(folder, onerror=say_why)
