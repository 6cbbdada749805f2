"""Results of selected rows saved in another format: into one folder, failures named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from core.documents.exporting import CAN_COMBINE, ExportFormat
from core.jobs.states import JobState
from gui.notifications import Notification, Severity
from gui.reading.saving.formats import save_text
from gui.window.actions import Command
from tests.support import pdfs
from tests.support.window import RunningApp


def converted(app: RunningApp, tmp_path: Path, *names: str) -> None:
    for name in names:
        pdfs.text_pdf(tmp_path / "in" / name, pages=1)
    app.drop(tmp_path / "in")
    app.wait_until_over(len(names))
    assert set(app.states().values()) == {JobState.DONE}


def choose_format(app: RunningApp, wanted: ExportFormat) -> QFileDialog:
    """Take a format in the menu "Save as"; the question where to comes up."""
    menu = app.window.workspace.saving.menu
    assert app.window.actions_[Command.SAVE_AS].isEnabled()
    next(a for a in menu.actions() if a.text() == save_text(wanted)).trigger()
    dialog = app.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    return dialog


@pytest.mark.slow
def test_several_results_are_saved_into_one_folder(app: RunningApp, tmp_path: Path) -> None:
    assert not app.window.actions_[Command.SAVE_AS].isEnabled()
    converted(app, tmp_path, "a.pdf", "b.pdf", "c.pdf")
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    app.choose("a.pdf", "c.pdf")
    dialog = choose_format(app, ExportFormat.ZIP)
    app.choose("b.pdf")  # what was selected when it was asked for is what counts
    dialog.fileSelected.emit(str(tmp_path / "saved"))
    dialog.close()
    app.wait(lambda: bool(told) and told[-1].text.startswith("2 results saved"))
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == ["a.zip", "c.zip"]
    assert [notice.text for notice in told[:-1]] == [
        "Saving results: 0 of 2 done…",
        "Saving results: 1 of 2 done…",
    ]


@pytest.mark.slow
def test_what_cannot_be_saved_is_named(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path, "a.pdf", "b.pdf")
    shutil.rmtree(tmp_path / "out" / "a")
    app.window.view.selectAll()
    dialog = choose_format(app, ExportFormat.HTML)
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    dialog.fileSelected.emit(str(tmp_path / "saved"))
    dialog.close()
    app.wait(lambda: bool(told) and told[-1].level is Severity.WARNING)
    assert told[-1].text.startswith("1 of 2 results could not be saved:\na: ")
    assert [path.name for path in (tmp_path / "saved").iterdir()] == ["b.html"]


@pytest.mark.slow
def test_saving_many_can_be_stopped(app: RunningApp, tmp_path: Path) -> None:
    converted(app, tmp_path, "a.pdf", "b.pdf", "c.pdf")
    saving = app.window.workspace.saving
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    folders = [tmp_path / "out" / name for name in "abc"]
    saving.save(folders, ExportFormat.JSON, tmp_path / "saved")
    assert told[-1].act is not None
    told[-1].act()
    app.wait(lambda: told[-1].text.startswith("Saved as"))
    assert [path.name for path in (tmp_path / "saved").iterdir()] == ["a.json"]
    assert not saving.exporter.is_busy
    saving.save(folders, ExportFormat.DOCX, tmp_path / "saved")  # ended with the window


@pytest.mark.slow
def test_one_result_is_saved_under_a_name_and_one_that_is_there_is_asked_about(
    app: RunningApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted(app, tmp_path, "a.pdf", "b.pdf")
    app.choose("a.pdf")
    dialog = choose_format(app, ExportFormat.HTML)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    assert Path(dialog.selectedFiles()[0]).name == "a.html"
    target = tmp_path / "saved as.html"
    target.write_text("an old one")
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    dialog.fileSelected.emit(str(target))
    dialog.close()
    app.wait(lambda: bool(told) and told[-1].text.startswith("Saved as"))
    assert "<html" in target.read_text("utf-8")
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    bar = app.window.notice_bar
    assert (told[-1].action, told[-1].other_action) == ("Open", "Show in folder")
    bar._other.click()
    bar.show_notice(told[-1])
    bar._action.click()
    assert opened == [str(tmp_path), str(target)]


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_several_results_are_saved_as_one_file_in_the_order_of_the_list(
    app: RunningApp, tmp_path: Path
) -> None:
    converted(app, tmp_path, "a.pdf", "b.pdf", "c.pdf")
    app.choose("c.pdf", "a.pdf")
    saving = app.window.workspace.saving
    saving.menu.aboutToShow.emit()
    together = saving.menu.actions()[-1].menu()
    assert isinstance(together, QMenu)
    assert len(together.actions()) == len(CAN_COMBINE)
    next(a for a in together.actions() if a.data() == ExportFormat.HTML.value).trigger()
    dialog = app.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "a and 1 more.html"
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    dialog.fileSelected.emit(str(tmp_path / "all.html"))
    dialog.close()
    app.wait(lambda: bool(told) and told[-1].text.startswith("Saved as"))
    page = (tmp_path / "all.html").read_text("utf-8")
    assert page.count(pdfs.sentence(0)) == 2
