"""What a killed window leaves behind is put in order by the next one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.jobs.execution.control import StopMode
from core.jobs.model import ConvertOptions, NewJob
from core.jobs.sources.scanner import SourceScanner
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchRecord, BatchStore, NewBatch
from core.jobs.store.job_store import JobStore
from core.paths import queue_file
from core.settings.definitions import OUTPUT_FOLDER, Settings
from core.worker.kinds import FailureKind
from gui.notifications import Notification
from gui.single_instance.client import socket_path
from tests.ordeal import kill_tree
from tests.support import pdfs
from tests.support.paths import ROOT
from tests.support.window import WAIT_MS, end_app, make_app
from tests.unit.core.jobs.output.test_staging import die, make_result, names

pytestmark = pytest.mark.usefixtures("light_engine")


def test_a_result_that_was_being_replaced_is_back_before_anything_runs(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    make_result(place / "paper", "old")
    source = pdfs.text_pdf(tmp_path / "paper.pdf")
    with JobStore(queue_file(home)) as queue:
        queue.add([NewJob(source, place, "paper", 1, ConvertOptions())])
        assert queue.claim_next("cpu") is not None
        queue.pause_all()
    die(place, "between")
    assert "paper" not in names(place)
    app = make_app(qtbot, home, settings)
    try:
        app.wait(lambda: names(place) == ["paper"])
        assert app.states() in ({}, {"paper.pdf": JobState.QUEUED})
    finally:
        end_app(app)
    assert (place / "paper" / "paper.md").read_text() == "old"


@pytest.mark.slow
def test_a_folder_that_was_half_walked_is_walked_to_its_end(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("a", "b", "c"):
        pdfs.text_pdf(folder / f"{name}.pdf", pages=1)
    new = NewBatch("Papers", (folder,), out)
    with JobStore(queue_file(home)) as queue, BatchStore(queue_file(home)) as book:
        batch = book.begin(new, walked=False)
        first = next(SourceScanner(out, ConvertOptions()).jobs([folder]))
        queue.add([first], batch.id)
        (job,) = queue.jobs()
        queue.cancel_waiting([job.id])
    app = make_app(qtbot, home, settings)
    app.wait_until_over(3)
    app.wait(lambda: not app.work.state.is_open(batch.id))
    assert {job.batch for job in app.jobs()} == {batch.id}
    assert app.states() == {
        "a.pdf": JobState.CANCELLED,  # before the window went: nobody has given it anew
        "b.pdf": JobState.DONE,
        "c.pdf": JobState.DONE,
    }
    assert app.window.notice_bar.notice is None
    end_app(app)


@pytest.fixture
def unplugged(home: Path, settings: Settings, tmp_path: Path) -> BatchRecord:
    """A batch of a folder, and of a drive that was unplugged when an earlier window went."""
    settings.set(OUTPUT_FOLDER, tmp_path / "out")
    pdfs.text_pdf(tmp_path / "here" / "here.pdf", pages=1)
    new = NewBatch("Drive", (tmp_path / "drive", tmp_path / "here"), tmp_path / "out")
    with BatchStore(queue_file(home)) as book:
        return book.begin(new, walked=False)


@pytest.mark.slow
@pytest.mark.usefixtures("themed")
def test_a_drive_that_is_not_there_is_said_once_and_walked_when_it_is(
    qtbot: QtBot, home: Path, settings: Settings, tmp_path: Path, unplugged: BatchRecord
) -> None:
    drive = tmp_path / "drive"
    pdfs.text_pdf(tmp_path / "away" / "there.pdf", pages=1)
    app = make_app(qtbot, home, settings)
    notices: list[Notification] = []
    app.notices.posted.connect(notices.append)
    sign, button = app.window.status.watch, app.window.workspace.batches
    app.wait(lambda: app.work.state.missing_folders == {unplugged.id: (drive,)})
    assert sign.text == "1 folder not there"
    assert str(drive) in sign.toolTip()
    assert str(drive) in button.toolTip()
    assert not button.isHidden(), "though nothing is on the list"
    (notice,) = notices
    assert str(drive) in notice.text
    app.drop(tmp_path / "here")
    app.wait_until_over(1)
    assert notices == [notice]
    (tmp_path / "away").rename(drive)
    app.wait_until_over(2)
    assert app.states() == {"here.pdf": JobState.DONE, "there.pdf": JobState.DONE}
    app.wait(lambda: not app.work.state.is_open(unplugged.id))
    assert (app.work.state.missing_folders, sign.text) == ({}, "")
    assert [one.text for one in notices[1:]] == [f"{drive} is back."]
    end_app(app)


@pytest.mark.slow
@pytest.mark.usefixtures("themed")
def test_a_batch_whose_drive_never_comes_back_can_be_ended(
    qtbot: QtBot, home: Path, settings: Settings, tmp_path: Path, unplugged: BatchRecord
) -> None:
    app = make_app(qtbot, home, settings)
    app.wait(lambda: app.window.notice_bar.notice is not None)
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.action == "End the batch"
    assert notice.act is not None
    notice.act()
    app.wait_until_over(2)
    assert app.states() == {"here.pdf": JobState.DONE, "drive": JobState.FAILED}
    failure = app.job("drive").failure
    assert failure is not None
    assert failure.kind is FailureKind.NOT_FOUND
    app.wait(lambda: not app.work.state.is_open(unplugged.id))
    assert (app.work.state.missing_folders, app.window.status.watch.text) == ({}, "")
    (tmp_path / "drive").mkdir()
    end_app(app)
    app = make_app(qtbot, home, settings)
    app.wait(lambda: len(app.work.state.batches) == 1)
    assert app.work.state.missing_folders == {}
    end_app(app)


@pytest.mark.slow
@pytest.mark.usefixtures("themed")
def test_the_batchs_menu_ends_it_too(
    qtbot: QtBot, home: Path, settings: Settings, unplugged: BatchRecord
) -> None:
    app = make_app(qtbot, home, settings)
    app.wait(lambda: bool(app.work.state.missing_folders))
    button = app.window.workspace.batches
    button.chosen.emit(unplugged.id)
    (end,) = (
        action
        for action in button.menu_of_batches().actions()
        if action.text() == "Finish without the missing folder"
    )
    end.trigger()
    app.wait(lambda: bool(app.work.state.batches) and not app.work.state.is_open(unplugged.id))
    end_app(app)


@pytest.mark.slow
@pytest.mark.usefixtures("themed")
def test_a_window_that_is_closed_while_it_walks_goes_on_the_next_time(
    qtbot: QtBot,
    home: Path,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for folder, name in (("in", "a"), ("in", "b"), ("later", "c")):
        pdfs.text_pdf(tmp_path / folder / f"{name}.pdf", pages=1)
    settings.set(OUTPUT_FOLDER, tmp_path / "out")
    begun, go_on = threading.Event(), threading.Event()
    whole = SourceScanner.jobs

    def slow(self: SourceScanner, paths: Iterable[Path]) -> Iterator[NewJob]:
        for job in whole(self, paths):
            yield job
            begun.set()
            assert go_on.wait(60)

    with monkeypatch.context() as patch:
        patch.setattr(SourceScanner, "jobs", slow)
        app = make_app(qtbot, home, settings)
        app.drop(tmp_path / "in")
        app.drop(tmp_path / "later")
        app.wait(begun.is_set)
        app.work.stop(StopMode.NOW)
        go_on.set()
        end_app(app)
    app = make_app(qtbot, home, settings)
    app.wait_until_over(3)
    assert set(app.states().values()) == {JobState.DONE}
    app.wait(lambda: [one.finished_at is None for one in app.work.state.batches] == [False] * 2)
    assert sorted(batch.new.name for batch in app.work.state.batches) == ["in", "later"]
    end_app(app)


SLOW = """
import sys, threading
from pathlib import Path
from core.jobs.sources.scanner import SourceScanner
from gui.app import main
whole = SourceScanner.jobs
def slow(self, paths):
    yield from whole(self, paths)
    threading.Event().wait()
