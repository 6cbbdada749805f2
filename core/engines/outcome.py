"""What an engine's process came to, as a value with a human sentence, and as an error."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from core.sentences import Sentence, say
from core.worker.protocol import Failure, FailureKind, ProtocolError

_TAIL_BYTES = 8192
_TAIL_LINES = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a process came to."""

    exit_code: int | None
    """Of the worker; ``None`` when a signal ended it, or when nobody knows."""
    signal: int | None
    log_tail: tuple[str, ...]
    """The last lines it printed."""
    asked: bool
    """This side had told it to end, or killed it."""

    @property
    def failure(self) -> Failure:
        """Why there will be no answer from it."""
        return Failure(FailureKind.WORKER_DIED, self.sentence, _hint(self))

    @property
    def sentence(self) -> Sentence:
        """In words, for a person."""
        if self.asked:
            return say("The engine's process was ended.")
        if self.signal == signal.SIGKILL:
            return say("The engine's process was killed; most often memory had run out.")
        if self.signal is not None:
            return say("The engine's process crashed ({signal}).", signal=_signal(self.signal))
        if self.exit_code is None:
            return say("The engine's process is gone.")
        return say("The engine's process ended by itself (code {code}).", code=self.exit_code)


class EngineError(Exception):
    """An engine's process is of no use any more; :attr:`failure` says why in words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.message))
        self.failure = failure


class NotStarted(EngineError):  # noqa: N818
    """There is no process: the interpreter cannot be run, or resources are short."""


class Ended(EngineError):  # noqa: N818
    """The process and its whole tree are gone."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.failure)
        self.outcome = outcome


class Garbled(EngineError):  # noqa: N818
    """It said something that is no message. Nothing more can be believed: kill it."""

    def __init__(self, error: ProtocolError) -> None:
        super().__init__(
            Failure(
                FailureKind.WORKER_DIED,
                say("The engine's process said something that cannot be understood."),
                say("The log has the details."),
            )
        )
        self.error = error


def outcome_of(code: int, log: Path, asked: bool) -> Outcome:
    """From the guard's exit status, as Python has it: negative where a signal ended the guard.

    The guard passes on its worker's end: the exit code, or 128 and the number of the signal.
    """
    number = -code if code < 0 else code - 128 if code > 128 else None
    return Outcome(
        exit_code=code if number is None else None,
        signal=number,
        log_tail=_tail(log),
        asked=asked,
    )


def _tail(log: Path) -> tuple[str, ...]:
    """The last lines of the log."""
    try:
        with log.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return tuple(line for line in lines if line.strip())[-_TAIL_LINES:]


def _hint(outcome: Outcome) -> Sentence:
    if not outcome.log_tail:
        return say("Its log is empty.")
    # After a crash the fault handler names it first, and then lists what every thread was at.
    faults = (line for line in outcome.log_tail if line.startswith("Fatal Python error"))
    return say("Its last words: {line}", line=next(faults, outcome.log_tail[-1])[:300])


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
