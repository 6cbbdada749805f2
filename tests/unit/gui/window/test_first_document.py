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
from tests.support.window import RunningApp, drop_on, end_app, make_app


def test_an_empty_window_asks_for_documents(app: RunningApp) -> None:
    assert app.window.empty.isVisible()
    assert not app.window.view.isVisible()


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_files_and_folders_dropped_together_become_markdown(
    app: RunningApp, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "in" / "one.pdf")
    pdfs.text_pdf(tmp_path / "folder" / "deep" / "two.PDF", title="Second")
    (tmp_path / "folder" / "notes.txt").write_text("not for us", encoding="utf-8")
    app.drop(tmp_path / "in" / "one.pdf", tmp_path / "folder")
    app.wait_until_over(2)
    assert app.states() == {"one.pdf": JobState.DONE, "two.PDF": JobState.DONE}
    out = tmp_path / "out"
    assert pdfs.sentence(0) in (out / "one" / "one.md").read_text(encoding="utf-8")
    assert (out / "deep" / "two" / "blocks.json").is_file()
    model = app.window.model
    assert model.index(0, JobColumn.STATE).data() == "Done"
    assert model.index(0, JobColumn.PAGES).data() == "2"
    assert model.index(0, JobColumn.TIME).data().endswith(" s")
    assert not app.window.empty.isVisible()


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_the_first_result_is_shown_to_who_reads_nothing_else(
    app: RunningApp, tmp_path: Path
) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    app.wait_until_over(1)
    app.wait(lambda: app.window.detail.pane is not None)
    pane = app.window.detail.pane
    assert pane is not None
    app.wait(lambda: pane.result is not None)
    assert pane.result is not None
    assert pdfs.sentence(0) in pane.result.markdown


