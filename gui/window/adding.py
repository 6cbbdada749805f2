"""How documents come into the window: chosen, pasted, dropped, named at the start."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.notices import Notices
from gui.window.actions import Actions, Do
from gui.window.paths import paths_in
from gui.window.readers import Readers
from gui.window.state import WindowState
from gui.work.work import Work

LAST_FOLDER = "last-folder"


class Adding(QObject):
    """Hands files and folders to the work. Dialogs are opened, never waited for."""

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        work: Work,
        notices: Notices,
        state: WindowState,
        readers: Readers,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._work = work
        self._notices = notices
        self._state = state
        self._readers = readers
        self._given: list[Path] = []
        actions.on(Do.ADD_FILES, self.choose_files)
        actions.on(Do.ADD_FOLDER, self.choose_folder)
        actions.on(Do.PASTE, self.paste)
        work.intake_ended.connect(self._say_empty)

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
        found = paths_in(QGuiApplication.clipboard().mimeData())
        if found:
            self.add(found)
        else:
            self._notices.show(self.tr("There are no files and no paths in the clipboard."))

    def _open_dialog(self, *, folders: bool) -> None:
        from PySide6.QtWidgets import QFileDialog  # heavy, and not wanted before

        title = self.tr("Add a folder of PDFs") if folders else self.tr("Add PDFs")
        # Qt's own dialog: it is there on a bare X server, speaks the window's language, and never
        # waits for a portal that does not answer.
        dialog = QFileDialog(self._window, title, self._state.folder(LAST_FOLDER))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        if folders:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            pdfs, everything = self.tr("PDF documents (*.pdf *.PDF)"), self.tr("All files (*)")
            dialog.setNameFilters([pdfs, everything])
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, files: list[str]) -> None:
        paths = [Path(file) for file in files]
        if paths:
            self._state.keep(LAST_FOLDER, str(paths[0].parent))
        self.add(paths)

    def _say_empty(self, found: int) -> None:
        # A folder without PDFs may hold what became of one, here or elsewhere.
        if found == 0 and not sum(self._readers.open(path) for path in self._given):
            self._notices.show(self.tr("There is no PDF in there."))
