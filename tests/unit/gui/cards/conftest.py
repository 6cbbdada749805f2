"""The real dialog on the real monitor, with an emulated Ascend host behind it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from core.cards.monitor import CardMonitor, PollInterval
from core.cards.reader import CardReader
from core.engines.registry import Engines
from core.paths import settings_file
from core.settings.definitions import Settings
from gui.cards.cards_state import CardsStateProvider
from gui.cards.dialog import CardDialog
from tests.support.ascend.host import AscendHost
from tests.support.qt_loop import until

QUICK = PollInterval(seen_s=0.05, hidden_s=0.05, load=0.0)


async def next_reading(watch: CardsStateProvider) -> None:
    """Wait for a reading that began after now, and for what is looked up after it."""
    seen: list[object] = []
    end = watch.monitor.subscribe(seen.append)
    await until(lambda: len(seen) >= 3)
    end()
    await asyncio.sleep(0)


@asynccontextmanager
async def watching(
    home: Path,
    host: AscendHost | None,
    pace: PollInterval = QUICK,
    settings: Settings | None = None,
) -> AsyncIterator[CardsStateProvider]:
    """A watch over this host; everything is taken down at the end."""
    environ = dict(os.environ)
    environ |= host.environment() if host is not None else {"HEADFRAME_DCMI": "off"}
    monitor = CardMonitor(CardReader(home, environ), pace)
    engines = Engines(home, environ)
    watch = CardsStateProvider(monitor, home, engines, settings or Settings(settings_file(home)))
    watch.start()
    monitor.start()
    try:
        yield watch
    finally:
        watch.stop()
        await monitor.stop()
        watch.deleteLater()


@asynccontextmanager
async def dialog_on(
    home: Path, host: AscendHost | None, *keys: str, wait: bool = True
) -> AsyncIterator[CardDialog]:
    """The open dialog, with a first reading in it unless ``wait`` is false."""
    async with watching(home, host) as watch:
        dialog = CardDialog(watch, keys)
        dialog.open()
        try:
            if wait:
                await until(lambda: dialog.model.board.cards)
            yield dialog
        finally:
            if dialog.isVisible():
                dialog.reject()
            dialog.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def shown(dialog: CardDialog) -> list[str]:
    """Keys of the rows, from top to bottom."""
    return [row.key for row in dialog.model.rows()]
