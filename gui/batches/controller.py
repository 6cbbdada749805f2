"""What the window shows of batches: the dialog that makes one, and the history of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.jobs.controller import JobController
from gui.window.main_window import MainWindow
from gui.window.state import WindowState

if TYPE_CHECKING:
    from core.jobs.reports.model import BatchHeader
    from core.jobs.store.batch_store import NewBatch
    from gui.batches.folder_dialog import FolderDialog
    from gui.cards.cards_state import CardsStateProvider
    from gui.profiles.profile_service import ProfileService


class BatchController(QObject):
    """Lives as long as the window does; dialogs are made when they are first wanted."""

    engines_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        work: JobController,
        *,
        home: Path,
        state: WindowState,
        open_window: Callable[[type[QWidget], Callable[[], QWidget]], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._work = work
        self._home = home
        self._state = state
        self._open_window = open_window
        self._folder: FolderDialog | None = None
        self.profiles: ProfileService | None = None
        """Known once they are read; so are the cards."""
        self.card_watch: CardsStateProvider | None = None
        window.folder_requested.connect(self._on_window_folder_requested)
        window.history_requested.connect(self._on_window_history_requested)

    def close(self) -> None:
        """Give up the batch that is being put together; before the window goes."""
        if self._folder is not None:
            self._folder.reject()

    def _on_window_folder_requested(self) -> None:
        self._folder_dialog().show()

    def _on_commands_again_requested(self, head: BatchHeader) -> None:
        """With the choices of an earlier batch, to be changed or begun."""
        dialog = self._folder_dialog()
        dialog.fill(self._once_more(head))
        dialog.show()

    def _on_commands_failed_requested(self, head: BatchHeader, failed: frozenset[Path]) -> None:
        """The same at once, of what failed."""
        self._work.add_batch(replace(self._once_more(head), only=failed, retry_of=head.id))

    def _once_more(self, head: BatchHeader) -> NewBatch:
        from core.jobs.sources.filters import FileFilter
        from core.jobs.store.batch_store import NewBatch

        return NewBatch(
            name=head.name,
            sources=tuple(map(Path, head.sources)),
            out=None if head.out is None else Path(head.out),
            options=head.options or self._window.settings.convert_options(),
            rules=head.rules or FileFilter(),
            cards=head.cards,
            profile=head.profile,
        )

    def _folder_dialog(self) -> FolderDialog:
        from gui.batches.folder_dialog import FolderDialog

        if self._folder is not None:
            self._folder.raise_()
            self._folder.activateWindow()
            return self._folder
        dialog = self._folder = FolderDialog(
            self._home,
            self._window.settings,
            self._state,
            profiles=self.profiles,
            watch=self.card_watch,
            parent=self._window,
        )
        dialog.begun.connect(self._work.add_batch)
        dialog.engines_requested.connect(self.engines_requested)
        dialog.finished.connect(self._on_dialog_finished)
        return dialog

    def _on_dialog_finished(self) -> None:
        if self._folder is not None:
            self._folder.deleteLater()
            self._folder = None

    def _on_window_history_requested(self) -> None:
        from gui.batches.history_dialog import HistoryDialog

        self._open_window(HistoryDialog, self._make_history)

    def _make_history(self) -> QWidget:
        from gui.batches.history_dialog import HistoryDialog
        from gui.batches.live_batches import ActiveBatches

        live = ActiveBatches(self._work, self._window.counts_of, self)
        made = HistoryDialog(self._home, self._state, live, self._window)
        made.read_requested.connect(self._window.readers.open)
        made.commands.again_requested.connect(self._on_commands_again_requested)
        made.commands.failed_requested.connect(self._on_commands_failed_requested)
        return made
