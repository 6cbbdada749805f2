"""Documents that were moved outside: located, with what moved along, undone, converted again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.documents.result import read_origin
from core.jobs.states import JobState
from core.settings.definitions import OUTPUT_FOLDER
from gui.reading import ResultPane
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.window import RunningApp

pytestmark = pytest.mark.slow


def converted(app: RunningApp, folder: Path, *names: str) -> None:
    for name in names:
        pdfs.text_pdf(folder / name, pages=1)
    app.drop(folder)
    app.wait_until_over(len(names))


def reading(app: RunningApp) -> ResultPane:
    app.wait(
        lambda: app.window.detail.pane is not None and app.window.detail.pane.result is not None
    )
    pane = app.window.detail.pane
    assert pane is not None
    return pane


def shows_page(pane: ResultPane) -> bool:
    is_view = pane.pages.stack.currentWidget() is pane.pages.view
    return is_view and pane.pages.count.text() == "of 1"


def select_file(app: RunningApp, path: Path) -> None:
    dialog = app.window.workspace.locator.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()


def press(app: RunningApp, words: str) -> None:
    locator = app.window.workspace.locator
    app.wait(lambda: locator.box is not None)
    assert locator.box is not None
    buttons = {button.text(): button for button in locator.box.findChildren(QPushButton)}
    buttons[words].click()


def test_a_document_that_was_moved_shows_its_pages_again_and_is_converted_again(
    app: RunningApp, tmp_path: Path
) -> None:
    converted(app, tmp_path / "in", "paper.pdf")
    old, new = tmp_path / "in" / "paper.pdf", tmp_path / "elsewhere" / "renamed.pdf"
    new.parent.mkdir()
    old.rename(new)
    app.choose("paper.pdf")
    pane = reading(app)
    app.wait(lambda: pane.pages.stack.currentWidget() is pane.pages.notice)
    assert not pane.pages.notice.locate.isHidden()
    pane.pages.notice.locate.click()
    select_file(app, new)
    app.wait(lambda: app.jobs()[0].source == new)
    app.wait(lambda: shows_page(pane))
    markdown = app.job("renamed.pdf").markdown
    assert markdown == tmp_path / "out" / "paper" / "paper.md"
    assert read_origin(markdown.parent / "headframe.json", []).source == new
    app.window.header.search.setText("renamed")
    assert app.window.model.rowCount() == 1, "it is found by its new name"
    app.window.header.search.clear()

    app.window.actions_[Command.RETRY].trigger()
    app.wait(lambda: app.states() == {"renamed.pdf": JobState.SKIPPED})
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert notice.act is not None
    notice.act()  # convert anyway
    app.wait(lambda: app.states() == {"renamed.pdf": JobState.DONE})
    assert app.job("renamed.pdf").markdown == markdown, "and in the same place"


def test_locating_can_be_undone_and_done_again(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path / "in", "paper.pdf")
    old, new = tmp_path / "in" / "paper.pdf", tmp_path / "new.pdf"
    old.rename(new)
    app.choose("paper.pdf")
    app.window.workspace.detail.locate_requested.emit(app.job("paper.pdf").id)
    select_file(app, new)
    app.wait(lambda: app.jobs()[0].source == new)
    undo, redo = app.window.actions_[Command.UNDO], app.window.actions_[Command.REDO]
    assert undo.text() == "&Undo locating 1 document"
    undo.trigger()
    app.wait(lambda: app.jobs()[0].source == old)
    made_of = json.loads((tmp_path / "out" / "paper" / "headframe.json").read_text())
    assert made_of["source"] == str(old)
    assert redo.text() == "Locate 1 document again"
    redo.trigger()
    app.wait(lambda: app.jobs()[0].source == new)
    assert undo.text() == "&Undo locating 1 document"


@pytest.mark.parametrize(("answer", "located"), [("All 3", 3), ("Only this one", 1), ("Cancel", 0)])
def test_others_of_the_same_folder_are_offered(
    app: RunningApp, tmp_path: Path, answer: str, located: int
) -> None:
    app.settings.set(OUTPUT_FOLDER, None)  # beside each document: results move along
    old, new = tmp_path / "in", tmp_path / "renamed"
    converted(app, old, "a.pdf", "b.pdf", "c.pdf")
    old.rename(new)
    app.choose("b.pdf")
    app.wait(lambda: app.window.detail.message.shown is not None)
    app.window.detail.locate_requested.emit(app.job("b.pdf").id)
    select_file(app, new / "b.pdf")
    press(app, answer)
    app.wait(lambda: sum(job.source.parent == new for job in app.jobs()) == located)
    for job in app.jobs():
        if job.source.parent == new:
            assert job.markdown == new / job.source.stem / f"{job.source.stem}.md"
    if located == 3:
        assert app.window.notice_bar.notice is not None
        assert app.window.notice_bar.notice.text == "3 documents located."
        app.window.actions_[Command.UNDO].trigger()
        app.wait(lambda: all(job.source.parent == old for job in app.jobs()))


@pytest.mark.parametrize(("answer", "taken"), [("Use this file", True), ("Cancel", False)])
def test_a_file_of_another_size_is_asked_about(
    app: RunningApp, tmp_path: Path, answer: str, taken: bool
) -> None:
    converted(app, tmp_path / "in", "paper.pdf")
    (tmp_path / "in" / "paper.pdf").unlink()
    other = pdfs.text_pdf(tmp_path / "other.pdf", pages=5)
    app.window.detail.locate_requested.emit(app.job("paper.pdf").id)
    select_file(app, other)
    press(app, answer)
    app.wait(lambda: app.window.workspace.locator.box is None)
    app.wait(lambda: (app.jobs()[0].source == other) is taken)


def test_a_document_that_failed_because_it_was_gone_is_tried_again_where_it_is(
    app: RunningApp, tmp_path: Path
) -> None:
    app.work.pause_all(True)
    paper = pdfs.text_pdf(tmp_path / "in" / "paper.pdf", pages=1)
    app.drop(paper)
    app.wait(lambda: len(app.jobs()) == 1)
    new = paper.rename(tmp_path / "paper.pdf")
    app.work.pause_all(False)
    app.wait(lambda: app.states() == {"paper.pdf": JobState.FAILED})
    app.choose("paper.pdf")
    message = app.window.detail.message
    app.wait(lambda: message.shown is not None and message.shown.may_locate)
    button = next(one for one in message.findChildren(QPushButton) if one.text() == "Locate…")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    select_file(app, new)
    app.wait(lambda: app.states() == {"paper.pdf": JobState.DONE})
    assert app.job("paper.pdf").source == new


def test_where_the_result_is_gone_with_its_document_both_are_located(
    app: RunningApp, tmp_path: Path
) -> None:
    app.settings.set(OUTPUT_FOLDER, None)
    old, new = tmp_path / "in", tmp_path / "renamed"
    converted(app, old, "a.pdf")
    old.rename(new)
    app.choose("a.pdf")
    message = app.window.detail.message
    app.wait(lambda: message.shown is not None and message.shown.may_locate)
    assert message.shown is not None
    assert message.shown.was_converted
    message.locate.emit()
    select_file(app, new / "a.pdf")
    pane = reading(app)
    app.wait(lambda: shows_page(pane))
    assert app.job("a.pdf").markdown == new / "a" / "a.md"
