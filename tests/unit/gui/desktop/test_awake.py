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
from tests.support.inhibit import Inhibit
from tests.support.window import Desk


@pytest.fixture
def inhibit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inhibit:
    made = Inhibit(tmp_path / "bin").behave()
    monkeypatch.setenv("PATH", made.path)
    return made


def held(inhibit: Inhibit) -> list[int]:
    return [pid for pid in inhibit.holding() if psutil.pid_exists(pid)]


@pytest.mark.usefixtures("real_flash")
def test_it_is_awake_while_there_is_work(
    inhibit: Inhibit, desk: Desk, presence: DesktopIntegration, tmp_path: Path
) -> None:
    desk.work.pause_all(True)
    desk.wait(lambda: desk.work.paused)
    desk.drop(pdfs.long_pdf(tmp_path / "long.pdf", pages=600))
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.QUEUED})
    assert inhibit.notes() == [], "what rests needs nobody awake"
    desk.work.pause_all(False)
    desk.wait(lambda: len(held(inhibit)) == 2)
    desk.settings.set(KEEP_AWAKE, False)
    desk.wait(lambda: not held(inhibit))
    desk.settings.set(KEEP_AWAKE, True)
    desk.wait(lambda: len(inhibit.calls()) == 2)
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.RUNNING})
    desk.work.pause_all(True)
    desk.wait(lambda: not held(inhibit))
    desk.work.pause_all(False)
    desk.wait(lambda: len(held(inhibit)) == 2)
    desk.work.cancel([desk.job("long.pdf").id])
    desk.wait_until_over(1)
    desk.wait(lambda: not held(inhibit))


def test_it_may_sleep_while_all_work_waits_for_room_on_a_disk(
    inhibit: Inhibit,
    desk: Desk,
    presence: DesktopIntegration,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(card_runner, "ROOM_LOOK_S", 0.05)
    disk = Disk(tmp_path / "drive")
    disk.plug()
    try:
        filler = disk.fill()
        desk.settings.set(OUTPUT_FOLDER, disk.place / "out")
        desk.drop(*(pdfs.text_pdf(tmp_path / f"{name}.pdf") for name in "ab"))
        desk.wait(lambda: desk.window.windowTitle() == "Waits for a disk · Headframe")
        desk.wait(lambda: not held(inhibit))
        assert set(desk.states().values()) == {JobState.QUEUED}
        calls = len(inhibit.calls())
        filler.unlink()
        desk.wait_until_over(2)
        assert set(desk.states().values()) == {JobState.DONE}
        assert len(inhibit.calls()) > calls, "it went on, and was kept awake"
        desk.wait(lambda: not held(inhibit) and desk.window.windowTitle() == "Headframe")
    finally:
        disk.unplug()
