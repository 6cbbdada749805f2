"""Without a mouse and without eyes: names, the order of Tab, the whole way by keys."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from core.documents.exporting import ExportFormat
from core.settings.definitions import Settings
from gui.batches.folder_dialog import FolderDialog
from gui.engines.controller import EngineController
from gui.engines.dialog import EnginesDialog
from gui.reading.saving.formats import save_text
from gui.reading.tool_buttons import ToolBar
from gui.settings.dialog import SettingsDialog
from gui.window.log_window import LogWindow
from tests.support.pdfs import text_pdf
from tests.support.window import RunningApp

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
QTS_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader would call by their kind alone."""
    found = []
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget.parent(), QComboBox | QLineEdit) or isinstance(
            widget.window(), QMenu
        )
        shown = widget.isVisibleTo(window)
        if (
            not isinstance(widget, CONTROLS)
            or inner
            or not shown
            or widget.objectName().startswith(QTS_OWN)
        ):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            found.append(f"{type(widget).__name__} {widget.objectName()} in {widget.parent()}")
    return found


def tab_chain(window: QWidget) -> Iterator[QWidget]:
    """As Tab goes, once round."""
    widget = window.nextInFocusChain()
    while widget is not window:
        assert widget is not None
        yield widget
        widget = widget.nextInFocusChain()


def reading(app: RunningApp, tmp_path: Path, documents: int = 1) -> None:
    app.drop(text_pdf(tmp_path / "a.pdf"))
    app.wait_until_over(documents)
    app.choose("a.pdf")
    app.wait(lambda: any(bar.isVisible() for bar in app.window.findChildren(ToolBar)))
    QApplication.processEvents()  # the tools have come into sight: let them be put side by side


@pytest.mark.slow
def test_every_control_has_a_name(app: RunningApp, tmp_path: Path, home: Path) -> None:
    assert not nameless(app.window)
    reading(app, tmp_path)
    assert not nameless(app.window)
    log = LogWindow(home, app.window)
    assert not nameless(log)


