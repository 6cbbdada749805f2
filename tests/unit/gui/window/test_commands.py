"""What can be done with rows: by key, by menu, by button."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QToolButton

from core.jobs.states import JobState
from core.messages import msg
from gui.notifications import Severity
from gui.table.status_groups import StatusGroup
from gui.window.actions import Command
from gui.window.menus import RetryMenu
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import Desk


def converted(desk: Desk, tmp_path: Path, *names: str) -> None:
    for name in names:
        pdfs.text_pdf(tmp_path / "in" / name, pages=1)
    desk.drop(tmp_path / "in")
    desk.wait_until_over(len(names))


def test_cancel_a_running_document_and_convert_it_again(desk: Desk, tmp_path: Path) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    hold(long)
    desk.drop(long)
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.RUNNING})
    desk.choose("long.pdf")
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait_until_over(1)
    assert desk.states() == {"long.pdf": JobState.CANCELLED}
    assert not (tmp_path / "out" / "long").exists()
    pdfs.text_pdf(long, pages=1)  # what it is by now is what is converted
    let_go(long)
    desk.window.actions_[Command.RETRY].trigger()
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.DONE})


def test_waiting_documents_are_cancelled_without_having_run(desk: Desk, tmp_path: Path) -> None:
    first = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    hold(first)
    desk.drop(first, *(pdfs.text_pdf(tmp_path / f"{n}.pdf", pages=1) for n in range(3)))
    desk.wait(lambda: len(desk.jobs()) == 4)
    desk.window.view.selectAll()
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait_until_over(4)
    assert set(desk.states().values()) == {JobState.CANCELLED}


def test_waiting_documents_rest_go_on_and_go_next(desk: Desk, tmp_path: Path) -> None:
    desk.work.pause_all(True)
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf", pages=1) for n in range(4)]
    desk.drop(*papers)
    desk.wait(lambda: len(desk.jobs()) == 4)
    actions = desk.window.actions_
    desk.choose("1.pdf", "3.pdf")
    assert not actions[Command.RESUME].isEnabled()
    actions[Command.PAUSE].trigger()
    desk.wait(lambda: [job.paused for job in desk.jobs()] == [False, True, False, True])
    assert actions[Command.RESUME].isEnabled()
    assert not actions[Command.PAUSE].isEnabled()
    desk.choose("3.pdf")
    actions[Command.NEXT].trigger()
    desk.wait(lambda: [job.source.name[0] for job in desk.jobs()] == ["3", "0", "1", "2"])
    desk.work.pause_all(False)
    desk.wait(lambda: list(desk.states().values()).count(JobState.DONE) == 2)
    assert desk.states()["1.pdf"] is desk.states()["3.pdf"] is JobState.QUEUED
    desk.window.view.selectAll()
    actions[Command.RESUME].trigger()
    desk.wait_until_over(4)
    assert set(desk.states().values()) == {JobState.DONE}


def test_everything_rests_and_goes_on_by_one_key(desk: Desk) -> None:
    action = desk.window.actions_[Command.PAUSE_ALL]
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    desk.wait(action.isEnabled)
    assert action.text() == "Pause e&verything"
    QTest.keyClick(desk.window, Qt.Key.Key_P, keys)
    desk.wait(lambda: desk.work.paused)
    assert action.text() == "R&esume everything"
    QTest.keyClick(desk.window, Qt.Key.Key_P, keys)
    desk.wait(lambda: not desk.work.paused)
    assert action.text() == "Pause e&verything"


def test_what_failed_is_converted_again_all_or_for_one_reason(desk: Desk, tmp_path: Path) -> None:
    menu = desk.window.findChild(RetryMenu)
    assert menu is not None
    menu.look()
    assert not menu.menuAction().isEnabled(), "nothing has failed"
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    desk.drop(tmp_path / "1.pdf", tmp_path / "2.pdf", tmp_path / "bad.pdf")
    desk.wait_until_over(3)
    menu.look()
    assert menu.menuAction().isEnabled()
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert list(offered) == ["&All that failed", "Not found  (2)", "Not a PDF  (1)"]
    for name in ("1.pdf", "2.pdf", "bad.pdf"):
        pdfs.text_pdf(tmp_path / name, pages=1)
    offered["Not found  (2)"].trigger()
    desk.wait(lambda: list(desk.states().values()).count(JobState.DONE) == 2)
    assert desk.states()["bad.pdf"] is JobState.FAILED
    desk.window.actions_[Command.RETRY_FAILED].trigger()
    desk.wait(lambda: desk.states()["bad.pdf"] is JobState.DONE)
    assert not desk.window.actions_[Command.RETRY_FAILED].isEnabled()


def test_removed_documents_come_back_by_undo(desk: Desk, tmp_path: Path) -> None:
    converted(desk, tmp_path, "a.pdf", "b.pdf", "c.pdf")
    desk.choose("a.pdf", "b.pdf")
    QTest.keyClick(desk.window.view, Qt.Key.Key_Delete)
    desk.wait(lambda: set(desk.states()) == {"c.pdf"})
    assert desk.window.view.current_id() == desk.job("c.pdf").id, "the neighbour is next"
    assert (tmp_path / "out" / "a" / "a.md").is_file(), "results stay"
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert "2 document" in notice.text
    QTest.keyClick(desk.window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: len(desk.jobs()) == 3)
    assert [job.source.name for job in desk.jobs()] == ["a.pdf", "b.pdf", "c.pdf"]
    assert desk.states()["a.pdf"] is JobState.DONE


def test_a_running_document_is_cancelled_and_removed(desk: Desk, tmp_path: Path) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    hold(long)
    desk.drop(long)
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.RUNNING})
    desk.choose("long.pdf")
    desk.window.actions_[Command.REMOVE].trigger()
    desk.wait(lambda: desk.jobs() == [])
    assert desk.window.empty.isVisible()


def test_all_that_is_done_can_be_cleared_away(desk: Desk, tmp_path: Path) -> None:
    desk.drop(pdfs.text_pdf(tmp_path / "good.pdf"), tmp_path / "missing.pdf")
    desk.wait_until_over(2)
    desk.window.actions_[Command.CLEAR_FINISHED].trigger()
    desk.wait(lambda: set(desk.states()) == {"missing.pdf"})
    assert not desk.window.actions_[Command.CLEAR_FINISHED].isEnabled()


@pytest.mark.usefixtures("real_flash")
def test_markdown_of_several_is_copied_as_one_text(desk: Desk, tmp_path: Path) -> None:
    converted(desk, tmp_path, "a.pdf", "b.pdf")
    desk.window.view.selectAll()
    with desk.qtbot.waitSignal(desk.work.markdown_read):
        desk.window.actions_[Command.COPY_MARKDOWN].trigger()
    text = QGuiApplication.clipboard().text()
    assert text.count(pdfs.sentence(0)) == 2
    desk.job("a.pdf").markdown.unlink()  # type: ignore[union-attr]
    with desk.qtbot.waitSignal(desk.work.failed):
        desk.window.actions_[Command.COPY_MARKDOWN].trigger()
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert notice.level is Severity.ERROR
    assert "a.md" in notice.text


def test_the_folder_is_opened_or_its_path_is_copied(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted(desk, tmp_path, "a.pdf")
    desk.choose("a.pdf")
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    desk.window.actions_[Command.OPEN_FOLDER].trigger()
    assert opened == [str(tmp_path / "out" / "a")]
    assert desk.window.notice_bar.notice is None
    desk.window.actions_[Command.OPEN_SOURCE].trigger()
    assert QGuiApplication.clipboard().text() == str(tmp_path / "in" / "a.pdf")
    (tmp_path / "in" / "a.pdf").unlink()
    desk.window.actions_[Command.OPEN_SOURCE].trigger()
    assert len(opened) == 2


def test_commands_can_be_given_when_they_make_sense(desk: Desk, tmp_path: Path) -> None:
    actions = desk.window.actions_
    for do in (
        Command.CANCEL,
        Command.RETRY,
        Command.REMOVE,
        Command.OPEN_FOLDER,
        Command.COPY_MARKDOWN,
        Command.UNDO,
    ):
        assert not actions[do].isEnabled(), do
    desk.drop(tmp_path / "missing.pdf")
    desk.wait_until_over(1)
    desk.choose("missing.pdf")
    assert actions[Command.RETRY].isEnabled()
    assert actions[Command.REMOVE].isEnabled()
    assert not actions[Command.CANCEL].isEnabled()
    assert not actions[Command.COPY_MARKDOWN].isEnabled()


def test_escape_lets_go_of_the_row(desk: Desk, tmp_path: Path) -> None:
    desk.drop(tmp_path / "missing.pdf")
    desk.wait_until_over(1)
    desk.choose("missing.pdf")
    QTest.keyClick(desk.window.view, Qt.Key.Key_Escape)
    assert desk.window.view.selected_ids() == []
    assert desk.window.view.current_id() == ""
    assert not desk.window.actions_[Command.REMOVE].isEnabled()


def test_the_header_has_tools_for_the_chosen_rows(desk: Desk, tmp_path: Path) -> None:
    desk.drop(tmp_path / "missing.pdf")
    desk.wait_until_over(1)
    tools = {
        button.defaultAction(): button
        for button in desk.window.header.findChildren(QToolButton)
        if button.defaultAction() is not None
    }
    remove = tools[desk.window.actions_[Command.REMOVE]]
    assert not remove.isEnabled()
    assert not remove.icon().isNull()
    desk.choose("missing.pdf")
    remove.click()
    desk.wait(lambda: desk.jobs() == [])


def test_search_and_chips_narrow_the_list(desk: Desk, tmp_path: Path) -> None:
    converted(desk, tmp_path, "alpha.pdf", "beta.pdf", "alphabet.pdf")
    desk.drop(tmp_path / "gone.pdf")
    desk.wait_until_over(4)
    model, window = desk.window.model, desk.window
    window.header.search.setText("ALPHA")
    assert [model.row(place).job.source.name for place in range(model.rowCount())] == [
        "alpha.pdf",
        "alphabet.pdf",
    ]
    QTest.keyClick(window.header.search, Qt.Key.Key_Escape)
    assert model.rowCount() == 4
    window.header.search.setText("beta")
    clear = next(
        action for action in window.header.search.actions() if action.isVisible() and action.text()
    )
    clear.trigger()
    assert model.rowCount() == 4
    window.chips.choose(StatusGroup.FAILED)
    assert model.rowCount() == 1
    window.chips.choose(StatusGroup.ALL)
    assert model.rowCount() == 4


def test_find_and_down_go_to_the_field_and_to_the_list(desk: Desk, tmp_path: Path) -> None:
    converted(desk, tmp_path, "alpha.pdf")
    window = desk.window
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow)
    window.actions_[Command.FIND].trigger()
    assert QApplication.focusWidget() is window.header.search
    QTest.keyClick(window.header.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.view


def test_the_row_menu_offers_what_can_be_done(desk: Desk, tmp_path: Path) -> None:
    converted(desk, tmp_path, "alpha.pdf")
    desk.choose("alpha.pdf")
    desk.window.view.menu_wanted.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert desk.window.actions_[Command.REMOVE] in menu.actions()
    assert not desk.window.actions_[Command.REMOVE].icon().isNull()
    menu.close()


def test_files_are_chosen_in_a_dialog_that_nobody_waits_for(desk: Desk, tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "in" / "paper.pdf")
    desk.window.actions_[Command.ADD_FILES].trigger()
    dialog = desk.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    dialog.filesSelected.emit([str(paper)])
    dialog.close()
    desk.wait_until_over(1)
    assert desk.states() == {"paper.pdf": JobState.DONE}
    assert desk.state.folder("last-folder") == str(paper.parent)


def test_an_error_is_not_pushed_away_by_good_news(desk: Desk) -> None:
    desk.work.failed.emit(msg("The queue {path} is gone.", path="q"))
    desk.notices.show("something nice")
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert notice.text == "The queue q is gone."
    desk.window.notice_bar.dismiss()
    desk.notices.show("something nice")
    assert desk.window.notice_bar.isVisible()


def test_what_is_up_to_date_can_be_converted_all_the_same(desk: Desk, tmp_path: Path) -> None:
    desk.drop(pdfs.text_pdf(tmp_path / "paper.pdf"))
    desk.wait_until_over(1)
    desk.choose("paper.pdf")
    (row,) = desk.window.model.rows()
    assert row.job.markdown is not None
    before = row.job.markdown.stat().st_mtime_ns
    desk.window.actions_[Command.RETRY].trigger()
    desk.qtbot.waitUntil(lambda: desk.states() == {"paper.pdf": JobState.SKIPPED}, timeout=20_000)
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert notice.act is not None
    assert "up to date" in notice.text
    notice.act()
    desk.qtbot.waitUntil(lambda: desk.states() == {"paper.pdf": JobState.DONE}, timeout=20_000)
    assert row.job.markdown.stat().st_mtime_ns > before
    assert len(list(row.job.markdown.parents[1].glob("paper*"))) == 1, "and no second one"
    assert desk.job("paper.pdf").options == row.job.options, "and it is as it was for the next time"
    desk.window.actions_[Command.RETRY].trigger()
    desk.qtbot.waitUntil(lambda: desk.states() == {"paper.pdf": JobState.SKIPPED}, timeout=20_000)


def test_a_file_that_is_no_pdf_is_left_out_and_named(desk: Desk, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("buy coal")
    nameless = pdfs.text_pdf(tmp_path / "scan0001")
    broken = tmp_path / "broken.pdf"
    broken.write_text("this claims to be one")
    desk.drop(note, nameless, broken)
    desk.wait_until_over(2)
    assert desk.states() == {"scan0001": JobState.DONE, "broken.pdf": JobState.FAILED}
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert "note.txt" in notice.text


def test_nothing_but_files_that_are_no_pdfs(desk: Desk, tmp_path: Path) -> None:
    notes = [tmp_path / f"note {number}.txt" for number in range(5)]
    for note in notes:
        note.touch()
    with desk.qtbot.waitSignal(desk.work.scan_finished):
        desk.drop(*notes)
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert "5" in notice.text
    assert notice.text.endswith("note 0.txt, note 1.txt, note 2.txt, …")
    assert not desk.states()


def test_a_folder_without_pdfs_is_said_to_be_one(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with desk.qtbot.waitSignal(desk.work.scan_finished):
        desk.drop(tmp_path / "nothing")
    notice = desk.window.notice_bar.notice
    assert notice is not None
    assert "no PDF" in notice.text
