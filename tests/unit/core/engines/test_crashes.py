"""Sudden deaths: of the worker, of its guard, of the window's process. Nothing is left of any."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from core.engines.process.local_process import (
    SCRATCH_PREFIX,
    LocalProcess,
    ProcessExited,
    remove_stale_scratch,
)
from core.engines.process.process_outcome import ProcessOutcome, outcome_of
from core.worker import process_tree
from core.worker.kinds import EngineName
from core.worker.protocol import Convert, Progress, Ready
from tests.support import pdfs
from tests.support.engines.fakes import all_gone, fake, family, flash, greeted, heard, until
from tests.support.paths import ROOT

HELPERS = """
say(HELLO)
helper("import time")                                # in the worker's own session
helper("import time", start_new_session=True)        # in one of its own
helper("import os; os.fork(); os.setsid()")          # with a child of its own
if os.fork() == 0:                                   # a daemon: forked twice, its parent gone
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        sleep()
    os._exit(0)
os.wait()
say(Ready("1"))
sleep()
"""
WHOLE = 7
"""Guard, worker, three helpers, the child of one of them, the daemon."""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[LocalProcess]:
    """A worker with helpers of all sorts."""
    with LocalProcess.start(fake(tmp_path, HELPERS)) as process:
        heard(process, Ready)
        until(lambda: len(family(process)) == WHOLE)
        yield process


def test_when_the_worker_is_killed_its_helpers_go_too(process: LocalProcess) -> None:
    members = family(process)
    assert process.worker_pid is not None
    os.kill(process.worker_pid, signal.SIGKILL)
    with pytest.raises(ProcessExited) as caught:
        heard(process, Ready)
    assert caught.value.outcome.signal == signal.SIGKILL
    assert all_gone(members)


@pytest.mark.slow
def test_when_the_guard_is_killed_the_worker_and_its_helpers_go_too(
    process: LocalProcess,
) -> None:
    members = family(process)
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(ProcessExited) as caught:
        heard(process, Ready)
    assert caught.value.outcome.signal == signal.SIGKILL
    until(lambda: all_gone(members))


def test_when_the_guard_is_killed_while_nobody_listens_stopping_still_ends_all(
    process: LocalProcess,
) -> None:
    members = family(process)
    os.kill(process.pid, signal.SIGKILL)
    process.stop()
    until(lambda: all_gone(members))


@pytest.mark.slow
def test_a_stopped_guard_cannot_keep_its_tree_alive(process: LocalProcess) -> None:
    members = family(process)
    os.kill(process.pid, signal.SIGSTOP)
    process.kill()
    until(lambda: all_gone(members))


PARENT = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from core.engines.process.local_process import LocalProcess
from core.worker.protocol import Ready
from tests.support.engines.fakes import fake, heard
process = LocalProcess.start(fake(Path({folder!r}), {body!r}))
heard(process, Ready)
print(process.pid, flush=True)
sys.stdin.read()
{end}
"""


@pytest.mark.parametrize(
    ("end", "number"),
    [
        ("", signal.SIGKILL),
        ("", signal.SIGTERM),
        ("import os; os._exit(0)", None),
        ("import os; os.abort()", None),
    ],
)
def test_when_the_windows_process_dies_nothing_of_the_worker_is_left(
    tmp_path: Path, end: str, number: int | None
) -> None:
    """However it dies. The contract allows 5 s; what is watched here is that it comes about."""
    code = PARENT.format(root=str(ROOT), folder=str(tmp_path), body=HELPERS, end=end)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdin is not None
        guard = psutil.Process(int(parent.stdout.readline()))
        until(lambda: len(guard.children(recursive=True)) == WHOLE - 1)
        members = [guard, *guard.children(recursive=True)]
        if number is not None:
            parent.send_signal(number)
        parent.stdin.close()
        parent.wait()
        until(lambda: all_gone(members))


