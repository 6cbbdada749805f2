"""The eye in the status strip: which folders are watched, and how to stop that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.icons import Glyph, icon
from gui.labels import listed
from gui.table.printable import printable
from gui.theme import colours_of

if TYPE_CHECKING:
    from core.jobs.store.batch_store import BatchRecord

ICON = 16
WIDEST = 420
"""Pixels of a folder's path in the menu."""


class WatchedFoldersButton(QToolButton):
    """Hidden while no folder is watched."""

    stop_requested = Signal(str)
    """The id of a batch whose folders are to be watched no longer."""
    batch_requested = Signal(str)
    """The id of a batch whose documents are to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batches: tuple[BatchRecord, ...] = ()
        self.setProperty("flat", True)
        self.setAutoRaise(True)
        self.setIconSize(QSize(ICON, ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list = QMenu(self)
        self.list.aboutToShow.connect(self._on_list_about_to_show)
        self.setMenu(self.list)
        self.show_batches(())

    def show_batches(self, batches: Iterable[BatchRecord]) -> None:
        """The batches there are; those that watch are shown."""
        self._batches = tuple(
            batch for batch in batches if batch.new.watch and batch.finished_at is None
        )
        self.setVisible(bool(self._batches))
        self._refresh()

    def _folders(self) -> list[str]:
        paths = (str(path) for batch in self._batches for path in batch.new.sources)
        return [printable(path) for path in dict.fromkeys(paths)]

    def _on_list_about_to_show(self) -> None:
        self.list.clear()
        for batch in self._batches:
            folders = listed(printable(str(path)) for path in batch.new.sources)
            shown = self.fontMetrics().elidedText(folders, Qt.TextElideMode.ElideMiddle, WIDEST)
            title = self.list.addAction(shown.replace("&", "&&"))
            title.setToolTip(folders)
            title.setData((self.batch_requested, batch.id))
            stop = self.list.addAction(self.tr("Stop watching"))
            stop.setIcon(icon(Glyph.STOP, colours_of(self.palette()).muted))
            stop.setData((self.stop_requested, batch.id))
            self.list.addSeparator()
        for action in self.list.actions():
            action.triggered.connect(self._on_action_triggered)

    def _on_action_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and action.data() is not None:
            signal, batch_id = action.data()
            signal.emit(batch_id)

    def _refresh(self) -> None:
        folders = self._folders()
        text = self.tr("Watching %n folder(s)", "", len(folders))
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip("\n".join([self.tr("New documents in them are converted:"), *folders]))
        self.setIcon(icon(Glyph.WATCHING, colours_of(QGuiApplication.palette()).accent, size=ICON))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._refresh()
        super().changeEvent(event)
