"""What is dropped on a window: files and folders, from whatever lies under the pointer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from gui.window.welcome.empty_page import DropOverlay


class DropTarget(QObject):
    """Takes what is dropped anywhere on a window, and shows meanwhile that it would."""

    dropped = Signal(list)
    """Paths."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._overlay = DropOverlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        elif event.type() is QEvent.Type.DragLeave:
            self._overlay.hide()
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._take(event)
        else:
            return super().eventFilter(watched, event)
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        from gui.window.paths import may_hold_paths  # late: most windows are dropped on later

        if may_hold_paths(event.mimeData()):
            event.acceptProposedAction()
            self._overlay.cover()
        else:
            event.ignore()

    def _take(self, event: QDropEvent) -> None:
        from gui.window.paths import paths_in

        self._overlay.hide()
        found: list[Path] = paths_in(event.mimeData())
        if found:
            event.setDropAction(Qt.DropAction.CopyAction)  # the source keeps its files
            event.accept()
            self.dropped.emit(found)
        else:
            event.ignore()
