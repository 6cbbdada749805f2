"""What is to happen when everything is converted: it happens once, after a countdown."""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog

from core.messages import Message
from core.session.updates import JobListUpdate
from gui.background.stream import BackgroundStream
from gui.desktop.run_summary import RunCounts, RunSummary
from gui.desktop.suspend import suspend
from gui.i18n import tr
from gui.jobs.controller import JobController
from gui.notifications import NotificationCenter, Severity
from gui.window.main_window import MainWindow
from gui.window.state import WindowState
from gui.window.status.countdown_dialog import SECONDS, CountdownDialog
from gui.window.status.when_done_button import WhenDone

log = logging.getLogger(__name__)

COMMAND = "when-done-command"
MOST_OUTPUT = 2_000


class WhenDoneController(QObject):
    """Follows the work, and does what was chosen in the status strip."""

    quit_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        work: JobController,
        notices: NotificationCenter,
        state: WindowState,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._work = work
        self._notices = notices
        self._state = state
        self._environ = environ
        self._run = RunSummary(time.time())
        self.seconds = SECONDS
        self.countdown: CountdownDialog | None = None
        self.task = BackgroundStream(self)
        """The command, or the word to logind: neither is waited for."""
        self.task.found.connect(self._on_task_found)
        self.button = window.status.when_done
        self.button.chosen.connect(self._on_button_chosen)
        work.idle.connect(self._on_work_idle)
        work.jobs_changed.connect(self._on_work_jobs_changed)

    def _on_button_chosen(self, choice: WhenDone) -> None:
        self._stop_countdown()
        if choice is not WhenDone.COMMAND:
            return
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("When all is done"))
        dialog.setLabelText(
            self.tr("Command for the shell; HEADFRAME_DONE and HEADFRAME_FAILED hold the counts:")
        )
        dialog.setTextValue(self._state.text(COMMAND))
        dialog.textValueSelected.connect(self._on_dialog_text_value_selected)
        dialog.rejected.connect(self._on_dialog_rejected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_dialog_text_value_selected(self, text: str) -> None:
        self._state.keep(COMMAND, text.strip())
        if not text.strip():
            self.button.set_choice(WhenDone.NOTHING)

    def _on_dialog_rejected(self) -> None:
        self.button.set_choice(WhenDone.NOTHING)

    def _on_work_jobs_changed(self, update: JobListUpdate) -> None:
        self._run.take(update.jobs)
        if any(not job.state.is_final for job in update.jobs):
            self._stop_countdown()  # there is work again: what was chosen is for its end

    def _on_work_idle(self) -> None:
        counts = self._run.end(time.time())
        choice = self.button.choice
        if choice is WhenDone.NOTHING or self.countdown is not None:
            return
        text_of, now = self._texts(choice)
        dialog = self.countdown = CountdownDialog(text_of, now, self._window, self.seconds)
        dialog.elapsed.connect(lambda: self._act(choice, counts))
        dialog.rejected.connect(self._on_countdown_rejected)
        dialog.show()
        dialog.raise_()

    def _on_countdown_rejected(self) -> None:
        self.countdown = None
        self.button.set_choice(WhenDone.NOTHING)

    def _stop_countdown(self) -> None:
        dialog, self.countdown = self.countdown, None
        if dialog is not None:
            dialog.blockSignals(True)
            dialog.close()

    def _texts(self, choice: WhenDone) -> tuple[Callable[[int], str], str]:
        match choice:
            case WhenDone.QUIT:
                return self._quit_text, self.tr("Quit now")
            case WhenDone.SLEEP:
                return self._sleep_text, self.tr("Sleep now")
            case _:
                return self._command_text, self.tr("Run now")

    def _quit_text(self, left: int) -> str:
        return self.tr("Headframe quits in %n second(s).", "", left)

    def _sleep_text(self, left: int) -> str:
        return self.tr("The computer is put to sleep in %n second(s).", "", left)

    def _command_text(self, left: int) -> str:
        text = self.tr("In %n second(s) this command runs: {command}", "", left)
        return text.format(command=self._state.text(COMMAND))

    def _act(self, choice: WhenDone, counts: RunCounts) -> None:
        self.countdown = None
        self.button.set_choice(WhenDone.NOTHING)
        match choice:
            case WhenDone.QUIT:
                self.quit_requested.emit()
            case WhenDone.SLEEP:
                environ = self._environ
                self.task.begin(lambda: [suspend(environ)])
            case WhenDone.COMMAND:
                command = self._state.text(COMMAND)
                told = environment_of(counts, self._environ)
                self.task.begin(lambda: [run_command(command, told)])

    def _on_task_found(self, answers: tuple[object, ...]) -> None:
        for answer in answers:
            if isinstance(answer, Message):
                self._notices.show(partial(tr, answer), Severity.WARNING)
            elif isinstance(answer, str) and answer:
                self._notices.show(partial(self._failure_text, answer), Severity.WARNING)

    def _failure_text(self, output: str) -> str:
        return self.tr("Your command failed: {output}").format(output=output)


def environment_of(counts: RunCounts, environ: Mapping[str, str]) -> dict[str, str]:
    """What the command is told (docs/command.md)."""
    return {
        **environ,
        "HEADFRAME_DONE": str(counts.done),
        "HEADFRAME_SKIPPED": str(counts.skipped),
        "HEADFRAME_FAILED": str(counts.failed),
    }


def run_command(command: str, environ: Mapping[str, str]) -> str:
    """Run it in a shell and a session of its own, which outlive the program. What went wrong."""
    with tempfile.TemporaryFile() as said:  # no pipe: it may go on when the program has ended
        try:
            code = subprocess.Popen(
                ["/bin/sh", "-c", command],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=dict(environ),
                start_new_session=True,
            ).wait()
        except OSError as error:
            return str(error)
        said.seek(0)
        output = said.read(MOST_OUTPUT).decode("utf-8", "replace").strip()
    log.info("the user's command ended with %s: %s", code, output)
    return "" if code == 0 else output or f"exit code {code}"
