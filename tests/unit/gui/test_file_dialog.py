"""Dialogs for files speak the window's language."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.settings.definitions import LANGUAGE, Language, Settings
from gui.widgets.file_dialog import file_dialog


def test_no_label_is_english_in_chinese(qtbot: QtBot, themed: None, settings: Settings) -> None:
    settings.set(LANGUAGE, Language.CHINESE)
    dialog = file_dialog(None, "定位")
    qtbot.addWidget(dialog)
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert labels
    assert [text for text in labels if text.isascii()] == []
