"""How an engine's process ended, as a value with a message, and as an error."""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

from core.messages import Message, msg
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.protocol import Failure, ProtocolError

_TAIL_BYTES = 16384
_TAIL_LINES = 40
_FAULT = "Fatal Python error"
"""What Python's fault handler begins with."""


@dataclass(frozen=True, slots=True)
class ProcessOutcome:
    """How a process ended."""

    exit_code: int | None
    """Of the worker; ``None`` when a signal ended it, or when it is not known."""
    signal: int | None
    log_tail: tuple[str, ...]
    """The last lines it printed."""
    asked: bool
    """This side had told it to end, or killed it."""
    out_of_memory: bool = False
    """The kernel has killed for want of memory while it lived."""
    memory_mb: float | None = None
    """Memory of the process and its helpers when they were looked at last."""

    @property
    def failure(self) -> Failure:
        """Why there will be no answer from it."""
        return Failure(FailureKind.WORKER_DIED, self.sentence, self._next_step())

    def failure_after_crashes(self, deaths: int) -> Failure:
        """The failure of a document that is not retried after this many crashes."""
        if self._cpu_limit_s is not None:
            hint = self._next_step()
        elif self._was_killed:
            hint = msg(
                "It has ended {deaths} workers, and is not tried again by itself. Close other "
                "programs, or convert fewer pages at a time (--pages 1-20).",
                deaths=deaths,
            )
        else:
            hint = msg(
                "It has ended {deaths} workers, and is not tried again by itself. Convert fewer "
                "pages at a time (--pages 1-20) to find the one that does it. Last words: {words}",
                deaths=deaths,
                words=self._last_words(),
            )
        return Failure(FailureKind.WORKER_DIED, self.sentence, hint)

    def startup_failure(self, engine: EngineName, log: Path) -> Failure:
        """Why the engine did not get ready: no document has to do with it."""
        name = engine.value
        if self._cpu_limit_s is not None:
            hint = self._next_step()
        elif self._was_killed:
            hint = msg("Close other programs, and try again. The log: {path}.", path=str(log))
        else:
            hint = msg(
                "`headframe doctor` looks at its packages. Last words: {words} (the log: {path})",
                words=self._last_words(),
                path=str(log),
            )
        if self._cpu_limit_s is not None:
            message = self.sentence
        elif self._was_killed and self.out_of_memory:
            message = msg(
                "The system killed {engine} while it started: memory had run out.", engine=name
            )
        elif self._was_killed:
            message = msg(
                "{engine} was killed while it started; most often memory had run out.",
                engine=name,
            )
        elif self.signal is not None:
            message = msg(
                "{engine} crashed while it started ({signal}).",
                engine=name,
                signal=signal_name(self.signal),
            )
        else:
            message = msg(
                "{engine} ended while it started (code {code}).",
                engine=name,
                code="?" if self.exit_code is None else self.exit_code,
            )
        return Failure(FailureKind.WORKER_DIED, message, hint, Scope.WORKER)

    @property
    def sentence(self) -> Message:
        """In words, for a person."""
        if self.asked:
            return msg("The engine's process was ended.")
        if self._cpu_limit_s is not None:
            return msg(
                "The engine's process was ended: this session limits a process to {seconds} s of "
                "CPU time (`ulimit -t`).",
                seconds=self._cpu_limit_s,
            )
        if self._was_killed and self.out_of_memory and self.memory_mb:
            return msg(
                "The system killed the engine's process: memory had run out. It held {held} GB.",
                held=f"{self.memory_mb / 1024:.1f}",
            )
        if self._was_killed and self.out_of_memory:
            return msg("The system killed the engine's process: memory had run out.")
        if self._was_killed:
            return msg("The engine's process was killed; most often memory had run out.")
        if self.signal is not None:
            return msg("The engine's process crashed ({signal}).", signal=signal_name(self.signal))
        if self.exit_code is None:
            return msg("The engine's process is gone.")
        return msg("The engine's process ended by itself (code {code}).", code=self.exit_code)

    @property
    def _cpu_limit_s(self) -> int | None:
        """The limit of CPU time that ended the worker, which has it from us; else ``None``.

        At the soft limit comes SIGXCPU, at the hard one SIGKILL.
        """
        if self.out_of_memory or self.signal not in (signal.SIGXCPU, signal.SIGKILL):
            return None
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        limit = soft if self.signal == signal.SIGXCPU else hard
        return None if limit == resource.RLIM_INFINITY else limit

    @property
    def _was_killed(self) -> bool:
        return self.signal == signal.SIGKILL

    def _next_step(self) -> Message:
        if self._cpu_limit_s is not None:
            return msg("Raise it (`ulimit -t unlimited`), or convert fewer pages at a time.")
        if self._was_killed:
            return msg("Close other programs, or convert fewer pages at a time (--pages 1-20).")
        return msg(
            "Convert fewer pages at a time (--pages 1-20). Last words: {words}",
            words=self._last_words(),
        )

    def _last_words(self) -> str | Message:
        if not self.log_tail:
            return msg("none")
        # After a crash the fault handler names it first, then lists what every thread was at.
        faults = (line for line in self.log_tail if line.startswith(_FAULT))
        return next(faults, self.log_tail[-1])[:300]


class EngineError(Exception):
    """An engine's process is of no use any more; :attr:`failure` says why in words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.message))
        self.failure = failure


class ProcessStartFailed(EngineError):  # noqa: N818
    """There is no process: the interpreter cannot be run, or resources are short."""


class ProcessExited(EngineError):  # noqa: N818
    """The process and its whole tree are gone."""

    def __init__(self, outcome: ProcessOutcome) -> None:
        super().__init__(outcome.failure)
        self.outcome = outcome


class HostLost(EngineError):  # noqa: N818
    """What became of the process is not known: its host cannot be reached.

    No document is to blame for that.
    """


class HostDiskFull(HostLost):
    """The host has no room for the document or its result."""


class ProtocolViolation(EngineError):  # noqa: N818
    """It said something that is no message. Nothing more can be believed: kill it."""

    def __init__(self, error: ProtocolError) -> None:
        super().__init__(
            Failure(
                FailureKind.WORKER_DIED,
                msg("The engine's process said something that cannot be understood."),
                msg("The log has the details."),
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
) -> ProcessOutcome:
    """From the guard's exit status, as Python has it: negative where a signal ended the guard.

    The guard passes on its worker's end: the exit code, or 128 and the number of the signal.
    ``log_start``: where its part of the log begins.
    """
    number = -code if code < 0 else code - 128 if code > 128 else None
    return ProcessOutcome(
        exit_code=code if number is None else None,
        signal=number,
        log_tail=_tail(log, log_start),
        asked=asked,
        out_of_memory=out_of_memory,
        memory_mb=held_mb,
    )


def tail_of_log(log: Path, start: int) -> str:
    """The last words there, from that byte on: what stands before is another worker's."""
    try:
        with log.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            begin = start if start <= end else 0  # it was set aside, and begun again
            file.seek(max(begin, end - _TAIL_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _tail(log: Path, start: int) -> tuple[str, ...]:
    lines = [line for line in tail_of_log(log, start).splitlines() if line.strip()]
    last = lines[-_TAIL_LINES:]
    # The stacks of many threads may be longer than the tail; what they begin with names the fault.
    faults = [line for line in lines[: -len(last)] if line.startswith(_FAULT)]
    return (*faults[-1:], *last)


def signal_name(number: int) -> str:
    """How the signal is called."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
