"""The sheet of shortcuts: whatever has keys is on it, and what is on it does something."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.settings.definitions import LANGUAGE, Language
from gui.help.controller import HelpController
from gui.help.shortcut_sheet import ShortcutSheet
from gui.help.shortcuts import all_shortcuts, list_keys, page_keys
from gui.reading.shortcuts import ReadingShortcut
from gui.window.actions import Command
from tests.support.pdfs import text_pdf
from tests.support.window import RunningApp

NATIVE = QKeySequence.SequenceFormat.NativeText


def lines(sheet: ShortcutSheet) -> dict[str, str]:
    """What is shown: the words, and the keys."""
    found = {}
    for place in range(sheet.tree.topLevelItemCount()):
        head = sheet.tree.topLevelItem(place)
        assert head is not None
        for row in range(head.childCount()):
            item = head.child(row)
            assert item is not None
            if not item.isHidden() and not head.isHidden():
                found[f"{head.text(0)}: {item.text(0)}"] = item.text(1)
    return found


@pytest.fixture
def sheet(app: RunningApp, home: Path) -> ShortcutSheet:
    help_ = HelpController(app.window, home, app.notices)
    app.window.actions_[Command.SHORTCUTS].trigger()
    found = app.window.findChild(ShortcutSheet)
    assert found is not None
    assert help_.parent() is app.window
    return found


def test_every_action_with_keys_is_on_the_sheet(app: RunningApp, sheet: ShortcutSheet) -> None:
    shown = ", ".join(lines(sheet).values())
    for do in Command:
        for keys in app.window.actions_[do].shortcuts():
            assert keys.toString(NATIVE) in shown, do


def test_keys_that_change_are_shown_as_they_are(app: RunningApp, sheet: ShortcutSheet) -> None:
    app.window.actions_[Command.HISTORY].setShortcut(QKeySequence("Ctrl+Alt+7"))
    sheet.hide()
    app.window.actions_[Command.SHORTCUTS].trigger()
    assert lines(sheet)["File: Batches and history"] == "Ctrl+Alt+7"


def test_typing_narrows_by_key_and_by_word(sheet: ShortcutSheet) -> None:
    everything = lines(sheet)
    sheet.field.setText("zoom")
    assert list(lines(sheet).values()) == ["Ctrl++", "Ctrl+-"]
    sheet.field.setText("shift+f9")
    assert list(lines(sheet)) == ["View: Result below the list"]
    sheet.field.setText("no such thing")
    assert not lines(sheet)
    assert not sheet.tree.isVisible()
    sheet.field.clear()
    assert lines(sheet) == everything


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_f1_and_the_question_mark_open_it(
    app: RunningApp, home: Path, qtbot: QtBot, key: Qt.Key
) -> None:
    HelpController(app.window, home, app.notices)
    qtbot.waitUntil(app.window.isActiveWindow)
    QTest.keyClick(app.window, key)
    found = app.window.findChild(ShortcutSheet)
    assert found is not None
    assert found.isVisible()


@pytest.mark.slow
def test_every_shortcut_of_a_result_is_on_the_sheet(app: RunningApp, tmp_path: Path) -> None:
    app.drop(text_pdf(tmp_path / "a.pdf"))
    app.wait_until_over(1)
    app.choose("a.pdf")
    app.wait(lambda: app.window.detail.pane is not None)
    made = {one.key().toString() for one in app.window.detail.findChildren(QShortcut)}
    # In the main window Ctrl+F is one action for the list and for what is read.
    made.add(app.window.actions_[Command.FIND].shortcut().toString())
    assert made == {one.keys.toString() for one in ReadingShortcut} | {"Esc"}
    shown = {one.keys for group in all_shortcuts(app.window.menuBar()) for one in group.shortcuts}
    assert {one.keys.toString(NATIVE) for one in ReadingShortcut} <= shown


def answers(widget: QWidget, keys: str) -> bool:
    """Whether a widget does something with a key."""
    # It can be indexed; PySide6's own types do not say so.
    combination = cast(Sequence[QKeyCombination], QKeySequence(keys))[0]
    event = QKeyEvent(QEvent.Type.KeyPress, combination.key(), combination.keyboardModifiers(), "")
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.mark.slow
def test_the_list_and_the_pages_answer_to_the_keys_that_the_sheet_names(
    app: RunningApp, tmp_path: Path
) -> None:
    app.drop(*(text_pdf(tmp_path / name, pages=2) for name in ("a.pdf", "b.pdf")))
    app.wait_until_over(2)
    app.choose("a.pdf")
    app.wait(lambda: app.window.detail.pane is not None)
    pane = app.window.detail.pane
    assert pane is not None
    pages = pane.pages.view
    app.wait(lambda: pages._layout.count == 2)
    for keys, what in page_keys():
        assert answers(pages, keys), what
    assert not answers(pages, "F7"), "the check can fail"
    for keys, what in list_keys():  # last: they may choose another row, or none
        assert answers(app.window.view, keys), what


def test_chinese_names_have_no_letters_behind_them(app: RunningApp) -> None:
    app.settings.set(LANGUAGE, Language.CHINESE)
    menus = app.window.menuBar()
    app.wait(lambda: menus.actions()[0].text().startswith("文件"))
    groups = all_shortcuts(menus)
    names = [group.title for group in groups]
    names += [one.what for group in groups for one in group.shortcuts]
    assert "文件" in names
    assert [name for name in names if name.endswith(")") or "&" in name] == []
    assert any(name.startswith("重新转换失败的文档 · ") for name in names), "and what menu it is in"
    keys = [one.keys.split(", ") for group in groups for one in group.shortcuts]
    assert [names for names in keys if len(set(names)) < len(names)] == [], "each name once"
