"""Filter, order and groups of the list of cards, as values and in the real dialog."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from core.cards.model import Card, CardKind, CardProcess, Health
from core.cards.process_owners import ProcessOwner
from core.cards.reservations import load_reservations
from gui.cards.arrangement import arranged, groupings_of, is_free
from gui.cards.card_order import CardArrangement, CardGrouping, CardOrder
from gui.cards.columns import cell
from gui.cards.dialog import CardDialog
from gui.cards.labels import process_text, processes_text
from gui.cards.rows import CardRow, ProcessRow
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import a3_16_dies, a3_64_dies, container_6_7, eight_910b
from tests.support.qt_loop import Runs, until
from tests.unit.gui.cards.conftest import dialog_on, next_reading, shown, watching

PROCESS = CardProcess(4711, None, "python", 30_000.0)


def row(
    npu: int, *, used: float = 3000.0, load: float | None = 0.0, name: str = "910B3"
) -> CardRow:
    card = Card(
        f"npu:{npu}",
        CardKind.NPU,
        f"NPU {npu}",
        npu,
        0,
        npu,
        name,
        Health.OK,
        True,
        None,
        utilisation_percent=load,
        memory_used_mb=used,
        memory_total_mb=65_536.0,
    )
    return CardRow(f"id{npu}", card, card.key)


def keys(rows: list[CardRow]) -> list[str]:
    return [one.key for one in rows]


def test_a_free_card_has_no_work_no_process_and_no_reservation() -> None:
    free = row(1)
    assert is_free(free)
    assert not is_free(row(1, used=40_000))
    assert not is_free(row(1, load=50))
    assert is_free(row(1, load=None)), "what is not known is no work"
    assert not is_free(replace(free, reserved=""))
    assert not is_free(replace(free, processes=(ProcessRow(PROCESS),)))
    assert not is_free(replace(free, gone=True))


def test_free_only_keeps_what_is_ticked() -> None:
    rows = [row(0, used=60_000), row(1), row(2, used=60_000)]
    only = CardArrangement(free_only=True)
    assert keys(arranged(rows, [], only)) == ["npu:1"]
    assert keys(arranged(rows, [], only, frozenset({"id2"}))) == ["npu:1", "npu:2"]


def test_cards_are_sorted_by_a_value_and_unknown_ones_stand_last() -> None:
    rows = [row(10, load=5), row(2, load=None), row(1, load=90)]
    by = CardArrangement(order=CardOrder.LOAD, descending=True)
    assert keys(arranged(rows, [], by)) == ["npu:1", "npu:10", "npu:2"]
    assert keys(arranged(rows, [], replace(by, descending=False)))[-1] == "npu:2"
    by_card = CardArrangement(order=CardOrder.CARD)
    assert keys(arranged(rows, [], by_card)) == ["npu:1", "npu:2", "npu:10"]


def test_groups_have_headings_that_count() -> None:
    rows = [row(0, name="910B3"), row(1, name="310P"), row(2, name="910B3", used=60_000)]
    shown_ = arranged(rows, [], CardArrangement(grouping=CardGrouping.MODEL))
    headings = [(one.key, one.members, one.free) for one in shown_ if one.is_heading]
    assert headings == [("310P", 1, 1), ("910B3", 2, 1)]
    cards = [one.card for one in rows if one.card is not None]
    assert groupings_of(cards) == (CardGrouping.NONE, CardGrouping.MODEL)


def test_own_workers_have_a_name() -> None:
    def named(here: bool) -> ProcessRow:
        return ProcessRow(PROCESS, ProcessOwner("me", "python -m core.worker", True, here))

    assert process_text(named(True)) == "Headframe worker (this window)"
    assert process_text(named(False)) == "Headframe worker (another program)"
    busy = replace(row(1), processes=(named(True), ProcessRow(PROCESS)))
    assert processes_text(busy) == "Headframe worker (this window) +1"


def test_64_chips_are_filtered_and_grouped_and_their_headings_are_passed_over(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def look() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", a3_64_dies())) as dialog:
            assert dialog.bar.isVisible()
            assert len(shown(dialog)) == 66
            dialog.bar.free_only.setChecked(True)
            assert len(shown(dialog)) == 26, "Automatic, 24 idle chips, the processor"
            dialog.bar.free_only.setChecked(False)
            dialog.bar.grouping.setCurrentIndex(dialog.bar.grouping.findData("board"))
            dialog.bar.grouping.activated.emit(dialog.bar.grouping.currentIndex())
            rows = dialog.model.rows()
            assert sum(one.is_heading for one in rows) == 32
            dialog.view.setCurrentIndex(dialog.model.index(0, 0))
            for _ in range(4):
                QTest.keyClick(dialog.view, Qt.Key.Key_Down)
                assert not dialog.model.row(dialog.view.currentIndex()).is_heading
            QTest.keyClick(dialog.view, Qt.Key.Key_Space)
            assert len(dialog.model.keys()) == 1

    run(look())


def test_a_click_on_a_column_sorts_by_it_and_a_second_turns_it_round(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def look() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            dialog.resize(1120, 700)
            heading, columns = dialog.view.heading, dialog.view.delegate.columns()
            point = cell(heading.rect(), columns.memory).center()
            QTest.mouseClick(heading, Qt.MouseButton.LeftButton, pos=QPoint(point))
            assert dialog.bar.arrangement == CardArrangement(
                order=CardOrder.MEMORY, descending=True
            )
            assert shown(dialog)[0] == "auto"
            assert set(shown(dialog)[-3:-1]) == {"npu:6", "npu:7"}
            QTest.mouseClick(heading, Qt.MouseButton.LeftButton, pos=QPoint(point))
            assert set(shown(dialog)[1:3]) == {"npu:6", "npu:7"}

    run(look())


def test_reserve_means_the_ticked_cards(run: Runs, home: Path, tmp_path: Path) -> None:
    async def look() -> None:
        host = AscendHost(tmp_path / "host", eight_910b())
        async with dialog_on(home, host, "npu:6", "npu:7") as dialog:
            index = next(
                place for place, one in enumerate(dialog.model.rows()) if one.key == "npu:0"
            )
            dialog.view.setCurrentIndex(dialog.model.index(index, 0))
            dialog._reserve.click()
            dialog.reserve_bar.note.setText("Anna")
            QTest.keyClick(dialog.reserve_bar.note, Qt.Key.Key_Return)
            await until(lambda: _reserved(dialog) == {"npu:6", "npu:7"})
            await until(lambda: len(load_reservations(home).notes) == 2)

    run(look())


def _reserved(dialog: CardDialog) -> set[str]:
    return {one.key for one in dialog.model.rows() if one.reserved == "Anna"}


def test_the_history_of_the_current_card_tells_its_values(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def look() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            dialog.resize(1120, 700)
            dialog.view.setCurrentIndex(dialog.model.index(0, 0))
            assert not dialog.chart.isVisible(), "Automatic is no card"
            place = next(p for p, one in enumerate(dialog.model.rows()) if one.key == "npu:0")
            dialog.view.setCurrentIndex(dialog.model.index(place, 0))
            await next_reading(dialog.watch)
            chart = dialog.chart
            assert chart.isVisible()
            text = chart.text_at(chart._area().right())
            assert "of 64 GB" in text
            assert "load" in text
            assert chart.text_at(chart._area().left()) == "", "ten minutes ago nothing was read"
            point = QPoint(round(chart._area().right()) - 1, chart.height() // 2)
            chart.event(QHelpEvent(QHelpEvent.Type.ToolTip, point, chart.mapToGlobal(point)))
            assert QToolTip.text() == chart.text_at(point.x())
            QToolTip.hideText()
            spoken = QAccessible.queryAccessibleInterface(chart)
            assert "NPU 0" in spoken.text(QAccessible.Text.Name)
            assert "GB" in spoken.text(QAccessible.Text.Description)

    run(look())


def test_the_copy_menu_says_for_which_cards_it_is(run: Runs, home: Path, tmp_path: Path) -> None:
    async def look() -> None:
        host = AscendHost(tmp_path / "host", a3_16_dies())
        async with dialog_on(home, host, "npu:6.0") as dialog:
            dialog._copy_menu.aboutToShow.emit()
            first = dialog._copy_menu.actions()[0]
            assert "NPU 6" in first.text()
            assert not first.isSeparator(), "the title of a separator is not drawn"
            assert not first.isEnabled()

    run(look())


def test_a_button_is_up_again_when_its_menu_is_closed(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def look() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            button = dialog._copy
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
            button.setDown(True)
            dialog._copy_menu.popup(dialog.mapToGlobal(QPoint(4, 4)))
            dialog._copy_menu.hide()
            await until(lambda: not button.isDown() and not button.underMouse())

    run(look())


def _has_cards(dialog: CardDialog) -> bool:
    return bool(dialog.model.board.cards)


def test_no_card_is_said_in_one_weight(run: Runs, home: Path) -> None:
    """Whether the drivers were asked before the dialog was shown, or after."""

    async def look() -> None:
        for wait in (True, False):
            async with dialog_on(home, None, wait=wait) as dialog:
                await until(partial(_has_cards, dialog))
                title = dialog.empty._title
                assert "No accelerator card" in title.text()
                assert title.font().bold()

    run(look())


def test_the_list_is_as_it_was_left(run: Runs, home: Path, tmp_path: Path) -> None:
    async def look() -> None:
        async with watching(home, AscendHost(tmp_path / "host", a3_64_dies())) as watch:
            kept: list[str] = []
            watch.arrangement_changed.connect(lambda one: kept.append(one.to_text()))
            first = CardDialog(watch, ())
            first.open()
            await until(lambda: first.model.board.cards)
            first.bar.free_only.setChecked(True)
            first.bar.sort_by(CardOrder.HEAT)
            first.reject()
            assert CardArrangement.from_text(kept[-1]) == watch.arrangement
            second = CardDialog(watch, ())
            assert second.bar.free_only.isChecked()
            assert second.bar.order.currentData() == "heat"
            assert shown(second) == shown(first)
            assert len(shown(second)) == 26
            for dialog in (first, second):
                dialog.deleteLater()

    run(look())


def test_where_cards_are_few_none_is_hidden_by_what_cannot_be_seen(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def look() -> None:
        async with watching(
            home, AscendHost(tmp_path / "host", container_6_7(busy=(6, 7)))
        ) as watch:
            watch.set_arrangement(CardArrangement(free_only=True))
            dialog = CardDialog(watch, ())
            dialog.open()
            await until(lambda: dialog.model.board.cards)
            assert not dialog.bar.isVisible()
            assert len(shown(dialog)) > 2, "Automatic and the processor, and what is busy"
            dialog.reject()
            dialog.deleteLater()

    run(look())


@pytest.mark.parametrize(
    "arrangement",
    [
        CardArrangement(),
        CardArrangement(free_only=True),
        CardArrangement(True, CardOrder.HEAT, True, CardGrouping.BOARD),
    ],
)
def test_what_is_kept_is_read_again(arrangement: CardArrangement) -> None:
    assert CardArrangement.from_text(arrangement.to_text()) == arrangement


@pytest.mark.parametrize("text", ["", "heat", "beauty none", "heat none sideways"])
def test_what_another_version_kept_does_no_harm(text: str) -> None:
    order = CardOrder.HEAT if text.startswith("heat none") else CardOrder.BEST
    assert CardArrangement.from_text(text) == CardArrangement(order=order)
