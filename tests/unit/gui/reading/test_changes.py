"""Changing a result in the window: kept, shown, saved, compared, forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.documents.editing import load_draft, save_draft
from core.documents.exporting import ExportFormat
from core.documents.result import load_result
from core.documents.versions import original_path
from gui.reading.compare_view import CompareView
from gui.reading.markdown.url_scheme import VIEW_VARIABLE
from gui.reading.result_pane import ResultPane
from gui.reading.saving.exporter import ExportRequest, FileExportRequest
from tests.unit.gui.reading.conftest import PAPER, WAIT_MS, MakeResult

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


def show(pane: ResultPane, qtbot: QtBot, folder: Path) -> None:
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        pane.show_result(folder, None)


def type_into_source(pane: ResultPane, text: str) -> None:
    pane.markdown.set_source(True)
    source = pane.markdown.source
    cursor = source.textCursor()
    cursor.setPosition(source.text().index("First"))
    source.setTextCursor(cursor)
    QTest.keyClicks(source, text)


def test_changes_are_saved_shown_and_can_be_undone(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    before = load_result(folder)
    show(pane, qtbot, folder)
    assert not pane.markdown.save.isEnabled()
    type_into_source(pane, "Very ")
    assert pane.markdown.save.isEnabled()
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        pane.markdown.set_source(False)
    assert pane.result is not None
    assert "Very First paragraph" in pane.result.markdown
    assert "not saved" in pane.markdown.problems.text()
    assert load_result(folder).markdown == before.markdown
    pane.markdown.set_source(True)
    with (
        qtbot.waitSignal(pane._thread.saved, timeout=WAIT_MS),
        qtbot.waitSignal(pane.shown, timeout=WAIT_MS),
    ):
        pane.changes.save()
    after = load_result(folder)
    assert after.problems == ()
    assert "Very First paragraph" in after.markdown
    assert len(after.blocks) == len(before.blocks)
    assert original_path(folder / "paper.md").read_text("utf-8") == before.markdown
    assert not pane.markdown.problems.isVisible()
    pane.markdown.source.undo()
    assert pane.markdown.source.text() == before.markdown
    assert pane.markdown.is_changed


def test_who_saves_while_writing_writes_on_at_the_same_place(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    show(pane, qtbot, folder)
    type_into_source(pane, "Very ")
    source = pane.markdown.source
    place = source.textCursor().position()
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        pane.changes.save()
    qtbot.waitUntil(lambda: pane._is_rendered and pane.markdown.unit >= 0, timeout=WAIT_MS)
    assert source.textCursor().position() == place
    assert "Very First paragraph" in source.marked_text(), "and the place is marked as before"
    QTest.keyClicks(source, "much the ")
    assert "Very much the First paragraph" in source.text()


@pytest.mark.parametrize("moment", ["while it is written", "while it is rendered"])
def test_what_is_typed_while_a_save_is_on_its_way_stays(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult, moment: str
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    show(pane, qtbot, folder)
    type_into_source(pane, "Very ")
    source = pane.markdown.source
    typed: list[str] = []

    def type_on() -> None:
        if not typed:
            typed.append("much the ")
            QTest.keyClicks(source, typed[0])

    if moment == "while it is rendered":
        pane.changes.rerender.connect(type_on)
    with (
        qtbot.waitSignal(pane._thread.saved, timeout=WAIT_MS),
        qtbot.waitSignal(pane.shown, timeout=WAIT_MS),
    ):
        pane.changes.save()
        if moment == "while it is written":
            type_on()
    qtbot.waitUntil(lambda: pane._is_rendered, timeout=WAIT_MS)
    assert "Very much the First paragraph" in source.text()
    assert pane.markdown.is_changed
    assert "Very First paragraph" in load_result(folder).markdown
    with qtbot.waitSignal(pane._thread.saved, timeout=WAIT_MS):
        pane.changes.save()
    assert "Very much the First paragraph" in load_result(folder).markdown
    qtbot.waitUntil(lambda: not pane.markdown.is_changed, timeout=WAIT_MS)


@pytest.mark.parametrize("leaves", ["after that is said", "before"])
def test_what_could_not_be_saved_is_kept_as_a_draft(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult, leaves: str
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    other, _ = make_result(PAPER, name="other")
    show(pane, qtbot, folder)
    type_into_source(pane, "Very ")
    (folder / "paper.md").write_text("Another program was here.")
    pane.changes.save()
    if leaves != "before":
        problems = pane.markdown.problems
        qtbot.waitUntil(lambda: "another program" in problems.text(), timeout=WAIT_MS)
    show(pane, qtbot, other)
    draft = load_draft(folder / "paper.md")
    assert draft is not None
    assert "Very First paragraph" in draft


def test_changes_survive_a_look_at_another_result(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    first, _ = make_result(PAPER)
    second, _ = make_result(PAPER, name="other")
    show(pane, qtbot, first)
    type_into_source(pane, "Kept ")
    show(pane, qtbot, second)
    assert "Kept" not in pane.markdown.source.text()
    assert load_draft(first / "paper.md") is not None
    show(pane, qtbot, first)
    assert "Kept First" in pane.markdown.source.text()
    assert pane.markdown.save.isEnabled()
    with qtbot.waitSignal(pane.shown, timeout=WAIT_MS):
        pane.changes.discard()
    assert load_draft(first / "paper.md") is None
    pane.markdown.set_source(True)
    assert pane.markdown.source.text() == load_result(first).markdown
    assert not pane.markdown.save.isEnabled()


def test_closing_keeps_what_was_changed(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    folder, _ = make_result(PAPER)
    show(text_pane, qtbot, folder)
    type_into_source(text_pane, "Late ")
    text_pane.shut_down()
    draft = load_draft(folder / "paper.md")
    assert draft is not None
    assert "Late First" in draft


def test_what_another_program_wrote_is_kept_and_said(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    show(pane, qtbot, folder)
    type_into_source(pane, "Mine ")
    (folder / "paper.md").write_text("theirs", "utf-8")
    with qtbot.waitSignal(pane._thread.saved, timeout=WAIT_MS):
        pane.changes.save()
    assert "another program" in pane.markdown.problems.text()
    assert (folder / "paper.md").read_text("utf-8") == "theirs"


def test_a_comparison_opens_in_a_window_of_its_own(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    other, _ = make_result([*PAPER[:-1], ("text", "Another end.")], name="other")
    save_draft(folder / "paper.md", "\n\n".join(text for _, text in PAPER) + "\n\nAdded.")
    show(pane, qtbot, folder)
    for start in (
        pane.changes.compare_with_original,
        lambda: pane.changes.compare_with(other / "other.md"),
        lambda: pane.changes.compare_with(folder / "paper.md"),
    ):
        with qtbot.waitSignal(pane._thread.compared, timeout=WAIT_MS):
            start()
    views = {view.summary.text(): view for view in pane.findChildren(CompareView)}
    texts = sorted(views)
    assert texts[0].startswith("1 paragraph(s) differ")
    assert texts[1].startswith("2 paragraph(s) differ")
    assert texts[2] == "As converted cannot be read."
    assert "Another end." in views[texts[1]].text.toPlainText()
    for view in views.values():
        view.close()
    QApplication.sendPostedEvents(None, 52)


@pytest.mark.slow
def test_a_result_is_saved_in_another_format_without_waiting(
    text_pane: ResultPane,
    qtbot: QtBot,
    make_result: MakeResult,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    show(pane, qtbot, folder)
    pane.more_menu.aboutToShow.emit()
    labels = {action.text(): action for action in pane.more_menu.actions()}
    assert labels["Save as a Word document…"].isEnabled()
    assert not labels["Compare with the original conversion"].isEnabled()
    labels["Save as a Word document…"].trigger()
    dialog = pane.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert Path(dialog.selectedFiles()[0]).name == "paper.docx"
    with qtbot.waitSignal(pane.exporter.saved, timeout=WAIT_MS) as saved:
        dialog.fileSelected.emit(str(tmp_path / "mine"))  # the suffix is added
        assert pane.exporter.is_busy
    target = tmp_path / "mine.docx"
    assert saved.args == [FileExportRequest((folder,), ExportFormat.DOCX, target), target]
    assert pane.markdown.saved.isVisible()
    assert "mine.docx" in pane.markdown.saved.text.text()
    label = pane.markdown.saved.text
    label.resize(60, label.height())
    assert label.shown.startswith("S")
    assert "…" in label.shown, "and not cut in the middle of a letter"
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    pane.markdown.saved.open.click()
    pane.markdown.saved.folder.click()
    assert opened == [str(target), str(tmp_path)]
    dialog.close()
    with qtbot.waitSignal(pane.exporter.failed, timeout=WAIT_MS):
        pane.exporter.save(ExportRequest(folder / "gone", ExportFormat.ZIP, tmp_path))
    assert "gone" in pane.markdown.problems.text()
    pane.exporter.save(ExportRequest(folder, ExportFormat.DOCX, tmp_path))


def test_an_export_that_cannot_start_says_so(
    text_pane: ResultPane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with qtbot.waitSignal(text_pane.exporter.failed, timeout=WAIT_MS):
        text_pane.exporter.save(ExportRequest(tmp_path, ExportFormat.ZIP, tmp_path))
    assert not text_pane.exporter.is_busy


def test_ctrl_s_saves_wherever_the_focus_is(
    qtbot: QtBot, make_result: MakeResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VIEW_VARIABLE, "text")
    folder, _ = make_result(PAPER)
    window = QWidget()
    elsewhere, pane = QLineEdit(window), ResultPane(window)
    column = QVBoxLayout(window)
    column.addWidget(elsewhere)
    column.addWidget(pane)
    window.resize(900, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    try:
        show(pane, qtbot, folder)
        type_into_source(pane, "Very ")
        elsewhere.setFocus()
        qtbot.waitUntil(elsewhere.hasFocus, timeout=WAIT_MS)
        with qtbot.waitSignal(pane._thread.saved, timeout=WAIT_MS):
            QTest.keyClick(elsewhere, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert "Very First paragraph" in load_result(folder).markdown
        qtbot.waitUntil(lambda: not pane.markdown.save.isVisible(), timeout=WAIT_MS)
    finally:
        pane.shut_down()
        shiboken6.delete(window)


def test_what_is_saved_as_a_file_is_what_is_shown(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult, tmp_path: Path
) -> None:
    pane = text_pane
    folder, _ = make_result(PAPER)
    show(pane, qtbot, folder)
    type_into_source(pane, "Very ")
    pane.more_menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: load_draft(folder / "paper.md") is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(pane.exporter.saved, timeout=WAIT_MS) as saved:
        pane.exporter.save(ExportRequest(folder, ExportFormat.HTML, tmp_path))
    assert saved.args is not None
    assert "Very First paragraph" in saved.args[1].read_text("utf-8")
    assert "Very" not in load_result(folder).markdown
    assert pane.markdown.is_changed
