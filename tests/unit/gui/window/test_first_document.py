"""The whole way in a real window: dropped, queued, converted by a child, read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.jobs.reports.history import reports
from core.jobs.states import IfExists, JobState
from core.settings.definitions import IF_EXISTS, Settings
from core.worker.kinds import FailureKind
from gui.table.rows import JobColumn
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.window import Desk, drop_on, end_desk, make_desk


def test_an_empty_window_asks_for_documents(desk: Desk) -> None:
    assert desk.window.empty.isVisible()
    assert not desk.window.view.isVisible()


@pytest.mark.usefixtures("real_flash")
def test_files_and_folders_dropped_together_become_markdown(desk: Desk, tmp_path: Path) -> None:
    pdfs.text_pdf(tmp_path / "in" / "one.pdf")
    pdfs.text_pdf(tmp_path / "folder" / "deep" / "two.PDF", title="Second")
    (tmp_path / "folder" / "notes.txt").write_text("not for us", encoding="utf-8")
    desk.drop(tmp_path / "in" / "one.pdf", tmp_path / "folder")
    desk.wait_until_over(2)
    assert desk.states() == {"one.pdf": JobState.DONE, "two.PDF": JobState.DONE}
    out = tmp_path / "out"
    assert pdfs.sentence(0) in (out / "one" / "one.md").read_text(encoding="utf-8")
    assert (out / "deep" / "two" / "blocks.json").is_file()
    model = desk.window.model
    assert model.index(0, JobColumn.STATE).data() == "Done"
    assert model.index(0, JobColumn.PAGES).data() == "2"
    assert model.index(0, JobColumn.TIME).data().endswith(" s")
    assert not desk.window.empty.isVisible()


@pytest.mark.usefixtures("real_flash")
def test_the_first_result_is_shown_to_who_reads_nothing_else(desk: Desk, tmp_path: Path) -> None:
    desk.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    desk.wait_until_over(1)
    desk.wait(lambda: desk.window.detail.pane is not None)
    pane = desk.window.detail.pane
    assert pane is not None
    desk.wait(lambda: pane.result is not None)
    assert pane.result is not None
    assert pdfs.sentence(0) in pane.result.markdown


def test_each_bad_document_says_why_and_the_rest_goes_on(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    (place / "empty.pdf").touch()
    (place / "text.pdf").write_text("plain words", encoding="utf-8")
    pdfs.text_pdf(place / "good.pdf")
    desk.drop(place / "empty.pdf", place / "text.pdf", place / "missing.pdf", place / "good.pdf")
    desk.wait_until_over(4)
    kinds = {job.source.name: job.failure.kind for job in desk.jobs() if job.failure is not None}
    assert kinds == {
        "empty.pdf": FailureKind.EMPTY,
        "text.pdf": FailureKind.NOT_A_PDF,
        "missing.pdf": FailureKind.NOT_FOUND,
    }
    assert desk.job("good.pdf").state is JobState.DONE
    desk.choose("missing.pdf")
    message = desk.window.detail.message
    assert message.isVisible()
    assert message.shown is not None
    assert message.shown.title == "missing.pdf"
    assert message.shown.text


def test_names_of_every_kind_come_through(desk: Desk, tmp_path: Path) -> None:
    names = ["-dash.pdf", 'it\'s "quoted".pdf', "two\nlines.pdf", "井架 🏗.pdf", "100% #1?.pdf"]
    for name in names:
        pdfs.text_pdf(tmp_path / "in" / name, pages=1)
    odd = os.fsdecode(b"b\xe4d.pdf")  # no UTF-8
    pdfs.text_pdf(tmp_path / "in" / "good.pdf", pages=1).rename(tmp_path / "in" / odd)
    mime = QMimeData()
    urls = [QUrl.fromLocalFile(str(tmp_path / "in" / name)) for name in names]
    mime.setUrls([*urls, QUrl.fromEncoded(f"file://{tmp_path}/in/b%E4d.pdf".encode())])
    drop_on(desk.window, mime)
    desk.wait_until_over(len(names) + 1)
    assert desk.states() == dict.fromkeys([*names, odd], JobState.DONE)
    shown = [desk.window.model.index(row, 0).data() for row in range(len(names) + 1)]
    assert all(text.isprintable() for text in shown)


def test_what_is_dropped_on_a_window_that_is_just_starting_is_kept(
    qtbot: QtBot, home: Path, settings: Settings, dressed: None, tmp_path: Path
) -> None:
    desk = make_desk(qtbot, home, settings, start=False)
    desk.drop(tmp_path / "missing.pdf")
    desk.work.start()
    desk.wait_until_over(1)
    end_desk(desk)


def test_what_is_asked_for_while_the_window_starts_is_done_once_it_has(
    qtbot: QtBot, home: Path, settings: Settings, dressed: None, tmp_path: Path
) -> None:
    desk = make_desk(qtbot, home, settings, start=False)
    work = desk.work
    work.pause_all(True)
    desk.drop(tmp_path / "missing.pdf")
    work.pause_batch("batch", True)
    work.rename_batch("batch", "Papers")
    work.stop_watching("batch")
    for ask in (work.pause, work.resume, work.move_next, work.cancel, work.retry, work.remove):
        ask(["job"])
    work.move_before(["job"], None)
    work.retry(["job"], "secret")
    work.retry_failed()
    work.clear_finished()
    work.undo()
    work.read_markdown([])
    work.engines_changed()
    assert [work.busy, work.paused, work.to_undo, work.to_redo] == [False, False, None, None]
    assert work.assignment is None
    work.start()
    desk.wait(lambda: work.paused and len(desk.jobs()) == 1)
    assert desk.states() == {"missing.pdf": JobState.QUEUED}
    work.pause_all(False)
    desk.wait_until_over(1)
    end_desk(desk)


def test_paths_can_be_pasted(desk: Desk, tmp_path: Path) -> None:
    one, two = pdfs.text_pdf(tmp_path / "one.pdf"), pdfs.text_pdf(tmp_path / "two.pdf")
    QGuiApplication.clipboard().setText(f"'{one}'\nno path at all\nfile://{two}\n")
    desk.window.actions_[Command.PASTE].trigger()
    desk.wait_until_over(2)
    assert set(desk.states().values()) == {JobState.DONE}


@pytest.mark.usefixtures("real_flash")
def test_a_password_typed_into_the_window_opens_the_document(desk: Desk, tmp_path: Path) -> None:
    desk.drop(pdfs.encrypted_pdf(tmp_path / "locked.pdf", user_password="open sesame"))
    desk.wait_until_over(1)
    desk.choose("locked.pdf")
    message = desk.window.detail.message
    assert message.password.isVisible()
    QTest.keyClicks(message.password, "wrong")
    before = desk.job("locked.pdf").finished_at
    QTest.keyClick(message.password, Qt.Key.Key_Return)
    desk.wait(lambda: desk.job("locked.pdf").finished_at not in (before, None))
    assert desk.job("locked.pdf").failure is not None
    message.password.clear()
    QTest.keyClicks(message.password, "open sesame")
    QTest.keyClick(message.password, Qt.Key.Key_Return)
    desk.wait(lambda: desk.job("locked.pdf").state is JobState.DONE)
    assert b"sesame" not in (desk.work._home / "queue.sqlite").read_bytes()


def test_what_is_there_already_is_skipped_with_a_reason(desk: Desk, tmp_path: Path) -> None:
    desk.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    desk.wait_until_over(1)
    desk.choose("one.pdf")
    desk.window.actions_[Command.RETRY].trigger()
    desk.wait(lambda: desk.job("one.pdf").state is JobState.SKIPPED)
    row = desk.window.model.row_of(desk.job("one.pdf").id)
    assert row is not None
    assert row.reason is not None


def test_a_result_that_is_there_already_is_shown_however_soon_that_is_known(
    desk: Desk, tmp_path: Path
) -> None:
    paper = pdfs.text_pdf(tmp_path / "one.pdf")
    desk.drop(paper)
    desk.wait_until_over(1)
    for _ in range(5):  # now it is told of before its end, now with it
        desk.work.remove([desk.job("one.pdf").id])
        desk.wait(lambda: desk.jobs() == [])
        desk.drop(paper)
        desk.wait_until_over(1)
        assert desk.states() == {"one.pdf": JobState.SKIPPED}
        desk.wait(lambda: desk.window.view.current_id() == desk.job("one.pdf").id)


def test_a_document_given_again_is_selected_not_doubled(desk: Desk, tmp_path: Path) -> None:
    one, two = pdfs.text_pdf(tmp_path / "one.pdf"), pdfs.text_pdf(tmp_path / "two.pdf")
    desk.drop(one, two)
    desk.wait_until_over(2)
    with desk.qtbot.waitSignal(desk.work.scan_finished):
        desk.drop(two)
    assert len(desk.jobs()) == 2
    assert desk.window.view.current_id() == desk.job("two.pdf").id
    assert desk.window.notice_bar.isVisible()


def test_a_folder_given_again_does_what_has_changed_and_only_that(
    desk: Desk, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    for name in ("changed", "gone", "same"):
        pdfs.text_pdf(folder / f"{name}.pdf")
    desk.drop(folder)
    desk.wait_until_over(3)
    (first,) = {job.batch for job in desk.jobs()}
    pdfs.text_pdf(folder / "changed.pdf", pages=3)
    result = desk.job("gone.pdf").markdown
    assert result is not None
    shutil.rmtree(result.parent)
    same = desk.job("same.pdf")

    desk.drop(folder)
    desk.wait(lambda: desk.job("changed.pdf").pages == 3)
    desk.wait_until_over(3)
    assert result.is_file()
    assert desk.job("same.pdf") == same
    second = desk.job("changed.pdf").batch
    assert second not in (None, first)
    assert desk.job("gone.pdf").batch == second
    assert {row.batch_name for row in desk.window.workspace.model.rows()} == {"papers"}
    desk.wait(lambda: sum(one.head.finished_at is not None for one in reports(home)) == 2)
    assert {one.head.id: len(one.entries) for one in reports(home)} == {first: 3, second: 2}


def test_documents_given_again_are_done_as_is_asked_for_now(desk: Desk, tmp_path: Path) -> None:
    one, two = pdfs.text_pdf(tmp_path / "one.pdf"), pdfs.text_pdf(tmp_path / "two.pdf")
    desk.drop(one)
    desk.wait_until_over(1)
    desk.work.pause_all(True)
    desk.drop(two)
    desk.wait(lambda: desk.states().get("two.pdf") is JobState.QUEUED)
    desk.settings.set(IF_EXISTS, IfExists.OVERWRITE)
    desk.drop(one, two)
    desk.wait(lambda: desk.states() == dict.fromkeys(("one.pdf", "two.pdf"), JobState.QUEUED))
    desk.wait(lambda: desk.job("two.pdf").options.if_exists is IfExists.OVERWRITE)
    desk.work.pause_all(False)
    desk.wait_until_over(2)
    assert set(desk.states().values()) == {JobState.DONE}
    results = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert results == ["one", "two"], "over the old ones"


def test_a_failed_document_given_again_is_tried_again(desk: Desk, tmp_path: Path) -> None:
    late = tmp_path / "late.pdf"
    desk.drop(late)
    desk.wait_until_over(1)
    assert desk.job("late.pdf").state is JobState.FAILED
    pdfs.text_pdf(late)
    desk.drop(late)
    desk.wait(lambda: desk.job("late.pdf").state is JobState.DONE)
    assert len(desk.jobs()) == 1
