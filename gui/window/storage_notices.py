"""What is said of disks: folders that are not there or are back, space that is gone or back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.i18n import tr
from gui.labels import listed
from gui.notifications import NotificationCenter, Severity
from gui.table.printable import printable

if TYPE_CHECKING:
    from core.jobs.events import DiskFull, StorageAvailable
    from gui.jobs.controller import JobController


class StorageNotices(QObject):
    """Tells what the work has met, as a notice each; the window's parts show how it stands."""

    def __init__(
        self, work: JobController, notices: NotificationCenter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._notices = notices
        work.folders_missing.connect(self._on_work_folders_missing)
        work.storage_lost.connect(self._on_work_storage_lost)
        work.storage_available.connect(self._on_work_storage_available)

    def _on_work_folders_missing(
        self, batch_id: str, missing: tuple[Path, ...], before: tuple[Path, ...]
    ) -> None:
        gone = [str(folder) for folder in missing if folder not in before]
        back = [str(folder) for folder in before if folder not in missing]
        batch = next((one for one in self._work.state.batches if one.id == batch_id), None)
        if gone and batch is not None and not batch.new.watch:
            self._notices.show(
                lambda: self.tr(
                    "{folder} is not there, and was not looked through to its end. "
                    "Plug its drive in, and the rest is found by itself; or end the batch."
                ).format(folder=listed(gone)),
                Severity.WARNING,
                lambda: self.tr("End the batch"),
                partial(self._work.end_batch, batch_id),
            )
        elif gone:
            self._notices.show(
                lambda: self.tr(
                    "The watched folder {folder} is not there. It resumes automatically when it "
                    "is back."
                ).format(folder=listed(gone)),
                Severity.WARNING,
            )
        elif back:
            self._notices.show(lambda: self.tr("{folder} is back.").format(folder=listed(back)))

    def _on_work_storage_lost(self, full: DiskFull) -> None:
        self._notices.show(
            lambda: self.tr("{why} What goes there waits, and resumes automatically.").format(
                why=tr(full.failure.message)
            ),
            Severity.WARNING,
        )

    def _on_work_storage_available(self, back: StorageAvailable) -> None:
        self._notices.show(
            lambda: self.tr("There is space in {folder} again: work has resumed.").format(
                folder=printable(str(back.place))
            )
        )
