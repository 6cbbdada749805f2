"""Run a foreign command-line tool so that nothing it does can harm us.

Both of its streams are read, up to a bound; it has a time limit; it runs in a session of its own
and is killed with everything it started. A tool that cannot even be killed, because it hangs in
the driver, is left behind and remembered.
"""

from __future__ import annotations

import logging
import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.cards.probing.interrupt_flag import InterruptFlag

log = logging.getLogger(__name__)

MAX_OUTPUT_BYTES = 16 << 20
"""Of both streams together: five times what 20,000 processes take in the widest layout."""
_CHUNK = 1 << 16
_TICK_S = 0.1
"""How soon an interrupt, or the tool's end behind an open pipe, is noticed."""
_KILL_GRACE_S = 1.0


_COLOURS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
"""Escape sequences (ECMA-48): some tools colour what they print, even into a pipe."""


class ExitReason(StrEnum):
    """How a call of a tool ended."""

    EXITED = "exited"
    TIMED_OUT = "timed-out"
    OUTPUT_LIMIT = "flooded"
    INTERRUPTED = "interrupted"
    NOT_STARTED = "not-started"


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """What a tool printed, and how it ended.

    Undecodable bytes are replaced; colours and other orders to a terminal are taken out.
    """

    reason: ExitReason
    out: str = ""
    err: str = ""
    code: int | None = None
    """Exit status, negative for a signal; ``None`` unless it exited by itself."""
    error: OSError | None = None
    """Why it could not be started."""
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """Both streams, stdout first."""
        return f"{self.out}\n{self.err}" if self.err else self.out


class ToolRunner:
    """Runs one tool at a time; :meth:`interrupt` may come from another thread."""

    def __init__(self, max_bytes: int = MAX_OUTPUT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._stop = InterruptFlag()
        self._left_behind: list[subprocess.Popen[bytes]] = []

    def interrupt(self) -> None:
        """End the call in flight, and every later one at once; for good."""
        self._stop.set()

    @property
    def interrupted(self) -> bool:
        """Whether :meth:`interrupt` was called."""
        return self._stop.is_set()

    @property
    def has_stuck_process(self) -> bool:
        """Whether a killed tool is still there, stuck in the kernel."""
        self._left_behind = [process for process in self._left_behind if process.poll() is None]
        return bool(self._left_behind)

    def run(
        self,
        argv: Sequence[str],
        limit_s: float,
        environ: Mapping[str, str],
        held: int | None = None,
    ) -> ToolOutput:
        """Call the tool and wait for its end, at most ``limit_s`` seconds and a moment.

        ``held`` is a descriptor that the tool inherits: a lock on it outlives us, if need be,
        until the tool is gone.
        """
        if self._stop.is_set():
            return ToolOutput(ExitReason.INTERRUPTED)
        started = time.monotonic()
        try:
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(environ),
                start_new_session=True,
                pass_fds=() if held is None else (held,),
            )
        except OSError as error:
            return ToolOutput(ExitReason.NOT_STARTED, error=error)
        streams = [stream for stream in (process.stdout, process.stderr) if stream is not None]
        gathered = {stream.fileno(): bytearray() for stream in streams}
        try:
            with streams[0], streams[1]:
                ended = self._gather(process, gathered, started + limit_s)
        finally:  # also when a KeyboardInterrupt comes in between
            # Killed before it is reaped: until then no other group can have its number.
            _kill_group(process)
            code = self._reap(process)
        out, err = (
            _COLOURS.sub("", bytes(data).decode("utf-8", "replace")) for data in gathered.values()
        )
        return ToolOutput(
            ended,
            out,
            err,
            code if ended is ExitReason.EXITED else None,
            seconds=time.monotonic() - started,
        )

    def _gather(
        self,
        process: subprocess.Popen[bytes],
        gathered: Mapping[int, bytearray],
        deadline: float,
    ) -> ExitReason:
        """Read both streams until the tool ends, or may not go on."""
        with selectors.DefaultSelector() as selector:
            for descriptor in gathered:
                selector.register(descriptor, selectors.EVENT_READ)
            while True:
                if self._stop.is_set():
                    return ExitReason.INTERRUPTED
                left = deadline - time.monotonic()
                if left <= 0:
                    return ExitReason.TIMED_OUT
                ready = selector.select(min(left, _TICK_S)) if selector.get_map() else []
                for key, _ in ready:
                    data = os.read(key.fd, _CHUNK)
                    gathered[key.fd].extend(data)
                    if not data:
                        selector.unregister(key.fd)
                if sum(map(len, gathered.values())) > self._max_bytes:
                    return ExitReason.OUTPUT_LIMIT
                if ready:
                    continue
                # It may be gone while something that it left behind holds its streams.
                if _has_ended(process):
                    return ExitReason.EXITED
                if not selector.get_map():
                    self._stop.wait(min(left, _TICK_S / 10))

    def _reap(self, process: subprocess.Popen[bytes]) -> int | None:
        try:
            return process.wait(_KILL_GRACE_S)
        except subprocess.TimeoutExpired:
            log.warning("%s cannot be killed: it hangs in the driver", process.args)
            self._left_behind.append(process)
            return None


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it exited; it is left to be reaped, so that its group keeps its number."""
    try:
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    # Its own session: the group's id is its pid, and stays taken while a member lives.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
