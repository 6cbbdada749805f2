"""How late the window's loop is while a driver hangs.

Run it from the checkout: ``python -m tests.bench.bench_cards_lateness``.

A Qt loop under qasync asks to be woken every 10 ms while the monitor reads an emulated host of 16
chips, well and hung. Prints how much later than asked it was woken, and how long the end takes.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from core.cards.monitor import CardMonitor
from core.cards.reader import CardReader
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import a3_16_dies
from tests.support.ascend.state import FaultKind

SECONDS = 12.0
"""Longer than a call of the tool may take, so that its killing is in it."""
TICK_S = 0.01


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        for fault in (None, FaultKind.HANG):
            runner.run(watch(fault))


async def watch(fault: FaultKind | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        host = AscendHost(Path(folder) / "host", a3_16_dies().with_fault(fault))
        environ = {**os.environ, **host.environment()}
        monitor = CardMonitor(CardReader(Path(folder) / "home", environ, Path(folder)))
        monitor.start()
        with monitor.viewing():
            late = await lateness(SECONDS)
        began = time.perf_counter()
        await monitor.stop()
        ended = time.perf_counter() - began
    late.sort()
    print(
        f"{fault or 'well':5} {len(late)} ticks: median"
        f" {1000 * late[len(late) // 2]:.1f} ms late, 99 %"
        f" {1000 * late[int(len(late) * 0.99)]:.1f} ms, worst {1000 * late[-1]:.1f} ms;"
        f" the end took {1000 * ended:.0f} ms"
    )


async def lateness(seconds: float) -> list[float]:
    """Seconds by which each tick came later than asked."""
    late: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        await asyncio.sleep(TICK_S)
        late.append(max(0.0, time.perf_counter() - began - TICK_S))
    return late


if __name__ == "__main__":
    main()
