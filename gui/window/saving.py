"""Saving the results of the selected rows in another format, one after another, into one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from core.documents.exporting import ExportFormat
from core.jobs.model import Job
from core.sentences import Sentence
from gui.i18n import words
from gui.notices import Level, Notices
from gui.reading.exporter import Export, Exporter
from gui.reading.formats import save_words
from gui.window.actions import Actions, Do
from gui.window.state import WindowState

LAST_FOLDER = "last-save-folder"
NAMED = 5
"""Failures that are named in the window; the log has them all."""


class Saving(QObject):
    """The menu "Save as", what is chosen in it, and how far it is."""

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        notices: Notices,
        state: WindowState,
        selected: Callable[[], list[Job]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._notices = notices
        self._state = state
        self._selected = selected
        self._total = 0
        self._saved = 0
        self._failures: list[str] = []
        self.exporter = Exporter(self)
        self.exporter.saved.connect(self._on_saved)
        self.exporter.failed.connect(self._on_failed)
        self.menu = QMenu(window)
        self.menu.aboutToShow.connect(self._fill)
        self._fill()
        actions[Do.SAVE_AS].setMenu(self.menu)

    def save(self, folders: Iterable[Path], wanted: ExportFormat, out: Path) -> None:
        """Save these result folders; what is being saved already is saved first."""
        if not self.exporter.is_busy:
            self._total = self._saved = 0
            self._failures = []
        added = [Export(folder, wanted, out) for folder in folders]
        self._total += len(added)
        for export in added:
            self.exporter.save(export)
        if added:
            self._say_progress()

    def stop(self) -> None:
        """Save nothing more than what is being saved now."""
        self._total -= self.exporter.drop_waiting()

    def shut_down(self) -> None:
        """End what runs; before the window goes."""
        self.exporter.shut_down()

    def _fill(self) -> None:
        self.menu.clear()
        for wanted in ExportFormat:
            action = self.menu.addAction(save_words(wanted))
            action.setData(wanted.value)
            action.triggered.connect(self._choose_place)

    def _choose_place(self) -> None:
        action = self.sender()
        folders = dict.fromkeys(job.markdown.parent for job in self._selected() if job.markdown)
        if not folders or not isinstance(action, QAction):
            return
        from PySide6.QtWidgets import QFileDialog  # heavy, and not wanted before

        dialog = QFileDialog(self._window, self.tr("Save into"), self._state.folder(LAST_FOLDER))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        # Kept with the dialog: the selection may be another by the time it is answered.
        dialog.setProperty("wanted", action.data())
        dialog.setProperty("folders", [str(folder) for folder in folders])
        dialog.fileSelected.connect(self._place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _place_chosen(self, out: str) -> None:
        dialog = self.sender()
        if dialog is not None:
            self._state.keep(LAST_FOLDER, out)
            folders = [Path(folder) for folder in dialog.property("folders")]
            self.save(folders, ExportFormat(dialog.property("wanted")), Path(out))

    def _on_saved(self, wanted: Export, _file: Path) -> None:
        self._saved += 1
        self._go_on(wanted)

    def _on_failed(self, wanted: Export, why: Sentence) -> None:
        template = self.tr("{name}: {reason}")
        self._failures.append(template.format(name=wanted.folder.name, reason=words(why)))
        self._go_on(wanted)

    def _go_on(self, wanted: Export) -> None:
        if self._saved + len(self._failures) < self._total:
            self._say_progress()
        elif self._failures:
            self._say_failures()
        else:
            self._notices.show(
                self.tr("%n result(s) saved in {folder}.", "", self._saved).format(
                    folder=wanted.out
                ),
                action=self.tr("Open the folder"),
                act=partial(self._open, wanted.out),
            )

    def _open(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _say_progress(self) -> None:
        done = self._saved + len(self._failures)
        text = self.tr("Saving results: {done} of {total} done…")
        self._notices.show(
            text.format(done=done, total=self._total), action=self.tr("Stop"), act=self.stop
        )

    def _say_failures(self) -> None:
        text = self.tr("{count} of {total} results could not be saved:").format(
            count=len(self._failures), total=self._total
        )
        lines = [text, *self._failures[:NAMED], *(["…"] if len(self._failures) > NAMED else [])]
        self._notices.show("\n".join(lines), Level.WARNING)
