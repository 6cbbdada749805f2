"""Picking cards in the real dialog: by keys, by pointer, by an assistive program."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.cards.reservations import load_reservations
from gui.cards.cards_state import CardsState
from gui.cards.columns import RowDensity, cell
from gui.cards.dialog import CardDialog
from gui.cards.model import CardModel
from gui.cards.rows import AUTOMATIC, SHOWN_PROCESSES, CardRow, listed_rows
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import a3_16_dies, container_6_7, duo, eight_910b, sick
from tests.support.qt_loop import Runs, until
from tests.unit.gui.cards.conftest import dialog_on, next_reading, shown


def row_of(model: CardModel, key: str) -> CardRow:
    return next(row for row in model.rows() if row.key == key)


def press(dialog: CardDialog, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(dialog.view, key)


def click_box(dialog: CardDialog, key: str) -> None:
    """A click on a row's pick box."""
    index = dialog.model.index_of(row_of(dialog.model, key).id)
    area = cell(dialog.view.visualRect(index), dialog.view.delegate.columns().box)
    QTest.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.center()))


def _says(dialog: CardDialog, words: str) -> bool:
    return words in texts(dialog)


def texts(dialog: CardDialog) -> str:
    return "\n".join(f"{line.text} {line.hint}" for line in dialog.notes.lines)


def test_the_seed_is_there_to_see(run: Runs, home: Path, tmp_path: Path) -> None:
    """Six full cards and two idle ones: those stand first, and each says who is on it."""

    async def look() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            order = shown(dialog)
            assert order[0] == AUTOMATIC
            assert set(order[1:3]) == {"npu:6", "npu:7"}
            assert set(order[3:9]) == {f"npu:{number}" for number in range(6)}
            assert order[9:] == ["cpu"]
            index = dialog.model.index_of(row_of(dialog.model, "npu:4").id)
            spoken = dialog.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
            assert isinstance(spoken, str)
            for words in ("NPU 4", "Ascend 910B3", "not picked", "61.0 of 64 GB", "health OK"):
                assert words in spoken
            process = dialog.model.index(0, 0, index)
            assert "text-embeddings" in str(dialog.model.data(process))
            assert dialog.use.text() == "Use Automatic"

    run(look())


@pytest.mark.slow
def test_keys_are_enough(run: Runs, home: Path, tmp_path: Path) -> None:
    """Type to a card, pick it with Space, unfold it with Right, take it with Enter."""

    async def work() -> None:
        chosen: list[tuple[str, ...]] = []
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            dialog.chosen.connect(chosen.append)
            dialog.view.setFocus()
            QTest.keyClicks(dialog.view, "npu 7")
            assert dialog.model.row(dialog.view.currentIndex()).key == "npu:7"
            await until(lambda: _typing_is_over(dialog))
            press(dialog, Qt.Key.Key_Space)
            QTest.keyClicks(dialog.view, "5")
            assert dialog.model.row(dialog.view.currentIndex()).key == "npu:5"
            press(dialog, Qt.Key.Key_Right)
            assert dialog.view.isExpanded(dialog.view.currentIndex())
            press(dialog, Qt.Key.Key_Left)
            assert not dialog.view.isExpanded(dialog.view.currentIndex())
            await until(lambda: _typing_is_over(dialog))
            press(dialog, Qt.Key.Key_Space)
            assert set(dialog.model.keys()) == {"npu:7", "npu:5"}
            press(dialog, Qt.Key.Key_Space, Qt.Key.Key_Return)
            assert chosen == [("npu:7",)]
            assert not dialog.isVisible()

    run(work())


def _typing_is_over(dialog: CardDialog) -> bool:
    return not dialog.view.is_typing


def test_automatic_and_cards_take_each_others_place(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        host = AscendHost(tmp_path / "host", eight_910b())
        async with dialog_on(home, host, "npu:6") as dialog:
            assert dialog.model.keys() == ("npu:6",)
            assert dialog.use.text() == "Use NPU 6"
            click_box(dialog, "npu:7")
            assert set(dialog.model.keys()) == {"npu:6", "npu:7"}
            assert "2 workers" in texts(dialog)
            click_box(dialog, AUTOMATIC)
            assert dialog.model.keys() == ()
            click_box(dialog, "cpu")
            assert dialog.model.keys() == ("cpu",)
            click_box(dialog, "cpu")
            assert dialog.model.keys() == ()
            index = dialog.model.index_of(row_of(dialog.model, "npu:0").id)
            title = cell(dialog.view.visualRect(index), dialog.view.delegate.columns().title)
            QTest.mouseDClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=title.center())
            assert dialog.model.keys() == ("npu:0",)

    run(work())


