"""The folder dialog: what it foretells of real folders, and the batch that it begins."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions, PageRange
from core.jobs.output.dry_run import PlannedAction
from core.jobs.sources.filters import FileFilter
from core.jobs.states import IfExists, JobState
from core.jobs.store.batch_store import NewBatch
from core.settings.definitions import OUTPUT_FOLDER, Settings
from core.worker.kinds import Ocr
from gui.batches.folder_dialog import FolderDialog
from gui.window.state import WindowState
from tests.e2e.cli.command import run
from tests.support import pdfs
from tests.support.window import WAIT_MS, RunningApp


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    for name in ("a", "b", "sub/c"):
        pdfs.text_pdf(folder / f"{name}.pdf")
    (folder / "empty.pdf").write_bytes(b"")
    return folder


@pytest.fixture
def dialog(
    qtbot: QtBot, home: Path, settings: Settings, state: WindowState, papers: Path
) -> FolderDialog:
    settings.set(OUTPUT_FOLDER, papers.parent / "out")
    made = FolderDialog(home, settings, state, papers)
    qtbot.addWidget(made)
    made.show()
    return made


def is_looking(dialog: FolderDialog) -> bool:
    return dialog.dry_run.is_running


def wait_until_known(qtbot: QtBot, dialog: FolderDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.dry_run.is_running, timeout=WAIT_MS)


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_folder_is_foretold_as_the_command_leaves_it(
    qtbot: QtBot, dialog: FolderDialog, papers: Path, tmp_path: Path
) -> None:
    wait_until_known(qtbot, dialog)
    assert dialog.dry_run.model.counts == {PlannedAction.CONVERT: 3, PlannedAction.FAIL: 1}
    assert dialog.go.text() == "Convert 3 documents"
    model = dialog.dry_run.model
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(4)]
    assert rows[-1] == ["c.pdf", "sub", "New"]
    dialog.reject()

    assert run("convert", papers, "-o", tmp_path / "out", "--exclude", "sub").code == 1
    pdfs.headings_pdf(papers / "b.pdf")
    dialog.show()
    dialog.rules.hidden.click()
    wait_until_known(qtbot, dialog)
    assert model.counts == {
        PlannedAction.SKIP: 1,
        PlannedAction.AGAIN: 1,
        PlannedAction.CONVERT: 1,
        PlannedAction.FAIL: 1,
    }
    dialog.dry_run.chips[PlannedAction.SKIP].click()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["a.pdf"]


@pytest.mark.slow
def test_rules_narrow_it_down_and_nonsense_is_told(qtbot: QtBot, dialog: FolderDialog) -> None:
    dialog.which.click()
    QTest.keyClicks(dialog.rules.exclude, "sub/; b*")
    wait_until_known(qtbot, dialog)
    assert dialog.go.text() == "Convert 1 document"
    new = dialog.batch()
    assert new is not None
    assert new.rules == FileFilter(exclude=("sub/", "b*"))
    dialog.rules.exclude.setText("/")
    assert dialog.rules.problem.isVisible()
    assert not dialog.go.isEnabled()


@pytest.mark.slow
def test_a_batch_may_have_cards_of_its_own(qtbot: QtBot, dialog: FolderDialog) -> None:
    new = dialog.batch()
    assert new is not None
    assert new.cards == (), "those of the window"
    line = dialog.cards.keys.focus_widget
    line.setFocus()
    QTest.keyClicks(line, "npu:6, npu:7")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    new = dialog.batch()
    assert new is not None
    assert new.cards == ("npu:6", "npu:7")
    wait_until_known(qtbot, dialog)


def test_it_begins_before_all_is_known(
    qtbot: QtBot, dialog: FolderDialog, papers: Path, tmp_path: Path
) -> None:
    dialog.name.setText("Autumn")
    assert is_looking(dialog)
    with qtbot.waitSignal(dialog.begun) as begun:
        dialog.go.click()
    assert isinstance(begun.args[0], NewBatch)
    assert begun.args[0].name == "Autumn"
    assert begun.args[0].sources == (papers,)
    assert begun.args[0].out == tmp_path / "out"
    assert not is_looking(dialog)
    assert not dialog.isVisible()


@pytest.mark.slow
def test_a_drive_that_hangs_holds_up_nothing(
    qtbot: QtBot, dialog: FolderDialog, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_until_known(qtbot, dialog)
    asked, answer, real = threading.Event(), threading.Event(), os.scandir

    def hang(path: Path) -> object:
        asked.set()
        answer.wait()
        return real(path)

    before = set(threading.enumerate())
    monkeypatch.setattr(os, "scandir", hang)
    dialog.rules.hidden.click()
    qtbot.waitUntil(asked.is_set, timeout=WAIT_MS)
    hung = set(threading.enumerate()) - before
    assert is_looking(dialog)
    assert dialog.go.isEnabled()
    dialog.reject()
    assert not is_looking(dialog)
    answer.set()
    for thread in hung:
        thread.join()
    assert dialog.dry_run.model.counts.total() == 0


@pytest.mark.slow
def test_another_folder_gives_the_batch_its_name(
    qtbot: QtBot, dialog: FolderDialog, tmp_path: Path
) -> None:
    pdfs.text_pdf(tmp_path / "letters" / "one.pdf")
    (line,) = dialog.sources.lines
    line.setFocus()
    line.setText(str(tmp_path / "letters"))
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert dialog.name.text() == "letters"
    wait_until_known(qtbot, dialog)
    assert dialog.dry_run.model.counts == {PlannedAction.CONVERT: 1}


@pytest.mark.slow
def test_it_begins_with_the_choices_of_an_earlier_batch(
    qtbot: QtBot, home: Path, settings: Settings, state: WindowState, papers: Path
) -> None:
    options = ConvertOptions(
        EngineChoice.FLASH, PageRange(2, 3), Ocr.OFF, "ch", False, True, IfExists.RENAME, 60.0, 512
    )
    rules = FileFilter(exclude=("a*",), max_depth=1)
    like = NewBatch(
        name="Autumn",
        sources=(papers, papers / "sub"),
        out=papers.parent,
        options=options,
        rules=rules,
        cards=("npu:6", "npu:7"),
        watch=True,
    )
    made = FolderDialog(home, settings, state)
    made.fill(like)
    qtbot.addWidget(made)
    made.show()
    assert made.batch() == like
    wait_until_known(qtbot, made)
    assert made.dry_run.model.counts == {PlannedAction.CONVERT: 2, PlannedAction.FAIL: 1}
    made.reject()


@pytest.mark.slow
def test_the_batch_is_converted_as_foretold(
    app: RunningApp, home: Path, settings: Settings, papers: Path
) -> None:
    dialog = FolderDialog(home, settings, app.state, papers, parent=app.window)
    dialog.begun.connect(app.work.add_batch)
    dialog.show()
    wait_until_known(app.qtbot, dialog)
    dialog.go.click()
    app.wait_until_over(4)
    assert app.states() == {
        "a.pdf": JobState.DONE,
        "b.pdf": JobState.DONE,
        "c.pdf": JobState.DONE,
        "empty.pdf": JobState.FAILED,
    }
    dialog.deleteLater()


@pytest.mark.slow
def test_while_a_path_is_typed_there_is_no_plan_and_no_beginning(
    qtbot: QtBot, dialog: FolderDialog, papers: Path, tmp_path: Path
) -> None:
    assert dialog.focusWidget() is dialog.sources.lines[0]
    qtbot.waitUntil(dialog.go.isEnabled, timeout=WAIT_MS)
    line = dialog.sources.lines[0]
    line.selectAll()
    QTest.keyClicks(line, str(tmp_path / "none"))
    assert dialog.batch() is None
    assert not dialog.go.isEnabled()
    assert dialog.dry_run.status.text() == "Choose a folder to see the plan."
    line.selectAll()
    QTest.keyClicks(line, str(papers))
    qtbot.waitUntil(dialog.go.isEnabled, timeout=WAIT_MS)
    assert dialog.sources.sources == (papers,)
