"""An engine's process on another host, seen from here: the same side as `EngineProcess` has."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Self

from core.cluster.failures import connection_lost
from core.cluster.frames import FrameSocket
from core.cluster.messages import (
    HostFull,
    KernelLimit,
    KillProcess,
    MemoryLimit,
    MemoryUsed,
    ProcessGarbled,
    ProcessLost,
    ProcessOver,
    ProcessSaid,
    StopProcess,
)
from core.engines.process.process_outcome import (
    EngineError,
    HostDiskFull,
    HostLost,
    ProcessExited,
    ProcessOutcome,
)
from core.suspend_aware_clock import SuspendAwareClock
from core.worker.protocol import Hello, WorkerReport, WorkerRequest

END_S = 6.0
"""How long to wait for the word that it is over: its guard needs less, a lost host never says."""
_UNKNOWN = ProcessOutcome(exit_code=None, signal=None, log_tail=(), asked=True)


class RemoteProcess:
    """A running worker on a host. Any one thread at a time may use it."""

    def __init__(self, end: FrameSocket, host: str, log_file: Path) -> None:
        """Not for callers: `ClusterConnection.start_process` makes one."""
        self.host = host
        self.hello: Hello | None = None
        self._end = end
        self._log = log_file
        self._clock = SuspendAwareClock()
        self._last_message_at = 0.0
        self._memory_mb = 0.0
        self._limit_mb: float | None = None
        self._log_tail = ""
        self._outcome: ProcessOutcome | None = None
        self._error: EngineError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def log_path(self) -> Path:
        """Takes its last words here; all that it prints is in a file of that name there."""
        return self._log

    def log_tail(self) -> str:
        """What it printed at the end, once it is over."""
        return self._log_tail

    @property
    def outcome(self) -> ProcessOutcome | None:
        """How it ended; ``None`` while it runs."""
        return self._outcome

    @property
    def seconds_since_message(self) -> float:
        """Seconds since it was last heard, or started."""
        return self._clock.now() - self._last_message_at

    def fileno(self) -> int:
        """Readable when there may be something to :meth:`receive`."""
        return self._end.fileno()

    def send(self, request: WorkerRequest) -> None:
        """Say it. To a process that is gone words are lost: :meth:`receive` tells."""
        self._send(request)

    def receive(self, timeout_s: float | None = 0.0) -> WorkerReport | None:
        """The next word; ``None`` when there is none within that time (``None``: for ever).

        Raises :class:`ProcessExited` when it is gone, and :class:`HostLost` when it is not known.
        """
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while self._error is None:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            try:
                word = self._end.receive(left)
            except EOFError:
                self._set_outcome(HostLost(connection_lost(self.host)), _UNKNOWN)
                break
            if word is None:
                return None
            self._last_message_at = self._clock.now()
            match word:
                case ProcessSaid(report=report):
                    if isinstance(report, Hello):
                        self.hello = report
                    return report
                case MemoryUsed(mb=mb):
                    self._memory_mb = mb
                case ProcessOver(outcome=outcome, last_words=words):
                    self._log_tail = words
                    self._set_outcome(ProcessExited(outcome), outcome)
                case ProcessGarbled(failure=failure, last_words=words):
                    self._log_tail = words
                    self._set_outcome(EngineError(failure), _UNKNOWN)
                case ProcessLost(failure=failure):
                    self._set_outcome(HostLost(failure), _UNKNOWN)
                case HostFull(failure=failure):
                    self._set_outcome(HostDiskFull(failure), _UNKNOWN)
                case _:
                    pass  # of a kind that is not used here
        assert self._error is not None
        raise self._error

    def stop(self, grace_s: float = 5.0) -> ProcessOutcome:
        """End it in good order, by force after ``grace_s``."""
        if self._outcome is None:
            self._send(StopProcess(grace_s))
            self._await_end(grace_s + END_S)
        return self.kill()

    def kill(self) -> ProcessOutcome:
        """End it and all its helpers now; returns when they are gone, as far as is known."""
        if self._outcome is None:
            self._send(KillProcess())
            self._await_end(END_S)
        if self._outcome is None:
            self._set_outcome(HostLost(connection_lost(self.host)), _UNKNOWN)
        self._end.close()
        assert self._outcome is not None
        return self._outcome

    def limit_memory(self, megabytes: float) -> None:
        """Let its host's kernel refuse more than that to each of its processes."""
        self._send(KernelLimit(megabytes))

    def memory_mb(self, above: float = 0.0) -> float:
        """Memory of worker and helpers together in MiB, as its host told it last.

        The host looks ten times a second, and tells at once of more than ``above``.
        """
        if above and above != self._limit_mb:
            self._limit_mb = above
            self._send(MemoryLimit(above))
        return self._memory_mb

    def _send(self, value: object) -> None:
        if self._error is None:
            with contextlib.suppress(OSError):
                self._end.send(value)

    def _await_end(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        with contextlib.suppress(EngineError):
            while (left := deadline - time.monotonic()) > 0:
                self.receive(left)

    def _set_outcome(self, error: EngineError, outcome: ProcessOutcome) -> None:
        self._error = error
        self._outcome = outcome
