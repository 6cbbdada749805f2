"""What went wrong with a document, as the kinds and sentences of the contract."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path

from core.messages import msg
from core.worker.device_errors import classify_without_card, error_text
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure


def failure_of(error: Exception, staging: str) -> Failure:
    """The failure that an exception from an engine amounts to.

    What cannot be named is :attr:`FailureKind.INTERNAL`: its traceback belongs in the log.
    """
    if isinstance(error, DocumentRejected):
        return error.failure
    if isinstance(error, MemoryError):
        return Failure(
            FailureKind.TOO_LARGE,
            msg("There was not enough memory for this document."),
            msg(
                "Allow more memory (--memory-limit MB), or convert fewer pages at a time "
                "(--pages 1-20)."
            ),
        )
    for cause in _chain(error):
        if isinstance(cause, OSError) and (failure := _of_system(cause, staging)) is not None:
            return failure
    if (failure := _of_the_machine(error)) is not None:
        return failure
    return Failure(
        FailureKind.INTERNAL,
        msg(
            "The engine stopped at this document with an error of its own ({error}).",
            error=type(error).__name__,
        ),
        msg("The log has the details."),
    )


def _of_the_machine(error: Exception) -> Failure | None:
    """That the machine's memory ran out, as libraries say it in errors of their own."""
    return classify_without_card(error_text(error))


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it was raised from, outermost first."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    return chain


def _of_system(error: OSError, staging: str) -> Failure | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Failure(
            FailureKind.NO_SPACE,
            msg("No space is left in {folder}.", folder=_shown(_fullest(staging))),
            msg("Free some space there, and try again."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or _is_of(error, staging):
        return Failure(
            FailureKind.NOT_WRITABLE,
            msg(
                "The result cannot be written to {folder}: {reason}.",
                folder=_shown(staging),
                reason=error.strerror or type(error).__name__,
            ),
            msg("Choose another output folder, or ask for the right to write there."),
        )
    return None


def _is_of(error: OSError, folder: str) -> bool:
    """Whether it is about something in that folder, or the folder itself."""
    return isinstance(error.filename, str) and Path(error.filename).is_relative_to(folder)


def _shown(folder: str) -> str:
    """The folder that the user knows: results are made in a hidden one in it, which then goes."""
    hidden = (parent for parent in Path(folder).parents if parent.name.startswith(".headframe-"))
    return str(next((one.parent for one in hidden), folder))


def _fullest(staging: str) -> str:
    """The folder with less room: the result's, or the one for temporary files on another disk."""
    temporary = tempfile.gettempdir()
    try:
        if Path(staging).stat().st_dev == Path(temporary).stat().st_dev:
            return staging  # how much is free changes between two questions
        return min(staging, temporary, key=lambda folder: shutil.disk_usage(folder).free)
    except OSError:
        return staging
