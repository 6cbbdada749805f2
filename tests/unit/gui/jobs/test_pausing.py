"""What rests and what goes on in the window, and the batches that documents belong to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from core.jobs.reports.history import reports
from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from gui.window.actions import Command
from gui.window.header import Header
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import RunningApp


@pytest.mark.slow
def test_a_paused_queue_takes_nothing_and_is_not_busy_until_it_goes_on(
    app: RunningApp, tmp_path: Path
) -> None:
    app.work.pause_all(True)
    app.wait(lambda: app.work.paused)
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    app.wait(lambda: app.states() == {"one.pdf": JobState.QUEUED})
    assert not app.work.busy
    app.work.pause_all(False)
    app.wait_until_over(1)
    assert app.states() == {"one.pdf": JobState.DONE}


@pytest.mark.slow
def test_a_running_document_that_is_paused_waits_until_it_goes_on(
    app: RunningApp, tmp_path: Path
) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=15)
    hold(long)
    app.drop(long)
    app.wait(lambda: app.states() == {"long.pdf": JobState.RUNNING})
    job_id = app.job("long.pdf").id
    with app.qtbot.assertNotEmitted(app.work.idle):
        app.work.pause([job_id])
        app.wait(lambda: app.states() == {"long.pdf": JobState.QUEUED})
    assert app.job("long.pdf").paused
    assert not app.work.busy
    let_go(long)
    app.work.resume([job_id])
    app.wait_until_over(1)
    assert app.states() == {"long.pdf": JobState.DONE}


@pytest.mark.slow
def test_what_is_given_in_one_go_is_a_batch_that_is_over_with_its_last_document(
    app: RunningApp, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "in" / "one.pdf")
    app.work.add_batch(
        NewBatch("Papers", (tmp_path / "in", tmp_path / "none.pdf"), tmp_path / "out")
    )
    app.wait_until_over(2)
    app.wait(lambda: [one.finished_at is not None for one in app.work.state.batches] == [True])
    (batch,) = app.work.state.batches
    assert (batch.new.name, batch.done, batch.failed) == ("Papers", 1, 1)
    assert {job.batch for job in app.jobs()} == {batch.id}
    pdfs.text_pdf(tmp_path / "none.pdf")
    app.work.retry_failed(batch=batch.id)
    app.wait(lambda: set(app.states().values()) == {JobState.DONE})
    app.work.rename_batch(batch.id, "Essays")
    app.wait(lambda: [one.new.name for one in app.work.state.batches] == ["Essays"])


@pytest.mark.slow
def test_documents_moved_before_others_are_shown_there(app: RunningApp, tmp_path: Path) -> None:
    app.work.pause_all(True)
    app.drop(*(tmp_path / f"{name}.pdf" for name in "abc"))
    app.wait(lambda: len(app.jobs()) == 3)
    app.work.move_next([app.job("c.pdf").id])
    app.wait(lambda: list(app.states()) == ["c.pdf", "a.pdf", "b.pdf"])
    app.work.move_before([app.job("a.pdf").id], None)
    app.wait(lambda: list(app.states()) == ["c.pdf", "b.pdf", "a.pdf"])
    assert app.window.model.row(0).job.source.name == "c.pdf"


@pytest.mark.slow
def test_a_batch_is_reported_as_it_goes_and_closed_at_its_end(
    app: RunningApp, home: Path, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "papers" / "good.pdf", pages=1)
    (tmp_path / "papers" / "bad.pdf").write_bytes(b"no pdf")
    app.drop(tmp_path / "papers")
    app.wait_until_over(2)
    app.wait(lambda: any(report.head.finished_at for report in reports(home)))
    (report,) = reports(home)
    assert report.head.name == "papers"
    assert report.counts == {JobState.DONE: 1, JobState.FAILED: 1}
    app.choose("bad.pdf")
    pdfs.text_pdf(tmp_path / "papers" / "bad.pdf", pages=1)
    app.window.actions_[Command.RETRY].trigger()
    app.wait(lambda: [one.counts[JobState.DONE] for one in reports(home)] == [2])


@pytest.mark.slow
def test_the_title_says_how_it_goes(app: RunningApp, tmp_path: Path) -> None:
    assert app.window.windowTitle() == "Headframe"
    app.work.pause_all(True)
    app.wait(lambda: app.window.windowTitle() == "Paused · Headframe")
    app.drop(pdfs.text_pdf(tmp_path / "good.pdf", pages=20), tmp_path / "missing.pdf")
    app.wait(lambda: len(app.jobs()) == 2)
    app.work.pause_all(False)
    app.wait(lambda: "% · Headframe" in app.window.windowTitle())
    app.wait_until_over(2)
    assert app.window.windowTitle() == "1 failed · Headframe"
    app.choose("missing.pdf")
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: app.window.windowTitle() == "Headframe")


@pytest.mark.slow
def test_a_watched_batch_stays_open_and_takes_what_comes_until_it_is_told_not_to(
    app: RunningApp, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    pdfs.text_pdf(folder / "one.pdf", pages=1)
    app.work.add_batch(NewBatch("Inbox", (folder,), tmp_path / "out", watch=True))
    app.wait_until_over(1)
    pdfs.text_pdf(folder / "two.pdf", pages=1)
    app.wait(lambda: app.states() == dict.fromkeys(("one.pdf", "two.pdf"), JobState.DONE))
    (batch,) = app.work.state.batches
    assert batch.finished_at is None
    assert {job.batch for job in app.jobs()} == {batch.id}
    app.work.stop_watching(batch.id)
    app.wait(lambda: [one.done for one in app.work.state.batches] == [2])


@pytest.mark.slow
def test_a_batch_of_which_nothing_is_left_is_over_and_comes_back_by_undo(
    app: RunningApp, tmp_path: Path
) -> None:
    app.work.pause_all(True)
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    app.wait(lambda: len(app.jobs()) == 1 and len(app.work.state.batches) == 1)
    app.choose("one.pdf")
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: app.work.state.batches == ())
    app.work.undo()
    app.wait(lambda: [batch.finished_at for batch in app.work.state.batches] == [None])
    app.work.pause_all(False)
    app.wait_until_over(1)


def test_nothing_can_be_paused_before_the_queue_is_read(qtbot: QtBot) -> None:
    header = Header(*(QAction(name) for name in "abcd"))
    qtbot.addWidget(header)
    assert not header.pause.isEnabled()
    header.show_paused(False)
    assert header.pause.isEnabled()


@pytest.mark.slow
def test_a_watched_folder_that_goes_is_said_and_taken_up_again(
    app: RunningApp, tmp_path: Path
) -> None:
    folder, away = tmp_path / "inbox", tmp_path / "away"
    folder.mkdir()
    notice = app.window.notice_bar
    app.work.add_batch(NewBatch("Inbox", (folder,), tmp_path / "out", watch=True))
    app.wait(lambda: bool(app.work.state.batches))
    (batch,) = app.work.state.batches
    assert notice.notice is None, "that it is empty so far is no news"
    folder.rename(away)  # as a drive that is unplugged
    app.wait(lambda: app.work.state.missing_folders == {batch.id: (folder,)})
    app.wait(lambda: notice.notice is not None and str(folder) in notice.notice.text)
    sign, button = app.window.status.watch, app.window.workspace.batches
    assert sign.text == "1 folder not there"
    assert str(folder) in sign.toolTip()
    assert str(folder) in button.toolTip()
    assert not button.isHidden(), "though there is one batch only"
    offered = [action.text() for action in button.menu_of_batches().actions()]
    assert "Inbox  folder not there" in offered
    pdfs.text_pdf(away / "a.pdf")
    away.rename(folder)
    app.wait_until_over(1)
    assert (app.work.state.missing_folders, sign.text) == ({}, "")
    assert button.isHidden()
    assert app.states() == {"a.pdf": JobState.DONE}
    folder.rename(away)
    app.wait(lambda: sign.text != "")
    button.chosen.emit(batch.id)
    (end,) = (
        action
        for action in button.menu_of_batches().actions()
        if action.text() == "Stop watching its folders"
    )
    end.trigger()
    app.wait(lambda: (app.work.state.missing_folders, sign.text) == ({}, ""))
    assert not app.work.state.is_open(batch.id)