@pytest.mark.slow
def test_tab_stops_at_nothing_that_cannot_be_seen(
    app: RunningApp, home: Path, settings: Settings
) -> None:
    dialogs = (
        SettingsDialog(settings, app.notices, app.window),
        FolderDialog(home, settings, app.state, parent=app.window),
        EnginesDialog(EngineController(home, {}, app.window), app.window),
    )
    for dialog in dialogs:
        stops = [one for one in tab_chain(dialog) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert len(stops) > 3
        assert not [one for one in stops if isinstance(one, QScrollArea)], dialog


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_tab_goes_from_left_to_right(app: RunningApp, tmp_path: Path) -> None:
    app.window.resize(1600, 900)
    reading(app, tmp_path)
    order = {widget: place for place, widget in enumerate(tab_chain(app.window))}
    rows: list[list[QWidget]] = []
    for bar in [app.window.header, *app.window.findChildren(ToolBar)]:
        if bar.isVisible():
            rows.append(
                [
                    widget
                    for widget in bar.findChildren(QWidget)
                    if widget.isVisible()
                    and isinstance(widget, QAbstractButton | QLineEdit)
                    and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                    and not isinstance(widget.parent(), QLineEdit)
                ]
            )
    assert len(rows) >= 3, "the header, the Markdown's tools, the pages' tools"
    for row in rows:
        row.sort(key=lambda widget: widget.mapTo(app.window, QPoint(0, 0)).x())
        for left, right in pairwise(row):
            assert order[left] < order[right], (left.accessibleName(), right.accessibleName())


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_tab_goes_through_header_list_and_reading_and_ends_at_the_status(
    app: RunningApp, tmp_path: Path
) -> None:
    window = app.window
    app.qtbot.waitUntil(window.isActiveWindow)
    reading(app, tmp_path)
    window.status.when_done.show()
    window.header.card.setFocus()
    regions = [window.header, window.workspace, window.status]
    passed: list[int] = []
    lit: list[bool] = []
    bars = [bar for bar in window.findChildren(ToolBar) if bar.isVisible()]
    for _ in range(80):
        focused = QApplication.focusWidget()
        assert focused is not None
        passed.append(next(n for n, one in enumerate(regions) if one.isAncestorOf(focused)))
        lit += [bar.leads for bar in bars if bar.leads]
        if passed[-1] == len(regions) - 1:
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert passed == sorted(passed)
    assert passed[-1] == len(regions) - 1, "what is at the bottom comes last"
    assert len(lit) >= 2, "the pages and the text each show that they have the keys"
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.header.card
    QTest.keyClick(window.header.card, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is focused


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_ctrl_f_finds_where_the_keys_are(app: RunningApp, tmp_path: Path) -> None:
    window = app.window
    window.resize(1600, 900)  # room for the pages beside the text
    app.qtbot.waitUntil(window.isActiveWindow)
    reading(app, tmp_path)
    pane = window.detail.pane
    assert pane is not None
    app.wait(lambda: pane.markdown.view is not None)
    view = pane.markdown.view
    assert view is not None
    bars = ((view, pane.markdown.find_bar), (pane.pages.view, pane.pages.find_bar))
    for widget, field in bars:
        widget.setFocus()
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        app.wait(field.isVisible)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert field.isAncestorOf(focused)
        QTest.keyClick(focused, Qt.Key.Key_Escape)
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.header.search


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_return_on_a_row_gives_the_keys_to_what_is_read(app: RunningApp, tmp_path: Path) -> None:
    window = app.window
    app.qtbot.waitUntil(window.isActiveWindow)
    reading(app, tmp_path)
    pane = window.detail.pane
    assert pane is not None
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert pane.markdown.view is not None
    assert focused is not None
    assert pane.markdown.view.isAncestorOf(focused)
    QTest.keyClick(focused, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert pane.markdown.find_bar.isVisible()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert not pane.markdown.find_bar.isVisible()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert pane.markdown.view.isAncestorOf(focused), "first it closes what is above the text"
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.view


@pytest.mark.slow
def test_return_on_a_row_without_a_result_goes_to_what_mends_it_and_stops_nothing(
    app: RunningApp, tmp_path: Path
) -> None:
    window, message = app.window, app.window.detail.message
    app.qtbot.waitUntil(window.isActiveWindow)
    app.drop(tmp_path / "missing.pdf")
    app.wait_until_over(1)
    app.choose("missing.pdf")
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QAbstractButton)
    assert focused.text() == "Locate…"
    app.work.pause_all(True)
    app.drop(text_pdf(tmp_path / "waits.pdf"))
    app.wait(lambda: len(app.jobs()) == 2)
    app.choose("waits.pdf")
    assert message.shown is not None
    assert message.shown.may_cancel
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is window.view


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_keys_pressed_in_a_text_are_not_about_the_list(app: RunningApp, tmp_path: Path) -> None:
    window = app.window
    window.resize(1600, 900)
    app.qtbot.waitUntil(window.isActiveWindow)
    app.drop(text_pdf(tmp_path / "b.pdf"))
    app.wait_until_over(1)
    reading(app, tmp_path, documents=2)
    pane = window.detail.pane
    assert pane is not None
    app.wait(lambda: pane.markdown.view is not None)
    assert pane.markdown.view is not None
    for view in (pane.markdown.view, pane.pages.view):
        view.setFocus()
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(focused, Qt.Key.Key_Delete)
        assert [row.job.source.name for row in window.view.selected_rows()] == ["a.pdf"]
        assert len(app.jobs()) == 2
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.view, Qt.Key.Key_Delete)
    app.wait(lambda: not app.jobs())


@pytest.mark.slow
@pytest.mark.usefixtures("real_flash")
def test_no_key_is_given_to_two_commands(app: RunningApp, tmp_path: Path) -> None:
    reading(app, tmp_path)
    keys = [
        key.toString() for action in app.window.findChildren(QAction) for key in action.shortcuts()
    ]
    keys += [one.key().toString() for one in app.window.findChildren(QShortcut)]
    twice = {key for key in keys if key and keys.count(key) > 1}
    assert not twice, "Qt takes neither of two"


@pytest.mark.slow
def test_return_presses_the_button_that_has_the_keys(app: RunningApp) -> None:
    app.qtbot.waitUntil(app.window.isActiveWindow)
    app.window.header.card.setFocus()
    with app.qtbot.waitSignal(app.window.cards_requested):
        QTest.keyClick(app.window.header.card, Qt.Key.Key_Return)


def press_until(app: RunningApp, key: Qt.Key, wanted: QWidget) -> None:
    """Press a key until the focus is there."""
    for _ in range(80):
        focused = QApplication.focusWidget()
        if focused is wanted:
            return
        assert focused is not None, "the focus is lost"
        QTest.keyClick(focused, key)
    raise AssertionError(f"Tab does not reach {wanted}")


def menu_entry(menu: QMenu, wanted: QAction) -> None:
    """Go down an open menu by keys."""
    for _ in range(40):
        if menu.activeAction() is wanted:
            return
        QTest.keyClick(menu, Qt.Key.Key_Down)
    raise AssertionError(f"{wanted.text()} is not reached")


@pytest.mark.slow
def test_from_paste_to_export_by_keys_alone(app: RunningApp, tmp_path: Path) -> None:
    window = app.window
    app.qtbot.waitUntil(window.isActiveWindow)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(text_pdf(tmp_path / "in" / "paper.pdf")))])
    QGuiApplication.clipboard().setMimeData(mime)
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()  # what Qt frees after Python has ended crashes
    app.wait_until_over(1)
    # To the list: the search is at Ctrl+F, Down leads on from it.
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.header.search
    QTest.keyClick(window.header.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.view
    spoken = QAccessible.queryAccessibleInterface(window.view)
    assert spoken.text(QAccessible.Text.Name) == "Documents"
    QTest.keyClick(window.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert [job.source.name for job in window.workspace.commands.selected()] == ["paper.pdf"]
    app.wait(lambda: window.detail.pane is not None)
    # Into the reading, by Tab.
    pane = window.detail.pane
    assert pane is not None
    app.wait(lambda: pane.markdown.view is not None)
    press_until(app, Qt.Key.Key_Tab, pane.more)
    assert QAccessible.queryAccessibleInterface(pane.more).text(QAccessible.Text.Name)
    # And out again, to the menu bar and its "Save as".
    menu = window.workspace.saving.menu
    menu.popup(window.mapToGlobal(QPoint(40, 40)))
    menu_entry(menu, next(a for a in menu.actions() if a.text() == save_text(ExportFormat.ZIP)))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    target = tmp_path / "saved.zip"
    field.clear()
    QTest.keyClicks(field, str(target))
    for _ in range(3):  # the first may be the completer's
        if dialog.isVisible():
            QTest.keyClick(field, Qt.Key.Key_Return)
    app.wait(target.is_file)
    with zipfile.ZipFile(target) as archive:
        assert any(name.endswith("paper.md") for name in archive.namelist())