@pytest.mark.slow
def test_each_bad_document_says_why_and_the_rest_goes_on(app: RunningApp, tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    (place / "empty.pdf").touch()
    (place / "text.pdf").write_text("plain words", encoding="utf-8")
    pdfs.text_pdf(place / "good.pdf")
    app.drop(place / "empty.pdf", place / "text.pdf", place / "missing.pdf", place / "good.pdf")
    app.wait_until_over(4)
    kinds = {job.source.name: job.failure.kind for job in app.jobs() if job.failure is not None}
    assert kinds == {
        "empty.pdf": FailureKind.EMPTY,
        "text.pdf": FailureKind.NOT_A_PDF,
        "missing.pdf": FailureKind.NOT_FOUND,
    }
    assert app.job("good.pdf").state is JobState.DONE
    app.choose("missing.pdf")
    message = app.window.detail.message
    assert message.isVisible()
    assert message.shown is not None
    assert message.shown.title == "missing.pdf"
    assert message.shown.text


@pytest.mark.slow
def test_names_of_every_kind_come_through(app: RunningApp, tmp_path: Path) -> None:
    names = ["-dash.pdf", 'it\'s "quoted".pdf', "two\nlines.pdf", "井架 🏗.pdf", "100% #1?.pdf"]
    for name in names:
        pdfs.text_pdf(tmp_path / "in" / name, pages=1)
    odd = os.fsdecode(b"b\xe4d.pdf")  # no UTF-8
    pdfs.text_pdf(tmp_path / "in" / "good.pdf", pages=1).rename(tmp_path / "in" / odd)
    mime = QMimeData()
    urls = [QUrl.fromLocalFile(str(tmp_path / "in" / name)) for name in names]
    mime.setUrls([*urls, QUrl.fromEncoded(f"file://{tmp_path}/in/b%E4d.pdf".encode())])
    drop_on(app.window, mime)
    app.wait_until_over(len(names) + 1)
    assert app.states() == dict.fromkeys([*names, odd], JobState.DONE)
    shown = [app.window.model.index(row, 0).data() for row in range(len(names) + 1)]
    assert all(text.isprintable() for text in shown)


def test_what_is_dropped_on_a_window_that_is_just_starting_is_kept(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    app = make_app(qtbot, home, settings, start=False)
    app.drop(tmp_path / "missing.pdf")
    app.work.start()
    app.wait_until_over(1)
    end_app(app)


@pytest.mark.slow
def test_what_is_asked_for_while_the_window_starts_is_done_once_it_has(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    app = make_app(qtbot, home, settings, start=False)
    work = app.work
    work.pause_all(True)
    app.drop(tmp_path / "missing.pdf")
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
    app.wait(lambda: work.paused and len(app.jobs()) == 1)
    assert app.states() == {"missing.pdf": JobState.QUEUED}
    work.pause_all(False)
    app.wait_until_over(1)
    end_app(app)


@pytest.mark.slow
def test_paths_can_be_pasted(app: RunningApp, tmp_path: Path) -> None:
    one, two = pdfs.text_pdf(tmp_path / "one.pdf"), pdfs.text_pdf(tmp_path / "two.pdf")
    QGuiApplication.clipboard().setText(f"'{one}'\nno path at all\nfile://{two}\n")
    app.window.actions_[Command.PASTE].trigger()
    app.wait_until_over(2)
    assert set(app.states().values()) == {JobState.DONE}


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_a_password_typed_into_the_window_opens_the_document(
    app: RunningApp, tmp_path: Path
) -> None:
    app.drop(pdfs.encrypted_pdf(tmp_path / "locked.pdf", user_password="open sesame"))
    app.wait_until_over(1)
    app.choose("locked.pdf")
    message = app.window.detail.message
    assert message.password.isVisible()
    QTest.keyClicks(message.password, "wrong")
    before = app.job("locked.pdf").finished_at
    QTest.keyClick(message.password, Qt.Key.Key_Return)
    app.wait(lambda: app.job("locked.pdf").finished_at not in (before, None))
    assert app.job("locked.pdf").failure is not None
    message.password.clear()
    QTest.keyClicks(message.password, "open sesame")
    QTest.keyClick(message.password, Qt.Key.Key_Return)
    app.wait(lambda: app.job("locked.pdf").state is JobState.DONE)
    assert b"sesame" not in (app.work._home / "queue.sqlite").read_bytes()


@pytest.mark.slow
def test_what_is_there_already_is_skipped_with_a_reason(app: RunningApp, tmp_path: Path) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    app.wait_until_over(1)
    app.choose("one.pdf")
    app.window.actions_[Command.RETRY].trigger()
    app.wait(lambda: app.job("one.pdf").state is JobState.SKIPPED)
    row = app.window.model.row_of(app.job("one.pdf").id)
    assert row is not None
    assert row.reason is not None


@pytest.mark.slow
def test_a_result_that_is_there_already_is_shown_however_soon_that_is_known(
    app: RunningApp, tmp_path: Path
) -> None:
    paper = pdfs.text_pdf(tmp_path / "one.pdf")
    app.drop(paper)
    app.wait_until_over(1)
    for _ in range(5):  # now it is told of before its end, now with it
        app.work.remove([app.job("one.pdf").id])
        app.wait(lambda: app.jobs() == [])
        app.drop(paper)
        app.wait_until_over(1)
        assert app.states() == {"one.pdf": JobState.SKIPPED}
        app.wait(lambda: app.window.view.current_id() == app.job("one.pdf").id)


@pytest.mark.slow
def test_a_document_given_again_is_selected_not_doubled(app: RunningApp, tmp_path: Path) -> None:
    one, two = pdfs.text_pdf(tmp_path / "one.pdf"), pdfs.text_pdf(tmp_path / "two.pdf")
    app.drop(one, two)
    app.wait_until_over(2)
    with app.qtbot.waitSignal(app.work.scan_finished):
        app.drop(two)
    assert len(app.jobs()) == 2
    assert app.window.view.current_id() == app.job("two.pdf").id
    assert app.window.notice_bar.isVisible()


@pytest.mark.slow
def test_a_folder_given_again_does_what_has_changed_and_only_that(
    app: RunningApp, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    for name in ("changed", "gone", "same"):
        pdfs.text_pdf(folder / f"{name}.pdf")
    app.drop(folder)
    app.wait_until_over(3)
    (first,) = {job.batch for job in app.jobs()}
    pdfs.text_pdf(folder / "changed.pdf", pages=3)
    result = app.job("gone.pdf").markdown
    assert result is not None
    shutil.rmtree(result.parent)
    same = app.job("same.pdf")

    app.drop(folder)
    # Each is given again by itself, so the one may be done before the other waits.
    app.wait(lambda: app.job("changed.pdf").pages == 3)
    app.wait(lambda: app.job("gone.pdf").batch != first)
    app.wait_until_over(3)
    assert result.is_file()
    assert app.job("same.pdf") == same
    second = app.job("changed.pdf").batch
    assert second not in (None, first)
    assert app.job("gone.pdf").batch == second
    assert {row.batch_name for row in app.window.workspace.model.rows()} == {"papers"}
    app.wait(lambda: sum(one.head.finished_at is not None for one in reports(home)) == 2)
    assert {one.head.id: len(one.entries) for one in reports(home)} == {first: 3, second: 2}


@pytest.mark.slow
def test_documents_given_again_are_done_as_is_asked_for_now(
    app: RunningApp, tmp_path: Path
) -> None:
    one, two = pdfs.text_pdf(tmp_path / "one.pdf"), pdfs.text_pdf(tmp_path / "two.pdf")
    app.drop(one)
    app.wait_until_over(1)
    app.work.pause_all(True)
    app.drop(two)
    app.wait(lambda: app.states().get("two.pdf") is JobState.QUEUED)
    app.settings.set(IF_EXISTS, IfExists.OVERWRITE)
    app.drop(one, two)
    app.wait(lambda: app.states() == dict.fromkeys(("one.pdf", "two.pdf"), JobState.QUEUED))
    app.wait(lambda: app.job("two.pdf").options.if_exists is IfExists.OVERWRITE)
    app.work.pause_all(False)
    app.wait_until_over(2)
    assert set(app.states().values()) == {JobState.DONE}
    results = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert results == ["one", "two"], "over the old ones"


@pytest.mark.slow
def test_a_failed_document_given_again_is_tried_again(app: RunningApp, tmp_path: Path) -> None:
    late = tmp_path / "late.pdf"
    app.drop(late)
    app.wait_until_over(1)
    assert app.job("late.pdf").state is JobState.FAILED
    pdfs.text_pdf(late)
    app.drop(late)
    app.wait(lambda: app.job("late.pdf").state is JobState.DONE)
    assert len(app.jobs()) == 1
