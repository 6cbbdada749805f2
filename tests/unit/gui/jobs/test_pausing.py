"""What rests and what goes on in the window, and the batches that documents belong to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from core.jobs.reports.history import reports
from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from gui.window.actions import Command
from gui.window.header import Header
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import Desk


def test_a_paused_queue_takes_nothing_and_is_not_busy_until_it_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    desk.work.pause_all(True)
    desk.wait(lambda: desk.work.paused)
    desk.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    desk.wait(lambda: desk.states() == {"one.pdf": JobState.QUEUED})
    assert not desk.work.busy
    desk.work.pause_all(False)
    desk.wait_until_over(1)
    assert desk.states() == {"one.pdf": JobState.DONE}


def test_a_running_document_that_is_paused_waits_until_it_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=15)
    hold(long)
    desk.drop(long)
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.RUNNING})
    job_id = desk.job("long.pdf").id
    with desk.qtbot.assertNotEmitted(desk.work.idle):
        desk.work.pause([job_id])
        desk.wait(lambda: desk.states() == {"long.pdf": JobState.QUEUED})
    assert desk.job("long.pdf").paused
    assert not desk.work.busy
    let_go(long)
    desk.work.resume([job_id])
    desk.wait_until_over(1)
    assert desk.states() == {"long.pdf": JobState.DONE}


def test_what_is_given_in_one_go_is_a_batch_that_is_over_with_its_last_document(
    desk: Desk, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "in" / "one.pdf")
    desk.work.add_batch(
        NewBatch("Papers", (tmp_path / "in", tmp_path / "none.pdf"), tmp_path / "out")
    )
    desk.wait_until_over(2)
    desk.wait(lambda: [one.finished_at is not None for one in desk.work.state.batches] == [True])
    (batch,) = desk.work.state.batches
    assert (batch.new.name, batch.done, batch.failed) == ("Papers", 1, 1)
    assert {job.batch for job in desk.jobs()} == {batch.id}
    pdfs.text_pdf(tmp_path / "none.pdf")
    desk.work.retry_failed(batch=batch.id)
    desk.wait(lambda: set(desk.states().values()) == {JobState.DONE})
    desk.work.rename_batch(batch.id, "Essays")
    desk.wait(lambda: [one.new.name for one in desk.work.state.batches] == ["Essays"])


def test_documents_moved_before_others_are_shown_there(desk: Desk, tmp_path: Path) -> None:
    desk.work.pause_all(True)
    desk.drop(*(tmp_path / f"{name}.pdf" for name in "abc"))
    desk.wait(lambda: len(desk.jobs()) == 3)
    desk.work.move_next([desk.job("c.pdf").id])
    desk.wait(lambda: list(desk.states()) == ["c.pdf", "a.pdf", "b.pdf"])
    desk.work.move_before([desk.job("a.pdf").id], None)
    desk.wait(lambda: list(desk.states()) == ["c.pdf", "b.pdf", "a.pdf"])
    assert desk.window.model.row(0).job.source.name == "c.pdf"


def test_a_batch_is_reported_as_it_goes_and_closed_at_its_end(
    desk: Desk, home: Path, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "papers" / "good.pdf", pages=1)
    (tmp_path / "papers" / "bad.pdf").write_bytes(b"no pdf")
    desk.drop(tmp_path / "papers")
    desk.wait_until_over(2)
    desk.wait(lambda: any(report.head.finished_at for report in reports(home)))
    (report,) = reports(home)
    assert report.head.name == "papers"
    assert report.counts == {JobState.DONE: 1, JobState.FAILED: 1}
    desk.choose("bad.pdf")
    pdfs.text_pdf(tmp_path / "papers" / "bad.pdf", pages=1)
    desk.window.actions_[Command.RETRY].trigger()
    desk.wait(lambda: [one.counts[JobState.DONE] for one in reports(home)] == [2])


def test_the_title_says_how_it_goes(desk: Desk, tmp_path: Path) -> None:
    assert desk.window.windowTitle() == "Headframe"
    desk.work.pause_all(True)
    desk.wait(lambda: desk.window.windowTitle() == "Paused · Headframe")
    desk.drop(pdfs.text_pdf(tmp_path / "good.pdf", pages=20), tmp_path / "missing.pdf")
    desk.wait(lambda: len(desk.jobs()) == 2)
    desk.work.pause_all(False)
    desk.wait(lambda: "% · Headframe" in desk.window.windowTitle())
    desk.wait_until_over(2)
    assert desk.window.windowTitle() == "1 failed · Headframe"
    desk.choose("missing.pdf")
    desk.window.actions_[Command.REMOVE].trigger()
    desk.wait(lambda: desk.window.windowTitle() == "Headframe")


def test_a_watched_batch_stays_open_and_takes_what_comes_until_it_is_told_not_to(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    pdfs.text_pdf(folder / "one.pdf", pages=1)
    desk.work.add_batch(NewBatch("Inbox", (folder,), tmp_path / "out", watch=True))
    desk.wait_until_over(1)
    pdfs.text_pdf(folder / "two.pdf", pages=1)
    desk.wait(lambda: desk.states() == dict.fromkeys(("one.pdf", "two.pdf"), JobState.DONE))
    (batch,) = desk.work.state.batches
    assert batch.finished_at is None
    assert {job.batch for job in desk.jobs()} == {batch.id}
    desk.work.stop_watching(batch.id)
    desk.wait(lambda: [one.done for one in desk.work.state.batches] == [2])


def test_a_batch_of_which_nothing_is_left_is_over_and_comes_back_by_undo(
    desk: Desk, tmp_path: Path
) -> None:
    desk.work.pause_all(True)
    desk.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    desk.wait(lambda: len(desk.jobs()) == 1 and len(desk.work.state.batches) == 1)
    desk.choose("one.pdf")
    desk.window.actions_[Command.REMOVE].trigger()
    desk.wait(lambda: desk.work.state.batches == ())
    desk.work.undo()
    desk.wait(lambda: [batch.finished_at for batch in desk.work.state.batches] == [None])
    desk.work.pause_all(False)
    desk.wait_until_over(1)


def test_nothing_can_be_paused_before_the_queue_is_read(qtbot: QtBot) -> None:
    header = Header(*(QAction(name) for name in "abcd"))
    qtbot.addWidget(header)
    assert not header.pause.isEnabled()
    header.show_paused(False)
    assert header.pause.isEnabled()


def test_a_watched_folder_that_goes_is_said_and_taken_up_again(desk: Desk, tmp_path: Path) -> None:
    folder, away = tmp_path / "inbox", tmp_path / "away"
    folder.mkdir()
    notice = desk.window.notice_bar
    desk.work.add_batch(NewBatch("Inbox", (folder,), tmp_path / "out", watch=True))
    desk.wait(lambda: bool(desk.work.state.batches))
    (batch,) = desk.work.state.batches
    assert notice.notice is None, "that it is empty so far is no news"
    folder.rename(away)  # as a drive that is unplugged
    desk.wait(lambda: desk.work.state.missing_folders == {batch.id: (folder,)})
    desk.wait(lambda: notice.notice is not None and str(folder) in notice.notice.text)
    sign, button = desk.window.status.watch, desk.window.workspace.batches
    assert sign.text == "1 folder not there"
    assert str(folder) in sign.toolTip()
    assert str(folder) in button.toolTip()
    assert not button.isHidden(), "though there is one batch only"
    offered = [action.text() for action in button.menu_of_batches().actions()]
    assert "Inbox  folder not there" in offered
    pdfs.text_pdf(away / "a.pdf")
    away.rename(folder)
    desk.wait_until_over(1)
    assert (desk.work.state.missing_folders, sign.text) == ({}, "")
    assert button.isHidden()
    assert desk.states() == {"a.pdf": JobState.DONE}
    folder.rename(away)
    desk.wait(lambda: sign.text != "")
    button.chosen.emit(batch.id)
    (end,) = (
        action
        for action in button.menu_of_batches().actions()
        if action.text() == "Stop watching its folders"
    )
    end.trigger()
    desk.wait(lambda: (desk.work.state.missing_folders, sign.text) == ({}, ""))
    assert not desk.work.state.is_open(batch.id)
