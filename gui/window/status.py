"""The strip at the bottom: what is going on, how far it is, what the workers do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from core.jobs.model import JobState
from gui.bars import draw_bar
from gui.pace import Pace
from gui.theme import colours_of
from gui.words import card_word, rough_duration

if TYPE_CHECKING:
    from core.jobs.crew import Crew
    from core.jobs.events import WorkerChanged

HEIGHT = 32


class ThinBar(QWidget):
    """How far all the work together is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_bar(painter, QRectF(self.rect()), self.fraction, colours_of(self.palette()))


class StatusStrip(QWidget):
    """Totals, a bar, an estimate; at the right, what each worker is doing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")  # before anything polishes it: the style sheet goes by it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._pace = Pace()
        self._counts: Mapping[JobState, int] = {}
        self._part_done = 0.0
        self._workers: dict[str, WorkerChanged] = {}
        self._labels: dict[str, str] = {}
        self._totals = QLabel()
        self._bar = ThinBar()
        self._left = QLabel()
        self._team = QLabel()
        self._team.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label in (self._left, self._team):
            label.setProperty("muted", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._totals)
        row.addWidget(self._bar)
        row.addWidget(self._left)
        row.addStretch(1)
        row.addWidget(self._team)
        self.refresh()

    def cards_are(self, crew: Crew) -> None:
        """Where work goes from now on: the words for the cards' keys."""
        self._labels = {card.key: card_word(card) for card in crew.cards}
        self.refresh()

    def documents_ended(self, number: int) -> None:
        """So many documents have come to an end."""
        for _ in range(number):
            self._pace.document_ended()

    def count(self, counts: Mapping[JobState, int], part_done: float) -> None:
        """Show these numbers; ``part_done``: running documents' fractions, summed."""
        self._counts = counts
        self._part_done = part_done
        self.refresh()

    def worker_is(self, change: WorkerChanged) -> None:
        """A worker has started, is ready, or has gone."""
        from core.jobs.events import WorkerState  # late: before work there is none to tell of

        if change.state is WorkerState.STOPPED:
            self._workers.pop(change.card, None)
        else:
            self._workers[change.card] = change
        self.refresh()

    def refresh(self) -> None:
        """Say it anew: numbers, time or language have changed."""
        running = self._counts.get(JobState.RUNNING, 0)
        waiting = self._counts.get(JobState.QUEUED, 0)
        busy = running + waiting > 0
        now = time.monotonic()
        if busy:
            self._pace.begin(now)
        else:
            self._pace.stop()
        self._totals.setText(self._summary(running, waiting))
        unfinished = running + waiting
        self._bar.setVisible(busy)
        self._bar.fraction = self._pace.fraction(unfinished, self._part_done)
        self._bar.update()
        seconds = self._pace.seconds_left(unfinished, self._part_done, now)
        self._left.setVisible(seconds is not None)
        if seconds is not None:
            self._left.setText(self.tr("{time} left").format(time=rough_duration(seconds)))
        self._team.setText(" · ".join(self._worker_words(one) for one in self._workers.values()))

    def _summary(self, running: int, waiting: int) -> str:
        done = self._counts.get(JobState.DONE, 0) + self._counts.get(JobState.SKIPPED, 0)
        failed = self._counts.get(JobState.FAILED, 0)
        parts = [
            self.tr("%n running", "", running) if running else "",
            self.tr("%n waiting", "", waiting) if waiting else "",
            self.tr("%n done", "", done) if done else "",
            self.tr("%n failed", "", failed) if failed else "",
        ]
        return " · ".join(part for part in parts if part) or self.tr("Ready")

    def _worker_words(self, change: WorkerChanged) -> str:
        from core.jobs.events import WorkerState

        match change.state:
            case WorkerState.STARTING:
                template = self.tr("{card}: {engine} is loading")
            case WorkerState.BUSY:
                template = self.tr("{card}: {engine} at work, process {pid}")
            case _:
                template = self.tr("{card}: {engine} ready")
        engine = change.engine.value if change.engine is not None else ""
        card = self._labels.get(change.card, change.card)
        return template.format(card=card, engine=engine, pid=change.pid)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
