"""List and reading together: what stays selected, where the keys go, what is said meanwhile."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.engines.setup_offer import SetupOffer
from core.jobs.states import JobState
from core.settings.definitions import LANGUAGE, OPEN_PREVIEW, Language
from core.worker.kinds import EngineName
from gui.table.rows import JobRow
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.jobs import job
from tests.support.window import RunningApp


@pytest.mark.slow
def test_undone_the_rows_are_back_as_they_were_selected_and_nothing_else_is_said(
    app: RunningApp, tmp_path: Path
) -> None:
    app.work.pause_all(True)
    app.drop(*(pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1) for name in "abcd"))
    app.wait(lambda: len(app.jobs()) == 4)
    app.choose("b.pdf", "c.pdf")
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: len(app.jobs()) == 2)
    app.wait(app.window.notice_bar.isVisible)
    app.window.actions_[Command.UNDO].trigger()
    assert app.window.notice_bar.isHidden(), "it is not true any more"
    app.wait(lambda: len(app.jobs()) == 4)
    selected = [row.job.source.name for row in app.window.view.selected_rows()]
    assert selected == ["b.pdf", "c.pdf"]
    # What is said after that is not taken down by an undo of something else.
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: app.states()["b.pdf"] is JobState.CANCELLED)
    app.notices.show("something else")
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: app.states()["b.pdf"] is JobState.QUEUED)
    assert app.window.notice_bar.isVisible()


def listed(app: RunningApp, tmp_path: Path, names: str) -> None:
    """Documents that wait."""
    app.work.pause_all(True)
    app.qtbot.waitUntil(app.window.isActiveWindow)
    app.drop(*(pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1) for name in names))
    app.wait(lambda: len(app.jobs()) == len(names))


def selected(app: RunningApp) -> list[str]:
    return [row.job.source.name for row in app.window.view.selected_rows()]


@pytest.mark.slow
def test_from_the_first_document_on_the_keys_are_the_lists(app: RunningApp, tmp_path: Path) -> None:
    view = app.window.view
    app.qtbot.waitUntil(app.window.isActiveWindow)
    assert QApplication.focusWidget() is app.window.empty.add_button
    listed(app, tmp_path, "abc")
    assert QApplication.focusWidget() is view
    assert selected(app) == ["a.pdf"]
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert selected(app) == ["b.pdf"]
    QTest.keyClick(view, Qt.Key.Key_Delete)
    app.wait(lambda: len(app.jobs()) == 2)
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    app.wait(lambda: not app.jobs())
    assert QApplication.focusWidget() is app.window.empty.add_button


@pytest.mark.slow
def test_no_document_is_selected_by_itself_where_none_is_to_be_shown(
    app: RunningApp, tmp_path: Path
) -> None:
    app.settings.set(OPEN_PREVIEW, False)
    listed(app, tmp_path, "ab")
    assert selected(app) == []
    QTest.keyClick(app.window.view, Qt.Key.Key_Down)
    assert selected(app) == ["a.pdf"]


@pytest.mark.slow
def test_what_comes_and_goes_moves_no_row_under_the_pointer(
    app: RunningApp, tmp_path: Path
) -> None:
    window, view = app.window, app.window.view
    listed(app, tmp_path, "abcdefghijklmnopqrst")
    pointer = view.viewport().mapToGlobal(QPoint(40, 130))

    def below_pointer() -> int:
        QApplication.processEvents()
        return view.rowAt(view.viewport().mapFromGlobal(pointer).y())

    for scrolled in (0, 100):
        view.verticalScrollBar().setValue(scrolled)
        row = below_pointer()
        app.notices.show("2 documents removed.")
        assert below_pointer() == row
        window.show_offer(SetupOffer(EngineName.MINERU, ()))
        assert below_pointer() == row
        assert window.setup_card.isVisible()
        window.notice_bar.dismiss()
        window.show_offer(None)
        assert below_pointer() == row


@pytest.mark.slow
def test_a_search_that_leaves_out_what_is_shown_chooses_its_best_match(
    app: RunningApp, tmp_path: Path
) -> None:
    listed(app, tmp_path, "abc")
    app.choose("c.pdf")
    app.window.header.search.setText("pdf")
    assert selected(app) == ["c.pdf"], "it is found, too"
    app.drop(*(pdfs.text_pdf(tmp_path / "in" / f"x{name}.pdf", pages=1) for name in "123"))
    app.wait(lambda: len(app.jobs()) == 6)
    app.window.header.search.setText("x")
    assert selected(app) == ["x1.pdf"]


@pytest.mark.slow
def test_a_document_that_waits_says_that_everything_is_paused(
    app: RunningApp, tmp_path: Path
) -> None:
    listed(app, tmp_path, "ab")
    message = app.window.detail.message
    assert message.shown is not None
    assert "Everything is paused" in message.shown.text
    app.window.actions_[Command.PAUSE].trigger()
    app.wait(lambda: message.shown is not None and "you resume it" in message.shown.text)


@pytest.mark.slow
def test_undone_a_document_is_told_with_its_batch_at_once(app: RunningApp, tmp_path: Path) -> None:
    listed(app, tmp_path, "ab")
    message = app.window.detail.message

    def batch_is_told() -> bool:
        return message.shown is not None and "Batch a.pdf, b.pdf" in message.shown.made

    app.wait(batch_is_told)
    app.window.actions_[Command.SELECT_ALL].trigger()
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: not app.jobs())
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: len(app.jobs()) == 2)
    app.wait(batch_is_told)


@pytest.mark.slow
def test_a_notice_is_reached_and_left_by_keys(app: RunningApp, tmp_path: Path) -> None:
    window = app.window
    listed(app, tmp_path, "ab")
    app.notices.show("Something", action="Do it", act=lambda: None)
    for _ in range(80):
        focused = QApplication.focusWidget()
        assert focused is not None
        if window.notice_bar.isAncestorOf(focused):
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Do it"
    window.notice_bar._timer.timeout.emit()
    assert window.notice_bar.isVisible(), "who is about to press its button keeps it"
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert window.notice_bar.isHidden()
    assert QApplication.focusWidget() is window.view
    app.notices.show("Something else")
    QTest.keyClick(window.view, Qt.Key.Key_Delete)
    app.wait(lambda: len(app.jobs()) == 1)
    assert QApplication.focusWidget() is window.view, "the notice that goes had no keys to give"


def test_after_try_again_the_keys_are_the_lists(app: RunningApp, tmp_path: Path) -> None:
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    app.work.pause_all(True)
    app.window.activateWindow()
    app.qtbot.waitUntil(app.window.isActiveWindow)
    app.choose("missing.pdf")
    buttons = app.window.detail.message.findChildren(QPushButton)
    again = next(one for one in buttons if one.text() == "Try again")
    again.setFocus()
    again.click()
    app.wait(lambda: app.states()["missing.pdf"] is JobState.QUEUED)
    assert QApplication.focusWidget() is app.window.view


def test_what_is_about_to_be_read_is_named_meanwhile(app: RunningApp, tmp_path: Path) -> None:
    detail = app.window.detail
    app.drop(tmp_path / "missing.pdf")
    app.wait(detail.isVisible)
    detail.show_row(None)
    detail.show_row(JobRow(replace(job(1, JobState.DONE), markdown=tmp_path / "paper.md")))
    said = [one.text() for one in detail.message.findChildren(QLabel) if one.isVisible()]
    assert "Opening…" in said
    assert "Nothing chosen" not in said
    detail.show_row(None)


@pytest.mark.slow
def test_undo_shows_the_rows_that_it_brings_back_whatever_was_looked_for_meanwhile(
    app: RunningApp, tmp_path: Path
) -> None:
    listed(app, tmp_path, "abc")
    app.choose("b.pdf")
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: len(app.jobs()) == 2)
    app.window.header.search.setText("nothing is called so")
    app.wait(lambda: app.window.model.place_of(app.job("c.pdf").id) is None)
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: selected(app) == ["b.pdf"])
    assert app.window.model.rowCount() == 3
    assert app.window.header.search.text() == ""


@pytest.mark.slow
def test_a_result_that_was_deleted_meanwhile_is_made_again_from_where_that_is_said(
    app: RunningApp, tmp_path: Path
) -> None:
    app.settings.set(OPEN_PREVIEW, False)
    app.window.resize(1600, 800)
    app.drop(*(pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1) for name in "ab"))
    app.wait_until_over(2)
    markdown = app.job("a.pdf").markdown
    assert markdown is not None
    shutil.rmtree(markdown.parent)
    app.choose("a.pdf")
    detail = app.window.detail
    buttons = detail.message.findChildren(QPushButton)
    app.wait(lambda: any(b.text() == "Convert again" and b.isVisible() for b in buttons))
    assert detail.beside.isVisible()
    app.wait(lambda: detail.beside.pages is not None and detail.beside.pages.isVisible())
    app.settings.set(LANGUAGE, Language.CHINESE)
    QApplication.processEvents()
    texts = [label.text() for label in detail.message.findChildren(QLabel) if label.isVisible()]
    assert any("不存在" in text for text in texts)
    again = next(b for b in buttons if b.text() == "重新转换")
    again.click()
    app.wait(lambda: app.job("a.pdf").state is JobState.DONE and markdown.is_file())
    app.wait(lambda: detail.pane is not None and detail.pane.isVisible())
