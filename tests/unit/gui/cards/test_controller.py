"""The strip in the main window, and how readings follow the window."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from core.cards.monitor import PollInterval
from core.cards.placement import PlacementCheck, PlacementEvidence
from core.cards.process_location import ProcessLocation
from core.cards.selection import AUTO
from core.engines.choice import EngineChoice
from core.engines.registry import Engines
from core.jobs.events import CardQuarantined, WorkerChanged, WorkerState, WorkerVerified
from core.jobs.scheduling.card_assignment import assign_cards
from core.messages import msg
from core.paths import settings_file
from core.settings.definitions import CARDS, Settings
from core.worker.kinds import EngineName, FailureKind
from core.worker.process_tree import ENV_MARKER
from core.worker.protocol import Failure
from gui.cards.controller import CardController
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import container_6_7, eight_910b
from tests.support.qt_loop import Runs, until
from tests.unit.gui.cards.conftest import QUICK

SEEN_ONLY = PollInterval(seen_s=0.05, hidden_s=3600.0, load=0.0)


@pytest.fixture
def host(tmp_path: Path) -> AscendHost:
    """The seed's."""
    return AscendHost(tmp_path / "host", eight_910b())


@asynccontextmanager
async def controller_on(
    home: Path, host: AscendHost, *keys: str, pace: PollInterval = QUICK
) -> AsyncIterator[CardController]:
    """A controller in a window of its own."""
    settings = Settings(settings_file(home))
    settings.set(CARDS, keys)
    window = QMainWindow()
    controller = CardController(window, home, settings, os.environ | host.environment(), pace)
    window.setCentralWidget(controller.strip)
    window.show()
    controller.start()
    try:
        yield controller
    finally:
        await controller.stop()
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_strip_shows_the_chosen_cards(run: Runs, home: Path, host: AscendHost) -> None:
    async def work() -> None:
        async with controller_on(home, host, "npu:6", "npu:0") as controller:
            assert [place.key for place in controller.strip.places] == ["npu:6", "npu:0"]
            assert "NPU 6, being read; NPU 0, being read" in controller.strip.accessibleName()
            await until(lambda: controller.watch.board.cards)
            name = controller.strip.accessibleName()
            assert "NPU 6, 3.3 of 64 GB, 0 %" in name
            assert "NPU 0, 61.0 of 64 GB" in name
            height = controller.strip.sizeHint().height()
            controller.strip.show_places(controller.strip.places * 4, waiting=False)
            assert controller.strip.sizeHint().height() < 4 * height
            controller.strip.grab()

    run(work())


def test_the_strip_shows_what_automatic_means(run: Runs, home: Path, host: AscendHost) -> None:
    async def work() -> None:
        async with controller_on(home, host) as controller:
            await until(lambda: controller.watch.board.need.engine is not None)
            await until(lambda: controller.watch.board.cards)
            engine = Engines(home).resolve(EngineChoice.AUTO)
            assignment = assign_cards(AUTO, engine, home, os.environ | host.environment())
            controller.set_assignment(assignment)
            assert [place.key for place in controller.strip.places] == [assignment.cards[0].key]

    run(work())


def test_a_click_chooses_and_the_choice_is_kept(run: Runs, home: Path, host: AscendHost) -> None:
    async def work() -> None:
        async with controller_on(home, host, "npu:6") as controller:
            await until(lambda: controller.watch.board.cards)
            QTest.mouseClick(controller.strip, Qt.MouseButton.LeftButton)
            dialog = controller.dialog
            assert dialog is not None
            assert dialog.isVisible()
            controller.choose()
            assert controller.dialog is dialog  # one is enough
            row = next(row for row in dialog.model.rows() if row.key == "npu:7")
            dialog.model.toggle(row)
            QTest.keyClick(dialog.view, Qt.Key.Key_Return)
            await until(lambda: controller.dialog is None)
            kept: tuple[str, ...] = Settings(settings_file(home)).get(CARDS)
            assert set(kept) == {"npu:6", "npu:7"}
            assert {place.key for place in controller.strip.places} == {"npu:6", "npu:7"}

    run(work())


