"""The guard: a tiny first process that outlives its worker and ends everything with it.

A worker may hang in C, be killed, or leave helpers behind that called ``setsid``; the window's
process may be killed at any moment. So the process that the window starts forks before it has
imported anything heavy or started a thread: the child goes on as the worker, the first process
stays as the guard. Every orphan below it becomes its child (a Linux "subreaper"), and so nothing
can get away from it. It ends the whole tree

* when the other end of the channel is closed: the window's process is gone, however it went;
* when the worker has ended, however it ended;
* a few seconds after SIGTERM, if the worker has not ended by then.

When the guard itself is killed, the kernel kills the worker (parent-death signal), and the
window's side looks for what is left by the mark in its environment (`process_tree.ENV_MARKER`).
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import time
from collections.abc import Callable
from typing import NoReturn

from core.worker import process_tree

GRACE_S = 3.0
"""From SIGTERM to SIGKILL. With the kill itself well within the five seconds of docs/command.md."""
_POLL_S = 0.5
_KILL_S = 3.0
"""How long to go on killing: a process in the kernel's hands may be beyond any signal."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


def start_supervisor(channel: int, scratch: str | None) -> None:
    """Fork. Returns in the worker only; the calling process becomes its guard.

    ``scratch`` is a folder for temporary files that the guard removes at the end.
    """
    guard = os.getpid()
    process_tree.adopt_orphans()
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)  # until both sides have their handlers
    worker = os.fork()
    if worker == 0:
        process_tree.die_with_parent()
        if os.getppid() != guard:
            os._exit(1)
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)  # where there is no /proc, the guard can still end the group
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        return
    _watch(worker, channel, scratch)


def _watch(worker: int, channel: int, scratch: str | None) -> NoReturn:
    code = 1
    try:
        code = _Supervisor(worker, channel).run()
    finally:
        _end_all(worker)
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
        os._exit(code)


class _Supervisor:
    """Waits for the first of the reasons to end."""

    def __init__(self, worker: int, channel: int) -> None:
        self._worker = worker
        self._channel = channel
        self._parent = os.getppid()
        self._woken, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, lambda _number, _frame: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def run(self) -> int:
        """The exit status to pass on: the worker's own, or 128 + the signal that ended it."""
        poll = select.poll()
        poll.register(self._woken, select.POLLIN)
        poll.register(self._channel, 0)  # tells of a hang-up only; the words are the worker's
        deadline: float | None = None
        while True:
            events = dict(poll.poll(_POLL_S * 1000))
            status = _reap(self._worker)
            if status is not None:
                return status if status >= 0 else 128 - status
            if self._channel in events or os.getppid() != self._parent:
                return 128 + signal.SIGKILL
            if self._woken in events and self._asked_to_end():
                process_tree.kill_all([self._worker], signal.SIGTERM)
                deadline = deadline or time.monotonic() + GRACE_S
            if deadline is not None and time.monotonic() > deadline:
                return 128 + signal.SIGKILL

    def _asked_to_end(self) -> bool:
        """Whether a signal other than SIGCHLD came in."""
        numbers = b""
        with contextlib.suppress(BlockingIOError):
            numbers = os.read(self._woken, 4096)
        return any(number != signal.SIGCHLD for number in numbers)


def _reap(worker: int) -> int | None:
    """Reap all that has ended; the worker's exit code (negative: a signal) once it has."""
    code = None
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == worker:
                code = os.waitstatus_to_exitcode(status)
    return code


def _end_all(worker: int) -> None:
    """SIGKILL all descendants, and again those that they leave behind, until none is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(worker, signal.SIGKILL)
    deadline = time.monotonic() + _KILL_S
    while _has_children() and time.monotonic() < deadline:
        process_tree.kill_all(process_tree.descendants(os.getpid()))
        _reap(worker)
        time.sleep(0.01)


def _has_children() -> bool:
    wait: Callable[[], object] = lambda: os.waitid(  # noqa: E731
        os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT
    )
    try:
        wait()
    except ChildProcessError:
        return False
    return True
