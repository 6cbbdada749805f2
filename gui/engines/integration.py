"""The engines in the window: their page, what goes on with them, what can be set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.cluster.model import ClusterReading
from core.engines.setup_offer import SetupOffer, SetupStep, setup_offer
from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from core.worker.kinds import EngineName, Stage
from gui.background.task import begin
from gui.engines.controller import EngineController
from gui.engines.dialog import EnginesDialog
from gui.engines.engine_tasks import TaskEnd
from gui.engines.labels import doing_text, end_line, task_line
from gui.engines.page_test_dialog import PageTestDialog
from gui.notifications import NotificationCenter, Severity
from gui.window.main_window import MainWindow
from gui.window.state import WindowState

DISMISSED = "dismissed"
SETUP, SETUP_PROCESSOR = "setup-card", "setup-card-processor"
SETUP_MODELS, SETUP_TEST = "setup-card-models", "setup-card-test"
CHECK_DELAY_MS = 1500
"""After the start: the window is there first, and a driver that hangs hangs alone."""


class EngineIntegration(QObject):
    """Joins the engines' controller with the window. Made in the program's loop."""

    chosen = Signal()
    """Other engines can be given work than before."""

    def __init__(
        self,
        window: MainWindow,
        home: Path,
        environ: Mapping[str, str],
        state: WindowState,
        notices: NotificationCenter,
        show: Callable[[type[QWidget], Callable[[], QWidget]], None],
        parent: QObject,
    ) -> None:
        """``show``: opens a window of that class, made the first time."""
        super().__init__(parent)
        self._window, self._home, self._environ = window, home, environ
        self._state, self._notices, self._show = state, notices, show
        self._dialog: EnginesDialog | None = None
        self._hosts: ClusterReading | None = None
        self._offer: SetupOffer | None = None
        self._read_by_ocr: frozenset[str] = frozenset()
        """Ids of documents, of which a page at least was read from its picture."""
        self._scan_read = False
        self.controller = EngineController(home, environ, self)
        self.controller.chosen.connect(self.chosen)
        self.controller.changed.connect(self._on_controller_changed)
        self.controller.ended.connect(self._on_controller_ended)
        window.status.engine_task.clicked.connect(self.open)
        for card in (window.empty.setup_card, window.setup_card):
            card.requested.connect(self.take_next_step)
            card.dismissed.connect(self._on_setup_card_dismissed)
        window.installEventFilter(self)
        QTimer.singleShot(CHECK_DELAY_MS, self, self.look_for_setup)

    def open(self) -> None:
        """Show the engines page.

        What it offers is looked for again: `headframe engine` may have changed engines meanwhile.
        """
        self._show(EnginesDialog, self._make_dialog)
        self.look_for_setup()

    def take_next_step(self) -> None:
        """Show the engines page, and over it the dialog of the step that is offered.

        While something is being done with an engine, the page alone: it shows how far that is.
        """
        self.open()
        if self._dialog is not None and self._offer is not None and not self._task_lines():
            self._dialog.open_step(self._offer)

    def test_on(self, card: str) -> None:
        """Ask for an engine to be tested on that card, over whatever window is in front."""
        parent = QApplication.activeModalWidget() or self._window
        self.controller.refresh()
        dialog = PageTestDialog(self.controller, None, card, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def stop(self) -> None:
        """Give up what goes on; children are gone on return."""
        await self.controller.stop()

    def look_for_setup(self) -> None:
        """Ask whether there is a card that no engine uses, or a scan that one would read better."""
        begin(
            partial(setup_offer, self._home, self._environ, scan_read=self._scan_read),
            self._setup_found,
            self._window,  # what it is shown in, which goes first
        )

    def take_update(self, update: JobListUpdate) -> None:
        """Hear of documents: of scans that an engine without neural models has read."""
        self._read_by_ocr |= {
            job for job, progress in update.progress.items() if progress.stage is Stage.OCR
        }
        ended = [job for job in update.jobs if job.id in update.ended & self._read_by_ocr]
        self._read_by_ocr -= update.ended
        if not self._scan_read and any(job.state is JobState.DONE for job in ended):
            self._scan_read = True
            self.look_for_setup()

    def show_hosts(self, found: ClusterReading | None) -> None:
        """The hosts of a cluster have been read; ``None``: there is no cluster."""
        self._hosts = found
        if self._dialog is not None:
            self._dialog.hosts.show_hosts(found)

    # Inside -------------------------------------------------------------------------------------

    def _make_dialog(self) -> QWidget:
        self._dialog = EnginesDialog(self.controller, self._window)
        self._dialog.offer_requested.connect(self._on_dialog_offer_requested)
        self._dialog.hosts.show_hosts(self._hosts)
        self._setup_found(self._offer)
        return self._dialog

    def _setup_found(self, answer: object) -> None:
        self._offer = answer if isinstance(answer, SetupOffer) else None
        offer = self._offer
        dismissed = offer is not None and self._state.text(_key(offer)) == DISMISSED
        self._window.show_offer(None if dismissed else offer)
        if self._dialog is not None:
            self._dialog.show_offer_dismissed(dismissed=dismissed)

    def _on_setup_card_dismissed(self) -> None:
        if self._offer is not None:
            self._state.keep(_key(self._offer), DISMISSED)
            self._setup_found(self._offer)

    def _on_dialog_offer_requested(self) -> None:
        for key in (SETUP, SETUP_PROCESSOR, SETUP_MODELS, SETUP_TEST):
            self._state.keep(key, "")
        self._setup_found(self._offer)

    def _on_controller_changed(self, _name: EngineName) -> None:
        self._show_tasks()

    def _show_tasks(self) -> None:
        lines = self._task_lines()
        line = " · ".join(line for line, _ in lines)
        self._window.show_engine_task(line, "\n".join(detail for _, detail in lines))

    def _task_lines(self) -> list[tuple[str, str]]:
        """What goes on that takes its time: in a few words, and how far it is."""
        tasks = list(self.controller.tasks.items())
        lines = [(task_line(name, doing), doing_text(doing)) for name, doing in tasks]
        return [(line, detail) for line, detail in lines if line]

    def _on_controller_ended(self, end: TaskEnd) -> None:
        self.look_for_setup()
        line = end_line(end)
        if line is None or (self._dialog is not None and self._dialog.isVisible()):
            return
        level = Severity.INFO if end.why is None else Severity.ERROR

        def text() -> str:
            again = end_line(end)
            return "" if again is None else again.text

        self._notices.show(text, level, lambda: self.tr("Engines…"), self.open)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_tasks()
        return super().eventFilter(watched, event)


def _key(offer: SetupOffer) -> str:
    """Of what the window remembers: one offer that is declined says nothing of the other."""
    match offer.step:
        case SetupStep.MODELS:
            return SETUP_MODELS
        case SetupStep.TEST:
            return SETUP_TEST
        case SetupStep.ENGINE:
            return SETUP if offer.cards else SETUP_PROCESSOR
