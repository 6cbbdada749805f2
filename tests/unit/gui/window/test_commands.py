"""What can be done with rows: by key, by menu, by button."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QToolButton

from core.documents.editing import save_markdown
from core.documents.result import load_result
from core.jobs.states import JobState
from core.messages import msg
from gui.notifications import Severity
from gui.settings.job_settings_dialog import JobSettingsDialog
from gui.table.status_groups import StatusGroup
from gui.window.actions import Command
from gui.window.menus import RetryMenu
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import RunningApp


def converted(app: RunningApp, tmp_path: Path, *names: str) -> None:
    for name in names:
        pdfs.text_pdf(tmp_path / "in" / name, pages=1)
    app.drop(tmp_path / "in")
    app.wait_until_over(len(names))


@pytest.mark.slow
def test_cancel_a_running_document_and_convert_it_again(app: RunningApp, tmp_path: Path) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    hold(long)
    app.drop(long)
    app.wait(lambda: app.states() == {"long.pdf": JobState.RUNNING})
    app.choose("long.pdf")
    app.window.actions_[Command.CANCEL].trigger()
    app.wait_until_over(1)
    assert app.states() == {"long.pdf": JobState.CANCELLED}
    assert not (tmp_path / "out" / "long").exists()
    pdfs.text_pdf(long, pages=1)  # what it is by now is what is converted
    let_go(long)
    app.window.actions_[Command.RETRY].trigger()
    app.wait(lambda: app.states() == {"long.pdf": JobState.DONE})


@pytest.mark.slow
def test_waiting_documents_are_cancelled_without_having_run(
    app: RunningApp, tmp_path: Path
) -> None:
    first = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    papers = [first, *(pdfs.text_pdf(tmp_path / f"{n}.pdf", pages=1) for n in range(3))]
    for paper in papers:
        hold(paper)  # a second worker may have come to one of them before they are cancelled
    app.drop(*papers)
    app.wait(lambda: len(app.jobs()) == 4)
    app.window.view.selectAll()
    app.window.actions_[Command.CANCEL].trigger()
    app.wait_until_over(4)
    assert set(app.states().values()) == {JobState.CANCELLED}


@pytest.mark.slow
def test_waiting_documents_rest_go_on_and_go_next(app: RunningApp, tmp_path: Path) -> None:
    app.work.pause_all(True)
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf", pages=1) for n in range(4)]
    app.drop(*papers)
    app.wait(lambda: len(app.jobs()) == 4)
    actions = app.window.actions_
    app.choose("1.pdf", "3.pdf")
    assert not actions[Command.RESUME].isEnabled()
    actions[Command.PAUSE].trigger()
    app.wait(lambda: [job.paused for job in app.jobs()] == [False, True, False, True])
    assert actions[Command.RESUME].isEnabled()
    assert not actions[Command.PAUSE].isEnabled()
    app.choose("3.pdf")
    actions[Command.NEXT].trigger()
    app.wait(lambda: [job.source.name[0] for job in app.jobs()] == ["3", "0", "1", "2"])
    app.work.pause_all(False)
    app.wait(lambda: list(app.states().values()).count(JobState.DONE) == 2)
    assert app.states()["1.pdf"] is app.states()["3.pdf"] is JobState.QUEUED
    app.window.view.selectAll()
    actions[Command.RESUME].trigger()
    app.wait_until_over(4)
    assert set(app.states().values()) == {JobState.DONE}


@pytest.mark.slow
def test_everything_rests_and_goes_on_by_one_key(app: RunningApp) -> None:
    action = app.window.actions_[Command.PAUSE_ALL]
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    app.wait(action.isEnabled)
    assert action.text() == "Pause e&verything"
    QTest.keyClick(app.window, Qt.Key.Key_P, keys)
    app.wait(lambda: app.work.paused)
    assert action.text() == "R&esume everything"
    QTest.keyClick(app.window, Qt.Key.Key_P, keys)
    app.wait(lambda: not app.work.paused)
    assert action.text() == "Pause e&verything"


@pytest.mark.slow
def test_what_failed_is_converted_again_all_or_for_one_reason(
    app: RunningApp, tmp_path: Path
) -> None:
    menu = app.window.findChild(RetryMenu)
    assert menu is not None
    menu.update_enabled()
    assert not menu.menuAction().isEnabled(), "nothing has failed"
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    app.drop(tmp_path / "1.pdf", tmp_path / "2.pdf", tmp_path / "bad.pdf")
    app.wait_until_over(3)
    menu.update_enabled()
    assert menu.menuAction().isEnabled()
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert list(offered) == ["&All that failed", "Not found  (2)", "Not a PDF  (1)"]
    for name in ("1.pdf", "2.pdf", "bad.pdf"):
        pdfs.text_pdf(tmp_path / name, pages=1)
    offered["Not found  (2)"].trigger()
    app.wait(lambda: list(app.states().values()).count(JobState.DONE) == 2)
    assert app.states()["bad.pdf"] is JobState.FAILED
    app.window.actions_[Command.RETRY_FAILED].trigger()
    app.wait(lambda: app.states()["bad.pdf"] is JobState.DONE)
    assert not app.window.actions_[Command.RETRY_FAILED].isEnabled()


@pytest.mark.slow
def test_removed_documents_come_back_by_undo(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path, "a.pdf", "b.pdf", "c.pdf")
    app.qtbot.waitUntil(app.window.isActiveWindow)
    app.choose("a.pdf", "b.pdf")
    app.window.view.setFocus()
    QTest.keyClick(app.window.view, Qt.Key.Key_Delete)
    app.wait(lambda: set(app.states()) == {"c.pdf"})
    assert app.window.view.current_id() == app.job("c.pdf").id, "the neighbour is next"
    assert (tmp_path / "out" / "a" / "a.md").is_file(), "results stay"
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert "2 document" in notice.text
    QTest.keyClick(app.window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    app.wait(lambda: len(app.jobs()) == 3)
    assert [job.source.name for job in app.jobs()] == ["a.pdf", "b.pdf", "c.pdf"]
    assert app.states()["a.pdf"] is JobState.DONE


@pytest.mark.slow
def test_a_running_document_is_cancelled_and_removed(app: RunningApp, tmp_path: Path) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    hold(long)
    app.drop(long)
    app.wait(lambda: app.states() == {"long.pdf": JobState.RUNNING})
    app.choose("long.pdf")
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: app.jobs() == [])
    assert app.window.empty.isVisible()


@pytest.mark.slow
def test_all_that_is_done_can_be_cleared_away(app: RunningApp, tmp_path: Path) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "good.pdf"), tmp_path / "missing.pdf")
    app.wait_until_over(2)
    app.window.actions_[Command.CLEAR_FINISHED].trigger()
    app.wait(lambda: set(app.states()) == {"missing.pdf"})
    assert not app.window.actions_[Command.CLEAR_FINISHED].isEnabled()


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_markdown_of_several_is_copied_as_one_text(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path, "a.pdf", "b.pdf")
    app.window.view.selectAll()
    with app.qtbot.waitSignal(app.work.markdown_read):
        app.window.actions_[Command.COPY_MARKDOWN].trigger()
    text = QGuiApplication.clipboard().text()
    assert text.count(pdfs.sentence(0)) == 2
    app.job("a.pdf").markdown.unlink()  # type: ignore[union-attr]
    with app.qtbot.waitSignal(app.work.markdown_read):
        app.window.actions_[Command.COPY_MARKDOWN].trigger()
    assert QGuiApplication.clipboard().text().count(pdfs.sentence(0)) == 1
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.level is Severity.WARNING
    assert notice.text == "Markdown of 1 document copied. 1 result can no longer be read."
    app.choose("a.pdf")
    with app.qtbot.waitSignal(app.work.failed):
        app.window.actions_[Command.COPY_MARKDOWN].trigger()
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.level is Severity.ERROR
    assert "a.md" in notice.text


def test_the_folder_is_opened_or_its_path_is_copied(
    app: RunningApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted(app, tmp_path, "a.pdf")
    app.choose("a.pdf")
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    app.window.actions_[Command.OPEN_FOLDER].trigger()
    assert opened == [str(tmp_path / "out" / "a")]
    assert app.window.notice_bar.notice is None
    app.window.actions_[Command.OPEN_SOURCE].trigger()
    assert QGuiApplication.clipboard().text() == str(tmp_path / "in" / "a.pdf")
    (tmp_path / "in" / "a.pdf").unlink()
    app.window.actions_[Command.OPEN_SOURCE].trigger()
    assert len(opened) == 2
    bar = app.window.notice_bar
    notice = bar.notice
    assert notice is not None
    assert notice.text.endswith("a.pdf is no longer there.")
    assert notice.act is not None
    notice.act()
    assert app.window.workspace.locator.dialog is not None, "which asks where it is now"
    app.window.workspace.locator.dialog.reject()


def test_commands_can_be_given_when_they_make_sense(app: RunningApp, tmp_path: Path) -> None:
    actions = app.window.actions_
    for do in (
        Command.CANCEL,
        Command.RETRY,
        Command.REMOVE,
        Command.OPEN_FOLDER,
        Command.COPY_MARKDOWN,
        Command.UNDO,
    ):
        assert not actions[do].isEnabled(), do
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    app.choose("missing.pdf")
    assert actions[Command.RETRY].isEnabled()
    assert actions[Command.REMOVE].isEnabled()
    assert not actions[Command.CANCEL].isEnabled()
    assert not actions[Command.COPY_MARKDOWN].isEnabled()


def test_escape_lets_go_of_the_row(app: RunningApp, tmp_path: Path) -> None:
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    app.choose("missing.pdf")
    QTest.keyClick(app.window.view, Qt.Key.Key_Escape)
    assert app.window.view.selected_ids() == []
    assert app.window.view.current_id() == ""
    assert not app.window.actions_[Command.REMOVE].isEnabled()


def test_the_header_has_tools_for_the_chosen_rows(app: RunningApp, tmp_path: Path) -> None:
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    tools = {
        button.defaultAction(): button
        for button in app.window.header.findChildren(QToolButton)
        if button.defaultAction() is not None
    }
    remove = tools[app.window.actions_[Command.REMOVE]]
    app.window.view.clearSelection()
    assert not remove.isEnabled()
    assert not remove.icon().isNull()
    app.choose("missing.pdf")
    remove.click()
    app.wait(lambda: app.jobs() == [])


@pytest.mark.slow
def test_search_and_chips_narrow_the_list(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path, "alpha.pdf", "beta.pdf", "alphabet.pdf")
    app.drop(tmp_path / "gone.pdf")
    app.wait_until_over(4)
    model, window = app.window.model, app.window
    window.header.search.setText("ALPHA")
    assert [model.row(place).job.source.name for place in range(model.rowCount())] == [
        "alpha.pdf",
        "alphabet.pdf",
    ]
    QTest.keyClick(window.header.search, Qt.Key.Key_Escape)
    assert model.rowCount() == 4
    window.header.search.setText("beta")
    buttons = window.header.search.findChildren(QToolButton)
    next(button for button in buttons if button.accessibleName() == "Clear").click()
    assert model.rowCount() == 4
    window.chips.choose(StatusGroup.FAILED)
    assert model.rowCount() == 1
    window.chips.choose(StatusGroup.ALL)
    assert model.rowCount() == 4


@pytest.mark.slow
def test_find_and_down_go_to_the_field_and_to_the_list(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path, "alpha.pdf")
    window = app.window
    window.activateWindow()
    app.qtbot.waitUntil(window.isActiveWindow)
    window.actions_[Command.FIND].trigger()
    assert QApplication.focusWidget() is window.header.search
    QTest.keyClick(window.header.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.view


def test_the_row_menu_offers_what_can_be_done(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path, "alpha.pdf")
    app.choose("alpha.pdf")
    app.window.view.menu_requested.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert app.window.actions_[Command.REMOVE] in menu.actions()
    assert not app.window.actions_[Command.REMOVE].icon().isNull()
    menu.close()


@pytest.mark.slow
def test_files_are_chosen_in_a_dialog_that_nobody_waits_for(
    app: RunningApp, tmp_path: Path
) -> None:
    paper = pdfs.text_pdf(tmp_path / "in" / "paper.pdf")
    app.window.actions_[Command.ADD_FILES].trigger()
    dialog = app.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    dialog.filesSelected.emit([str(paper)])
    dialog.close()
    app.wait_until_over(1)
    assert app.states() == {"paper.pdf": JobState.DONE}
    assert app.state.folder("last-folder") == str(paper.parent)


def test_an_error_is_not_pushed_away_by_good_news(app: RunningApp) -> None:
    app.work.failed.emit(msg("The queue {path} is gone.", path="q"))
    app.notices.show("something nice")
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.text == "The queue q is gone."
    app.window.notice_bar.dismiss()
    app.notices.show("something nice")
    assert app.window.notice_bar.isVisible()


@pytest.mark.slow
def test_what_is_up_to_date_can_be_converted_all_the_same(app: RunningApp, tmp_path: Path) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "paper.pdf"))
    app.wait_until_over(1)
    app.choose("paper.pdf")
    (row,) = app.window.model.rows()
    assert row.job.markdown is not None
    before = row.job.markdown.stat().st_mtime_ns
    app.window.actions_[Command.RETRY].trigger()
    app.qtbot.waitUntil(lambda: app.states() == {"paper.pdf": JobState.SKIPPED}, timeout=20_000)
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.act is not None
    assert "up to date" in notice.text
    notice.act()
    app.qtbot.waitUntil(lambda: app.states() == {"paper.pdf": JobState.DONE}, timeout=20_000)
    assert row.job.markdown.stat().st_mtime_ns > before
    assert len(list(row.job.markdown.parents[1].glob("paper*"))) == 1, "and no second one"
    assert app.job("paper.pdf").options == row.job.options, "and it is as it was for the next time"
    app.window.actions_[Command.RETRY].trigger()
    app.qtbot.waitUntil(lambda: app.states() == {"paper.pdf": JobState.SKIPPED}, timeout=20_000)


@pytest.mark.slow
def test_what_was_edited_is_kept_beside_the_new_result_and_that_is_said(
    app: RunningApp, tmp_path: Path
) -> None:
    converted(app, tmp_path, "paper.pdf")
    app.choose("paper.pdf")
    mine = app.job("paper.pdf").markdown
    assert mine is not None
    save_markdown(load_result(mine.parent), "My own words.")
    app.window.actions_[Command.RETRY].trigger()
    app.wait(lambda: app.states() == {"paper.pdf": JobState.SKIPPED})
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.act is not None
    notice.act()
    app.wait(lambda: app.states() == {"paper.pdf": JobState.DONE})
    assert mine.read_text("utf-8") == "My own words."
    assert app.job("paper.pdf").markdown == mine.parents[1] / "paper (2)" / "paper.md"
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.text == "Your edited version is kept in paper, beside the new result."


@pytest.mark.slow
def test_other_settings_that_change_nothing_are_told_of_as_well(
    app: RunningApp, tmp_path: Path
) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "paper.pdf"))
    app.wait_until_over(1)
    app.choose("paper.pdf")
    app.window.actions_[Command.CONVERT_WITH].trigger()
    dialog = app.window.findChild(JobSettingsDialog)
    assert dialog is not None
    dialog.go.click()
    app.qtbot.waitUntil(lambda: app.states() == {"paper.pdf": JobState.SKIPPED}, timeout=20_000)
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.act is not None
    assert "up to date" in notice.text


@pytest.mark.slow
def test_a_file_that_is_no_pdf_is_left_out_and_named(app: RunningApp, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("buy coal")
    nameless = pdfs.text_pdf(tmp_path / "scan0001")
    broken = tmp_path / "broken.pdf"
    broken.write_text("this claims to be one")
    app.drop(note, nameless, broken)
    app.wait_until_over(2)
    assert app.states() == {"scan0001": JobState.DONE, "broken.pdf": JobState.FAILED}
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert "note.txt" in notice.text


def test_nothing_but_files_that_are_no_pdfs(app: RunningApp, tmp_path: Path) -> None:
    notes = [tmp_path / f"note {number}.txt" for number in range(5)]
    for note in notes:
        note.touch()
    with app.qtbot.waitSignal(app.work.scan_finished):
        app.drop(*notes)
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert "5" in notice.text
    assert notice.text.endswith("note 0.txt, note 1.txt, note 2.txt, …")
    assert not app.states()


def test_a_folder_without_pdfs_is_said_to_be_one(app: RunningApp, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with app.qtbot.waitSignal(app.work.scan_finished):
        app.drop(tmp_path / "nothing")
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert "no PDF" in notice.text
