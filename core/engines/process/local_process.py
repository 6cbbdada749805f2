"""One engine's process, seen from the window's side: start, words, memory, end.

No thread of its own: its owner may wait on :meth:`LocalProcess.fileno` together with other
descriptors, or in :meth:`LocalProcess.receive`. Any one thread at a time may use it.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import math
import select
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from core.engines.process.host_memory import kernel_kills
from core.engines.process.kernel_memory import limit_memory
from core.engines.process.process_outcome import (
    EngineError,
    ProcessExited,
    ProcessOutcome,
    ProcessStartFailed,
    ProtocolViolation,
    outcome_of,
    tail_of_log,
)
from core.engines.worker_environment import worker_environment
from core.locked_dir import LockedTempDir, remove_stale
from core.messages import msg
from core.suspend_aware_clock import SuspendAwareClock
from core.worker import process_tree
from core.worker.codec import encode, report_reader
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import (
    VERSION,
    Exit,
    Failure,
    Hello,
    ProtocolError,
    WorkerReport,
    WorkerRequest,
)

__all__ = [
    "EngineError",
    "LaunchSpec",
    "LocalProcess",
    "ProcessExited",
    "ProcessOutcome",
    "ProcessStartFailed",
    "ProtocolViolation",
]

ENTRY = Path(__file__).parents[2] / "worker" / "__main__.py"
SCRATCH_PREFIX = "headframe-worker-"
"""Of the folder for a worker's temporary files, in the system's place for those."""
LOG_LIMIT_BYTES = 4 << 20
"""A log longer than this is set aside (``.1``) when the next worker starts."""
_END_S = 5.0
"""How long the guard may take to end its tree once the channel is closed; it needs far less."""
_POLL_S = 0.5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LaunchSpec:
    """What it takes to start an engine's process."""

    engine: EngineName
    interpreter: Path
    environment: Mapping[str, str]
    """The whole environment, the card's pin included."""
    log: Path
    """Takes everything that the worker and its libraries print; its folder is made."""


@dataclass(frozen=True, slots=True)
class _StartState:
    """How things stood when a process was started."""

    log_end: int
    """Bytes in its log: its own words come after them."""
    kills: int | None
    """By the kernel, for want of memory."""


