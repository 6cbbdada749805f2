"""What went wrong with a document, as the kinds and sentences of the contract."""

from __future__ import annotations

import errno
import math
import shutil
import tempfile
from pathlib import Path

from core.sentences import Sentence, say
from core.worker.protocol import Failure, FailureKind


class Refusal(Exception):  # noqa: N818 - a document refused is an answer, not an error
    """This document has no result, for a reason that is known."""

    def __init__(self, kind: FailureKind, message: Sentence, hint: Sentence | None = None) -> None:
        super().__init__(str(message))
        self.failure = Failure(kind, message, hint)


class Cancelled(BaseException):
    """Raised from a progress step, past every ``except Exception`` of an engine."""


def failure_of(error: Exception, staging: str) -> Failure:
    """The failure that an exception from an engine amounts to.

    What cannot be named is :attr:`FailureKind.INTERNAL`: its traceback belongs in the log.
    """
    if isinstance(error, Refusal):
        return error.failure
    if isinstance(error, MemoryError):
        return Failure(
            FailureKind.TOO_LARGE,
            say("There was not enough memory for this document."),
            say("Convert fewer pages at a time, or close other programs."),
        )
    for cause in _chain(error):
        if isinstance(cause, OSError) and (failure := _of_system(cause, staging)) is not None:
            return failure
    return Failure(
        FailureKind.INTERNAL,
        say(
            "The engine stopped at this document with an error of its own ({error}).",
            error=type(error).__name__,
        ),
        say("The log has the details."),
    )


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
            say("No space is left in {folder}.", folder=_shown(_fullest(staging))),
            say("Free some space there, and try again."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or _is_of(error, staging):
        return Failure(
            FailureKind.NOT_WRITABLE,
            say(
                "The result cannot be written to {folder}: {reason}.",
                folder=_shown(staging),
                reason=error.strerror or type(error).__name__,
            ),
            say("Choose another output folder, or ask for the right to write there."),
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
    """The folder with less room: the result's, or the one for temporary files."""

    def room(folder: str) -> float:
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return math.inf

    return min(staging, tempfile.gettempdir(), key=room)
