"""The search over all results: its index follows the work, its dialog leads to what it finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from gui.reading.reading_place import ReadingPlace
from gui.search.index_thread import IndexThread
from gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from core.search.hits import SearchHit
    from gui.jobs.controller import JobController
    from gui.search.dialog import SearchDialog


class SearchController(QObject):
    """Lives as long as the window does."""

    def __init__(self, home: Path, window: MainWindow, work: JobController) -> None:
        super().__init__(window)
        self._home = home
        self._window = window
        self.thread_ = IndexThread(home, self)
        self.dialog: SearchDialog | None = None
        work.jobs_changed.connect(self._on_work_jobs_changed)
        window.search_requested.connect(self.open)

    def open(self) -> None:
        """Show the dialog; the index is brought up to date meanwhile."""
        if self.dialog is None:
            from gui.search.dialog import SearchDialog

            dialog = self.dialog = SearchDialog(self._home, self._window)
            dialog.hit_requested.connect(self._on_dialog_hit_requested)
            dialog.damaged.connect(self._on_dialog_damaged)
            self.thread_.progressed.connect(dialog.show_indexing)
            self.thread_.settled.connect(dialog.show_settled)
            self.thread_.failed.connect(dialog.show_failure)
        self.thread_.refresh()
        self.dialog.enter()

    def stop(self) -> None:
        """End what runs; before the window goes."""
        if self.dialog is not None:
            self.dialog.stop()
            self.dialog.close()
        self.thread_.stop()

    def _on_work_jobs_changed(self, update: JobListUpdate) -> None:
        folders = [
            job.markdown.parent
            for job in update.jobs
            if job.id in update.ended and job.state is JobState.DONE and job.markdown is not None
        ]
        if folders:
            self.thread_.add(folders)

    def _on_dialog_hit_requested(self, hit: SearchHit) -> None:
        place = ReadingPlace(hit.start, hit.snippet.matched)
        if not self._window.show_result(hit.markdown.parent, place) and self.dialog is not None:
            self.thread_.refresh()
            text = self.tr("{name} is no longer there.").format(name=hit.markdown.name)
            self.dialog.status.setText(text)

    def _on_dialog_damaged(self) -> None:
        self.thread_.refresh(rebuild=True)
