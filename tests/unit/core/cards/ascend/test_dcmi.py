"""DCMI through its helper process, against a stand-in library built here."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from core.cards.ascend.chips import Chip
from core.cards.ascend.dcmi import DcmiReader, names_are_ours
from core.cards.ascend.presence import dcmi_may_be_here
from core.cards.model import Health, ReadingSource
from core.cards.probing.helper_client import (
    HelperClient,
    HelperDiedError,
    HelperHungError,
    HelperStoppedError,
)
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import PRESETS, eight_910b, sick
from tests.support.ascend.state import ChipState, FaultKind, HostState
from tests.support.engines.fakes import until
from tests.support.paths import ROOT

LIMIT_S = 60.0


class Host:
    """An emulated host and a reader of its library."""

    def __init__(self, folder: Path, state: HostState, limit_s: float = LIMIT_S) -> None:
        self.host = AscendHost(folder / "host", state)
        self.now = 0.0
        environ = {**os.environ, **self.host.environment(dcmi=True)}
        self.reader = DcmiReader(environ, limit_s=limit_s, clock=lambda: self.now)

    def close(self) -> None:
        self.reader.close()


@pytest.fixture
def seed(tmp_path: Path) -> Iterator[Host]:
    with closing(Host(tmp_path, eight_910b())) as host:
        yield host


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "none"])
def test_every_host_tells_the_same_through_the_library(tmp_path: Path, name: str) -> None:
    state = PRESETS[name]()
    with closing(Host(tmp_path, state)) as host:
        answer = host.reader.read()
    assert (answer.source, answer.problems) == (ReadingSource.DCMI, ())
    assert [values_of(chip) for chip in answer.chips] == [at_rest(chip) for chip in state.chips]
    assert answer.logic_ids == {(chip.npu, chip.chip): chip.logic for chip in state.chips}


def values_of(chip: Chip) -> tuple[object, ...]:
    return (
        chip.place,
        chip.name,
        chip.health.value,
        chip.bus_id,
        chip.power_w,
        chip.temperature_c,
        chip.utilisation_percent,
        chip.memory_used_mb,
        chip.memory_total_mb,
        [(process.pid, process.memory_mb) for process in chip.processes],
    )


def at_rest(chip: ChipState) -> tuple[object, ...]:
    return (
        (chip.npu, chip.chip),
        chip.name,
        chip.health,
        chip.bus,
        chip.power_w,
        chip.temperature_c,
        chip.load,
        chip.used_mb,
        chip.total_mb,
        [(process.pid, process.memory_mb) for process in chip.processes],
    )


def test_health_codes_become_words(tmp_path: Path) -> None:
    with closing(Host(tmp_path, sick())) as host:
        assert [chip.health for chip in host.reader.read().chips] == list(Health)


def test_one_helper_serves_every_reading(seed: Host) -> None:
    before = {child.pid for child in psutil.Process().children()}
    seed.reader.read()
    helper = {child.pid for child in psutil.Process().children()} - before
    seed.reader.read()
    assert {child.pid for child in psutil.Process().children()} - before == helper
    assert len(helper) == 1
    seed.reader.close()
    assert not helper & {child.pid for child in psutil.Process().children()}


def test_versions_are_told(seed: Host) -> None:
    assert seed.reader.version() == ("24.0.0-emulated", "25.2.0", ())


def test_real_processes_are_named_where_pids_mean_the_same(
    seed: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(seed.host.process_environment("6")) as child:
        for ours, name in (
            (True, Path(f"/proc/{child.pid}/comm").read_text().strip()),
            (False, None),
        ):
            monkeypatch.setattr("core.cards.ascend.dcmi.names_are_ours", lambda ours=ours: ours)
            (held,) = seed.reader.read().chips[6].processes
            assert (held.pid, held.name) == (child.pid, name)
        child.kill()


def start(environ: Mapping[str, str]) -> psutil.Popen:
    command = [sys.executable, "-c", "input()"]
    return psutil.Popen(command, env={**os.environ, **environ}, stdin=-1)


def test_pids_of_another_namespace_are_not_ours(tmp_path: Path) -> None:
    link = tmp_path / "pid"
    assert not names_are_ours(link)
    link.symlink_to("pid:[4026532911]")
    assert not names_are_ours(link)
    link.unlink()
    link.symlink_to("pid:[4026531836]")
    assert names_are_ours(link)


@pytest.mark.parametrize("code", [-8005, -8020, -8006])
def test_a_refusal_is_a_problem_and_is_not_asked_again_at_once(seed: Host, code: int) -> None:
    seed.host.fail(FaultKind.EXIT, code=code)
    for _ in range(3):
        assert [p.code for p in seed.reader.read().problems] == [f"dcmi{code}"]
    # V1 and then V2 are tried, once.
    assert len(seed.host.calls()) <= 2
    seed.host.fail(None)
    assert seed.reader.read().chips == ()
    seed.now = 61.0
    answer = seed.reader.read()
    assert len(answer.chips) == 8
    assert answer.problems == ()


@pytest.mark.slow
def test_pauses_grow_with_each_failure(seed: Host) -> None:
    seed.host.fail(FaultKind.EXIT, code=-8005)
    tried: list[float] = []
    for minute in range(40):
        seed.now = 60.0 * minute + 1
        before = len(seed.host.calls())
        seed.reader.read()
        if len(seed.host.calls()) > before:
            tried.append(minute)
    assert tried == [0, 1, 3, 7, 15, 25, 35]


def is_a_helper(process: psutil.Process) -> bool:
    try:
        return "dcmi_helper" in str(process.cmdline())
    except psutil.Error:  # killed, and not waited for yet
        return False


@pytest.mark.slow
def test_a_library_that_hangs_is_killed_with_its_helper(tmp_path: Path) -> None:
    with closing(Host(tmp_path, eight_910b().with_fault(FaultKind.HANG), limit_s=1.5)) as host:
        answer = host.reader.read()
        assert [problem.code for problem in answer.problems] == ["dcmi-timeout"]
        assert not any(is_a_helper(child) for child in psutil.Process().children())


def test_a_library_that_crashes_takes_the_helper_only(seed: Host) -> None:
    seed.host.fail(FaultKind.CRASH)
    assert [problem.code for problem in seed.reader.read().problems] == ["dcmi-crashed"]
    seed.host.fail(None)
    seed.now = 61.0
    assert len(seed.reader.read().chips) == 8


def test_an_interrupt_ends_a_question(tmp_path: Path) -> None:
    with closing(Host(tmp_path, eight_910b().with_fault(FaultKind.HANG))) as host:
        thread = threading.Thread(target=host.reader.read)
        thread.start()
        until(host.host.calls, "the library was never called")
        host.reader.interrupt()
        thread.join()
        answer = host.reader.read()
        assert (answer.chips, answer.problems) == ((), ())


def test_a_library_that_is_named_and_cannot_be_loaded_is_a_problem(tmp_path: Path) -> None:
    bad = tmp_path / "libdcmi.so"
    bad.write_text("no library")
    for path in (bad, tmp_path / "missing.so"):
        with closing(DcmiReader({**os.environ, "HEADFRAME_DCMI": str(path)})) as reader:
            (problem,) = reader.read().problems
            assert problem.code == "dcmi-not-loaded"
            assert path.name in str(problem.text)


def test_a_library_that_nobody_named_is_not_missed(tmp_path: Path) -> None:
    with closing(DcmiReader({"PATH": os.environ["PATH"]})) as reader:
        answer = reader.read()
    assert (answer.chips, answer.problems) == ((), ())


def test_the_library_is_tried_where_it_may_be(tmp_path: Path) -> None:
    assert not dcmi_may_be_here({}, tmp_path)
    assert not dcmi_may_be_here({"HEADFRAME_DCMI": "off", "LD_LIBRARY_PATH": "/x"}, tmp_path)
    assert dcmi_may_be_here({"HEADFRAME_DCMI": "/opt/libdcmi.so"}, tmp_path)
    (tmp_path / "davinci_manager").touch()
    assert dcmi_may_be_here({}, tmp_path)
    (tmp_path / "davinci_manager").unlink()
    (tmp_path / "libdcmi.so").touch()
    assert dcmi_may_be_here({"LD_LIBRARY_PATH": f"/x:{tmp_path}"}, tmp_path)


# The helper by itself -------------------------------------------------------------------------


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[HelperClient]:
    """A helper whose module does what the question says."""
    (tmp_path / "echo_helper.py").write_text(
        "import os, sys, time\n"
        "from core.cards.probing.helper_server import serve_requests\n"
        "def answer(word):\n"
        "    print('chatter', flush=True)\n"
        "    if word == 'die': os._exit(3)\n"
        "    if word == 'hang': time.sleep(600)\n"
        "    if word == 'raise': raise ValueError('no')\n"
        "    if word == 'junk': os.write(3, b'no json\\n'); time.sleep(600)\n"
        "    return {'pid': os.getpid(), 'word': word}\n"
        "serve_requests(answer)\n"
    )
    helper = HelperClient("echo_helper", {**os.environ, "PYTHONPATH": str(tmp_path)})
    yield helper
    helper.close()


def test_a_helper_answers_and_keeps_chatter_to_itself(echo: HelperClient) -> None:
    first = echo.ask("one", LIMIT_S)
    assert first["word"] == "one"
    assert echo.ask("two", LIMIT_S) == {"pid": first["pid"], "word": "two"}


@pytest.mark.parametrize("word", ["die", "raise", "junk"])
def test_a_helper_that_was_lost_is_started_again(echo: HelperClient, word: str) -> None:
    first = echo.ask("one", LIMIT_S)["pid"]
    with pytest.raises(HelperDiedError):
        echo.ask(word, LIMIT_S)
    assert echo.ask("two", LIMIT_S)["pid"] != first


def test_a_helper_killed_between_questions_is_an_error_once(echo: HelperClient) -> None:
    os.kill(echo.ask("one", LIMIT_S)["pid"], signal.SIGKILL)
    with pytest.raises(HelperDiedError):
        echo.ask("two", LIMIT_S)
    assert echo.ask("three", LIMIT_S)["word"] == "three"


def test_a_helper_that_hangs_is_killed(echo: HelperClient) -> None:
    pid = echo.ask("one", LIMIT_S)["pid"]
    with pytest.raises(HelperHungError):
        echo.ask("hang", 0.2)
    assert not psutil.pid_exists(pid)


@pytest.mark.slow
def test_a_helper_that_cannot_be_killed_is_not_replaced_while_it_is_there(
    echo: HelperClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = echo.ask("one", LIMIT_S)["pid"]
    os.kill(pid, signal.SIGSTOP)
    with monkeypatch.context() as patch:
        patch.setattr(os, "killpg", lambda *_: None)
        with pytest.raises(HelperHungError):
            echo.ask("hang", 0.2)
    with pytest.raises(HelperHungError, match="cannot be killed"):
        echo.ask("two", LIMIT_S)
    os.kill(pid, signal.SIGKILL)
    while True:
        try:
            assert echo.ask("three", LIMIT_S)["word"] == "three"
            break
        except HelperHungError:
            threading.Event().wait(0.01)


def test_a_stopped_helper_is_asked_no_more(echo: HelperClient) -> None:
    echo.interrupt()
    with pytest.raises(HelperStoppedError):
        echo.ask("one", LIMIT_S)


@pytest.mark.slow
def test_a_helper_ends_with_its_parent_even_while_it_hangs(
    tmp_path: Path, echo: HelperClient
) -> None:
    code = (
        "import os; from core.cards.probing.helper_client import HelperClient, HelperHungError\n"
        "helper = HelperClient('echo_helper', os.environ)\n"
        "print(helper.ask('one', 60)['pid'], flush=True)\n"
        "helper._process.stdin.write(b'hang\\n')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    root = ROOT
    parent = psutil.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"},
        stdout=-1,
    )
    with parent:
        pid = int(parent.stdout.readline())
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=30)
    assert not psutil.pid_exists(pid)
