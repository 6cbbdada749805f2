"""What is opened with the desktop, and what is said on a machine that has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core.settings.definitions import LANGUAGE, Language, Settings
from gui.opener import open_from, open_path
from gui.reading.saving.saved_row import SavedRow


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What was asked for, on a machine where nothing opens anything."""
    asked: list[QUrl] = []

    def refuse(url: QUrl) -> bool:
        asked.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    return asked


def test_what_opens_needs_no_word(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    assert open_path(tmp_path) is None


def test_what_does_not_open_is_told_and_put_into_the_clipboard(
    themed: None, settings: Settings, tmp_path: Path, opened: list[QUrl]
) -> None:
    why = open_path(tmp_path)
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]
    assert QGuiApplication.clipboard().text() == str(tmp_path)
    assert why is not None
    assert why() == f"No program here opens {tmp_path}. It is in the clipboard."
    settings.set(LANGUAGE, Language.CHINESE)
    assert "剪贴板" in why()


def test_what_is_gone_is_not_asked_for(themed: None, tmp_path: Path, opened: list[QUrl]) -> None:
    why = open_path(tmp_path / "gone")
    assert why is not None
    assert why().endswith("gone is no longer there.")
    assert opened == []


def test_a_link_that_nothing_opens_says_so_at_the_pointer(
    themed: None, qtbot: QtBot, opened: list[QUrl]
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    open_from(widget, QUrl("https://example.org/a"))
    assert QGuiApplication.clipboard().text() == "https://example.org/a"
    qtbot.waitUntil(lambda: "https://example.org/a" in QToolTip.text())
    QToolTip.hideText()


def test_the_row_of_a_saved_file_says_why_it_is_not_opened(
    themed: None, qtbot: QtBot, tmp_path: Path, opened: list[QUrl]
) -> None:
    row = SavedRow()
    qtbot.addWidget(row)
    row.resize(2000, 40)
    row.show_saved(tmp_path / "a.docx")
    assert row.text.text() == "Saved as a.docx."
    row.open.click()
    assert "no longer there" in row.text.text()
    row.folder.click()
    assert row.text.text().startswith("No program here opens")
    (tmp_path / "b.docx").touch()
    row.show_saved(tmp_path / "b.docx")
    assert row.text.text() == "Saved as b.docx."


def test_the_name_of_a_saved_file_is_whole_in_a_narrow_pane(
    themed: None, qtbot: QtBot, tmp_path: Path
) -> None:
    row = SavedRow()
    qtbot.addWidget(row)
    row.resize(2000, 40)
    row.show_saved(tmp_path / "The winding engine.docx")
    wide = row.sizeHint().height()
    row.resize(345, 40)
    QApplication.processEvents()
    assert row.text.shown == "Saved as The winding engine.docx."
    assert row.sizeHint().height() > wide
    row.resize(2000, 40)
    assert row.sizeHint().height() == wide
