"""A report of a problem is read before it is copied, and says no name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core import __version__
from core.paths import logs_folder
from gui.help.about import AboutDialog
from gui.help.controller import HelpController
from gui.help.report_dialog import ReportDialog
from gui.window.actions import Command
from tests.support.window import WAIT_MS, RunningApp


@pytest.fixture
def dialog(qtbot: QtBot, themed: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> ReportDialog:
    monkeypatch.setenv("USER", "annameier")
    logs_folder(home).mkdir(parents=True)
    (logs_folder(home) / "window-20260101-000000-1.log").write_text(
        f"cannot read /data/Client Meier/Contract 7.pdf of annameier, in {home}/queue.sqlite\n",
        encoding="utf-8",
    )
    made = ReportDialog(home)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.complete, timeout=WAIT_MS)
    return made


@pytest.mark.slow
def test_it_holds_versions_checks_and_logs_and_no_name(dialog: ReportDialog, home: Path) -> None:
    text = dialog.text.toPlainText()
    assert f"Headframe: {__version__}" in text
    assert "[ok] disk" in text
    assert "engine-flash" in text
    assert "## Log window-20260101-000000-1.log" in text
    assert "<document 1>.pdf" in text
    assert "<headframe>/queue.sqlite" in text
    for private in ("annameier", "Meier", "Contract", str(home)):
        assert private not in text
    dialog.hide_documents.setChecked(False)
    text = dialog.text.toPlainText()
    assert "Client Meier/Contract 7.pdf" in text
    assert "annameier" not in text


@pytest.mark.slow
def test_what_is_copied_and_saved_is_what_is_left_of_the_text(
    dialog: ReportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not dialog.text.isReadOnly()
    dialog.text.setPlainText("only this")
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "only this"
    dialog.save.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    file = tmp_path / "report.txt"
    chooser.fileSelected.emit(str(file))
    chooser.reject()
    qtbot.waitUntil(lambda: file.name in dialog.note.text(), timeout=WAIT_MS)
    assert file.read_text("utf-8") == "only this"


def test_versions_are_copied_from_the_menu_and_from_about(
    app: RunningApp, home: Path, qtbot: QtBot
) -> None:
    HelpController(app.window, home, app.notices)
    QGuiApplication.clipboard().clear()
    app.window.actions_[Command.COPY_VERSIONS].trigger()
    copied = QGuiApplication.clipboard().text()
    assert f"Headframe: {__version__}" in copied
    assert "Qt: " in copied
    assert "Python: " in copied
    notice = app.window.notice_bar.notice
    assert notice is not None
    assert "copied" in notice.text
    QGuiApplication.clipboard().clear()
    about = AboutDialog(app.window)
    about.copy.click()
    assert QGuiApplication.clipboard().text() == copied
