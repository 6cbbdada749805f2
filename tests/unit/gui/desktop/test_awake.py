"""The window keeps the machine awake while there is work, and not a moment longer."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from core.jobs.execution import card_runner
from core.jobs.states import JobState
from core.settings.definitions import KEEP_AWAKE, OUTPUT_FOLDER
from gui.desktop.integration import DesktopIntegration
from tests.support import pdfs
from tests.support.disks import Disk
from tests.support.engines.scripted import hold, let_go
from tests.support.inhibit import Inhibit
from tests.support.window import RunningApp


@pytest.fixture
def inhibit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inhibit:
    made = Inhibit(tmp_path / "bin").behave()
    monkeypatch.setenv("PATH", made.path)
    return made


def held(inhibit: Inhibit) -> list[int]:
    return [pid for pid in inhibit.holding() if psutil.pid_exists(pid)]


@pytest.mark.slow
def test_it_is_awake_while_there_is_work(
    inhibit: Inhibit, app: RunningApp, presence: DesktopIntegration, tmp_path: Path
) -> None:
    app.work.pause_all(True)
    app.wait(lambda: app.work.paused)
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=1)
    hold(long)
    app.drop(long)
    app.wait(lambda: app.states() == {"long.pdf": JobState.QUEUED})
    assert inhibit.notes() == [], "what rests needs nobody awake"
    app.work.pause_all(False)
    app.wait(lambda: len(held(inhibit)) == 2)
    app.settings.set(KEEP_AWAKE, False)
    app.wait(lambda: not held(inhibit))
    app.settings.set(KEEP_AWAKE, True)
    app.wait(lambda: len(inhibit.calls()) == 2)
    app.wait(lambda: app.states() == {"long.pdf": JobState.RUNNING})
    app.work.pause_all(True)
    app.wait(lambda: not held(inhibit))
    app.work.pause_all(False)
    app.wait(lambda: len(held(inhibit)) == 2)
    app.work.cancel([app.job("long.pdf").id])
    app.wait_until_over(1)
    app.wait(lambda: not held(inhibit))


@pytest.mark.slow
def test_it_may_sleep_while_all_work_waits_for_room_on_a_disk(
    inhibit: Inhibit,
    app: RunningApp,
    presence: DesktopIntegration,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(card_runner, "SPACE_POLL_S", 0.05)
    disk = Disk(tmp_path / "drive")
    disk.plug()
    try:
        filler = disk.fill()
        app.settings.set(OUTPUT_FOLDER, disk.place / "out")
        papers = [pdfs.text_pdf(tmp_path / f"{name}.pdf") for name in "ab"]
        app.drop(*papers)
        app.wait(lambda: app.window.windowTitle() == "Waits for a disk · Headframe")
        app.wait(lambda: not held(inhibit))
        assert set(app.states().values()) == {JobState.QUEUED}
        hold(*papers)
        filler.unlink()
        app.wait(lambda: len(held(inhibit)) == 2)
        let_go(*papers)
        app.wait_until_over(2)
        assert set(app.states().values()) == {JobState.DONE}
        app.wait(lambda: not held(inhibit) and app.window.windowTitle() == "Headframe")
    finally:
        disk.unplug()
