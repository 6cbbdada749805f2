"""How documents come into the window: chosen, pasted, dropped, named at the start."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.labels import listed
from gui.table.printable import printable
from gui.window.actions import Actions, Command

if TYPE_CHECKING:
    from gui.jobs.controller import JobController
    from gui.notifications import NotificationCenter
    from gui.window.result_windows import ResultWindows
    from gui.window.state import WindowState

LAST_FOLDER = "last-folder"
MOST_NAMED = 3
"""Files that a notice names."""


class AddDocuments(QObject):
    """Hands files and folders to the work. Dialogs are opened, never waited for."""

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        work: JobController,
        notices: NotificationCenter,
        state: WindowState,
        readers: ResultWindows,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._work = work
        self._notices = notices
        self._state = state
        self._readers = readers
        self._given: list[Path] = []
        self._not_pdfs: tuple[str, ...] = ()
        """Names of files among them that were left out."""
        actions.on(Command.ADD_FILES, self.choose_files)
        actions.on(Command.ADD_FOLDER, self.choose_folder)
        actions.on(Command.PASTE, self.paste)
        work.files_left_out.connect(self._on_work_files_left_out)
        work.scan_finished.connect(self._on_work_scan_finished)

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these."""
        given = list(paths)
        if given:
            self._given = given
            self._work.add(given)

    def choose_files(self) -> None:
        """Let the user pick files."""
        self._open_dialog(folders=False)

    def choose_folder(self) -> None:
        """Let the user pick a folder, to be searched with all below it."""
        self._open_dialog(folders=True)

    def paste(self) -> None:
        """Take files or paths from the clipboard."""
        from gui.window.paths import paths_in

        found = paths_in(QGuiApplication.clipboard().mimeData())
        if found:
            self.add(found)
        else:
            self._notices.show(self.tr("There are no files and no paths in the clipboard."))

    def _open_dialog(self, *, folders: bool) -> None:
        from PySide6.QtWidgets import QFileDialog  # heavy, and not wanted before

        from gui.widgets.file_dialog import directory_dialog, file_dialog

        title = self.tr("Add a folder of PDFs") if folders else self.tr("Add PDFs")
        at = self._state.folder(LAST_FOLDER)
        if folders:
            dialog = directory_dialog(self._window, title, at)
        else:
            dialog = file_dialog(self._window, title, at, QFileDialog.FileMode.ExistingFiles)
            pdfs, everything = self.tr("PDF documents (*.pdf *.PDF)"), self.tr("All files (*)")
            dialog.setNameFilters([pdfs, everything])
        dialog.filesSelected.connect(self._on_dialog_files_selected)
        dialog.open()

    def _on_dialog_files_selected(self, files: list[str]) -> None:
        paths = [Path(file) for file in files]
        if paths:
            self._state.keep(LAST_FOLDER, str(paths[0].parent))
        self.add(paths)

    def _on_work_scan_finished(self, found: int) -> None:
        names, self._not_pdfs = self._not_pdfs, ()
        # A folder without PDFs may hold what became of one, here or elsewhere.
        if found == 0 and sum(self._readers.open(path) for path in self._given):
            return
        if names:
            said = listed(map(printable, names[:MOST_NAMED]))
            if len(names) > MOST_NAMED:
                said += ", …"
            text = self.tr("%n file(s) left out, not a PDF: {names}", "", len(names))
            self._notices.show(text.format(names=said))
        elif found == 0:
            self._notices.show(self.tr("There is no PDF in there."))

    def _on_work_files_left_out(self, names: tuple[str, ...]) -> None:
        self._not_pdfs = names  # the end of the scan is told next
