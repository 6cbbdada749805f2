"""What each command does with the selected rows, and when it can be given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.jobs.model import Job
from core.jobs.states import JobState
from core.messages import closed_up
from core.worker.kinds import FailureKind
from gui.jobs.controller import JobController
from gui.notifications import Notification, NotificationCenter, Severity
from gui.opener import open_path
from gui.table.model import JobModel
from gui.table.view import JobView
from gui.window.actions import Actions, Command
from gui.window.detail.detail_pane import source_of
from gui.window.retry_outcomes import RetryOutcomes

if TYPE_CHECKING:
    from core.jobs.store.settings_change import SettingsChange

MANY = 20
"""Folders opened at once; more would bury the desktop."""
MANY_SELECTED = 2000
"""Checking this many rows takes 1 ms; a hundred thousand take 50 ms."""
LATER_MS = 500


class SelectionCommands(QObject):
    """Carries out the actions on the selected rows."""

    read_requested = Signal()
    everything_requested = Signal()
    """Rows that are not shown are to be seen: look for nothing, narrow nothing down."""
    settings_requested = Signal(object)
    """These rows, none of which runs, are to have other settings."""
    locate_requested = Signal(str)
    """The document of a job was moved: the user shows where it is now."""
    worker_log_requested = Signal(str)
    """The key of the card whose workers' log is to be shown."""

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        work: JobController,
        model: JobModel,
        view: JobView,
        notices: NotificationCenter,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._work = work
        self._model = model
        self._view = view
        self._notices = notices
        self._removed: Notification | None = None
        """What was said when rows were removed last."""
        self._before: list[str] = []
        """Ids of what was selected then."""
        self.retries = RetryOutcomes(self, work=work, model=model, notices=notices)
        self._to_select: list[str] = []
        """The same, once they are to come back."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.refresh)
        slots: dict[Command, Callable[..., None] | SignalInstance] = {
            Command.UNDO: self.undo,
            Command.REDO: work.redo,
            Command.CANCEL: self.cancel,
            Command.RETRY: self.retry,
            Command.CONVERT_WITH: self.convert_with,
            Command.NEXT: self.convert_next,
            Command.PAUSE: self.pause,
            Command.RESUME: self.resume,
            Command.RETRY_FAILED: self.retry_all_failed,
            Command.REMOVE: self.remove,
            Command.CLEAR_FINISHED: self.clear_finished,
            Command.SELECT_ALL: view.selectAll,
            Command.SHOW_RUNNING: self.show_running,
            Command.READ: self.read_requested,
            Command.OPEN_FOLDER: self.open_folders,
            Command.OPEN_SOURCE: self.open_sources,
            Command.COPY_MARKDOWN: self.copy_markdown,
            Command.SHOW_WORKER_LOG: self.show_worker_log,
        }
        for do, slot in slots.items():
            actions.on(do, slot)
        for do in (Command.REMOVE, Command.SELECT_ALL):
            actions.keep_keys_in(view, do)  # in what is read, they are about the text
        work.removed.connect(self._on_work_removed)
        work.markdown_read.connect(self._on_work_markdown_read)
        self.refresh()

    # The selected rows --------------------------------------------------------------------------

    def selected(self) -> list[Job]:
        """The selected jobs, from top to bottom."""
        return [row.job for row in self._view.selected_rows()]

    def cancel(self) -> None:
        """Give up the selected documents that wait or run."""
        self._work.cancel([job.id for job in self.selected() if not job.state.is_final])

    def retry(self) -> None:
        """Convert the selected documents again that are finished, in whatever way."""
        jobs = [job for job in self.selected() if job.state.is_final]
        self.retries.expect(jobs)
        self._work.retry([job.id for job in jobs])

    def change_settings(self, job_ids: Sequence[str], change: SettingsChange) -> None:
        """Give these other settings; what is finished is converted again with them."""
        rows = (self._model.row_of(job_id) for job_id in job_ids)
        self.retries.expect(row.job for row in rows if row is not None)
        self._work.change_settings(job_ids, change)

    def convert_with(self) -> None:
        """Ask for other settings for the selected documents, but for those that run."""
        self.change_settings_of(row.job.id for row in self._view.selected_rows())

    def change_settings_of(self, job_ids: Iterable[str]) -> None:
        """The same for these."""
        found = (row for job_id in job_ids if (row := self._model.row_of(job_id)) is not None)
        rows = [row for row in found if _can_change(row.job)]
        if rows:
            self.settings_requested.emit(rows)

    def retry_all_failed(self) -> None:
        """Convert everything again that failed, of what the list is about."""
        self.retry_failed(None)

    def retry_failed(self, kind: FailureKind | None) -> None:
        """The same of what failed for one reason."""
        kinds = None if kind is None else frozenset({kind})
        self._work.retry_failed(kinds, self._model.arrangement.batch)

    def convert_next(self) -> None:
        """Let the selected documents that wait go before all others."""
        self._work.move_next([job.id for job in self.selected() if job.state is JobState.QUEUED])

    def pause(self) -> None:
        """Pause the selected documents; a running one stops at its next window of pages."""
        self._work.pause([job.id for job in self.selected() if _can_pause(job)])

    def resume(self) -> None:
        """Let the selected documents go on that are paused."""
        self._work.resume([job.id for job in self.selected() if job.paused])

    def remove(self) -> None:
        """Take the selected documents off the list."""
        self._before = self._view.selected_ids()
        self._work.remove(self._before)

    def clear_finished(self) -> None:
        """Take everything off the list that is done, skipped or cancelled."""
        self._before = self._view.selected_ids()
        self._work.clear_finished()

    def undo(self) -> None:
        """Take back what was done last; rows that come back are selected as they were."""
        from core.session.undo_stack import RemoveJobs  # late, with the work

        if isinstance(self._work.to_undo, RemoveJobs):
            if self._removed is not None:
                self._notices.withdraw(self._removed)
            self._to_select = self._before
        self._work.undo()

    def open_folders(self) -> None:
        """Show the results in the desktop's file manager."""
        folders = dict.fromkeys(job.markdown.parent for job in self.selected() if job.markdown)
        self._open(folders)

    def open_sources(self) -> None:
        """Open the documents with what the desktop opens PDFs with."""
        jobs = {job.source: job for job in self.selected()}
        for source, job in list(jobs.items())[:MANY]:
            why = open_path(source)
            if why is None:
                continue
            if source_of(job) is None and _can_change(job):
                self._notices.show(
                    why,
                    Severity.WARNING,
                    action=lambda: self.tr("Locate…"),
                    act=partial(self.locate_requested.emit, job.id),
                )
            else:
                self._notices.show(why, Severity.WARNING)

    def show_running(self) -> None:
        """Go to the next document that runs, after the last one to the first."""
        if self._model.running_ids() and not self._model.running_places():
            self.everything_requested.emit()
        places = self._model.running_places()
        if places:
            at = self._view.currentIndex().row()
            following = next((place for place in places if place > at), places[0])
            self._view.bring_into_sight([self._model.row(following).job.id])

    def _open(self, paths: Iterable[Path]) -> None:
        for path in list(paths)[:MANY]:
            why = open_path(path)
            if why is not None:
                self._notices.show(why, Severity.WARNING)

    def copy_markdown(self) -> None:
        """Put the selected results' Markdown into the clipboard."""
        paths = [job.markdown for job in self.selected() if job.markdown is not None]
        if paths:
            self._work.read_markdown(paths)

    def show_worker_log(self) -> None:
        """What the worker printed that had the first of the selected documents."""
        key = next((key for job in self.selected() if (key := worker_of(job))), None)
        if key is not None:
            self.worker_log_requested.emit(key)

    def show_log_of(self, job_id: str) -> None:
        """The same for one document."""
        row = self._model.row_of(job_id)
        key = None if row is None else worker_of(row.job)
        if key is None:
            self._actions[Command.SHOW_LOG].trigger()
        else:
            self.worker_log_requested.emit(key)

    def follow(self) -> None:
        """Rows have changed, as they do ten times a second: the same, where it is soon found out.

        With very many selected it is looked at now and then, and again when it is calm.
        """
        if self._to_select and all(self._model.row_of(one) for one in self._to_select):
            back, self._to_select = self._to_select, []
            if self._model.place_of(back[0]) is None:
                self.everything_requested.emit()
            self._view.bring_into_sight(back)
        if self._view.selected_number < MANY_SELECTED:
            self.refresh()
            return
        self._offer()
        if not self._later.isActive():
            self._later.start()

    def refresh(self) -> None:
        """The selection, or what is selected, has changed: which commands can be given now?"""
        self._later.stop()
        jobs = self.selected()
        readable = any(job.markdown is not None for job in jobs)
        counts = self._model.counts
        over = (JobState.DONE, JobState.SKIPPED, JobState.CANCELLED)
        for do, possible in {
            Command.CANCEL: any(not job.state.is_final for job in jobs),
            Command.RETRY: any(job.state.is_final for job in jobs),
            Command.CONVERT_WITH: any(_can_change(job) for job in jobs),
            Command.NEXT: any(job.state is JobState.QUEUED for job in jobs),
            Command.PAUSE: any(_can_pause(job) for job in jobs),
            Command.RESUME: any(job.paused for job in jobs),
            Command.REMOVE: bool(jobs),
            Command.READ: readable,
            Command.OPEN_FOLDER: readable,
            Command.OPEN_SOURCE: bool(jobs),
            Command.COPY_MARKDOWN: readable,
            Command.SAVE_AS: readable,
            Command.SHOW_WORKER_LOG: any(worker_of(job) for job in jobs),
            Command.RETRY_FAILED: self._model.counts_in_view.states[JobState.FAILED] > 0,
            Command.SELECT_ALL: self._model.rowCount() > 0,
            Command.SHOW_RUNNING: counts[JobState.RUNNING] > 0,
            Command.CLEAR_FINISHED: any(counts[state] for state in over),
        }.items():
            self._actions[do].setEnabled(possible)
        changeable = [job for job in jobs if _can_change(job)]
        self._actions.show_waiting(
            bool(changeable) and not any(job.state.is_final for job in changeable)
        )
        self._offer()

    def _offer(self) -> None:
        self._actions.offer(self._work.to_undo, self._work.to_redo)

    # What came of it ----------------------------------------------------------------------------

    def _on_work_removed(self, number: int) -> None:
        self._removed = self._notices.show(
            lambda: self.tr(
                "%n document(s) removed from the list. No file was deleted.", "", number
            ),
            action=lambda: self.tr("Undo"),
            act=self.undo,
        )

    def _on_work_markdown_read(self, text: str, documents: int, missing: int) -> None:
        QGuiApplication.clipboard().setText(text)

        def message() -> str:
            copied = self.tr("Markdown of %n document(s) copied.", "", documents)
            left_out = self.tr("%n result(s) can no longer be read.", "", missing)
            return closed_up(f"{copied} {left_out}") if missing else copied

        self._notices.show(message, Severity.WARNING if missing else Severity.INFO)


def _can_change(job: Job) -> bool:
    return job.state is not JobState.RUNNING


def worker_of(job: Job) -> str | None:
    """The key of the card whose worker had a document last."""
    return job.assigned or job.card


def _can_pause(job: Job) -> bool:
    return not job.state.is_final and not job.paused
