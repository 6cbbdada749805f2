"""What each command does, and when it can be given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.jobs.model import Job, JobState
from core.sentences import Sentence
from gui.i18n import words
from gui.notices import Level, Notices
from gui.table.model import JobModel
from gui.table.view import JobView
from gui.window.actions import Actions, Do
from gui.window.paths import paths_in
from gui.window.state import WindowState
from gui.work.work import Work

LAST_FOLDER = "last-folder"
MANY = 20
"""So many folders are opened at once; more would bury the desktop."""


class Commands(QObject):
    """Carries out the actions on the selected rows. Dialogs are opened, never waited for."""

    read_wanted = Signal()
    log_wanted = Signal()

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        work: Work,
        model: JobModel,
        view: JobView,
        notices: Notices,
        state: WindowState,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._work = work
        self._model = model
        self._view = view
        self._notices = notices
        self._state = state
        slots: dict[Do, Callable[..., None] | SignalInstance] = {
            Do.ADD_FILES: self.choose_files,
            Do.ADD_FOLDER: self.choose_folder,
            Do.PASTE: self.paste,
            Do.UNDO: work.undo,
            Do.CANCEL: self.cancel,
            Do.RETRY: self.retry,
            Do.REMOVE: self.remove,
            Do.CLEAR_FINISHED: work.clear_finished,
            Do.SELECT_ALL: view.selectAll,
            Do.READ: self.read_wanted,
            Do.OPEN_FOLDER: self.open_folders,
            Do.OPEN_SOURCE: self.open_sources,
            Do.COPY_MARKDOWN: self.copy_markdown,
            Do.SHOW_LOG: self.log_wanted,
        }
        for do, slot in slots.items():
            actions.on(do, slot)
        work.removed.connect(self._say_removed)
        work.intake_ended.connect(self._say_intake)
        work.markdown_read.connect(self._copy)
        work.trouble.connect(self._say_trouble)
        self.refresh()

    # Adding -------------------------------------------------------------------------------------

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these."""
        given = list(paths)
        if given:
            self._work.add(given)

    def choose_files(self) -> None:
        """Let the user pick files."""
        dialog = self._dialog(self.tr("Add PDFs"), QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("PDF documents (*.pdf *.PDF)"), self.tr("All files (*)")])
        dialog.open()

    def choose_folder(self) -> None:
        """Let the user pick a folder, to be searched with all below it."""
        dialog = self._dialog(self.tr("Add a folder of PDFs"), QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def paste(self) -> None:
        """Take files or paths from the clipboard."""
        found = paths_in(QGuiApplication.clipboard().mimeData())
        if found:
            self.add(found)
        else:
            self._notices.show(self.tr("There are no files and no paths in the clipboard."))

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        # Qt's own dialog: it is there on a bare X server, speaks the window's language, and never
        # waits for a portal that does not answer.
        dialog = QFileDialog(self._window, title, self._state.folder(LAST_FOLDER))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _chosen(self, files: list[str]) -> None:
        paths = [Path(file) for file in files]
        if paths:
            self._state.keep(LAST_FOLDER, str(paths[0].parent))
        self.add(paths)

    # The selected rows --------------------------------------------------------------------------

    def selected(self) -> list[Job]:
        """The selected jobs, from top to bottom."""
        rows = (self._model.row_of(job_id) for job_id in self._view.selected_ids())
        return [row.job for row in rows if row is not None]

    def cancel(self) -> None:
        """Give up the selected documents that wait or run."""
        self._work.cancel([job.id for job in self.selected() if not job.state.is_final])

    def retry(self) -> None:
        """Convert the selected documents again that are finished, in whatever way."""
        self._work.retry([job.id for job in self.selected() if job.state.is_final])

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

    def refresh(self) -> None:
        """The selection, or what is selected, has changed: which commands can be given now?"""
        jobs = self.selected()
        readable = any(job.markdown is not None for job in jobs)
        counts = self._model.counts
        over = (JobState.DONE, JobState.SKIPPED, JobState.CANCELLED)
        for do, possible in {
            Do.CANCEL: any(not job.state.is_final for job in jobs),
            Do.RETRY: any(job.state.is_final for job in jobs),
            Do.REMOVE: bool(jobs),
            Do.READ: readable,
            Do.OPEN_FOLDER: readable,
            Do.OPEN_SOURCE: bool(jobs),
            Do.COPY_MARKDOWN: readable,
            Do.SELECT_ALL: self._model.rowCount() > 0,
            Do.UNDO: self._work.can_undo,
            Do.CLEAR_FINISHED: any(counts[state] for state in over),
        }.items():
            self._actions[do].setEnabled(possible)

    # What came of it ----------------------------------------------------------------------------

    def _say_removed(self, number: int) -> None:
        self._notices.show(
            self.tr("%n document(s) removed from the list. Results stay on disk.", "", number),
            action=self.tr("Undo"),
            act=self._work.undo,
        )

    def _say_intake(self, found: int, new: int, known: tuple[str, ...]) -> None:
        if found == 0:
            self._notices.show(self.tr("There is no PDF in there."))
        elif new == 0:
            self._notices.show(self.tr("%n document(s) already on the list.", "", found))
            self._view.select(known[:1])

    def _copy(self, text: str, documents: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self._notices.show(self.tr("Markdown of %n document(s) copied.", "", documents))

    def _say_trouble(self, sentence: Sentence) -> None:
        self._notices.show(words(sentence), Level.ERROR)
