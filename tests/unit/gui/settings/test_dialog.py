"""The settings dialog is made from the declarations, and what is chosen holds at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from core.jobs.states import IfExists, JobState
from core.paths import settings_file
from core.settings.definitions import (
    ALL,
    CARDS,
    CPU_WORKERS,
    FORMULA,
    IF_EXISTS,
    LANG,
    LANGUAGE,
    OUTPUT_FOLDER,
    THEME,
    TIMEOUT_S,
    Language,
    Settings,
    Theme,
)
from gui.labels import state_label
from gui.notifications import Notification, NotificationCenter, Severity
from gui.settings.dialog import SettingsDialog
from gui.theme import DARK, LIGHT, colours_of


@pytest.fixture
def notices(qapp: QApplication) -> Iterator[NotificationCenter]:
    made = NotificationCenter()
    yield made
    made.deleteLater()


@pytest.fixture
def dialog(
    qtbot: QtBot, themed: None, settings: Settings, notices: NotificationCenter
) -> SettingsDialog:
    made = SettingsDialog(settings, notices)
    qtbot.addWidget(made)
    made.show()
    return made


def type_into(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_every_setting_has_its_field(dialog: SettingsDialog) -> None:
    assert list(dialog.fields) == [setting.key for setting in ALL]


def test_each_kind_of_field_writes_what_is_chosen(
    dialog: SettingsDialog, settings: Settings, home: Path, tmp_path: Path
) -> None:
    def widget(key: str) -> object:
        return dialog.fields[key].focus_widget

    flag, choice, number = widget(FORMULA.key), widget(IF_EXISTS.key), widget(TIMEOUT_S.key)
    assert isinstance(flag, QCheckBox)
    assert isinstance(choice, QComboBox)
    assert isinstance(number, QSpinBox)
    flag.click()
    choice.activated.emit(list(IF_EXISTS.choices).index(IfExists.OVERWRITE))
    number.setValue(300)
    language = widget(LANG.key)
    assert isinstance(language, QComboBox)
    language.activated.emit(language.findText("Japanese"))
    for key, text in (
        (CARDS.key, "npu:6, npu:7"),
        (OUTPUT_FOLDER.key, str(tmp_path)),
    ):
        line = widget(key)
        assert isinstance(line, QLineEdit)
        type_into(line, text)
    again = Settings(settings_file(home))
    assert again.get(FORMULA) is False
    assert again.get(IF_EXISTS) is IfExists.OVERWRITE
    assert again.get(TIMEOUT_S) == 300
    assert again.get(LANG) == "japan"
    assert again.get(CARDS) == ("npu:6", "npu:7")
    assert again.get(OUTPUT_FOLDER) == tmp_path
    number.setValue(number.minimum())
    assert Settings(settings_file(home)).get(TIMEOUT_S) is None
    line = widget(OUTPUT_FOLDER.key)
    assert isinstance(line, QLineEdit)
    type_into(line, "")
    assert "output_folder" not in json.loads(settings_file(home).read_text())


def test_a_number_that_headframe_finds_has_room_for_its_words(dialog: SettingsDialog) -> None:
    for key in (CPU_WORKERS.key, TIMEOUT_S.key):
        number = dialog.fields[key].focus_widget
        assert isinstance(number, QSpinBox)
        words = number.fontMetrics().horizontalAdvance(number.text())
        assert words > 0
        # With a style sheet and without buttons, Qt leaves one pixel, unless these have a place.
        assert number.lineEdit().width() > words


def test_a_language_of_before_that_is_not_listed_stays(
    qtbot: QtBot, themed: None, settings: Settings, notices: NotificationCenter
) -> None:
    settings.set(LANG, "ch_server")
    made = SettingsDialog(settings, notices)
    qtbot.addWidget(made)
    box = made.fields[LANG.key].focus_widget
    assert isinstance(box, QComboBox)
    assert box.currentText() == "ch_server"
    box.activated.emit(0)
    assert settings.get(LANG) is None


def test_a_folder_is_chosen_in_a_dialog(
    dialog: SettingsDialog, settings: Settings, tmp_path: Path
) -> None:
    field = dialog.fields[OUTPUT_FOLDER.key]
    field._choose.click()  # type: ignore[attr-defined]
    chooser = field.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.close()
    assert settings.get(OUTPUT_FOLDER) == tmp_path


@pytest.mark.slow
def test_theme_and_language_change_under_ones_eyes(
    dialog: SettingsDialog, settings: Settings, qapp: QApplication
) -> None:
    settings.set(THEME, Theme.DARK)
    assert colours_of(qapp.palette()) is DARK
    settings.set(THEME, Theme.LIGHT)
    assert colours_of(qapp.palette()) is LIGHT
    assert dialog.windowTitle() == "Settings"
    settings.set(LANGUAGE, Language.CHINESE)
    QApplication.processEvents()
    assert dialog.windowTitle() == "设置"
    assert state_label(JobState.DONE) == "已完成"
    settings.set(LANGUAGE, Language.ENGLISH)
    QApplication.processEvents()
    assert dialog.windowTitle() == "Settings"


def test_settings_that_cannot_be_saved_hold_and_say_so(
    dialog: SettingsDialog,
    settings: Settings,
    notices: NotificationCenter,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_self: Settings) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Settings, "_write", full)
    shown: list[Notification] = []
    notices.posted.connect(shown.append)
    flag = dialog.fields[FORMULA.key].focus_widget
    assert isinstance(flag, QCheckBox)
    flag.click()
    assert settings.get(FORMULA) is False
    assert [notice.level for notice in shown] == [Severity.WARNING]
    assert "No space left" in shown[0].text
