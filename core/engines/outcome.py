"""What an engine's process came to, as a value with a human sentence, and as an error."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from core.sentences import Sentence, say
from core.worker.protocol import EngineName, Failure, FailureKind, ProtocolError, Scope

_TAIL_BYTES = 16384
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
    out_of_memory: bool = False
    """The kernel has killed for want of memory while it lived."""
    held_mb: float | None = None
    """Memory of the process and its helpers when they were looked at last."""

    @property
    def failure(self) -> Failure:
        """Why there will be no answer from it."""
        return Failure(FailureKind.WORKER_DIED, self.sentence, self._next_step())

    def left_alone(self, deaths: int) -> Failure:
        """The same, of a document that is not tried again by itself after so many ends."""
        if self._was_killed:
            hint = say(
                "It has ended {deaths} workers, and is not tried again by itself. Close other "
                "programs, or convert fewer pages at a time (--pages 1-20).",
                deaths=deaths,
            )
        else:
            hint = say(
                "It has ended {deaths} workers, and is not tried again by itself. Convert fewer "
                "pages at a time (--pages 1-20) to find the one that does it. Last words: {words}",
                deaths=deaths,
                words=self._last_words(),
            )
        return Failure(FailureKind.WORKER_DIED, self.sentence, hint)

    def at_start(self, engine: EngineName, log: Path) -> Failure:
        """Why the engine did not get ready: no document has to do with it."""
        name = engine.value
        if self._was_killed:
            hint = say("Close other programs, and try again. The log: {path}.", path=str(log))
        else:
            hint = say(
                "`headframe doctor` looks at its packages. Last words: {words} (the log: {path})",
                words=self._last_words(),
                path=str(log),
            )
        if self._was_killed and self.out_of_memory:
            message = say(
                "The system killed {engine} while it started: memory had run out.", engine=name
            )
        elif self._was_killed:
            message = say(
                "{engine} was killed while it started; most often memory had run out.",
                engine=name,
            )
        elif self.signal is not None:
            message = say(
                "{engine} crashed while it started ({signal}).",
                engine=name,
                signal=signal_name(self.signal),
            )
        else:
            message = say(
                "{engine} ended while it started (code {code}).",
                engine=name,
                code="?" if self.exit_code is None else self.exit_code,
            )
        return Failure(FailureKind.WORKER_DIED, message, hint, Scope.WORKER)

    @property
    def sentence(self) -> Sentence:
        """In words, for a person."""
        if self.asked:
            return say("The engine's process was ended.")
        if self._was_killed and self.out_of_memory and self.held_mb:
            return say(
                "The system killed the engine's process: memory had run out. It held {held} GB.",
                held=f"{self.held_mb / 1024:.1f}",
            )
        if self._was_killed and self.out_of_memory:
            return say("The system killed the engine's process: memory had run out.")
        if self._was_killed:
            return say("The engine's process was killed; most often memory had run out.")
        if self.signal is not None:
            return say("The engine's process crashed ({signal}).", signal=signal_name(self.signal))
        if self.exit_code is None:
            return say("The engine's process is gone.")
        return say("The engine's process ended by itself (code {code}).", code=self.exit_code)

    @property
    def _was_killed(self) -> bool:
        return self.signal == signal.SIGKILL

    def _next_step(self) -> Sentence:
        if self._was_killed:
            return say("Close other programs, or convert fewer pages at a time (--pages 1-20).")
        return say(
            "Convert fewer pages at a time (--pages 1-20). Last words: {words}",
            words=self._last_words(),
        )

    def _last_words(self) -> str:
        # After a crash the fault handler names it first, then lists what every thread was at.
        faults = (line for line in self.log_tail if line.startswith("Fatal Python error"))
        last = self.log_tail[-1] if self.log_tail else "–"
        return next(faults, last)[:300]


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


def outcome_of(
    code: int,
    log: Path,
    asked: bool,
    *,
    log_start: int = 0,
    out_of_memory: bool = False,
    held_mb: float | None = None,
) -> Outcome:
    """From the guard's exit status, as Python has it: negative where a signal ended the guard.

    The guard passes on its worker's end: the exit code, or 128 and the number of the signal.
    ``log_start``: where its part of the log begins.
    """
    number = -code if code < 0 else code - 128 if code > 128 else None
    return Outcome(
        exit_code=code if number is None else None,
        signal=number,
        log_tail=_tail(log, log_start),
        asked=asked,
        out_of_memory=out_of_memory,
        held_mb=held_mb,
    )


def end_of_log(log: Path, start: int) -> str:
    """The last words there, from that byte on: what stands before is another worker's."""
    try:
        with log.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            begin = start if start <= end else 0  # it was set aside, and begun anew
            file.seek(max(begin, end - _TAIL_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _tail(log: Path, start: int) -> tuple[str, ...]:
    lines = end_of_log(log, start).splitlines()
    return tuple(line for line in lines if line.strip())[-_TAIL_LINES:]


def signal_name(number: int) -> str:
    """How the signal is called."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
