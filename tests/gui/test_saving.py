"""Results of selected rows saved in another format: into one folder, failures named."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from core.documents.exporting import ExportFormat
from core.jobs.model import JobState
from gui.notices import Level, Notice
from gui.reading.formats import save_words
from gui.window.actions import Do
from tests import pdfs
from tests.gui.conftest import Desk


def converted(desk: Desk, tmp_path: Path, *names: str) -> None:
    for name in names:
        pdfs.text_pdf(tmp_path / "in" / name, pages=1)
    desk.drop(tmp_path / "in")
    desk.wait_until_over(len(names))
    assert set(desk.states().values()) == {JobState.DONE}


def choose_format(desk: Desk, wanted: ExportFormat) -> QFileDialog:
    """Take a format in the menu "Save as"; the question where to comes up."""
    menu = desk.window.workspace.saving.menu
    assert desk.window.actions_[Do.SAVE_AS].isEnabled()
    next(a for a in menu.actions() if a.text() == save_words(wanted)).trigger()
    dialog = desk.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    return dialog


def test_several_results_are_saved_into_one_folder(desk: Desk, tmp_path: Path) -> None:
    assert not desk.window.actions_[Do.SAVE_AS].isEnabled()
    converted(desk, tmp_path, "a.pdf", "b.pdf", "c.pdf")
    told: list[Notice] = []
    desk.notices.posted.connect(told.append)
    desk.choose("a.pdf", "c.pdf")
    dialog = choose_format(desk, ExportFormat.ZIP)
    desk.choose("b.pdf")  # what was selected when it was asked for is what counts
    dialog.fileSelected.emit(str(tmp_path / "saved"))
    dialog.close()
    desk.wait(lambda: bool(told) and told[-1].text.startswith("2 results saved"))
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == ["a.zip", "c.zip"]
    assert [notice.text for notice in told[:-1]] == [
        "Saving results: 0 of 2 done…",
        "Saving results: 1 of 2 done…",
    ]


def test_what_cannot_be_saved_is_named(desk: Desk, tmp_path: Path) -> None:
    converted(desk, tmp_path, "a.pdf", "b.pdf")
    shutil.rmtree(tmp_path / "out" / "a")
    desk.window.view.selectAll()
    dialog = choose_format(desk, ExportFormat.HTML)
    told: list[Notice] = []
    desk.notices.posted.connect(told.append)
    dialog.fileSelected.emit(str(tmp_path / "saved"))
    dialog.close()
    desk.wait(lambda: bool(told) and told[-1].level is Level.WARNING)
    assert told[-1].text.startswith("1 of 2 results could not be saved:\na: ")
    assert [path.name for path in (tmp_path / "saved").iterdir()] == ["b.html"]


def test_saving_many_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    converted(desk, tmp_path, "a.pdf", "b.pdf", "c.pdf")
    saving = desk.window.workspace.saving
    told: list[Notice] = []
    desk.notices.posted.connect(told.append)
    folders = [tmp_path / "out" / name for name in "abc"]
    saving.save(folders, ExportFormat.JSON, tmp_path / "saved")
    assert told[-1].act is not None
    told[-1].act()
    desk.wait(lambda: told[-1].text.startswith("1 result saved"))
    assert [path.name for path in (tmp_path / "saved").iterdir()] == ["a.json"]
    assert not saving.exporter.is_busy
    saving.save(folders, ExportFormat.DOCX, tmp_path / "saved")  # ended with the window
