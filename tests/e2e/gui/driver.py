"""Run by tests in a child process: the real program, with a hand on its window.

``python -m tests.e2e.gui.driver SCENARIO [PATHS TO DROP…] -- [ARGUMENTS…]``. The scenario
says what the hand does once the window is there; what it sees is printed, a JSON line each.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QThread, QTimer, QUrl

import gui.application
from core.jobs.states import JobState
from core.settings.definitions import LANGUAGE, Language
from gui.__main__ import main
from gui.application import Application
from gui.batches.folder_dialog import FolderDialog
from gui.batches.history_dialog import HistoryDialog
from gui.batches.history_model import HistoryColumn
from gui.window.close_controller import CloseChoice
from tests.support.window import drop_on

POLL_MS = 20


class Hand(QObject):
    """Looks at the program again and again, and acts when it sees what it waits for."""

    def __init__(self, program: Application, scenario: str, paths: list[Path]) -> None:
        super().__init__(program)
        self._program = program
        self._paths = paths
        self._next: Callable[[], None] = getattr(self, scenario)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(POLL_MS)

    def _look(self) -> None:
        self._next()

    def _say(self, **facts: object) -> None:
        print(json.dumps(facts), flush=True)

    def _jobs_are(self, *states: JobState) -> bool:
        counts = self._program.window.model.counts
        return counts.total() > 0 and counts.total() == sum(counts[state] for state in states)

    def _over(self) -> bool:
        final = (state for state in JobState if state.is_final)
        return self._jobs_are(*final)

    def _say_jobs(self) -> None:
        rows = self._program.window.model.rows()
        self._say(jobs={row.job.source.name: row.job.state.value for row in rows})

    # Scenarios ----------------------------------------------------------------------------------

    def drop(self) -> None:
        """Drop the paths, wait until all is over and read, close."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in self._paths])
        drop_on(self._program.window, mime)
        self._next = self.read_and_close

    def read_and_close(self) -> None:
        """Wait until all is over and the first result is shown, close."""
        pane = self._program.window.detail.pane
        if self._over() and pane is not None and pane.result is not None:
            self._say_jobs()
            self._say(markdown=pane.result.markdown)
            self._close()

    def again(self) -> None:
        """Drop a folder; when it is converted, put another document there, and open the history."""
        folder, self._another = self._paths
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(folder))])
        drop_on(self._program.window, mime)
        self._next = self.look_back

    def look_back(self) -> None:
        """Wait until all is over, open the history."""
        if self._over():
            shutil.copy(self._another, self._paths[0])
            self._program.window.history_requested.emit()
            self._next = self.once_more

    def once_more(self) -> None:
        """Wait for the batch, give it another name, convert it again."""
        history = self._program.window.findChild(HistoryDialog)
        if history is not None and history.chosen is not None:
            history.batches.setData(history.batches.index(0, HistoryColumn.NAME), "Autumn")
            history.commands.again.trigger()
            self._next = self.begin_again

    def begin_again(self) -> None:
        """Wait until the dialog knows what there is to do, begin."""
        dialog = self._program.window.findChild(FolderDialog)
        if dialog is not None and dialog.go.isEnabled() and not dialog.dry_run.is_running:
            self._say(name=dialog.name.text())
            dialog.go.click()
            self._next = self.two_are_over

    def two_and_close(self) -> None:
        """Tell that the window is there, wait until two documents are over, close."""
        self._say(shown=True)
        self._next = self.two_are_over

    def two_are_over(self) -> None:
        """Wait until two documents are over, close."""
        if self._program.window.model.counts.total() == 2 and self._over():
            self._say_jobs()
            self._close()

    def in_chinese(self) -> None:
        """Wait until it is known where work goes, choose Chinese, tell what the header says."""
        card = self._program.window.header.card
        if self._program.work.assignment is not None and card.accessibleDescription():
            self._say(before=card.accessibleName())
            self._program.settings.set(LANGUAGE, Language.CHINESE)
            self._say(after=card.accessibleName(), tip=card.toolTip())
            self._close()

    def running(self) -> None:
        """Tell when something runs."""
        if self._program.window.model.counts[JobState.RUNNING]:
            self._say(running=True)
            self._next = self.nothing

    def stop_while_running(self) -> None:
        """Close as soon as something runs, and answer that it is to stop now."""
        if self._program.window.model.counts[JobState.RUNNING]:
            self._program.window.close()
            self._program.window.closing.press(CloseChoice.STOP_NOW)
            self._next = self.nothing

    def session_end(self) -> None:
        """The desktop's session ends while something runs."""
        if self._program.window.model.counts[JobState.RUNNING]:
            self._program._on_app_commit_data_request(None)  # type: ignore[arg-type] # no such thing offscreen
            self._next = self.nothing

    def crash(self) -> None:
        """Things go wrong in a slot, in a thread and in a task; the window goes on."""
        self._next = self.crashed
        self._notices: list[str] = []
        self._program.notices.posted.connect(self._noted)
        self._thread = Faulty(self)
        self._thread.start()
        self._task = asyncio.ensure_future(self._faulty_task())
        raise RuntimeError("in a slot")

    async def _faulty_task(self) -> None:
        raise LookupError("in a task")

    def _noted(self, notice: object) -> None:
        self._notices.append(getattr(notice, "text", ""))

    def crashed(self) -> None:
        """All that went wrong has been said."""
        del self._task  # asyncio tells of an exception that nobody asked for when it is thrown away
        self._next = self.said

    def said(self) -> None:
        """Wait for the three notices, close."""
        if len(self._notices) >= 3:
            self._say(notices=self._notices)
            self._close()

    def shown(self) -> None:
        """Tell that the window is there, once signals end it in order: they do from its loop on."""
        if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
            self._say(shown=self._program.window.isVisible())
            self._next = self.nothing

    def nothing(self) -> None:
        """Wait for others."""

    def _close(self) -> None:
        self._next = self.nothing
        self._program.window.close()


class Faulty(QThread):
    """A thread whose run() fails."""

    def run(self) -> None:
        raise ValueError("in a thread")


def drive(arguments: list[str]) -> int:
    """Start the real program with a hand on it."""
    place = arguments.index("--")
    scenario, *paths = arguments[:place]

    class Driven(Application):
        def show(self) -> None:
            super().show()
            self.hand = Hand(self, scenario, [Path(path) for path in paths])

    gui.application.Application = Driven  # type: ignore[misc]
    return main(arguments[place + 1 :])


if __name__ == "__main__":
    sys.exit(drive(sys.argv[1:]))