def test_a_workers_process_is_verified_on_its_card(run: Runs, home: Path, host: AscendHost) -> None:
    """A process that really is pinned there is verified; one that is elsewhere is told of."""
    environ = os.environ | host.environment() | host.process_environment("6") | {ENV_MARKER: "x"}

    async def work(process: subprocess.Popen[bytes]) -> None:
        async with controller_on(home, host, "npu:6", "npu:7") as controller:
            await until(lambda: controller.watch.board.cards)
            for key in ("npu:6", "npu:7"):
                controller.worker_is(
                    WorkerChanged(key, WorkerState.BUSY, EngineName.MAGIC_PDF, process.pid)
                )
            await until(lambda: controller.strip.places[0].presence is ProcessLocation.HERE)
            assert controller.strip.places[1].presence is ProcessLocation.ELSEWHERE
            name = controller.strip.accessibleName()
            assert "verified" in name
            assert "work is on NPU 6" in name
            assert f"Verified: process {process.pid} is on NPU 6." in controller.strip.toolTip()
            controller.strip.grab()
            controller.worker_is(WorkerChanged("npu:7", WorkerState.STOPPED))
            assert controller.strip.places[1].pid is None
            # The native engine uses no card: there is nothing to verify.
            controller.worker_is(
                WorkerChanged("npu:7", WorkerState.BUSY, EngineName.FLASH, process.pid)
            )
            assert controller.strip.places[1].pid is None

    code = "import sys; print('up', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        run(work(process))
        assert process.stdin is not None
        process.stdin.close()


def test_where_pids_are_hidden_the_worker_is_believed_by_its_memory(
    run: Runs, home: Path, tmp_path: Path
) -> None:
    """A container lists the host's numbers: what was proved after loading is what there is."""

    async def work() -> None:
        host = AscendHost(tmp_path / "container", container_6_7())
        async with controller_on(home, host, "npu:6", "npu:7") as controller:
            await until(lambda: controller.watch.board.cards)
            change = WorkerChanged("npu:6", WorkerState.READY, EngineName.MAGIC_PDF, 4242)
            controller.worker_is(change)
            assert "not seen there yet" in controller.strip.accessibleName()
            rose = msg("The memory of {card} rose by {rise} MB.", card="NPU 6", rise=900)
            controller.card_news(
                WorkerVerified("npu:6", 4242, PlacementCheck(PlacementEvidence.MEMORY, rose))
            )
            assert "verified" in controller.strip.accessibleName()
            assert "rose by 900 MB" in controller.strip.toolTip()
            # Another process in its place proves nothing by that.
            controller.worker_is(dataclasses.replace(change, pid=4343))
            assert "not seen there yet" in controller.strip.accessibleName()
            fault = Failure(FailureKind.CARD_FAULT, msg("NPU 7 is broken."), None)
            controller.card_news(CardQuarantined("npu:7", fault))
            assert "excluded: it has a fault" in controller.strip.accessibleName()
            assert "NPU 7 is broken." in controller.strip.toolTip()
            controller.strip.grab()

    run(work())


def test_nothing_is_read_for_a_window_that_nobody_sees(
    run: Runs, home: Path, host: AscendHost
) -> None:
    """Hidden: the hour-long pace. Shown, or come back to: a reading at once."""

    async def work() -> None:
        async with controller_on(home, host, pace=SEEN_ONLY) as controller:
            window = controller.strip.window()
            await until(lambda: controller.watch.board.cards)
            window.hide()
            await _quiet(controller, host)
            calls = len(host.calls())
            window.show()
            await until(lambda: len(host.calls()) > calls)
            window.showMinimized()
            await _quiet(controller, host)
            calls = len(host.calls())
            controller.choose()  # the dialog looks, whatever its window does
            await until(lambda: len(host.calls()) > calls)

    run(work())


async def _quiet(controller: CardController, host: AscendHost) -> None:
    """Wait for the reading in flight; the next one is an hour away."""
    seen: list[object] = []
    end = controller.monitor.subscribe(seen.append)
    controller.monitor.refresh()
    await until(lambda: seen)
    await until(lambda: all(call.ended is not None for call in host.calls()))
    end()


def test_a_choice_that_cannot_be_written_holds_and_is_said(
    run: Runs, home: Path, host: AscendHost
) -> None:
    async def work() -> None:
        said: list[str] = []
        async with controller_on(home, host) as controller:
            controller.not_kept.connect(said.append)
            await until(lambda: controller.watch.board.cards)
            settings_file(home).unlink(missing_ok=True)
            settings_file(home).mkdir()
            controller.choose()
            dialog = controller.dialog
            assert dialog is not None
            dialog.model.toggle(dialog.model.rows()[1])
            QTest.keyClick(dialog.view, Qt.Key.Key_Return)
            assert said
            assert controller.strip.places[0].key.startswith("npu:")

    run(work())