def test_when_its_parent_and_its_guard_are_killed_at_once_the_next_to_look_ends_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    code = PARENT.format(root=str(ROOT), folder=str(tmp_path), body=HELPERS, end="")
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as parent:
        assert parent.stdout is not None
        guard = psutil.Process(int(parent.stdout.readline()))
        until(lambda: len(guard.children(recursive=True)) == WHOLE - 1)
        members = [guard, *guard.children(recursive=True)]
        remove_stale_scratch()
        assert [path.name[: len(SCRATCH_PREFIX)] for path in temporary.iterdir()] == [
            SCRATCH_PREFIX
        ], "it lives"
        parent.send_signal(signal.SIGSTOP)
        guard.kill()
        parent.kill()
        parent.wait()
    remove_stale_scratch()
    assert not list(temporary.iterdir())
    until(lambda: all_gone(members))


@pytest.mark.slow
def test_a_real_conversion_dies_with_its_worker_and_says_so(tmp_path: Path) -> None:
    source = pdfs.long_pdf(tmp_path / "long.pdf", pages=500)
    (tmp_path / "out").mkdir()
    with LocalProcess.start(flash(tmp_path)) as process:
        hello = greeted(process)
        heard(process, Ready)
        process.send(Convert("a", str(source), str(tmp_path / "out"), "long"))
        heard(process, Progress)
        members = family(process)
        os.kill(hello.pid, signal.SIGSEGV)
        with pytest.raises(ProcessExited) as caught:
            heard(process, Ready)
        assert caught.value.outcome.signal == signal.SIGSEGV
        assert "Segmentation fault" in str(caught.value.failure.hint)
        assert all_gone(members)


def test_what_is_marked_is_found_wherever_it_went() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print('up', flush=True); input()"],
        env={**os.environ, process_tree.ENV_MARKER: "here"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert process_tree.marked("here") == [child.pid]
        assert process_tree.marked("her") == []
        process_tree.kill_all([child.pid, 2**22 + 1])
    assert process_tree.marked("here") == []
    assert process_tree.resident_mb([child.pid]) == 0
    assert process_tree.proportional_mb([child.pid]) == 0


def test_a_tree_is_found_by_kin_as_by_looking_at_everybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Helpers of other threads, and of helpers, too."""
    body = """
        import threading
        say(HELLO)
        thread = threading.Thread(target=lambda: helper(
            "import subprocess; subprocess.Popen(['sleep', '600'])"))
        thread.start()
        thread.join()
        helper("pass")
        say(Ready("1"))
        sleep()
    """
    with LocalProcess.start(fake(tmp_path, body)) as process:
        heard(process, Ready)
        everybody = set(process_tree.descendants(process.pid))
        assert len(everybody) == 4
        assert set(process_tree.descendants_by_kin(process.pid)) == everybody
        exists = os.path.exists
        monkeypatch.setattr("os.path.exists", lambda p: "children" not in p and exists(p))
        assert set(process_tree.descendants_by_kin(process.pid)) == everybody
    assert process_tree.descendants_by_kin(process.pid) == []


def test_of_one_that_printed_nothing_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    outcome = outcome_of(3, tmp_path / "log", asked=False)
    assert str(outcome.failure.hint).endswith("Last words: none")


@pytest.mark.parametrize("frames", [3, 60])
def test_a_fault_is_named_however_long_the_stacks_below_it_are(tmp_path: Path, frames: int) -> None:
    log = tmp_path / "log"
    stacks = "".join(f'  File "a.py", line {n} in f\n' for n in range(frames))
    log.write_text(f"Loaded.\nFatal Python error: Segmentation fault\n\n{stacks}Modules: numpy\n")
    outcome = outcome_of(-signal.SIGSEGV, log, asked=False)
    assert str(outcome.failure.hint).endswith("Last words: Fatal Python error: Segmentation fault")
    assert outcome.log_tail[-1] == "Modules: numpy"


@pytest.mark.parametrize("number", [signal.SIGXCPU, signal.SIGKILL])
def test_a_limit_of_cpu_time_is_named(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _kind: (2, 2))
    outcome = ProcessOutcome(None, number, (), asked=False)
    for failure in (
        outcome.failure,
        outcome.failure_after_crashes(2),
        outcome.startup_failure(EngineName.FLASH, Path("log")),
    ):
        assert "limits a process to 2 s of CPU time" in str(failure.message)
        assert "ulimit -t" in str(failure.hint)
    killed = ProcessOutcome(None, signal.SIGKILL, (), asked=False, out_of_memory=True)
    assert "memory had run out" in str(killed.failure.message)
