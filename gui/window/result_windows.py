"""Results that are on no list, each in a window of its own: chosen, or dropped as a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.notifications import NotificationCenter, Severity
from gui.window.actions import Actions, Command
from gui.window.state import WindowState

if TYPE_CHECKING:
    from gui.reading.reading_place import ReadingPlace
    from gui.reading.result_window import ResultWindow

LAST_FOLDER = "last-result-folder"
AT_ONCE = 4
"""Windows that one folder may open: MinerU leaves a result for each way of reading a document."""


class ResultWindows(QObject):
    """Opens the windows, and ends them before the program does."""

    def __init__(
        self, window: QWidget, actions: Actions, notices: NotificationCenter, state: WindowState
    ) -> None:
        super().__init__(window)
        self._window = window
        self._notices = notices
        self._state = state
        self.windows: list[ResultWindow] = []
        actions.on(Command.OPEN_RESULT, self.choose)

    def choose(self) -> None:
        """Let the user pick a result's folder."""
        from gui.widgets.file_dialog import directory_dialog  # heavy, and not wanted before

        title = self.tr("Open a result's folder")
        dialog = directory_dialog(self._window, title, self._state.folder(LAST_FOLDER))
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def open(self, folder: Path, place: ReadingPlace | None = None) -> bool:
        """Show the result, or the few results, in a folder. False when there is none."""
        from core.documents.result_lookup import find_results

        found = find_results(folder)
        if len(found) > AT_ONCE:
            text = self.tr("There are several results in {folder}. Open one of its folders.")
            self._notices.show(text.format(folder=folder))
        else:
            for result in found:
                self._show(result, place)
        return bool(found)

    def shut_down(self) -> None:
        """Close all windows; before the program ends."""
        for window in list(self.windows):
            window.close()

    def _on_dialog_file_selected(self, folder: str) -> None:
        self._state.keep(LAST_FOLDER, str(Path(folder).parent))
        if not self.open(Path(folder)):
            self._notices.show(
                lambda: self.tr("There is no result of MinerU or Headframe in {folder}.").format(
                    folder=folder
                ),
                Severity.WARNING,
            )

    def _show(self, folder: Path, place: ReadingPlace | None) -> None:
        window = next((window for window in self.windows if window.folder == folder), None)
        if window is None:
            from core.documents.result_lookup import find_source
            from gui.reading.result_window import ResultWindow

            window = ResultWindow(folder, find_source(folder), self._window)
            window.closed.connect(self._on_window_closed)
            self.windows.append(window)
        if place is not None:
            window.pane.go_to(place)
        window.show()
        window.raise_()
        window.activateWindow()

    def _on_window_closed(self) -> None:
        self.windows = [window for window in self.windows if not window.is_closed]
