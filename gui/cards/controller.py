"""Where the main window and the cards meet: readings, strip, dialog, and how often to read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.cards.model import CardKind
from core.cards.monitor import CardMonitor, PollInterval
from core.cards.reader import CardReader
from core.cards.switchable_reader import SwitchableReader
from core.engines.registry import USES_CARD, Engines
from core.jobs.events import (
    CardQuarantined,
    JobStarted,
    WorkerChanged,
    WorkerState,
    WorkerVerified,
)
from core.jobs.scheduling.card_assignment import CardAssignment
from core.settings.definitions import CARDS, CLUSTER_CARDS, Settings
from core.settings.types import CardKeysSetting
from core.worker.protocol import Failure
from gui.cards.card_status_strip import CardStatusStrip, places
from gui.cards.cards_state import CardsState, CardsStateProvider, picked_cards
from gui.cards.dialog import CardDialog
from gui.i18n import os_error_text

if TYPE_CHECKING:
    from core.cluster.model import ClusterReading
    from core.cluster.reader import ClusterReader

TOO_OLD_S = 3.0
"""Who comes back to the window is shown nothing older than this for long."""


class CardController(QObject):
    """Owns the monitor. Make and start it within the running loop; stop it before the loop ends."""

    cluster_read = Signal(object)
    """A :class:`ClusterReading`: all hosts have been read."""
    test_requested = Signal(str)
    """An engine is to be tested on the card of this key."""
    not_kept = Signal(str)
    """The choice holds, but cannot be written: the system's words for why."""

    def __init__(
        self,
        window: QWidget,
        home: Path,
        settings: Settings,
        environ: Mapping[str, str] = os.environ,
        pace: PollInterval | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._assignment: CardAssignment | None = None
        self._workers: dict[str, int] = {}
        self._proofs: dict[str, WorkerVerified] = {}
        self._aside: dict[str, Failure] = {}
        self._viewing = False
        self._told: ClusterReading | None = None
        self._dialog: CardDialog | None = None
        self._reader = SwitchableReader(CardReader(home, environ))
        self._cluster_reader: ClusterReader | None = None
        self.monitor = CardMonitor(self._reader, pace)
        self.watch = CardsStateProvider(self.monitor, home, Engines(home, environ), settings, self)
        self.strip = CardStatusStrip()
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
        self._set_viewing(False)
        await self.monitor.stop()

    def choose(self) -> None:
        """Open the dialog; it is there at once, whatever the driver does."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        keys: tuple[str, ...] = self._settings.get(self._setting)
        self._dialog = CardDialog(self.watch, keys, self._window)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.chosen.connect(self._on_dialog_chosen)
        self._dialog.test_requested.connect(self.test_requested)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    def read_with(self, reader: ClusterReader | None) -> None:
        """Show the cards of a cluster's hosts; ``None``: those of this machine."""
        if self._dialog is not None:
            self._dialog.reject()  # its choice is of cards that are not listed any more
        self._cluster_reader = reader
        self._reader.use(reader)
        self.watch.follow_cluster(reader)
        self.monitor.refresh()

    # What the rest of the window tells ----------------------------------------------------------

    def set_assignment(self, assignment: CardAssignment) -> None:
        """Work goes to these cards now. With new ones, old faults are over."""
        self._aside.clear()
        self._assignment = assignment
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
            self._workers[started.assigned or started.card] = started.pid
            self._show(self.watch.board)

    def card_news(self, event: WorkerVerified | CardQuarantined) -> None:
        """A worker was looked for once its models were loaded; or a card has a fault."""
        match event:
            case WorkerVerified():
                self._proofs[event.card] = event
            case CardQuarantined():
                self._aside[event.card] = event.failure
        self._show(self.watch.board)

    # Inside -------------------------------------------------------------------------------------

    def _on_dialog_chosen(self, keys: tuple[str, ...]) -> None:
        try:
            self._settings.set(self._setting, keys)
        except OSError as error:
            self.not_kept.emit(os_error_text(error))
        self._show(self.watch.board)

    @property
    def _setting(self) -> CardKeysSetting:
        """Where the choice is kept: a cluster's cards are others than this machine's."""
        return CARDS if self._cluster_reader is None else CLUSTER_CARDS

    def _on_dialog_finished(self, _result: int) -> None:
        self._dialog = None

    def _show(self, board: CardsState) -> None:
        if board.cluster is not None and board.cluster is not self._told:
            self._told = board.cluster
            self.cluster_read.emit(board.cluster)
        keys: tuple[str, ...] = self._settings.get(self._setting)
        if not keys:
            if self._assignment is not None and self._assignment.unavailable is None:
                keys = tuple(card.key for card in self._assignment.cards)
            else:
                keys = tuple(card.key for card in picked_cards(board, ()))
        processors = {card.key for card in board.cards if card.kind is CardKind.CPU}
        on_cards = {key: pid for key, pid in self._workers.items() if key not in processors}
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
        self._set_viewing(self._window.isVisible() and not self._window.isMinimized())

    def _set_viewing(self, on: bool) -> None:
        if on != self._viewing:
            self._viewing = on
            if on:
                self.monitor.add_viewer()
            else:
                self.monitor.remove_viewer()