SourceScanner.jobs = slow
main(sys.argv[1:])
"""
"""A window that does not come to the end of the first folder that it walks."""


def batches_of(home: Path) -> list[BatchRecord]:
    """What is known of, the oldest first."""
    with BatchStore(queue_file(home)) as book:
        return book.batches()[::-1]


@pytest.mark.slow
@pytest.mark.usefixtures("themed")
def test_a_folder_that_was_given_while_another_one_is_walked_outlives_kill_9(
    qtbot: QtBot, home: Path, settings: Settings, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        pdfs.text_pdf(tmp_path / name / f"{name}.pdf", pages=1)
    settings.set(OUTPUT_FOLDER, tmp_path / "out")
    window = subprocess.Popen(
        [sys.executable, "-c", SLOW, tmp_path / "first"],
        cwd=ROOT,
        env={**os.environ, "HEADFRAME_HOME": str(home)},
    )
    try:
        qtbot.waitUntil(lambda: len(batches_of(home)) == 1, timeout=WAIT_MS)
        given = subprocess.run(
            [sys.executable, "-m", "gui", tmp_path / "second"],
            cwd=ROOT,
            env={**os.environ, "HEADFRAME_HOME": str(home)},
            check=False,
        )
        assert given.returncode == 0, "the window has taken it"
        qtbot.waitUntil(lambda: len(batches_of(home)) == 2, timeout=WAIT_MS)
    finally:
        kill_tree(window.pid, random.Random(1))
        window.wait()
        socket_path(home).unlink(missing_ok=True)
    assert [batch.walked for batch in batches_of(home)] == [False, False]
    app = make_app(qtbot, home, settings)
    app.wait_until_over(2)
    assert app.states() == {"first.pdf": JobState.DONE, "second.pdf": JobState.DONE}
    app.wait(lambda: all(batch.finished_at is not None for batch in app.work.state.batches))
    assert sorted(batch.new.name for batch in app.work.state.batches) == ["first", "second"]
    end_app(app)
