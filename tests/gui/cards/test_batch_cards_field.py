"""The cards of one batch: typed, or picked in the list that the window's cards are picked in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.batches.cards_field import CardsField
from tests.ascend.host import AscendHost
from tests.ascend.presets import eight_910b
from tests.gui.cards.conftest import Runs, next_reading, until, watching


def test_what_is_picked_stands_there_and_is_told(run: Runs, home: Path, tmp_path: Path) -> None:
    async def pick() -> None:
        async with watching(home, AscendHost(tmp_path / "host", eight_910b())) as watch:
            await next_reading(watch)
            field = CardsField(("npu:6",), watch)
            told: list[object] = []
            field.changed.connect(lambda _setting, keys: told.append(keys))
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
            assert field.keys == ("npu:6", "npu:7")
            assert field.dialog is None
            field.close()
            field.deleteLater()
            QApplication.processEvents()

    run(pick())


def test_where_nobody_knows_the_cards_they_are_typed(qapp: QApplication) -> None:
    field = CardsField((), None)
    field.show()
    assert not field.choose.isVisible()
    told: list[object] = []
    field.changed.connect(lambda _setting, keys: told.append(keys))
    QTest.keyClicks(field.focus_widget, "npu:7, cpu")
    QTest.keyClick(field.focus_widget, Qt.Key.Key_Return)
    assert told == [("npu:7", "cpu")]
    field.close()
    field.deleteLater()
