"""The machine is kept awake by a real child, and nothing of it is left, however we end."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from core.paths import settings_file
from core.settings.definitions import KEEP_AWAKE, Settings
from core.sleep_inhibitor import SleepInhibitor
from tests.e2e.cli.command import run, start
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.inhibit import Inhibit
from tests.support.paths import ROOT

WHY = "Documents are being converted"
WAIT_S = 30.0


@pytest.fixture
def inhibit(tmp_path: Path) -> Inhibit:
    return Inhibit(tmp_path / "bin").behave()


def awake(inhibit: Inhibit) -> SleepInhibitor:
    return SleepInhibitor(WHY, {**os.environ, "PATH": inhibit.path})


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        threading.Event().wait(0.01)


def gone(pids: list[int]) -> bool:
    return not any(psutil.pid_exists(pid) for pid in pids)


@pytest.mark.slow
@pytest.mark.parametrize("asks", [True, False])
def test_it_is_asked_for_once_and_taken_back(inhibit: Inhibit, asks: bool) -> None:
    inhibit.behave(asks=asks)
    with awake(inhibit) as keeper:
        keeper.set_active(True)
        keeper.set_active(True)
        until(lambda: len(inhibit.holding()) == 2)
        keeper.set_active(False)
        keeper.set_active(False)
        until(lambda: gone(inhibit.holding()))
        keeper.set_active(True)
        until(lambda: len(inhibit.holding()) == 4)
    until(lambda: gone(inhibit.holding()))
    wanted = ["--what=sleep:idle", "--who=Headframe", f"--why={WHY}", "--mode=block"]
    assert inhibit.calls() == [["--no-ask-password"] * asks + wanted] * 2


def test_nothing_is_started_before_it_is_wanted(inhibit: Inhibit) -> None:
    with awake(inhibit) as keeper:
        keeper.set_active(False)
    assert inhibit.notes() == []


@pytest.mark.parametrize("behaviour", ["refuses", "hangs"])
def test_what_does_not_come_about_is_no_reason_to_wait(
    inhibit: Inhibit, behaviour: str, caplog: pytest.LogCaptureFixture
) -> None:
    inhibit.behave(behaviour)
    with caplog.at_level(logging.INFO), awake(inhibit) as keeper:
        keeper.set_active(True)
        until(lambda: len(inhibit.calls()) == 1)
        pid = int(str(inhibit.notes()[0]["pid"]))
        if behaviour == "refuses":
            until(lambda: psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
        keeper.set_active(False)
        until(lambda: gone([pid]))
        keeper.set_active(True)
    refused = behaviour == "refuses"
    assert len(inhibit.calls()) <= (1 if refused else 2), "one no is enough"
    assert ("the machine may fall asleep: Failed to inhibit" in caplog.text) is refused


def test_a_machine_without_systemd_sleeps_as_it_likes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), SleepInhibitor(WHY, {"PATH": str(tmp_path)}) as keeper:
        keeper.set_active(True)
    assert "there is no systemd-inhibit" in caplog.text


HOLDER = """
import os, sys
from core.sleep_inhibitor import SleepInhibitor
keeper = SleepInhibitor("why", os.environ)
keeper.set_active(True)
sys.stdin.read()
"""


@pytest.mark.slow
def test_it_ends_with_us_even_by_kill_9(inhibit: Inhibit) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        stdin=subprocess.PIPE,
        env={**os.environ, "PATH": inhibit.path, "PYTHONPATH": str(ROOT)},
    ) as holder:
        until(lambda: len(inhibit.holding()) == 2)
        holder.kill()
        holder.wait()
        until(lambda: gone(inhibit.holding()))


@pytest.mark.parametrize("behaviour", ["holds", "refuses", "hangs"])
def test_the_command_keeps_the_machine_awake_while_it_converts(
    tmp_path: Path, light_engine: None, inhibit: Inhibit, behaviour: str
) -> None:
    inhibit.behave(behaviour)
    paper = pdfs.text_pdf(tmp_path / "one.pdf", pages=1)
    hold(paper)
    converting = start("convert", paper, environ={"PATH": inhibit.path})
    until(lambda: len(inhibit.calls()) == 1)
    let_go(paper)
    out, err = converting.communicate()
    assert converting.returncode == 0
    assert "nhibit" not in err + out
    (call,) = inhibit.calls()
    assert f"--why={WHY}" in call


@pytest.mark.slow
def test_the_command_lets_it_sleep_where_the_settings_say_so(
    tmp_path: Path, home: Path, light_engine: None, inhibit: Inhibit
) -> None:
    Settings(settings_file(home)).set(KEEP_AWAKE, False)
    ran = run("convert", pdfs.text_pdf(tmp_path / "one.pdf"), environ={"PATH": inhibit.path})
    assert ran.code == 0
    assert inhibit.notes() == []
