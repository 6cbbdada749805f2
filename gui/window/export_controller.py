"""Saving the results of the selected rows in another format: each as a file, or all as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.documents.exporting import CAN_COMBINE, ExportFormat
from core.jobs.model import Job
from core.messages import Message
from gui.i18n import tr
from gui.notifications import NotificationCenter, Severity
from gui.opener import open_path
from gui.reading.saving.exporter import (
    AnyExportRequest,
    Exporter,
    ExportRequest,
    FileExportRequest,
)
from gui.reading.saving.formats import format_name, save_text
from gui.table.printable import printable
from gui.window.actions import Actions, Command
from gui.window.state import WindowState

LAST_FOLDER = "last-save-folder"
NAMED = 5
"""Failures that are named in the window; the log has them all."""


class ExportController(QObject):
    """The menu "Save as", what is chosen in it, and how far it is."""

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        notices: NotificationCenter,
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
        actions[Command.SAVE_AS].setMenu(self.menu)

    def save(self, folders: Iterable[Path], wanted: ExportFormat, out: Path) -> None:
        """Save these result folders; what is being saved already is saved first."""
        if not self.exporter.is_busy:
            self._total = self._saved = 0
            self._failures = []
        added = [ExportRequest(folder, wanted, out) for folder in folders]
        self._total += len(added)
        for export in added:
            self.exporter.save(export)
        if added:
            self._say_progress()

    def save_file(self, folders: Sequence[Path], wanted: ExportFormat, target: Path) -> None:
        """Save one result, or several together, as a file; one that is there is replaced."""
        if not self.exporter.is_busy:
            self._total = self._saved = 0
            self._failures = []
        self._total += 1
        self.exporter.save(FileExportRequest(tuple(folders), wanted, target))
        if len(folders) > 1:
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
            self._offer(self.menu, save_text(wanted), wanted, is_combined=False)
        if len(self._chosen_folders()) > 1:
            together = self.menu.addMenu(self.tr("All in one file"))
            for wanted in ExportFormat:
                if wanted in CAN_COMBINE:
                    self._offer(together, f"{format_name(wanted)}…", wanted, is_combined=True)

    def _offer(self, menu: QMenu, text: str, wanted: ExportFormat, *, is_combined: bool) -> None:
        action = menu.addAction(text)
        action.setData(wanted.value)
        action.setProperty("combined", is_combined)
        action.triggered.connect(self._on_action_triggered)

    def _chosen_folders(self) -> list[Path]:
        return list(dict.fromkeys(job.markdown.parent for job in self._selected() if job.markdown))

    def _on_action_triggered(self) -> None:
        action = self.sender()
        folders = self._chosen_folders()
        if not folders or not isinstance(action, QAction):
            return
        from gui.widgets.file_dialog import directory_dialog  # heavy, and not wanted before

        wanted = ExportFormat(action.data())
        if len(folders) == 1 or action.property("combined"):
            from gui.reading.saving.save_dialog import make_save_dialog

            kept = self._state.text(LAST_FOLDER) and self._state.folder(LAST_FOLDER)
            start = kept or str(folders[0].parent)
            dialog = make_save_dialog(self._window, start, self._name_of(folders), wanted)
            dialog.fileSelected.connect(self._on_dialog_target_selected)
        else:
            title = self.tr("Save into")
            dialog = directory_dialog(self._window, title, self._state.folder(LAST_FOLDER))
            dialog.fileSelected.connect(self._on_dialog_file_selected)
        # Kept with the dialog: the selection may be another by the time it is answered.
        dialog.setProperty("wanted", action.data())
        dialog.setProperty("folders", [str(folder) for folder in folders])
        dialog.open()

    def _name_of(self, folders: Sequence[Path]) -> str:
        first = folders[0].name
        if len(folders) == 1:
            return first
        return self.tr("{name} and %n more", "", len(folders) - 1).format(name=first)

    def _on_dialog_target_selected(self, chosen: str) -> None:
        from gui.reading.saving.save_dialog import with_suffix

        dialog = self.sender()
        if dialog is not None:
            wanted = ExportFormat(dialog.property("wanted"))
            target = with_suffix(chosen, wanted)
            self._state.keep(LAST_FOLDER, str(target.parent))
            self.save_file([Path(one) for one in dialog.property("folders")], wanted, target)

    def _on_dialog_file_selected(self, out: str) -> None:
        dialog = self.sender()
        if dialog is not None:
            self._state.keep(LAST_FOLDER, out)
            folders = [Path(folder) for folder in dialog.property("folders")]
            self.save(folders, ExportFormat(dialog.property("wanted")), Path(out))

    def _on_saved(self, wanted: AnyExportRequest, file: Path) -> None:
        self._saved += 1
        self._go_on(wanted, file)

    def _on_failed(self, wanted: AnyExportRequest, why: Message) -> None:
        template = self.tr("{name}: {reason}")
        self._failures.append(template.format(name=wanted.folder.name, reason=tr(why)))
        self._go_on(wanted, None)

    def _go_on(self, wanted: AnyExportRequest, file: Path | None) -> None:
        if self._saved + len(self._failures) < self._total:
            self._say_progress()
        elif self._failures:
            self._show_failures()
        elif file is not None and (self._total == 1 or isinstance(wanted, FileExportRequest)):
            self._notices.show(
                lambda: self.tr("Saved as {path}.").format(path=printable(str(file))),
                action=lambda: self.tr("Open"),
                act=partial(self._open, file),
                other_action=lambda: self.tr("Show in folder"),
                other_act=partial(self._open, file.parent),
            )
        elif isinstance(wanted, ExportRequest):
            saved = self._saved
            self._notices.show(
                lambda: self.tr("%n result(s) saved in {folder}.", "", saved).format(
                    folder=wanted.out
                ),
                action=lambda: self.tr("Open the folder"),
                act=partial(self._open, wanted.out),
            )

    def _open(self, path: Path) -> None:
        why = open_path(path)
        if why is not None:
            self._notices.show(why, Severity.WARNING)

    def _say_progress(self) -> None:
        done = self._saved + len(self._failures)
        total = self._total
        self._notices.show(
            lambda: self.tr("Saving results: {done} of {total} done…").format(
                done=done, total=total
            ),
            action=lambda: self.tr("Stop"),
            act=self.stop,
        )

    def _show_failures(self) -> None:
        failures, total = tuple(self._failures), self._total

        def message() -> str:
            text = self.tr("{count} of {total} results could not be saved:").format(
                count=len(failures), total=total
            )
            more = ["…"] if len(failures) > NAMED else []
            return "\n".join([text, *failures[:NAMED], *more])

        self._notices.show(message, Severity.WARNING)
