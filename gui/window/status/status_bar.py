"""The strip at the bottom: what is going on, how far it is, what the workers do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.card_names import card_key_label
from gui.labels import card_name, rate_label, rough_duration, short_engine_label
from gui.table.status_counts import QueueStatus
from gui.table.status_groups import StatusGroup
from gui.theme import colours_of
from gui.widgets.progress_bar import draw_bar
from gui.window.status.engine_task_button import EngineTaskButton
from gui.window.status.storage_indicators import FullDiskIndicator, MissingFolderIndicator
from gui.window.status.watched_folders import WatchedFoldersButton
from gui.window.status.when_done_button import WhenDoneButton

if TYPE_CHECKING:
    from core.jobs.events import WorkerChanged
    from core.jobs.scheduling.card_assignment import CardAssignment

HEIGHT = 32
BAR_FROM = 720
"""A strip that is narrower has no room for the bar …"""
PACE_FROM = 560
"""… nor, below this, for pages a second."""


class WorkProgressBar(QWidget):
    """How far all the work together is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(140, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_bar(painter, QRectF(self.rect()), self.fraction, colours_of(self.palette()))


class ShortLabel(QLabel):
    """Says as much of its text as there is room for; all of it in the tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.text(), elide, self.width())
        painter.drawText(self.rect(), self.alignment(), text)


class StatusBar(QWidget):
    """Totals, a bar, an estimate; at the right, what each worker is doing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")  # before anything polishes it: the style sheet goes by it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._now = QueueStatus()
        self._workers: dict[tuple[str, int | None], WorkerChanged] = {}
        """By card and process: several may work on the processor. ``None``: it is starting."""
        self._labels: dict[str, str] = {}
        self._totals = QLabel()
        self._bar = WorkProgressBar()
        self._left = QLabel()
        self.watched = WatchedFoldersButton()
        self.engine_task = EngineTaskButton()
        self.watch = MissingFolderIndicator()
        self.room = FullDiskIndicator()
        self.when_done = WhenDoneButton()
        self._team = ShortLabel()
        self._team.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label in (self._left, self._team):
            label.setProperty("muted", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._totals)
        row.addWidget(self._bar)
        row.addWidget(self._left)
        row.addWidget(self.engine_task)
        row.addWidget(self.room)
        row.addWidget(self.watched)
        row.addWidget(self.watch)
        row.addWidget(self._team, 1)
        row.addWidget(self.when_done)
        self.refresh()

    def set_cards(self, assignment: CardAssignment) -> None:
        """Where work goes from now on: the words for the cards' keys."""
        self._labels = {card.key: card_name(card, short=True) for card in assignment.cards}
        self.refresh()

    def show_queue_status(self, queue_status: QueueStatus) -> None:
        """Show how far the work is."""
        self._now = queue_status
        self.when_done.set_busy(queue_status.busy)
        self.refresh()

    def worker_is(self, change: WorkerChanged) -> None:
        """A worker has started, is ready, or has gone."""
        from core.jobs.events import WorkerState  # late: before work there is none to tell of

        key = (change.card, change.pid)
        if change.state is not WorkerState.STOPPED:
            self._workers.pop((change.card, None), None)
            self._workers[key] = change
        elif self._workers.pop(key, None) is None:  # which of the card's it was, nothing tells
            self._workers = {of: one for of, one in self._workers.items() if of[0] != change.card}
        self.refresh()

    def refresh(self) -> None:
        """Say it again: numbers, room or language have changed."""
        groups = self._now.groups
        running, waiting = groups[StatusGroup.RUNNING], groups[StatusGroup.WAITING]
        busy = running + waiting + self._now.saving > 0
        self._totals.setText(self.summary())
        self._bar.setVisible(busy and self.width() >= BAR_FROM)
        self._bar.fraction = self._now.fraction
        self._bar.update()
        stands_still = self._now.paused or self._now.held
        estimate = self._estimate() if busy and not stands_still else ""
        self._left.setText(estimate)
        self._left.setVisible(bool(estimate))
        said = Counter(self._worker_text(one) for one in self._told_workers())
        self._team.setText(
            " · ".join(text if count == 1 else f"{text} ×{count}" for text, count in said.items())
        )
        self._team.setToolTip("\n".join(self._process(one) for one in self._workers.values()))

    def summary(self) -> str:
        """How many documents stand where."""
        groups = self._now.groups
        running, waiting = groups[StatusGroup.RUNNING], groups[StatusGroup.WAITING]
        paused, done, failed = (
            groups[StatusGroup.PAUSED],
            groups[StatusGroup.DONE],
            self._now.failed,
        )
        if not self._now.paused:
            head = ""
        elif running:
            head = self.tr("Pausing")
        else:
            head = self.tr("Paused")
        parts = [
            head,
            self.tr("%n running", "", running) if running else "",
            self.tr("%n waiting", "", waiting) if waiting else "",
            self.tr("%n paused", "", paused) if paused else "",
            self.tr("%n done", "", done) if done else "",
            self.tr("%n failed", "", failed) if failed else "",
        ]
        return " · ".join(part for part in parts if part) or self.tr("Ready")

    def _estimate(self) -> str:
        estimates = self._now.estimates
        rate, seconds = estimates.pages_a_second, estimates.seconds_left
        parts = []
        if seconds is not None:
            parts.append(self.tr("{time} left").format(time=rough_duration(seconds)))
        if rate is not None and self.width() >= PACE_FROM:
            parts.append(rate_label(rate))
        return " · ".join(parts)

    def _told_workers(self) -> list[WorkerChanged]:
        """Those that do something; of an idle card, and of an idle processor, one."""
        if not self._workers:
            return []  # events are not loaded before there is work
        from core.jobs.events import WorkerState

        active = [one for one in self._workers.values() if one.state is not WorkerState.READY]
        told = {self._card(one) for one in active}
        idle = {self._card(one): one for one in self._workers.values()}
        return [*active, *(one for card, one in idle.items() if card not in told)]

    def _worker_text(self, change: WorkerChanged) -> str:
        from core.jobs.events import WorkerState

        several = len({self._card(one) for one in self._workers.values()}) > 1
        rate = self._now.estimates.cards.get(change.card) if several else None
        match change.state:
            case WorkerState.STARTING:
                template = self.tr("{card}: {engine} is loading")
            case WorkerState.BUSY if rate is not None:
                template = self.tr("{card}: {engine}, {pace}")
            case WorkerState.BUSY:
                template = self.tr("{card}: {engine} at work")
            case _:
                template = self.tr("{card}: {engine} ready")
        engine = short_engine_label(change.engine) if change.engine is not None else ""
        pace = "" if rate is None else rate_label(rate)
        return template.format(card=self._card(change), engine=engine, pace=pace)

    def _process(self, change: WorkerChanged) -> str:
        template = self.tr("{card}: process {pid}")
        return template.format(card=self._card(change), pid=change.pid or "–")

    def _card(self, change: WorkerChanged) -> str:
        from core.engines.registry import USES_CARD

        if change.engine not in USES_CARD:
            return self.tr("Processor")
        return self._labels.get(change.card) or card_key_label(change.card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
