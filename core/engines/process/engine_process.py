"""An engine's process as its runner sees it, on this machine or on another host."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from core.engines.process.process_outcome import ProcessOutcome
from core.worker.protocol import WorkerReport, WorkerRequest


class EngineProcess(Protocol):
    """A running worker with its helpers. Any one thread at a time may use it.

    `core.engines.process.local_process.LocalProcess` is a child here,
    `core.cluster.remote_process.RemoteProcess` a child of an actor on another host.
    """

    @property
    def log_path(self) -> Path:
        """A file here that takes what it prints, or what it printed last."""
        ...

    @property
    def seconds_since_message(self) -> float:
        """Seconds since it was last heard, or started. It says something every second."""
        ...

    def log_tail(self) -> str:
        """What it printed at the end."""
        ...

    def fileno(self) -> int:
        """Readable when there is something to :meth:`receive`, the end included."""
        ...

    def send(self, request: WorkerRequest) -> None:
        """Say it. To a process that is gone words are lost: :meth:`receive` tells."""
        ...

    def receive(self, timeout_s: float | None = 0.0) -> WorkerReport | None:
        """The next word; ``None`` when there is none within that time (``None``: for ever).

        Raises `EngineError`: ``ProcessExited`` when it is gone, ``ProtocolViolation`` when it
        cannot be understood, ``HostLost`` when its host is out of reach.
        """
        ...

    def stop(self, grace_s: float = 5.0) -> ProcessOutcome:
        """End it in good order, by force after ``grace_s`` seconds."""
        ...

    def kill(self) -> ProcessOutcome:
        """End it and all its helpers now; returns when they are gone. Idempotent."""
        ...

    def limit_memory(self, megabytes: float) -> None:
        """Let the kernel refuse more than that to each of its processes."""
        ...

    def memory_mb(self, above: float = 0.0) -> float:
        """Memory of worker and helpers together, in MiB; exact where it is more than ``above``."""
        ...
