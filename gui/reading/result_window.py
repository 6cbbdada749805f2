"""A result that is on no list, made elsewhere or long ago, in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.documents.result import find_markdown
from gui.reading.result_pane import ResultPane
from gui.widgets.window_size import fit

SIZE = (1200, 800)


class ResultWindow(QWidget):
    """Shows one result folder. ``closed`` comes once, when its pane is shut down."""

    closed = Signal()

    def __init__(self, folder: Path, pdf: Path | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.folder = folder
        self.setWindowTitle(f"{find_markdown(folder).stem} — Headframe")
        fit(self, *SIZE)
        self.pane = ResultPane(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self.is_closed = False
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        shortcut.activated.connect(self.close)
        self.pane.show_result(folder, pdf)

    def shut_down(self) -> None:
        """End what the pane runs; closing does it as well."""
        if not self.is_closed:
            self.is_closed = True
            self.pane.shut_down()
            self.closed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.shut_down()
        event.accept()
        self.deleteLater()
