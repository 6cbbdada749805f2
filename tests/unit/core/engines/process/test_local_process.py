"""An engine's process from the window's side: what it says, how it ends, what it leaves."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from core.engines.process.local_process import (
    LaunchSpec,
    LocalProcess,
    ProcessExited,
    ProcessStartFailed,
    ProtocolViolation,
)
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Cancel, Exit, Heartbeat, Hello, Ready, StartFailed
from tests.support.engines.fakes import all_gone, fake, family, flash, greeted, heard, until
from tests.support.paths import ROOT


def open_descriptors() -> set[str]:
    return set(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are all that is wanted


@pytest.mark.slow
def test_a_real_worker_says_hello_and_ready_beats_and_ends_in_order(tmp_path: Path) -> None:
    before = open_descriptors()
    process = LocalProcess.start(flash(tmp_path))
    hello = greeted(process)
    assert hello.engine is EngineName.FLASH
    assert hello.python == sys.version.split()[0]
    assert process.worker_pid == hello.pid != process.pid
    assert isinstance(heard(process, Ready), Ready)
    heard(process, Heartbeat)
    members = family(process)
    assert not all_gone(members)
    outcome = process.stop()
    assert (outcome.exit_code, outcome.signal, outcome.asked) == (0, None, True)
    assert process.outcome == outcome
    assert not process.alive
    assert all_gone(members)
    assert open_descriptors() == before
    assert process.kill() is outcome


@pytest.mark.slow
def test_the_worker_goes_first_when_memory_is_short(tmp_path: Path) -> None:
    with LocalProcess.start(flash(tmp_path)) as process:
        hello = greeted(process)
        heard(process, Ready)
        adjustment = Path(f"/proc/{hello.pid}/oom_score_adj").read_text("ascii")
        guard = Path(f"/proc/{process.pid}/oom_score_adj").read_text("ascii")
        assert int(adjustment) == 1000 > int(guard)


def test_an_interpreter_that_is_not_there_is_said_with_its_path(tmp_path: Path) -> None:
    before = open_descriptors()
    missing = tmp_path / "no" / "python"
    with pytest.raises(ProcessStartFailed) as caught:
        LocalProcess.start(LaunchSpec(EngineName.FLASH, missing, os.environ, tmp_path / "log"))
    assert caught.value.failure.kind is FailureKind.ENGINE_MISSING
    assert str(missing) in str(caught.value.failure.message)
    assert open_descriptors() == before


def test_a_place_for_temporary_files_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    before = open_descriptors()
    with pytest.raises(ProcessStartFailed) as caught:
        LocalProcess.start(flash(tmp_path))
    failure = caught.value.failure
    assert failure.kind is FailureKind.NOT_WRITABLE
    assert str(tmp_path / "gone") in str(failure.message)
    assert "TMPDIR" in str(failure.hint)
    assert open_descriptors() == before


def test_an_interpreter_without_the_engine_says_so_and_sees_nothing_of_ours(
    tmp_path: Path,
) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    site = next(path for path in sys.path if path.endswith("site-packages"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), site])}
    python = tmp_path / "bare" / "bin" / "python"
    launch = LaunchSpec(EngineName.FLASH, python, environment, tmp_path / "log")
    with LocalProcess.start(launch) as process:
        unready = heard(process, StartFailed)
        assert isinstance(unready, StartFailed)
        assert unready.failure.kind is FailureKind.ENGINE_MISSING
        with pytest.raises(ProcessExited) as caught:
            heard(process, Ready)
    assert caught.value.outcome.exit_code == 1
    assert "No module named 'docvortex'" in launch.log.read_text("utf-8")


@pytest.mark.parametrize("engine", [EngineName.MAGIC_PDF, EngineName.MINERU])
def test_an_engine_without_an_adapter_is_unready(tmp_path: Path, engine: EngineName) -> None:
    launch = LaunchSpec(engine, Path(sys.executable), os.environ, tmp_path / "log")
    with LocalProcess.start(launch) as process:
        unready = heard(process, StartFailed)
        assert isinstance(unready, StartFailed)
        assert engine.value in str(unready.failure.message)


def test_what_a_worker_prints_goes_to_its_log_and_never_between_the_words(tmp_path: Path) -> None:
    launch = fake(
        tmp_path,
        """
        say(HELLO)
        print("by print", end="")
        print("by stderr", file=sys.stderr)
        os.write(1, b"by descriptor\\n")
        ctypes.CDLL(None).puts(b"by C")
        ctypes.CDLL(None).fflush(None)
        subprocess.run(["echo", "by a helper"])
        assert sys.stdin.read() == ""
        say(Ready("1"))
        channel.recv(100)
        """,
    )
    with LocalProcess.start(launch) as process:
        assert isinstance(process.receive(None), Hello)
        assert process.receive(None) == Ready("1")
    log = launch.log.read_text("utf-8")
    for way in ("by print", "by stderr", "by descriptor", "by C", "by a helper"):
        assert way in log


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("b'nonsense\\n'", "broken line"),
        ("b'x' * (2 << 20)", "giant line without an end"),
        ("encode(Cancel('a'))", "a word of the other direction"),
        ("encode(Hello(VERSION + 1, 1, EngineName.FLASH, '3', None))", "another version"),
    ],
)
def test_words_that_are_none_are_told_after_those_that_are(
    tmp_path: Path, words: str, what: str
) -> None:
    launch = fake(tmp_path, f"say(Heartbeat())\nchannel.sendall({words})\nsleep()")
    with LocalProcess.start(launch) as process:
        assert process.receive(None) == Heartbeat()
        with pytest.raises(ProtocolViolation) as caught:
            heard(process, Ready)
        assert caught.value.failure.kind is FailureKind.WORKER_DIED, what
        members = family(process)
    assert all_gone(members)


@pytest.mark.parametrize(
    ("end", "code", "number", "said"),
    [
        ("sys.exit(3)", 3, None, "code 3"),
        ("os.abort()", None, signal.SIGABRT, "SIGABRT"),
        ("os.kill(os.getpid(), 9)", None, signal.SIGKILL, "killed"),
    ],
)
def test_how_a_worker_ended_is_told_in_words_after_its_last_ones(
    tmp_path: Path, end: str, code: int | None, number: int | None, said: str
) -> None:
    launch = fake(tmp_path, f"say(HELLO)\nprint('farewell', flush=True)\n{end}")
    with LocalProcess.start(launch) as process:
        greeted(process)
        with pytest.raises(ProcessExited) as caught:
            heard(process, Ready)
        outcome = caught.value.outcome
        assert (outcome.exit_code, outcome.signal) == (code, number)
        assert not outcome.asked
        assert "farewell" in outcome.log_tail
        assert said in str(outcome.sentence)
        assert caught.value.failure.kind is FailureKind.WORKER_DIED
        with pytest.raises(ProcessExited):
            process.receive(0)
        process.send(Exit())  # to nobody: lost, and no error


def test_a_silent_worker_is_silent_and_can_be_ended(tmp_path: Path) -> None:
    with LocalProcess.start(fake(tmp_path, "say(HELLO)\nsleep()")) as process:
        greeted(process)
        assert process.receive(0.01) is None
        before = process.seconds_since_message
        until(lambda: process.seconds_since_message > before)
        assert process.alive
        members = family(process)
    assert all_gone(members)


def test_it_can_be_waited_for_together_with_others(tmp_path: Path) -> None:
    woken, waker = os.pipe()
    body = "say(HELLO)\nchannel.recv(100)\nsay(Ready('1'))\nsleep()"
    try:
        with LocalProcess.start(fake(tmp_path, body)) as process:
            greeted(process)
            assert process.receive(0) is None
            os.write(waker, b"!")
            assert select.select([process.fileno(), woken], [], [])[0] == [woken]
            os.read(woken, 1)
            process.send(Cancel("a"))
            assert select.select([process.fileno(), woken], [], [])[0] == [process.fileno()]
            assert process.receive(0) == Ready("1")
    finally:
        os.close(woken)
        os.close(waker)


@pytest.mark.slow
def test_stop_is_a_word_then_a_signal_then_the_end(tmp_path: Path) -> None:
    obeys = "say(HELLO)\nwhile b'exit' not in channel.recv(100): pass\nsys.exit(0)"
    with LocalProcess.start(fake(tmp_path / "a", obeys)) as process:
        greeted(process)
        assert process.stop(grace_s=60).exit_code == 0

    deaf = """
    signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
    say(HELLO)
    sleep()
    """
    with LocalProcess.start(fake(tmp_path / "b", deaf)) as process:
        greeted(process)
        assert process.stop(grace_s=2).exit_code == 7

    stubborn = """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    say(HELLO)
    sleep()
    """
    with LocalProcess.start(fake(tmp_path / "c", stubborn)) as process:
        greeted(process)
        members = family(process)
        outcome = process.stop(grace_s=0.2)
        assert outcome.signal == signal.SIGKILL
        assert outcome.asked
        assert all_gone(members)


def test_a_worker_that_talks_without_end_can_be_stopped(tmp_path: Path) -> None:
    body = "say(HELLO)\nwhile True: say(Heartbeat())"
    with LocalProcess.start(fake(tmp_path, body)) as process:
        greeted(process)
        assert process.stop(grace_s=0.2).asked


@pytest.mark.slow
def test_memory_is_that_of_worker_and_helpers_together(tmp_path: Path) -> None:
    body = """
    hoard = bytearray(os.urandom(1 << 20) * 80)
    helper("import os; hoard = bytearray(os.urandom(1 << 20) * 80)", start_new_session=True)
    say(HELLO)
    sleep()
    """
    with LocalProcess.start(fake(tmp_path, body)) as process:
        greeted(process)
        resident = process.memory_mb(above=10_000)
        exact = process.memory_mb(above=0)
        assert 160 < exact <= resident < 500


def test_nobody_elses_child_is_reaped(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "raise SystemExit(5)"])
    with LocalProcess.start(fake(tmp_path, "say(HELLO)\nsys.exit(0)")) as process:
        greeted(process)
        with pytest.raises(ProcessExited):
            heard(process, Ready)
    assert other.wait() == 5


def test_a_log_that_has_grown_long_is_set_aside(tmp_path: Path) -> None:
    launch = fake(tmp_path, "print('now', flush=True)\nsay(HELLO)")
    launch.log.write_bytes(b"then\n" * (1 << 20))
    with LocalProcess.start(launch) as process:
        greeted(process)
    assert launch.log.read_text("utf-8") == "now\n"
    assert (tmp_path / "worker.log.1").read_bytes().startswith(b"then\n")


def test_a_worker_keeps_out_of_the_windows_process_group_and_session(tmp_path: Path) -> None:
    with LocalProcess.start(fake(tmp_path, "say(HELLO)\nsleep()")) as process:
        hello = greeted(process)
        assert os.getsid(hello.pid) == os.getsid(process.pid) == process.pid != os.getsid(0)
        assert psutil.Process(hello.pid).ppid() == process.pid
