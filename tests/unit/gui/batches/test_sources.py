"""The folders of a batch: several, typed, dropped, left out; and a look that is broken off."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.settings.definitions import OUTPUT_FOLDER, Settings
from gui.batches.folder_dialog import FolderDialog
from gui.window.state import WindowState
from tests.support import pdfs
from tests.support.window import WAIT_MS, drop_on


@pytest.fixture
def dialog(
    qtbot: QtBot, home: Path, settings: Settings, state: WindowState, tmp_path: Path
) -> FolderDialog:
    settings.set(OUTPUT_FOLDER, tmp_path / "out")
    for name in ("letters/a.pdf", "theses/b.pdf", "theses/old/c.pdf"):
        pdfs.text_pdf(tmp_path / name)
    made = FolderDialog(home, settings, state)
    qtbot.addWidget(made)
    made.show()
    return made


def known(qtbot: QtBot, dialog: FolderDialog) -> list[list[str]]:
    qtbot.waitUntil(lambda: not dialog.dry_run.is_running, timeout=WAIT_MS)
    model = dialog.dry_run.model
    return [[model.index(row, at).data() for at in (0, 1)] for row in range(model.rowCount())]


@pytest.mark.slow
def test_several_folders_are_one_batch(qtbot: QtBot, dialog: FolderDialog, tmp_path: Path) -> None:
    assert dialog.batch() is None
    assert not dialog.go.isEnabled()
    assert dialog.dry_run.status.text() == "Choose a folder to see the plan."
    letters, theses = tmp_path / "letters", tmp_path / "theses"
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(letters)), QUrl.fromLocalFile(str(theses))])
    drop_on(dialog, mime)
    assert set(dialog.sources.sources) == {letters, theses}
    assert dialog.name.text() == "letters, theses"
    assert sorted(known(qtbot, dialog)) == [
        ["a.pdf", "letters"],
        ["b.pdf", "theses"],
        ["c.pdf", "theses/old"],
    ]
    drop_on(dialog, mime)  # once is enough
    assert len(dialog.sources.lines) == 2

    leave = next(
        one
        for one in dialog.sources.findChildren(QToolButton)
        if one.isVisible() and one.accessibleName() == "Leave this folder out"
    )
    leave.click()
    assert dialog.sources.sources == (theses,)
    assert sorted(known(qtbot, dialog)) == [["b.pdf", ""], ["c.pdf", "old"]]
    with qtbot.waitSignal(dialog.begun) as begun:
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert begun.args[0].sources == (theses,)


@pytest.mark.slow
def test_the_folder_of_last_time_is_offered(
    qtbot: QtBot, dialog: FolderDialog, settings: Settings, state: WindowState, tmp_path: Path
) -> None:
    assert not dialog.sources.again.isVisible()
    dialog.sources.add([tmp_path / "letters"])
    known(qtbot, dialog)
    dialog.go.click()
    again = FolderDialog(tmp_path / "home", settings, state)
    qtbot.addWidget(again)
    again.show()
    assert again.batch() is None  # offered, not begun with
    assert again.sources.again.text() == "Last time: letters"
    again.sources.again.click()
    assert again.sources.sources == (tmp_path / "letters",)
    assert not again.sources.again.isVisible()
    assert known(qtbot, again) == [["a.pdf", ""]]
    again.reject()


@pytest.mark.slow
def test_a_name_that_cannot_be_shown_stays_what_it_is(
    qtbot: QtBot, dialog: FolderDialog, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe9sum\xe9"))
    pdfs.text_pdf(odd / "a.pdf")
    dialog.sources.add([odd])
    (line,) = dialog.sources.lines
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert dialog.sources.sources == (odd,)
    assert len(known(qtbot, dialog)) == 1
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert dialog.batch() is None
    dialog.reject()


@pytest.mark.slow
def test_a_look_can_be_stopped_and_the_batch_begun_all_the_same(
    qtbot: QtBot, dialog: FolderDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer, real = threading.Event(), threading.Event(), os.scandir
    seen: list[Path] = []

    def slow(path: Path) -> object:
        seen.append(path)
        if path.name == "theses":
            asked.set()
            answer.wait()
        return real(path)

    before = set(threading.enumerate())
    monkeypatch.setattr(os, "scandir", slow)
    dialog.sources.add([tmp_path / "theses"])
    qtbot.waitUntil(asked.is_set, timeout=WAIT_MS)
    walkers = set(threading.enumerate()) - before
    assert dialog.dry_run.halt.isVisible()
    dialog.dry_run.halt.click()
    assert dialog.dry_run.status.text().startswith("Stopped: this is not all.")
    assert not dialog.dry_run.halt.isVisible()
    answer.set()
    for walker in walkers:
        walker.join()
    assert tmp_path / "theses" / "old" not in seen  # nobody wants to know any more
    assert dialog.go.isEnabled()
    assert dialog.go.text() == "Convert"
    with qtbot.waitSignal(dialog.begun):
        dialog.go.click()


def test_on_a_small_screen_the_outlook_goes_under_the_form(
    qtbot: QtBot, dialog: FolderDialog
) -> None:
    assert dialog.minimumSizeHint().width() <= 600
    assert dialog.minimumSizeHint().height() <= 360
    dialog.resize(600, 360)
    qtbot.waitUntil(lambda: dialog.dry_run.y() > 0)
    assert dialog.dry_run.x() == 0
    dialog.resize(1100, 700)
    qtbot.waitUntil(lambda: dialog.dry_run.x() > 0)
    assert dialog.dry_run.y() == 0
    dialog.reject()
