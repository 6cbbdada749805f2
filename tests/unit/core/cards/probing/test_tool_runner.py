"""A foreign tool is bounded in time, output and what it leaves behind."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from core.cards.probing.tool_runner import ExitReason, ToolRunner
from tests.support.paths import ROOT

ENVIRON = {"PATH": os.environ["PATH"]}
SOON = 1.5
"""A limit that a hanging tool is to run into, after its first words."""
AMPLE = 60.0
"""A limit that no tool here reaches."""


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], list[str]]:
    def write(body: str) -> list[str]:
        path = tmp_path / "tool"
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return [str(path)]

    return write


def test_both_streams_and_the_status_are_read(script: Callable[[str], list[str]]) -> None:
    output = ToolRunner().run(script("echo out; echo err >&2; exit 187"), AMPLE, ENVIRON)
    assert output.reason is ExitReason.EXITED
    assert (output.out, output.err, output.code) == ("out\n", "err\n", 187)
    assert output.text == "out\n\nerr\n"


def test_bytes_that_are_no_text_are_replaced(script: Callable[[str], list[str]]) -> None:
    assert ToolRunner().run(script("printf '\\377ok'"), AMPLE, ENVIRON).out == "\ufffdok"


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda path: None, FileNotFoundError),
        (lambda path: path.mkdir(), PermissionError),
        (lambda path: path.touch(0o644), PermissionError),
        (lambda path: (path.write_bytes(b"\0\0"), path.chmod(0o755)), OSError),
    ],
    ids=["missing", "a folder", "not executable", "no program"],
)
def test_what_cannot_be_started_is_said(
    tmp_path: Path, make: Callable[[Path], object], error: type[OSError]
) -> None:
    make(tmp_path / "tool")
    output = ToolRunner().run([str(tmp_path / "tool")], AMPLE, ENVIRON)
    assert output.reason is ExitReason.NOT_STARTED
    assert isinstance(output.error, error)


@pytest.mark.slow
def test_a_tool_that_hangs_is_killed_with_all_it_started(
    script: Callable[[str], list[str]], tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    argv = script(f"trap '' TERM INT\nsleep 600 &\necho $$ $! >{pids}\necho begun\nwait; sleep 600")
    output = ToolRunner().run(argv, SOON, ENVIRON)
    assert output.reason is ExitReason.TIMED_OUT
    assert output.code is None
    assert output.out == "begun\n", "what it had printed is kept"
    assert all(ends(int(pid)) for pid in pids.read_text().split())


def test_a_flood_is_stopped(script: Callable[[str], list[str]]) -> None:
    output = ToolRunner(max_bytes=1 << 20).run(script("exec yes"), AMPLE, ENVIRON)
    assert output.reason is ExitReason.OUTPUT_LIMIT
    assert 1 << 20 < len(output.out) < 2 << 20


@pytest.mark.parametrize("streams", ["", ">/dev/null 2>&1"], ids=["holding", "silent"])
def test_what_a_tool_leaves_behind_does_not_hold_us_up_and_is_ended(
    script: Callable[[str], list[str]], tmp_path: Path, streams: str
) -> None:
    left = tmp_path / "left"
    argv = script(f"sleep 600 {streams} & echo $! >{left}; echo done")
    output = ToolRunner().run(argv, AMPLE, ENVIRON)
    assert (output.reason, output.out, output.code) == (ExitReason.EXITED, "done\n", 0)
    assert ends(int(left.read_text()))


@pytest.mark.slow
def test_a_tool_that_closes_its_streams_is_waited_for(script: Callable[[str], list[str]]) -> None:
    output = ToolRunner().run(script("exec >&- 2>&-; sleep 0.2; exit 3"), AMPLE, ENVIRON)
    assert (output.reason, output.code) == (ExitReason.EXITED, 3)
    output = ToolRunner().run(script("exec >&- 2>&-; sleep 600"), 0.2, ENVIRON)
    assert output.reason is ExitReason.TIMED_OUT


def test_an_interrupt_from_another_thread_ends_the_call(
    script: Callable[[str], list[str]], tmp_path: Path
) -> None:
    runner = ToolRunner()
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    argv = script(f"echo >{begun}; sleep 600")

    def interrupt() -> None:
        begun.read_text()
        runner.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    output = runner.run(argv, AMPLE, ENVIRON)
    thread.join()
    assert output.reason is ExitReason.INTERRUPTED
    assert runner.run(argv, AMPLE, ENVIRON).reason is ExitReason.INTERRUPTED
    assert runner.interrupted


def test_a_tool_is_ended_when_we_are_interrupted_from_the_keyboard(
    script: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pids: list[int] = []

    def interrupted(_: ToolRunner, process: subprocess.Popen[bytes], *_rest: object) -> ExitReason:
        pids.append(process.pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(ToolRunner, "_gather", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ToolRunner().run(script("exec sleep 600"), AMPLE, ENVIRON)
    assert not psutil.pid_exists(pids[0])


@pytest.mark.slow
def test_a_tool_that_cannot_be_killed_is_remembered_until_it_is_gone(
    script: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process in the kernel's uninterruptible sleep cannot be made; a signal can be lost."""
    runner, pid = ToolRunner(), tmp_path / "pid"
    with monkeypatch.context() as patch:
        patch.setattr(os, "killpg", lambda *_: None)
        output = runner.run(script(f"echo $$ >{pid}; exec sleep 600"), SOON, ENVIRON)
    assert output.reason is ExitReason.TIMED_OUT
    assert runner.has_stuck_process
    process = psutil.Process(int(pid.read_text()))
    os.kill(process.pid, signal.SIGKILL)
    while runner.has_stuck_process:
        threading.Event().wait(0.01)


def test_the_tool_itself_holds_the_lock_when_its_caller_is_killed(
    script: Callable[[str], list[str]], tmp_path: Path
) -> None:
    lock, begun, done = tmp_path / "lock", tmp_path / "begun", tmp_path / "done"
    os.mkfifo(begun)
    os.mkfifo(done)
    argv = script(f"echo >{begun}; read line <{done}")
    code = (
        "import fcntl, os, sys; from core.cards.probing.tool_runner import ToolRunner\n"
        "lock = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\n"
        "fcntl.flock(lock, fcntl.LOCK_EX)\n"
        "ToolRunner().run([sys.argv[2]], 60, {}, held=lock)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(lock), *argv], cwd=ROOT) as child:
        begun.read_text()
        child.kill()
    with lock.open() as ours:
        with pytest.raises(BlockingIOError):
            fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
        done.write_text("\n")
        fcntl.flock(ours, fcntl.LOCK_EX)  # free as soon as the tool is gone


def ends(pid: int) -> bool:
    """Whether a process that was killed is gone, or a zombie, before long."""
    for _ in range(1000):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        threading.Event().wait(0.01)
    return False
