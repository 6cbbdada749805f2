"""How late the GUI thread is while the card dialog is open and the driver answers, floods or hangs.

    python -m tests.bench.bench_card_dialog [seconds for each]

A timer of 10 ms says how late it is called. Nothing is asserted: the figures are printed, for a
person, on whatever machine this is. ``QT_QPA_PLATFORM=offscreen`` measures without a screen.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from core.cards.model import CardProcess
from core.cards.monitor import CardMonitor
from core.cards.reader import CardReader
from core.engines.registry import Engines
from core.settings.definitions import Settings
from gui.cards.cards_state import CardsStateProvider
from gui.cards.dialog import CardDialog
from gui.theme import LIGHT, palette_for, style_sheet, ui_font
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import a3_16_dies, eight_910b
from tests.support.ascend.state import FaultKind, HostState

STEP_MS = 10


class Lateness(QObject):
    """Milliseconds between when a timer should have come and when it came."""

    def __init__(self) -> None:
        super().__init__()
        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(STEP_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, (now - self._last) * 1000 - STEP_MS))
        self._last = now

    def begin(self) -> None:
        """Forget what was so far."""
        self._late.clear()
        self._last = time.perf_counter()

    def figures(self) -> str:
        """Median, 99th percentile and maximum."""
        late = sorted(self._late)
        share = [late[min(len(late) - 1, int(len(late) * part))] for part in (0.5, 0.99)]
        return f"p50 {share[0]:5.1f} ms   p99 {share[1]:5.1f} ms   max {late[-1]:6.1f} ms"


def sixty_four() -> HostState:
    """64 chips of the seed's kind."""
    state = eight_910b()
    chips = tuple(dataclasses.replace(state.chips[i % 8], npu=i, logic=i) for i in range(64))
    return dataclasses.replace(state, chips=chips)


async def measure(folder: Path, seconds: float) -> None:
    """Each situation in turn, with a dialog of its own."""
    late = Lateness()
    for name, state, fault in (
        ("8 cards, all well", eight_910b(), None),
        ("16 dies, all well", a3_16_dies(), None),
        ("64 chips, all well", sixty_four(), None),
        ("8 cards, driver hangs", eight_910b(), FaultKind.HANG),
        ("8 cards, tool floods", eight_910b(), FaultKind.FLOOD),
        ("8 cards, tool fails", eight_910b(), FaultKind.EXIT),
    ):
        place = folder / name.replace(" ", "-").replace(",", "")
        host = AscendHost(place / "host", dataclasses.replace(state, moving=True))
        environ = os.environ | host.environment()
        monitor = CardMonitor(CardReader(place / "home", environ))
        settings = Settings(place / "settings.json")
        watch = CardsStateProvider(
            monitor, place / "home", Engines(place / "home", environ), settings
        )
        watch.start()
        monitor.start()
        late.begin()
        began = time.perf_counter()
        dialog = CardDialog(watch, ())
        dialog.open()
        dialog.repaint()
        opened = (time.perf_counter() - began) * 1000
        while not dialog.model.board.cards:  # noqa: ASYNC110 - the first reading
            await asyncio.sleep(0.02)
        if fault is not None:
            host.fail(fault)
        late.begin()
        await asyncio.sleep(seconds)
        print(f"{name:24}  {late.figures()}   opened in {opened:4.0f} ms", flush=True)
        if fault is None and len(state.chips) == 8:
            crowd(dialog, late)
        dialog.reject()
        watch.stop()
        await monitor.stop()
        dialog.deleteLater()


def crowd(dialog: CardDialog, late: Lateness) -> None:
    """One reading with 20,000 processes on a card, straight into the list."""
    board = dialog.model.board
    assert board.snapshot is not None
    reading = board.snapshot.reading
    many = tuple(CardProcess(10_000 + i, None, "python", 1.0 + i % 7) for i in range(20_000))
    cards = (dataclasses.replace(reading.cards[0], processes=many), *reading.cards[1:])
    reading = dataclasses.replace(reading, cards=cards)
    snapshot = dataclasses.replace(board.snapshot, reading=reading)
    began = time.perf_counter()
    dialog.model.take(dataclasses.replace(board, snapshot=snapshot))
    dialog.view.viewport().repaint()
    print(
        f"{'20,000 processes':24}  taken in and painted in "
        f"{(time.perf_counter() - began) * 1000:.1f} ms"
    )
    late.begin()


def main() -> None:
    """Print the figures."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15.0
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    app.setStyle("Fusion")
    app.setFont(ui_font(app.font()))
    app.setPalette(palette_for(LIGHT))
    app.setStyleSheet(style_sheet(LIGHT))
    with (
        tempfile.TemporaryDirectory() as folder,
        asyncio.Runner(loop_factory=partial(QEventLoop, app)) as runner,
    ):
        os.environ["HEADFRAME_HOME"] = folder
        runner.run(measure(Path(folder), seconds))


if __name__ == "__main__":
    main()
