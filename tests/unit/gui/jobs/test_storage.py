"""The window and disks that are full or unplugged: it says so, waits, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.jobs.execution import card_runner
from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from gui.notifications import Notification, Severity
from tests.support import pdfs
from tests.support.disks import Disk
from tests.support.window import RunningApp


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "drive")
    disk.plug()
    yield disk
    disk.unplug()


@pytest.fixture
def said(app: RunningApp) -> list[Notification]:
    heard: list[Notification] = []
    app.notices.posted.connect(heard.append)
    return heard


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_runner, "SPACE_POLL_S", 0.05)


def papers(folder: Path, *names: str) -> Path:
    for name in names:
        pdfs.text_pdf(folder / f"{name}.pdf")
    return folder


@pytest.mark.slow
def test_work_waits_for_room_and_other_disks_go_on(
    app: RunningApp, disk: Disk, said: list[Notification], tmp_path: Path
) -> None:
    filler = disk.fill()
    full = papers(tmp_path / "papers", "a", "b", "c")
    app.work.add_batch(NewBatch("Full", (full,), disk.place / "out"))
    app.wait(lambda: app.window.status.room.text == "1 disk full or away")
    assert said[-1].level is Severity.WARNING
    assert said[-1].text.startswith("No space is left in ")
    assert ".headframe-" not in said[-1].text
    app.work.add_batch(NewBatch("Elsewhere", (papers(tmp_path / "more", "d"),), tmp_path / "else"))
    app.wait(lambda: app.states().get("d.pdf") is JobState.DONE)
    assert {app.states()[name] for name in ("a.pdf", "b.pdf", "c.pdf")} == {JobState.QUEUED}

    filler.unlink()
    app.wait_until_over(4)
    assert set(app.states().values()) == {JobState.DONE}
    assert app.window.status.room.text == ""
    assert "There is space in " in said[-1].text


@pytest.mark.slow
def test_work_waits_for_a_drive_that_is_unplugged(
    app: RunningApp, disk: Disk, said: list[Notification], tmp_path: Path
) -> None:
    batch = NewBatch("Drive", (papers(tmp_path / "one", "a"),), disk.place / "out")
    app.work.add_batch(batch)
    app.wait_until_over(1)
    disk.unplug()
    app.work.add_batch(NewBatch("Drive", (papers(tmp_path / "two", "b", "c"),), disk.place / "out"))
    app.wait(lambda: app.window.status.room.text != "")
    assert said[-1].text.startswith(f"The drive of {disk.place} is not there.")
    assert list(disk.place.iterdir()) == []
    disk.plug()
    app.wait_until_over(3)
    assert set(app.states().values()) == {JobState.DONE}
    assert (disk.place / "out" / "b" / "b.md").is_file()
