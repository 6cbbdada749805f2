"""The cards of one batch: typed, or picked in the list that the window's cards are picked in."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.paths import settings_file
from core.settings.definitions import CARDS, Settings
from gui.notifications import NotificationCenter
from gui.settings.cards_field import CardsField
from gui.settings.dialog import SettingsDialog
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import eight_910b
from tests.support.qt_loop import Runs, until
from tests.unit.gui.cards.conftest import next_reading, watching


@pytest.mark.slow
def test_what_is_picked_stands_there_and_is_told(run: Runs, home: Path, tmp_path: Path) -> None:
    async def pick() -> None:
        async with watching(home, AscendHost(tmp_path / "host", eight_910b())) as watch:
            await next_reading(watch)
            field = CardsField(watch)
            field.show_value(("npu:6",))
            told: list[object] = []
            field.field.changed.connect(lambda _setting, keys: told.append(keys))
            field.show()
            field.choose.click()
            dialog = field.dialog
            assert dialog is not None
            await until(lambda: len(dialog.model.rows()) > 8)
            assert dialog.model.keys() == ("npu:6",)
            dialog.view.setFocus()
            QTest.keyClicks(dialog.view, "npu 7")
            await until(lambda: not dialog.view.is_typing)
            QTest.keyClick(dialog.view, Qt.Key.Key_Space)
            dialog.use.click()
            assert told[-1] == ("npu:6", "npu:7")
            assert field.keys.keys == ("npu:6", "npu:7")
            assert field.dialog is None
            field.close()
            field.deleteLater()
            await asyncio.sleep(0)

    run(pick())


def test_a_card_that_is_not_here_is_told_at_once(run: Runs, home: Path, tmp_path: Path) -> None:
    async def name_it() -> None:
        async with watching(home, AscendHost(tmp_path / "host", eight_910b())) as watch:
            field = CardsField(watch)
            field.show_value(("npu:6", "npu:9", "auto"))
            field.show()
            assert field.problem.isHidden()  # nobody knows yet
            await next_reading(watch)
            assert field.problem.text() == "There is no card NPU 9 here."
            field.show_value(("npu:6",))
            assert field.problem.isHidden()
            field.close()
            field.deleteLater()
            await asyncio.sleep(0)

    run(name_it())


def test_where_nobody_knows_the_cards_they_are_typed(qapp: QApplication) -> None:
    field = CardsField(None)
    field.show()
    assert not field.choose.isVisible()
    told: list[object] = []
    field.field.changed.connect(lambda _setting, keys: told.append(keys))
    QTest.keyClicks(field.keys.focus_widget, "npu:7, cpu")
    QTest.keyClick(field.keys.focus_widget, Qt.Key.Key_Return)
    assert told == [("npu:7", "cpu")]
    field.close()
    field.deleteLater()


def test_the_cards_of_the_settings_are_chosen_in_the_same_list(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def pick() -> None:
        async with watching(home, AscendHost(tmp_path / "host", eight_910b())) as watch:
            await next_reading(watch)
            settings = Settings(settings_file(home))
            settings.set(CARDS, ("npu:6",))
            made = SettingsDialog(settings, NotificationCenter(), watch=watch)
            made.show()
            assert made.cards.keys.keys == ("npu:6",)
            made.cards.choose.click()
            dialog = made.cards.dialog
            assert dialog is not None
            dialog.chosen.emit(("npu:6", "npu:7"))
            dialog.close()
            assert settings.get(CARDS) == ("npu:6", "npu:7")
            made.close()
            made.deleteLater()
            await asyncio.sleep(0)

    run(pick())
