"""Moving model files: whole or not at all, with room looked at first."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path

from core.free_space import SPARE_BYTES, free_bytes, gigabytes
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

CHUNK = 4 << 20


class ModelsError(Exception):
    """Models are not where they should be; :attr:`failure` says why in words."""

    def __init__(self, failure: Failure, file: str | None = None) -> None:
        super().__init__(str(failure.message))
        self.failure = failure
        self.file = file


def check_room(folder: Path, needed: int) -> None:
    """Raise :class:`ModelsError` when that many bytes do not fit there."""
    free = free_bytes(folder)
    if free < needed + min(SPARE_BYTES, needed):
        raise ModelsError(
            Failure(
                FailureKind.NO_SPACE,
                msg(
                    "{needed} are needed in {folder}, and {free} are free.",
                    needed=gigabytes(needed),
                    folder=str(folder),
                    free=gigabytes(free),
                ),
                msg("Make room, or put the models elsewhere: --folder DIR."),
            )
        )


def put(source: Path, target: Path) -> None:
    """Move a whole file to its place, from another disk too. Raises ``OSError``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy(source, target, lambda _size: None)
        source.unlink()


def copy(source: Path, target: Path, on_progress: Callable[[int], None]) -> None:
    """Copy a file so that its place holds all of it or nothing. ``tell`` hears bytes written.

    Raises ``OSError``, and whatever ``tell`` raises.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with source.open("rb") as reader, beside.open("wb") as writer:
            while chunk := reader.read(CHUNK):
                writer.write(chunk)
                on_progress(len(chunk))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def remove_empty(folder: Path, top: Path) -> None:
    """Remove that folder and those around it, up to ``top``, as far as they are empty."""
    with contextlib.suppress(OSError):
        while folder != top.parent and folder.is_relative_to(top):
            folder.rmdir()
            folder = folder.parent


def failure_of(error: OSError, what: str) -> Failure:
    """An error of the disk, in words."""
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure(
            FailureKind.NO_SPACE,
            msg("The disk is full: {what} was not written whole.", what=what),
            msg("Make room, or put the models elsewhere: --folder DIR."),
        )
    return Failure(
        FailureKind.NOT_WRITABLE,
        msg("{what} cannot be written: {reason}.", what=what, reason=reason),
        msg("Put the models into a folder that you may write to: --folder DIR."),
    )
