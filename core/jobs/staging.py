"""Where a result is made before it appears: beside its place, whole or not at all.

A staging folder's name begins with a dot. A lock in it is held as long as its maker lives, so that
whoever sweeps a place afterwards can tell a dead program's leavings from a live one's work, also
across containers and, where locks work, across machines on one network drive.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from core.sentences import say
from core.worker.protocol import Failure, FailureKind

log = logging.getLogger(__name__)

PREFIX = ".headframe-"
LOCK = "lock"
RESULT = "result"
REPLACED = "replaced"
REPLACED_NAME = "replaced-name"
UNBORN_S = 60.0


class TargetTakenError(Exception):
    """Somebody made a folder of the target's name in the meantime."""


class Staging:
    """A place to make one result in. Use as a context manager: leaving it removes what is left."""

    def __init__(self, out_parent: Path) -> None:
        """Make the folder, with its parents. Raises ``OSError``."""
        out_parent.mkdir(parents=True, exist_ok=True)
        self._folder = out_parent / f"{PREFIX}{secrets.token_hex(6)}"
        self._folder.mkdir()
        self._lock = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with contextlib.suppress(OSError):  # a drive without locks: sweeping leaves it alone
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.result = self._folder / RESULT
        self.result.mkdir()

    def commit(self, target: Path, *, replace: bool) -> None:
        """Put the result in its place, in one step, safe against power loss.

        Raises :class:`TargetTakenError` when something stands there that is not to be replaced,
        ``OSError`` when the disk refuses; nothing has appeared then.
        """
        _flush(self.result)
        if replace:
            # Should the program die between the two renames, the next sweep puts the old one back.
            (self._folder / REPLACED_NAME).write_bytes(os.fsencode(target.name))
            with contextlib.suppress(FileNotFoundError):
                target.rename(self._folder / REPLACED)
        elif target.is_symlink() or target.exists():
            raise TargetTakenError(target)
        try:
            self.result.rename(target)
        except OSError as error:
            _restore(self._folder)
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise TargetTakenError(target) from error
            raise
        _flush_folder(target.parent)

    def close(self) -> None:
        """Remove what is left. Never raises: a full or vanished drive must not hide the cause."""
        shutil.rmtree(self._folder, onerror=_say_why)
        with contextlib.suppress(OSError):
            os.close(self._lock)

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sweep(out_parents: Iterable[Path]) -> None:
    """Remove the staging folders that dead programs left in these places."""
    for place in out_parents:
        try:
            leavings = [item for item in place.iterdir() if item.name.startswith(PREFIX)]
        except OSError:
            continue  # never made, or gone: nothing of ours can be there
        for folder in leavings:
            _sweep_one(folder)


def _sweep_one(folder: Path) -> None:
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        _remove_unborn(folder)
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return  # its maker lives
    else:
        _restore(folder)
        shutil.rmtree(folder, onerror=_say_why)
    finally:
        os.close(lock)


def _remove_unborn(folder: Path) -> None:
    """A folder without a lock: being made this moment, or its maker died in that moment."""
    with contextlib.suppress(OSError):
        if time.time() - folder.stat().st_mtime > UNBORN_S:
            folder.rmdir()


def _restore(folder: Path) -> None:
    """Put a replaced result back, where its successor never arrived."""
    replaced = folder / REPLACED
    if not replaced.is_dir():
        return
    target = folder.parent / os.fsdecode((folder / REPLACED_NAME).read_bytes())
    if not target.exists():
        replaced.rename(target)


def write_failure(error: OSError, place: Path) -> Failure:
    """What a refused write means for the document."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure(
            FailureKind.NO_SPACE,
            say("The disk of {place} is full.", place=str(place)),
            say("Make room there, then retry."),
        )
    return Failure(
        FailureKind.NOT_WRITABLE,
        say(
            "The result cannot be written to {place}: {error}.",
            place=str(place),
            error=error.strerror or str(error),
        ),
        say("Choose another output folder, or give yourself the right to write there."),
    )


def _flush(folder: Path) -> None:
    for parent, _folders, files in os.walk(folder):
        for name in files:
            descriptor = os.open(Path(parent, name), os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        _flush_folder(Path(parent))


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:  # some network drives cannot flush a folder
        log.debug("cannot flush %s: %s", folder, error)
    finally:
        os.close(descriptor)


def _say_why(_function: object, path: str, error: tuple[type, BaseException, object]) -> None:
    log.warning("cannot remove %s: %s", path, error[1])
