"""Where a result is made before it appears: beside its place, whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from core import locked_dir
from core.locked_dir import LockedTempDir
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

PREFIX = ".headframe-"
RESULT = "result"
REPLACED = "replaced"
REPLACED_NAME = "replaced-name"


class TargetTakenError(Exception):
    """A folder of the target's name was made in the meantime."""


class StagingDirectory:
    """A place to make one result in. Use as a context manager: leaving it removes what is left."""

    def __init__(self, out_parent: Path) -> None:
        """Make the folder, with its parents. Raises ``OSError``."""
        out_parent.mkdir(parents=True, exist_ok=True)
        self._held = LockedTempDir(out_parent, PREFIX)
        self.folder = self._held.path
        self.on_close: Callable[[], None] = lambda: None
        """Called when it is gone."""
        self.result = self.folder / RESULT
        self.result.mkdir()

    def commit(
        self, target: Path, *, replace: bool, must_stay: Callable[[Path], bool] = lambda _: False
    ) -> None:
        """Put the result in its place, in one step, safe against power loss.

        ``must_stay`` is asked about the folder that is to be replaced: what it holds may have
        become worth keeping since the decision.

        Raises :class:`TargetTakenError` when something stands there that is not to be replaced,
        ``OSError`` when the disk refuses; nothing has appeared then.
        """
        _flush(self.result)
        if replace:
            if must_stay(target):
                raise TargetTakenError(target)
            # Should the program die between the two renames, the next sweep puts the old one back.
            (self.folder / REPLACED_NAME).write_bytes(os.fsencode(target.name))
            with contextlib.suppress(FileNotFoundError):
                target.rename(self.folder / REPLACED)
            # Asked again where no program finds it: what was written up to then is seen.
            if must_stay(self.folder / REPLACED):
                restore_replaced(self.folder)
                raise TargetTakenError(target)
        elif target.is_symlink() or target.exists():
            raise TargetTakenError(target)
        try:
            self.result.rename(target)
        except OSError as error:
            restore_replaced(self.folder)
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise TargetTakenError(target) from error
            raise
        _flush_folder(target.parent)

    def close(self) -> None:
        """Remove what is left. Never raises."""
        self._held.close()
        self.on_close()

    def __enter__(self) -> StagingDirectory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sweep(out_parents: Iterable[Path]) -> None:
    """Remove the staging folders that dead programs left in these places."""
    locked_dir.remove_stale(out_parents, PREFIX, before_remove=restore_replaced)


def restore_replaced(folder: Path) -> None:
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
            msg("The disk of {place} is full.", place=str(place)),
            msg("Make room there, then retry."),
        )
    return Failure(
        FailureKind.NOT_WRITABLE,
        msg(
            "The result cannot be written to {place}: {error}.",
            place=str(place),
            error=error.strerror or str(error),
        ),
        msg("Choose another output folder, or give yourself the right to write there."),
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
