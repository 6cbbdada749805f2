"""The dry run on the screen: a chip for each plan, and the list; looked for again when told to."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.engines.registry import Engines
from core.engines.skipped_engines import SkippedEngine, skipped_engines
from core.jobs.output.dry_run import DryRunEntry, PlannedAction, dry_run
from core.jobs.sources.scanner import SourceScanner
from core.jobs.store.batch_store import NewBatch
from core.worker.protocol import Failure
from gui.background.stream import BackgroundStream
from gui.batches.dry_run_model import DryRunColumn, DryRunModel, plan_label
from gui.batches.engine_banner import EngineBanner
from gui.widgets.table_style import table_of

SETTLE_MS = 250
"""After the last change of a choice; one types more than one letter."""
SHOWN = (None, *PlannedAction)


@dataclass(frozen=True)
class DryRunRequest:
    """A look at what a batch would do, as its thread is given it."""

    home: Path
    new: NewBatch
    stop: threading.Event = field(default_factory=threading.Event)
    """Set when the answer is not wanted any more; ends also a scan that finds nothing."""

    def __call__(self) -> Iterator[SkippedEngine | DryRunEntry]:
        """Find it out: first of the engine, then of the documents."""
        engines, new = Engines(self.home), self.new
        found = engines.resolve(new.options.engine)
        yield from skipped_engines(engines, new.options.engine, found)
        intake = SourceScanner(new.out, new.options, new.rules, stopped=self.stop.is_set)
        jobs = intake.jobs(new.sources)
        if isinstance(found, Failure):
            yield from dry_run(jobs, found)
        else:
            yield from dry_run(jobs, found.name, settings_key=found.settings_key(os.environ))


class DryRunView(QWidget):
    """Counts and list."""

    changed = Signal()
    """There is more, or there will be no more."""
    engines_requested = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home
        self._next: NewBatch | None = None
        self._stop = threading.Event()
        self.model = DryRunModel(self)
        self.search = BackgroundStream(self)
        self.search.found.connect(self._on_search_found)
        self.search.ended.connect(self._on_search_ended)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._on_settle_timeout)
        self.failed = False
        """The look broke off."""
        self.stopped = False
        """The user wanted to know no more."""
        self.passed_over: tuple[SkippedEngine, ...] = ()
        """Engines that would do better, and are not ready."""
        self._old = False
        """The rows are those of the last check: they stay until the next is done, so that the list
        does not jump with each key."""
        self.banner = EngineBanner()
        self.banner.engines_requested.connect(self.engines_requested)
        self.table = table_of(self.model, widths=(120, 150))
        self.status = QLabel()
        self.status.setProperty("muted", True)
        self.status.setWordWrap(True)
        self.halt = QPushButton()
        self.halt.setProperty("quiet", True)
        self.halt.setAutoDefault(False)
        self.halt.clicked.connect(self._on_halt_clicked)
        self._group = QButtonGroup(self)
        self.chips: dict[PlannedAction | None, QToolButton] = {}
        self._lay_out()
        self.chips[None].setChecked(True)
        self._group.idClicked.connect(self._on_group_id_clicked)
        self.retranslate()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setContentsMargins(8, 8, 8, 8)
        chips.setSpacing(2)
        for number, plan in enumerate(SHOWN):
            chip = self.chips[plan] = QToolButton()
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            self._group.addButton(chip, number)
            chips.addWidget(chip)
        chips.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.halt)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(chips)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    @property
    def is_running(self) -> bool:
        """More may be found."""
        return self._settle.isActive() or self.search.running

    def start(self, new: NewBatch | None) -> None:
        """Find out what this batch would do; ``None``: nothing can be said."""
        self._give_up()
        self._next = new
        self.failed = self.stopped = False
        self.model.clear(() if new is None else new.sources)
        if new is None:
            self._settle.stop()
        else:
            self._settle.start()
        self._update_status()

    def stop(self) -> None:
        """Look no more."""
        self._settle.stop()
        self._give_up()

    def retranslate(self) -> None:
        """The language has changed."""
        self.table.setAccessibleName(self.tr("Plan for each document"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(DryRunColumn) - 1)
        self._update_status()

    def _on_settle_timeout(self) -> None:
        if self._next is not None:
            request = DryRunRequest(self._home, self._next)
            self._stop = request.stop
            self._old = True
            self.search.begin(request)
            self._update_status()

    def _give_up(self) -> None:
        self._stop.set()
        self.search.cancel()

    def _on_halt_clicked(self) -> None:
        self.stop()
        self.stopped = True
        self._update_status()

    def _on_search_found(self, found: tuple[SkippedEngine | DryRunEntry, ...]) -> None:
        self._forget_old()
        self.passed_over += tuple(one for one in found if isinstance(one, SkippedEngine))
        self.model.append([one for one in found if isinstance(one, DryRunEntry)])
        self._update_status()

    def _forget_old(self) -> None:
        if self._old:
            self._old, self.passed_over = False, ()

    def _on_search_ended(self, error: Exception | None) -> None:
        self._forget_old()
        self.failed = error is not None
        self._update_status()

    def _on_group_id_clicked(self, number: int) -> None:
        self.model.show_plan(SHOWN[number])

    def _update_status(self) -> None:
        counts = self.model.counts
        for plan, chip in self.chips.items():
            number = counts.total() if plan is None else counts[plan]
            name = self.tr("All") if plan is None else plan_label(plan)
            chip.setText(f"{name} {self.locale().toString(number)}")
            chip.setVisible(plan is None or bool(number) or chip.isChecked())
        if self._next is None:
            text = self.tr("Choose a folder to see the plan.")
        elif self.is_running:
            text = self.tr("Looking through the folders…")
        elif self.stopped:
            text = self.tr("Stopped: this is not all. It can be begun all the same.")
        elif self.failed:
            text = self.tr("The folders could not be looked through to their end.")
        elif not counts.total():
            text = self.tr("There is no PDF in there that these rules take.")
        elif not self.model.to_convert:
            text = self.tr("Nothing is left to convert: see what the plan says of each document.")
        else:
            text = self.tr("Nothing is written before you begin.")
        self.status.setText(text)
        self.halt.setText(self.tr("Stop looking"))
        self.halt.setVisible(self.is_running and self._next is not None)
        self.banner.show_failure(self.model.engine_failure, self.passed_over)
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
