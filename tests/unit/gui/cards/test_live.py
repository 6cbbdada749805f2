"""What moves while the dialog is open: values, order, cards that go, drivers that fail."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.worker.process_tree import ENV_MARKER
from gui.cards.hints import advice
from gui.cards.labels import process_text, title, why_not
from gui.cards.rows import AUTOMATIC
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import container_6_7, eight_910b, no_card
from tests.support.ascend.state import ChipState, FaultKind, HostState
from tests.support.qt_loop import Runs, until
from tests.unit.gui.cards.conftest import dialog_on, next_reading, shown
from tests.unit.gui.cards.test_dialog import click_box, row_of, texts


def changed(host: AscendHost, card: int, **values: object) -> None:
    """From the next call on, one chip is otherwise."""

    def other(state: HostState) -> HostState:
        def chip(old: ChipState) -> ChipState:
            return dataclasses.replace(old, **values) if old.npu == card else old  # type: ignore[arg-type]

        return dataclasses.replace(state, chips=tuple(map(chip, state.chips)))

    host.change(other)


@pytest.fixture
def host(tmp_path: Path) -> AscendHost:
    """The seed's."""
    return AscendHost(tmp_path / "host", eight_910b())


@pytest.fixture
def worker(host: AscendHost) -> Iterator[subprocess.Popen[bytes]]:
    """A real process with a worker's mark, pinned to the chip of logic id 6."""
    environ = os.environ | host.environment() | host.process_environment("6") | {ENV_MARKER: "x"}
    code = "import sys; print('up', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.slow
def test_rows_stay_while_somebody_is_among_them(run: Runs, home: Path, host: AscendHost) -> None:
    async def work() -> None:
        async with dialog_on(home, host) as dialog:
            dialog.model.hold(False)
            await next_reading(dialog.watch)
            before = shown(dialog)
            dialog.model.hold(True)
            changed(host, 6, used_mb=60_000)
            changed(host, 0, used_mb=3_000)
            await next_reading(dialog.watch)
            assert shown(dialog) == before
            card = row_of(dialog.model, "npu:0").card
            assert card is not None
            assert card.memory_used_mb == 3_000  # values move, rows do not
            host.remove_card(7)
            await next_reading(dialog.watch)
            assert shown(dialog) == before
            assert row_of(dialog.model, "npu:7").gone
            dialog.model.hold(False)
            assert shown(dialog)[:2] == [AUTOMATIC, "npu:0"]
            assert "npu:7" not in shown(dialog)

    run(work())


def test_the_pointer_and_the_keyboard_hold_the_rows(
    run: Runs, home: Path, host: AscendHost
) -> None:
    async def work() -> None:
        async with dialog_on(home, host) as dialog:
            view, model = dialog.view, dialog.model
            dialog.use.setFocus()
            await until(lambda: not view.hasFocus())
            QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
            held = [model.held]
            for kind in (QEvent.Type.Enter, QEvent.Type.Leave):
                QApplication.sendEvent(view.viewport(), QEvent(kind))
                held.append(model.held)
            assert held == [False, True, False]
            dialog.activateWindow()
            view.setFocus()
            await until(lambda: model.held)

    run(work())


@pytest.mark.slow
def test_an_unfolded_card_keeps_its_processes_when_rows_move(
    run: Runs, home: Path, host: AscendHost
) -> None:
    async def work() -> None:
        async with dialog_on(home, host) as dialog:
            view, model = dialog.view, dialog.model
            model.hold(False)
            await next_reading(dialog.watch)
            index = model.index_of(row_of(model, "npu:4").id)
            view.expand(index)
            view.setCurrentIndex(index)
            changed(host, 4, used_mb=100)
            await next_reading(dialog.watch)
            model.hold(False)
            assert shown(dialog)[1] == "npu:4"
            index = model.index_of("npu:4.0")
            assert view.isExpanded(index)
            assert view.currentIndex() == index
            changed(host, 4, processes=())
            await next_reading(dialog.watch)
            assert model.rowCount(model.index_of("npu:4.0")) == 0

    run(work())


def test_a_chosen_card_that_vanishes_is_not_taken(run: Runs, home: Path, host: AscendHost) -> None:
    async def work() -> None:
        async with dialog_on(home, host, "npu:6") as dialog:
            host.remove_card(6)
            await until(lambda: row_of(dialog.model, "npu:6").gone)
            assert not dialog.use.isEnabled()
            assert "NPU 6 cannot be used." in texts(dialog)
            click_box(dialog, "npu:6")
            assert dialog.model.keys() == ()
            assert dialog.use.isEnabled()

    run(work())


def test_a_card_of_the_settings_that_is_not_there(run: Runs, home: Path, host: AscendHost) -> None:
    async def work() -> None:
        async with dialog_on(home, host, "npu:99") as dialog:
            assert row_of(dialog.model, "npu:99").gone
            assert title(row_of(dialog.model, "npu:99")) == "NPU 99"
            (line,) = [one.text for one in advice(dialog.model) if "99" in one.text]
            assert line.startswith("NPU 99 cannot be used."), "not its key"
            assert not dialog.use.isEnabled()
            click_box(dialog, "npu:99")
            assert "npu:99" not in shown(dialog) or row_of(dialog.model, "npu:99").gone
            assert dialog.use.isEnabled()

    run(work())


def test_another_chip_in_the_place_of_a_chosen_one_is_not_meant(
    run: Runs, home: Path, host: AscendHost
) -> None:
    async def work() -> None:
        async with dialog_on(home, host, "npu:6") as dialog:
            changed(host, 6, bus="0000:F1:00.0")
            await until(lambda: dialog.model.keys() == ())
            assert "Another chip is NPU 6 now" in texts(dialog)
            click_box(dialog, "npu:6")
            assert dialog.model.keys() == ("npu:6",)
            assert "Another chip" not in texts(dialog)

    run(work())