class LocalProcess:
    """A running worker with its guard and helpers. Use as a context manager, or :meth:`stop` it."""

    def __init__(
        self,
        launch: LaunchSpec,
        guard: subprocess.Popen[bytes],
        end: socket.socket,
        scratch: LockedTempDir,
        before: _StartState,
    ) -> None:
        """Not for callers: :meth:`start` makes one."""
        self.launch = launch
        self._before = before
        self._held_mb: float | None = None
        self.hello: Hello | None = None
        self._guard = guard
        self._socket = end
        self._scratch = scratch
        self._mark = scratch.path.name
        self._reader = report_reader()
        self._clock = SuspendAwareClock()
        self._heard_at = 0.0
        self._asked_to_end = False
        self._outcome: ProcessOutcome | None = None
        self._family = _ProcessTree(guard.pid)

    @classmethod
    def start(cls, launch: LaunchSpec) -> Self:
        """Start it; returns at once, :class:`Hello` and more follow.

        Raises :class:`ProcessStartFailed`.
        """
        remove_stale_scratch()
        temporary = Path(tempfile.gettempdir())
        try:
            scratch = LockedTempDir(temporary, SCRATCH_PREFIX)
        except OSError as error:
            raise ProcessStartFailed(_no_scratch(temporary, error)) from error
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            environment = worker_environment(launch.environment, launch.interpreter)
            environment[process_tree.ENV_MARKER] = scratch.path.name
            kills = kernel_kills()
            with theirs, _open_log(launch.log) as log:
                before = _StartState(log.tell(), kills)
                guard = subprocess.Popen(
                    _command(launch, theirs.fileno(), scratch.path),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=environment,
                    cwd=scratch.path,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
        except OSError as error:
            ours.close()
            scratch.close()
            raise ProcessStartFailed(_not_started(launch, error)) from error
        return cls(launch, guard, ours, scratch, before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """The guard's pid: the root of the tree."""
        return self._guard.pid

    @property
    def worker_pid(self) -> int | None:
        """The pid of the process that does the work; known once it has said hello."""
        return self.hello.pid if self.hello is not None else None

    @property
    def scratch(self) -> Path:
        """A folder of its own, which is gone with it, however it ends."""
        return self._scratch.path

    @property
    def log_path(self) -> Path:
        """Where it and its libraries print."""
        return self.launch.log

    def log_tail(self) -> str:
        """What it printed at the end, and no earlier worker did."""
        return tail_of_log(self.launch.log, self._before.log_end)

    @property
    def alive(self) -> bool:
        """Whether it still runs, as far as can be seen without waiting or reading."""
        return self._outcome is None and self._guard.poll() is None

    @property
    def outcome(self) -> ProcessOutcome | None:
        """How it ended; ``None`` while it runs."""
        return self._outcome

    @property
    def seconds_since_message(self) -> float:
        """Seconds since it was last heard, or started. It says something every second.

        Ask several times a second: time between two far-apart calls does not count.
        """
        return self._clock.now() - self._heard_at

    def fileno(self) -> int:
        """Readable when there is something to :meth:`receive`, the end included.

        Words that were read already are not seen here: call ``receive(0)`` until it gives
        ``None``, then wait.
        """
        return self._socket.fileno()

    def send(self, request: WorkerRequest) -> None:
        """Say it. To a process that is gone words are lost: :meth:`receive` tells.

        Raises :class:`ProtocolError` for a message that cannot be sent.
        """
        line = encode(request)
        self._asked_to_end = self._asked_to_end or isinstance(request, Exit)
        with contextlib.suppress(OSError):
            self._socket.sendall(line)

    def receive(self, timeout_s: float | None = 0.0) -> WorkerReport | None:
        """The next word; ``None`` when there is none within that time (``None``: wait for ever).

        Raises :class:`Ended` when it is gone, after all it had said was given, and
        :class:`ProtocolViolation` when it cannot be understood.
        """
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            if (report := self._next()) is not None:
                return report
            if self._outcome is not None:
                raise ProcessExited(self._outcome)
            left = math.inf if deadline is None else max(0.0, deadline - time.monotonic())
            if _readable(self._socket, min(left, _POLL_S)):
                self._read()
            elif self._guard.poll() is not None:
                self._finalize()  # though a helper without a guard still holds the channel open
            elif left <= _POLL_S:
                return None

    def stop(self, grace_s: float = 5.0) -> ProcessOutcome:
        """End it in good order: the word, SIGTERM after half of the grace, then :meth:`kill`."""
        if self._outcome is None:
            self.send(Exit())
            if not self._ended_within(grace_s / 2):
                self._guard.terminate()
                self._ended_within(grace_s / 2)
        return self.kill()

    def kill(self) -> ProcessOutcome:
        """End it and all its helpers now; returns when they are gone. Idempotent."""
        if self._outcome is None:
            self._asked_to_end = True
            return self._finalize()
        return self._outcome

    def limit_memory(self, megabytes: float) -> None:
        """Let the kernel refuse more to each of its processes. Sampling holds the sum."""
        limit_memory([pid for pid in self._family.pids() if pid != self.pid], megabytes)

    def memory_mb(self, above: float = 0.0) -> float:
        """Memory of worker and helpers together, in MiB.

        The sum of resident memory, which counts shared pages several times; where that is more
        than ``above``, the slower but exact proportional sum.
        """
        pids = self._family.pids()
        resident = process_tree.resident_mb(pids)
        self._held_mb = resident or self._held_mb  # 0 of one that has gone says nothing
        return resident if resident <= above else min(resident, process_tree.proportional_mb(pids))

    def _next(self) -> WorkerReport | None:
        try:
            report = self._reader.next_message()
            if isinstance(report, Hello):
                if report.protocol != VERSION:
                    raise ProtocolError(f"protocol {report.protocol}, not {VERSION}")
                self.hello = report
        except ProtocolError as error:
            _log.warning("Worker %d: %s", self.pid, error)
            raise ProtocolViolation(error) from error
        return report

    def _read(self) -> None:
        try:
            data = self._socket.recv(1 << 16)
        except OSError:
            data = b""
        if data:
            self._heard_at = self._clock.now()
            self._reader.feed(data)
        else:
            self._finalize()

    def _ended_within(self, seconds: float) -> bool:
        """Wait for the end; what it still says is dropped, so that it is never stuck saying it."""
        deadline = time.monotonic() + seconds
        while self._guard.poll() is None and (left := deadline - time.monotonic()) > 0:
            if _readable(self._socket, min(left, _POLL_S)):
                with contextlib.suppress(OSError):
                    if self._socket.recv(1 << 16):
                        continue
                return True
        return self._guard.poll() is not None

    def _finalize(self) -> ProcessOutcome:
        """Close the channel, upon which the guard ends the tree; make sure; say how it ended."""
        self._socket.close()
        try:
            code = self._guard.wait(_END_S)
        except subprocess.TimeoutExpired:
            process_tree.kill_all([*process_tree.descendants(self.pid), self.pid])
            code = self._guard.wait()
        if code < 0:  # the guard itself was killed, so its tree may not be gone
            _end_marked(self._mark)
        self._scratch.close()
        kills, earlier = kernel_kills(), self._before.kills
        self._outcome = outcome_of(
            code,
            self.launch.log,
            self._asked_to_end,
            log_start=self._before.log_end,
            out_of_memory=None not in (kills, earlier) and kills != earlier,
            held_mb=self._held_mb,
        )
        return self._outcome


class _ProcessTree:
    """The pids of a tree. Looking for them costs little, but where the kernel does not tell of
    children it takes a walk through all of ``/proc``: a millisecond on a desktop, a tenth of a
    second on a full server; so no more than a twentieth of the time.
    """

    _SHARE = 1 / 20

    def __init__(self, guard: int) -> None:
        self._guard = guard
        self._pids: list[int] = []
        self._look_at = 0.0

    def pids(self) -> list[int]:
        """Worker and helpers, the guard left out: it is ours, and small."""
        began = time.monotonic()
        if began >= self._look_at:
            self._pids = process_tree.descendants_by_kin(self._guard)
            ended = time.monotonic()
            self._look_at = ended + (ended - began) / self._SHARE
        return self._pids


def _command(launch: LaunchSpec, descriptor: int, scratch: Path) -> list[str]:
    return [
        str(launch.interpreter),
        str(ENTRY),
        f"--engine={launch.engine.value}",
        f"--channel={descriptor}",
        f"--scratch={scratch}",
    ]


def _open_log(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > LOG_LIMIT_BYTES:
            path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")


def _readable(end: socket.socket, seconds: float) -> bool:
    """Whether something, or the end, can be read within that time. Unlike select, for any fd."""
    poll = select.poll()
    poll.register(end, select.POLLIN)
    return bool(poll.poll(math.ceil(seconds * 1000)))


def _not_started(launch: LaunchSpec, error: OSError) -> Failure:
    engine = launch.engine.value
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg(
            "The interpreter of {engine} cannot be started: {path} ({reason}).",
            engine=engine,
            path=str(launch.interpreter),
            reason=error.strerror or type(error).__name__,
        ),
        msg("Choose one that works: `headframe engine use {engine} --python PATH`.", engine=engine),
    )


def _no_scratch(folder: Path, error: OSError) -> Failure:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return Failure(
        FailureKind.NO_SPACE if full else FailureKind.NOT_WRITABLE,
        msg(
            "No folder for temporary files can be made in {path} ({reason}).",
            path=str(folder),
            reason=error.strerror or type(error).__name__,
        ),
        msg("Make room there, or choose another folder: TMPDIR=FOLDER headframe …"),
    )


def remove_stale_scratch() -> None:
    """Remove the temporary folders of workers that were killed together with their supervisor and
    its parent, and end what is left of them."""
    remove_stale(
        [Path(tempfile.gettempdir())],
        SCRATCH_PREFIX,
        before_remove=lambda scratch: _end_marked(scratch.name),
    )


def _end_marked(mark: str) -> None:
    """Kill what carries that mark until nothing does."""
    deadline = time.monotonic() + _END_S
    while (pids := process_tree.marked(mark)) and time.monotonic() < deadline:
        process_tree.kill_all(pids)
        time.sleep(0.01)
