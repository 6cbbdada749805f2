"""Everything fits a screen of 1280 × 800 at 200 %, which is 640 × 400 to a program."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QStackedWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.engines.setup_offer import SetupOffer
from core.settings.definitions import Settings
from core.worker.kinds import EngineName
from gui.cards.card_status_strip import CardStatusStrip
from gui.cards.columns import ColumnLayout, RowDensity
from gui.engines.controller import EngineController
from gui.engines.dialog import EnginesDialog
from gui.engines.install_dialog import InstallDialog
from gui.help.about import AboutDialog
from gui.notifications import NotificationCenter
from gui.settings.dialog import SettingsDialog
from gui.window.actions import Command
from gui.window.log_window import LogWindow
from tests.support.window import RunningApp

SCREEN = (640, 400)
DIALOG = (640, 360)
"""A title bar takes some."""
Make = Callable[[Path, Settings], QWidget]


def _settings(_home: Path, settings: Settings) -> QWidget:
    return SettingsDialog(settings, NotificationCenter())


def _log(home: Path, _settings: Settings) -> QWidget:
    return LogWindow(home)


def _install(home: Path, _settings: Settings) -> QWidget:
    return InstallDialog(EngineName.MAGIC_PDF, EngineController(home))


def _about(_home: Path, _settings: Settings) -> QWidget:
    return AboutDialog()


@pytest.mark.parametrize("make", [_settings, _log, _install, _about])
def test_a_dialog_fits(
    make: Make, qtbot: QtBot, home: Path, settings: Settings, themed: None
) -> None:
    dialog = make(home, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert least.width() <= DIALOG[0]
    assert least.height() <= DIALOG[1]
    dialog.hide()


def test_the_engines_page_fits(qtbot: QtBot, home: Path, themed: None) -> None:
    app = EngineController(home)
    dialog = EnginesDialog(app)
    qtbot.addWidget(dialog)
    least = dialog.minimumSizeHint()
    assert least.width() <= DIALOG[0]
    assert least.height() <= DIALOG[1]
    app.deleteLater()


@pytest.mark.parametrize("below", [False, True])
def test_the_window_folds_to_a_small_screen_and_unfolds_again(app: RunningApp, below: bool) -> None:
    window, header = app.window, app.window.header
    if below:
        window.actions_[Command.PREVIEW_BELOW].trigger()
    pages = window.workspace.parentWidget()
    assert isinstance(pages, QStackedWidget)
    pages.setCurrentWidget(window.workspace)  # as with a first document
    window.set_card_strip(CardStatusStrip())
    for _ in range(2):
        window.resize(1280, 800)
        # The cluster's button is there while there is a cluster.
        tools = [one for one in header.findChildren(QToolButton) if one.objectName() != "cluster"]
        assert all(one.isVisible() for one in tools if not header.search.isAncestorOf(one))
        least = window.minimumSizeHint()
        assert least.width() <= SCREEN[0]
        assert least.height() <= SCREEN[1]
        window.resize(*SCREEN)
        assert (window.width(), window.height()) == SCREEN
        shown = [child for child in header.findChildren(QWidget) if child.isVisibleTo(header)]
        assert header.search in shown
        assert header.add in shown


@pytest.mark.parametrize("density", list(RowDensity))
@pytest.mark.parametrize("width", [548, 580, 640, 720, 859, 860, 1080])
def test_columns_of_cards_stand_beside_each_other(width: int, density: RowDensity) -> None:
    columns = ColumnLayout.across(width, density)
    places = [
        columns.box,
        columns.title,
        columns.health,
        columns.memory,
        columns.load,
        columns.heat,
        columns.power,
        columns.processes,
    ]
    shown = [place for place in places if place[1]]
    for (left, wide), (following, _) in pairwise(shown):
        assert left + wide < following
    assert sum(shown[-1]) <= width
    assert columns.spark < columns.memory[1]


def test_an_empty_window_keeps_its_buttons(app: RunningApp) -> None:
    app.window.resize(640, 330)
    empty = app.window.empty
    # Those of an offer that is not made here are hidden with it.
    shown = [one for one in empty.findChildren(QPushButton) if one.isVisibleTo(empty)]
    assert {button.parent() for button in shown} == {empty}
    assert len(shown) >= 2
    for button in shown:
        assert button.isVisible()
        assert empty.rect().contains(button.geometry())


def test_a_notice_takes_the_place_of_an_offer_where_there_is_no_room_for_both(
    app: RunningApp,
) -> None:
    window = app.window
    pages = window.workspace.parentWidget()
    assert isinstance(pages, QStackedWidget)
    pages.setCurrentWidget(window.workspace)
    window.show_offer(SetupOffer(EngineName.MINERU, ()))
    window.resize(*DIALOG)
    app.notices.show("1 document removed.", action="Undo", act=lambda: None)
    app.wait(window.notice_bar.isVisible)
    assert window.setup_card.isHidden()
    app.wait(lambda: window.minimumSizeHint().height() <= DIALOG[1])
    assert window.height() == DIALOG[1], "not for a moment were there both"
    window.notice_bar.dismiss()
    assert window.setup_card.isVisible()
    window.resize(1280, 800)
    app.notices.show("1 document removed.")
    assert window.setup_card.isVisible()