def test_an_assistive_program_sees_rows_and_ticks_them(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            tree = QAccessible.queryAccessibleInterface(dialog.view)
            assert tree.role() is QAccessible.Role.Tree
            assert tree.text(QAccessible.Text.Name) == "Cards"
            children = [tree.child(place) for place in range(tree.childCount())]
            rows = [one for one in children if one.role() is QAccessible.Role.TreeItem]
            names = [one.text(QAccessible.Text.Name) for one in rows]
            assert names[0].startswith("Automatic, picked")
            assert sum("health OK" in name for name in names) == 8
            index = dialog.model.index_of(row_of(dialog.model, "npu:7").id)
            checked = Qt.CheckState.Checked.value
            assert dialog.model.setData(index, checked, Qt.ItemDataRole.CheckStateRole)
            assert dialog.model.keys() == ("npu:7",)

    run(work())


def test_a_card_that_cannot_be_used_says_why(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", sick())) as dialog:
            for key in ("npu:2", "npu:3", "npu:4"):
                click_box(dialog, key)
                assert dialog.model.keys() == ()
                index = dialog.model.index_of(row_of(dialog.model, key).id)
                assert not dialog.model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable
                tip = str(dialog.model.data(index, Qt.ItemDataRole.ToolTipRole))
                assert "health" in tip
            assert shown(dialog)[1:3] == ["npu:0", "npu:1"]  # usable first
            click_box(dialog, "npu:1")
            assert dialog.model.keys() == ("npu:1",)
            assert "warns about the health of NPU 1" in texts(dialog)

    run(work())


def test_reservations_are_made_seen_and_heeded(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        host = AscendHost(tmp_path / "host", eight_910b(busy=()))
        async with dialog_on(home, host) as dialog:
            view, model = dialog.view, dialog.model
            view.setFocus()
            index = model.index_of(row_of(model, "npu:0").id)
            view.setCurrentIndex(index)
            dialog.ask_reservation()
            QTest.keyClicks(dialog.reserve_bar.note, "DeepSeek")
            QTest.keyClick(dialog.reserve_bar.note, Qt.Key.Key_Return)
            assert row_of(model, "npu:0").reserved == "DeepSeek"
            assert dialog.isVisible()  # Enter was meant for the note
            await until(lambda: load_reservations(home).notes == {"npu:0.0": "DeepSeek"})
            await next_reading(dialog.watch)
            assert row_of(model, "npu:0").reserved == "DeepSeek"
            click_box(dialog, "npu:0")
            assert model.keys() == ("npu:0",)
            assert "NPU 0 is reserved: DeepSeek." in texts(dialog)
            assert dialog.use.isEnabled()  # a warning, not a wall
            view.setCurrentIndex(model.index_of(row_of(model, "npu:0").id))
            dialog.ask_reservation()
            assert dialog.reserve_bar.note.text() == "DeepSeek"
            QTest.keyClick(dialog.reserve_bar.note, Qt.Key.Key_Escape)
            assert dialog.isVisible()
            assert row_of(model, "npu:0").reserved == "DeepSeek"
            dialog.release_selected()
            await until(lambda: load_reservations(home).notes == {})
            assert row_of(model, "npu:0").reserved is None

    run(work())


@pytest.mark.slow
def test_a_reservation_that_cannot_be_written_is_said(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        host = AscendHost(tmp_path / "host", eight_910b())
        async with dialog_on(home, host) as dialog:
            (home / "reservations.json").mkdir(parents=True)
            card = row_of(dialog.model, "npu:3").card
            assert card is not None
            dialog.watch.reserve([card], "others")
            await until(lambda: "cannot be written" in texts(dialog))
            for _ in range(2):  # it holds, whatever is read meanwhile
                await next_reading(dialog.watch)
                await asyncio.sleep(0.3)
            assert row_of(dialog.model, "npu:3").reserved == "others"

    run(work())


def test_texts_for_the_chosen_cards_are_copied(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        host = AscendHost(tmp_path / "host", container_6_7())
        async with dialog_on(home, host, "npu:7", "npu:6") as dialog:
            menu = QMenu()
            cards = [row.card for row in dialog.model.picked_rows() if row.card is not None]
            dialog.copying.fill_recipes(menu, cards)
            shell, fragment, docker = menu.actions()
            dialog.copying.copy_recipe(shell)
            clipboard = QGuiApplication.clipboard()
            assert "ASCEND_RT_VISIBLE_DEVICES=0,1 " in clipboard.text()
            assert "NPU 6" in texts(dialog)  # it says what was copied
            dialog.copying.copy_recipe(fragment)
            assert json.loads(clipboard.text()) == {"device-mode": "npu"}
            # Nobody tells which device files these are on this machine, so no line is made up.
            assert not docker.isEnabled()
            assert "/dev/davinci" in docker.toolTip()
            menu.deleteLater()

    run(work())


def test_the_allocation_sheet_is_copied_and_written(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            board = dialog.model.board
            dialog.copying.copy_sheet(board)
            assert "| NPU 4 (`npu:4`) |" in QGuiApplication.clipboard().text()
            for name in ("cards.json", "cards.md"):
                dialog.copying.write_sheet(board, tmp_path / name)
                await until(partial(_says, dialog, name))
            sheet = json.loads((tmp_path / "cards.json").read_text())
            assert [line["key"] for line in sheet["cards"]] == [f"npu:{i}" for i in range(8)]
            assert (tmp_path / "cards.md").read_text().startswith("# Cards")
            dialog.copying.write_sheet(board, tmp_path / "none" / "x.md")
            await until(lambda: "cannot be written" in texts(dialog))

    run(work())


def test_sixteen_dies_need_no_scrolling(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", a3_16_dies())) as dialog:
            dialog.resize(1120, 752)  # 1280 by 800 less a panel and a frame
            assert dialog.model.rowCount() == 18
            assert dialog.view.delegate.density is RowDensity.DENSE
            view = dialog.view
            await until(lambda: view.height_of_all() <= view.viewport().height())
            assert "npu:7.1" in shown(dialog)

    run(work())


def test_sixty_four_chips_are_a_list_like_any_other(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        one = eight_910b().chips[7]
        chips = tuple(dataclasses.replace(one, npu=i, logic=i) for i in range(64))
        host = AscendHost(tmp_path / "host", dataclasses.replace(eight_910b(), chips=chips))
        async with dialog_on(home, host) as dialog:
            assert dialog.model.rowCount() == 66
            dialog.view.setFocus()
            press(dialog, Qt.Key.Key_End)
            assert dialog.model.row(dialog.view.currentIndex()).key == "cpu"
            QTest.keyClicks(dialog.view, "63")
            assert dialog.model.row(dialog.view.currentIndex()).key == "npu:63"
            dialog.view.scrollTo(dialog.view.currentIndex())
            click_box(dialog, "npu:63")
            assert dialog.model.keys() == ("npu:63",)

    run(work())


def test_two_chips_of_one_bus_are_two_rows(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", duo())) as dialog:
            keys = [key for key in shown(dialog) if key.startswith("npu:")]
            assert len(set(keys)) == 4
            for key in keys[:2]:
                click_box(dialog, key)
            await next_reading(dialog.watch)
            assert set(dialog.model.keys()) == set(keys[:2])
            assert dialog.use.isEnabled()

    run(work())


CROWD = """\
import re, subprocess, sys
text = subprocess.run([{tool!r}, *sys.argv[1:]], stdout=subprocess.PIPE, text=True).stdout
for line in text.splitlines():
    one = re.match(r"(\\| 0 +0 +\\| )310000 (.*)", line)
    if one is None:
        print(line)
    else:
        print("\\n".join(one[1] + str(310000 + i) + " " + one[2] for i in range(20_000)))
"""


@pytest.mark.slow
def test_twenty_thousand_processes_are_summed_up(run: Runs, home: Path, tmp_path: Path) -> None:
    """npu-smi prints eight of a chip; nothing says that every one of its kin stops there."""

    async def work() -> None:
        host = AscendHost(tmp_path / "host", eight_910b())
        tool = host.npu_smi.rename(tmp_path / "npu-smi-itself")
        script = tmp_path / "crowd.py"
        script.write_text(CROWD.format(tool=str(tool)))
        host.npu_smi.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{script}' \"$@\"\n")
        host.npu_smi.chmod(0o755)
        async with dialog_on(home, host) as dialog:
            row = row_of(dialog.model, "npu:0")
            assert row.process_count == 20_000
            assert len(row.processes) == SHOWN_PROCESSES + 1
            index = dialog.model.index_of(row.id)
            dialog.view.expand(index)
            last = dialog.model.index(SHOWN_PROCESSES, 0, index)
            more = str(dialog.model.data(last))  # grouped as the language has it
            assert "".join(filter(str.isdigit, more)) == "19940"
            assert dialog.model.parent(last) == index
            click_box(dialog, "npu:7")
            assert dialog.model.keys() == ("npu:7",)

    run(work())


def test_another_language_is_taken_up_at_once(run: Runs, home: Path, tmp_path: Path) -> None:
    async def work() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            QApplication.sendEvent(dialog, QEvent(QEvent.Type.LanguageChange))
            QApplication.sendEvent(dialog.view, QEvent(QEvent.Type.LanguageChange))
            assert dialog.use.text() == "Use Automatic"
            assert dialog.windowTitle()

    run(work())


def test_rows_of_many_cards_are_made_beside_the_gui_thread(
    run: Runs, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the newest reading is the one that is shown, with what was ticked meanwhile."""
    makers: list[threading.Thread] = []

    def made(board: CardsState) -> dict[str, CardRow]:
        makers.append(threading.current_thread())
        return listed_rows(board)

    monkeypatch.setattr("gui.cards.row_maker.MANY_CARDS", 4)
    monkeypatch.setattr("gui.cards.row_maker.listed_rows", made)

    async def look() -> None:
        async with dialog_on(home, AscendHost(tmp_path / "host", eight_910b())) as dialog:
            await until(lambda: len(makers) > 2)
            dialog.model.toggle(row_of(dialog.model, "npu:7"))
            await next_reading(dialog.watch)
            await until(lambda: dialog.model.board is dialog.watch.board)
            assert dialog.model.keys() == ("npu:7",)
            assert len(shown(dialog)) == 10
        assert threading.main_thread() not in makers

    run(look())
