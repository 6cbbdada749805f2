"""Where the main window and the cards meet: readings, strip, dialog, and how often to read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.cards.model import CardKind
from core.cards.monitor import CardMonitor, Pace
from core.cards.reader import CardReader
from core.engines.registry import USES_CARD, Engines
from core.jobs.crew import Crew
from core.jobs.events import (
    CardPutAside,
    JobStarted,
    WorkerChanged,
    WorkerState,
    WorkerVerified,
)
from core.settings import CARDS, Settings
from core.worker.protocol import Failure
from gui.cards.board import Board, CardWatch, picked_cards
from gui.cards.dialog import CardDialog
from gui.cards.strip import CardStrip, places

TOO_OLD_S = 3.0
"""Who comes back to the window is shown nothing older than this for long."""


class CardDesk(QObject):
    """Owns the monitor. Make and start it within the running loop; stop it before the loop ends."""

    not_kept = Signal(str)
    """The choice holds, but cannot be written: the system's words for why."""

    def __init__(
        self,
        window: QWidget,
        home: Path,
        settings: Settings,
        environ: Mapping[str, str] = os.environ,
        pace: Pace | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._crew: Crew | None = None
        self._workers: dict[str, int] = {}
        self._proofs: dict[str, WorkerVerified] = {}
        self._aside: dict[str, Failure] = {}
        self._looking = False
        self._dialog: CardDialog | None = None
        self.monitor = CardMonitor(CardReader(home, environ), pace)
        self.watch = CardWatch(self.monitor, home, Engines(home, environ), settings, self)
        self.strip = CardStrip()
        self.strip.clicked.connect(self.choose)
        self.watch.changed.connect(self._show)

    @property
    def dialog(self) -> CardDialog | None:
        """The dialog, while it is open."""
        return self._dialog

    def start(self) -> None:
        """Begin to read, at the pace that the window's state asks for."""
        self._window.installEventFilter(self)
        self.watch.start()
        self.monitor.start()
        self._follow_window()
        self._show(self.watch.board)

    async def stop(self) -> None:
        """Read no more: tools, threads and the dialog are gone on return."""
        self._window.removeEventFilter(self)
        if self._dialog is not None:
            self._dialog.reject()
        self.watch.stop()
        self._look(False)
        await self.monitor.stop()

    def choose(self) -> None:
        """Open the dialog; it is there at once, whatever the driver does."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        keys: tuple[str, ...] = self._settings.get(CARDS)
        self._dialog = CardDialog(self.watch, keys, self._window)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.chosen.connect(self._chosen)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    # What the rest of the window tells ----------------------------------------------------------

    def crew_is(self, crew: Crew) -> None:
        """Work goes to these cards now. With new ones, old faults are over."""
        self._aside.clear()
        self._crew = crew
        self._show(self.watch.board)

    def worker_is(self, change: WorkerChanged) -> None:
        """A worker has started, or has gone."""
        if change.state is WorkerState.STOPPED:
            self._workers.pop(change.card, None)
            self._proofs.pop(change.card, None)
        elif change.pid is not None and change.engine in USES_CARD:
            self._workers[change.card] = change.pid
        self._show(self.watch.board)

    def job_started(self, started: JobStarted) -> None:
        """A process has begun with a document: it is the one to be seen on the card."""
        if started.engine in USES_CARD:
            self._workers[started.card] = started.pid
            self._show(self.watch.board)

    def card_news(self, event: WorkerVerified | CardPutAside) -> None:
        """A worker was looked for once its models were loaded; or a card has a fault."""
        match event:
            case WorkerVerified():
                self._proofs[event.card] = event
            case CardPutAside():
                self._aside[event.card] = event.failure
        self._show(self.watch.board)

    # Inside -------------------------------------------------------------------------------------

    def _chosen(self, keys: tuple[str, ...]) -> None:
        try:
            self._settings.set(CARDS, keys)
        except OSError as error:
            self.not_kept.emit(error.strerror or str(error))
        self._show(self.watch.board)

    def _closed(self, _result: int) -> None:
        self._dialog = None

    def _show(self, board: Board) -> None:
        keys: tuple[str, ...] = self._settings.get(CARDS)
        if not keys:
            if self._crew is not None and self._crew.refusal is None:
                keys = tuple(card.key for card in self._crew.cards)
            else:
                keys = tuple(card.key for card in picked_cards(board, ()))
        on_cards = {
            key: pid
            for key, pid in self._workers.items()
            if not any(card.key == key and card.kind is CardKind.CPU for card in board.cards)
        }
        shown = places(board, keys, on_cards, self._proofs, self._aside)
        self.strip.show_places(shown, waiting=board.snapshot is None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.Show | QEvent.Type.Hide | QEvent.Type.WindowStateChange:
                self._follow_window()
            case QEvent.Type.WindowActivate:
                self._follow_window()
                snapshot = self.monitor.snapshot
                if snapshot is not None and snapshot.age_s() > TOO_OLD_S:
                    self.monitor.refresh()
        return super().eventFilter(watched, event)

    def _follow_window(self) -> None:
        self._look(self._window.isVisible() and not self._window.isMinimized())

    def _look(self, on: bool) -> None:
        if on != self._looking:
            self._looking = on
            if on:
                self.monitor.look()
            else:
                self.monitor.look_away()
