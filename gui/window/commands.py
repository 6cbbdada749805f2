"""What each command does with the selected rows, and when it can be given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from core.jobs.model import Job, JobState
from core.worker.protocol import FailureKind
from gui.notices import Level, Notices
from gui.table.model import JobModel
from gui.table.view import JobView
from gui.window.actions import Actions, Do
from gui.work.work import Work

MANY = 20
"""So many folders are opened at once; more would bury the desktop."""
MANY_SELECTED = 2000
"""Looking at so many rows takes a millisecond, at a hundred thousand fifty."""
LATER_MS = 500


class Commands(QObject):
    """Carries out the actions on the selected rows."""

    read_wanted = Signal()

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        work: Work,
        model: JobModel,
        view: JobView,
        notices: Notices,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._work = work
        self._model = model
        self._view = view
        self._notices = notices
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.refresh)
        slots: dict[Do, Callable[..., None] | SignalInstance] = {
            Do.UNDO: work.undo,
            Do.REDO: work.redo,
            Do.CANCEL: self.cancel,
            Do.RETRY: self.retry,
            Do.NEXT: self.convert_next,
            Do.PAUSE: self.pause,
            Do.RESUME: self.resume,
            Do.RETRY_FAILED: self.retry_all_failed,
            Do.REMOVE: self.remove,
            Do.CLEAR_FINISHED: work.clear_finished,
            Do.SELECT_ALL: view.selectAll,
            Do.READ: self.read_wanted,
            Do.OPEN_FOLDER: self.open_folders,
            Do.OPEN_SOURCE: self.open_sources,
            Do.COPY_MARKDOWN: self.copy_markdown,
        }
        for do, slot in slots.items():
            actions.on(do, slot)
        work.removed.connect(self._say_removed)
        work.intake_ended.connect(self._say_intake)
        work.markdown_read.connect(self._copy)
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
        self._work.retry([job.id for job in self.selected() if job.state.is_final])

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
        """Let the selected documents rest; a running one stops at its next window of pages."""
        self._work.pause([job.id for job in self.selected() if _can_rest(job)])

    def resume(self) -> None:
        """Let the selected documents go on that rest."""
        self._work.resume([job.id for job in self.selected() if job.paused])

    def remove(self) -> None:
        """Take the selected documents off the list."""
        self._work.remove([job.id for job in self.selected()])

    def open_folders(self) -> None:
        """Show the results in the desktop's file manager."""
        folders = dict.fromkeys(job.markdown.parent for job in self.selected() if job.markdown)
        self._open(folders)

    def open_sources(self) -> None:
        """Open the documents with what the desktop opens PDFs with."""
        self._open(dict.fromkeys(job.source for job in self.selected()))

    def _open(self, paths: Iterable[Path]) -> None:
        for path in list(paths)[:MANY]:
            if not path.exists():
                self._notices.show(
                    self.tr("{path} is not there any more.").format(path=path), Level.WARNING
                )
            elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                QGuiApplication.clipboard().setText(str(path))
                self._notices.show(
                    self.tr("No program here opens {path}. The path is in the clipboard.").format(
                        path=path
                    ),
                    Level.WARNING,
                )

    def copy_markdown(self) -> None:
        """Put the selected results' Markdown into the clipboard."""
        paths = [job.markdown for job in self.selected() if job.markdown is not None]
        if paths:
            self._work.read_markdown(paths)

    def follow(self) -> None:
        """Rows have changed, as they do ten times a second: the same, where it is soon found out.

        With very many selected it is looked at now and then, and once more when it is calm.
        """
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
            Do.CANCEL: any(not job.state.is_final for job in jobs),
            Do.RETRY: any(job.state.is_final for job in jobs),
            Do.NEXT: any(job.state is JobState.QUEUED for job in jobs),
            Do.PAUSE: any(_can_rest(job) for job in jobs),
            Do.RESUME: any(job.paused for job in jobs),
            Do.REMOVE: bool(jobs),
            Do.READ: readable,
            Do.OPEN_FOLDER: readable,
            Do.OPEN_SOURCE: bool(jobs),
            Do.COPY_MARKDOWN: readable,
            Do.SAVE_AS: readable,
            Do.RETRY_FAILED: self._model.counts_in_view.states[JobState.FAILED] > 0,
            Do.SELECT_ALL: self._model.rowCount() > 0,
            Do.CLEAR_FINISHED: any(counts[state] for state in over),
        }.items():
            self._actions[do].setEnabled(possible)
        self._offer()

    def _offer(self) -> None:
        self._actions.offer(self._work.to_undo, self._work.to_redo)

    # What came of it ----------------------------------------------------------------------------

    def _say_removed(self, number: int) -> None:
        self._notices.show(
            self.tr("%n document(s) removed from the list. Results stay on disk.", "", number),
            action=self.tr("Undo"),
            act=self._work.undo,
        )

    def _say_intake(self, found: int, new: int, known: tuple[str, ...]) -> None:
        if found > 0 and new == 0:
            self._notices.show(self.tr("%n document(s) already on the list.", "", found))
            self._view.select(known[:1])

    def _copy(self, text: str, documents: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self._notices.show(self.tr("Markdown of %n document(s) copied.", "", documents))


def _can_rest(job: Job) -> bool:
    return not job.state.is_final and not job.paused