def test_a_chosen_chip_that_has_another_id_says_which(
    run: Runs, home: Path, host: AscendHost
) -> None:
    async def work() -> None:
        async with dialog_on(home, host, "npu:6") as dialog:
            changed(host, 6, npu=12)
            await until(lambda: row_of(dialog.model, "npu:6").gone)
            assert "listed as NPU 12 now" in why_not(row_of(dialog.model, "npu:6"))
            assert not dialog.use.isEnabled()

    run(work())


def test_a_real_process_of_ours_is_told_from_others(
    run: Runs, home: Path, host: AscendHost, worker: subprocess.Popen[bytes]
) -> None:
    async def work() -> None:
        async with dialog_on(home, host) as dialog:
            await until(lambda: row_of(dialog.model, "npu:6").ours_mb)
            row = row_of(dialog.model, "npu:6")
            assert row.ours_mb == host.state.process_mb
            (process,) = row.processes
            assert process.process.pid == worker.pid
            assert process.owner is not None
            assert process.owner.ours
            assert "sys.stdin.read()" in str(process.owner.command)
            assert process_text(process) == "Headframe worker (this window)"
            index = dialog.model.index_of(row.id)
            spoken = dialog.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
            assert "2.0 GB of it ours" in str(spoken)
            assert row_of(dialog.model, "npu:0").ours_mb == 0

    run(work())


def test_processes_without_a_name_are_hidden_by_the_container(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        host = AscendHost(tmp_path / "container", container_6_7(busy=(6,)))
        async with dialog_on(home, host) as dialog:
            (process,) = row_of(dialog.model, "npu:6").processes
            assert process_text(process) == "hidden by the container"

    run(work())


@pytest.mark.parametrize("code", [-8005, -8020, -9005])
def test_a_driver_that_fails_leaves_the_last_values_grey(
    run: Runs, home: Path, host: AscendHost, code: int
) -> None:
    async def work() -> None:
        async with dialog_on(home, host, "npu:6") as dialog:
            host.fail(FaultKind.EXIT, code=code)
            await until(lambda: dialog.problems.lines)
            assert dialog.problems.lines[0].hint
            assert row_of(dialog.model, "npu:6").old
            assert not row_of(dialog.model, "cpu").old
            card = row_of(dialog.model, "npu:6").card
            assert card is not None
            assert card.memory_used_mb is not None
            assert dialog.model.keys() == ("npu:6",)
            host.fail(None)
            await until(lambda: not dialog.problems.lines)
            assert not row_of(dialog.model, "npu:6").old

    run(work())


@pytest.mark.slow
@pytest.mark.parametrize("kind", [FaultKind.GARBAGE, FaultKind.CRASH, FaultKind.VANISH])
def test_a_tool_that_goes_wrong_costs_nothing_but_a_line(
    run: Runs, home: Path, host: AscendHost, kind: FaultKind
) -> None:
    async def work() -> None:
        async with dialog_on(home, host) as dialog:
            host.fail(kind)
            await next_reading(dialog.watch)
            click_box(dialog, "cpu")
            assert dialog.model.keys() == ("cpu",)
            assert "npu:0" in shown(dialog)

    run(work())


def test_the_dialog_is_there_before_a_driver_that_hangs(
    run: Runs, home: Path, host: AscendHost
) -> None:
    """It opens without a reading, takes keys, keeps what was chosen, and closes."""

    async def work() -> None:
        host.fail(FaultKind.HANG)
        chosen: list[tuple[str, ...]] = []
        async with dialog_on(home, host, "npu:6", wait=False) as dialog:
            dialog.chosen.connect(chosen.append)
            await until(host.calls)
            assert dialog.isVisible()
            assert shown(dialog) == [AUTOMATIC, "npu:6"]
            assert why_not(row_of(dialog.model, "npu:6")) == "Not read yet."
            assert dialog.use.isEnabled()  # what was chosen earlier may stay chosen
            dialog.view.setFocus()
            dialog.view.setCurrentIndex(dialog.model.index(0, 0))
            QTest.keyClick(dialog.view, Qt.Key.Key_Space)
            assert dialog.model.keys() == ()
            QTest.keyClick(dialog.view, Qt.Key.Key_Return)
            assert chosen == [()]

    run(work())


def test_a_driver_that_hangs_later_leaves_the_list_usable(
    run: Runs, home: Path, host: AscendHost
) -> None:
    async def work() -> None:
        async with dialog_on(home, host) as dialog:
            host.fail(FaultKind.HANG)
            calls = len(host.calls())
            await until(lambda: any(call.ended is None for call in host.calls()[calls:]))
            click_box(dialog, "npu:7")
            dialog.watch.reserve(dialog.model.board.cards[:1], "others")
            assert dialog.model.keys() == ("npu:7",)
            assert row_of(dialog.model, dialog.model.board.cards[0].key).reserved == "others"

    run(work())


@pytest.mark.parametrize("driver", [False, True])
def test_a_machine_without_a_card_says_what_that_means(
    run: Runs, home: Path, tmp_path: Path, driver: bool
) -> None:
    async def work() -> None:
        host = AscendHost(tmp_path / "empty", no_card()) if driver else None
        async with dialog_on(home, host) as dialog:
            assert shown(dialog) == [AUTOMATIC, "cpu"]
            assert dialog.empty.isVisible()
            # With a driver, that it lists nothing is worth a line; without tools it is no news.
            assert bool(dialog.problems.lines) is driver

    run(work())
