"""The button that empties a field: the same one everywhere, in the colours and language of now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

import gui
from core.settings.definitions import LANGUAGE, THEME, Language, Settings, Theme
from gui.widgets.clearable_line_edit import ClearableLineEdit


def test_it_is_there_while_there_is_something_to_clear_and_counts_as_typing(
    themed: None, settings: Settings, qtbot: QtBot
) -> None:
    field = ClearableLineEdit()
    qtbot.addWidget(field)
    field.show()
    (button,) = field.findChildren(QToolButton)
    assert not button.isVisible()
    field.setText("abc")
    assert button.isVisible()
    with qtbot.waitSignal(field.textEdited) as edited:
        button.click()
    assert edited.args == [""]
    assert field.text() == ""
    assert not button.isVisible()
    light = button.icon().pixmap(16).toImage()
    settings.set(THEME, Theme.DARK)
    settings.set(LANGUAGE, Language.CHINESE)
    QApplication.processEvents()
    assert button.icon().pixmap(16).toImage() != light
    assert (button.toolTip(), button.accessibleName()) == ("清除", "清除")


def test_no_field_has_qts_own_button() -> None:
    root = Path(gui.__file__).parent
    users = [path for path in root.rglob("*.py") if "setClearButtonEnabled" in path.read_text()]
    assert users == []
