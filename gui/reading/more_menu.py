"""What can be done with a whole result: saved in other formats, compared, its changes forgotten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.documents.editing import original_path
from core.documents.exporting import ExportFormat
from core.documents.result import Result
from gui.reading.exporter import Export
from gui.reading.formats import save_words


class MoreMenu(QMenu):
    """The menu; what is chosen comes as signals."""

    export_wanted = Signal(object)
    """An :class:`Export`."""
    other_wanted = Signal(object)
    """The path of another result's Markdown, to compare with."""
    original_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder: Path | None = None

    def fill(self, result: Result | None, *, is_changed: bool) -> None:
        """Offer what can be done with this result."""
        self.clear()
        self._folder = None if result is None else result.folder
        for wanted in ExportFormat:
            action = self.addAction(save_words(wanted))
            action.setData(wanted.value)
            action.triggered.connect(self._choose_place)
        self.addSeparator()
        other = self.addAction(self.tr("Compare with another result…"))
        other.triggered.connect(self._choose_other)
        original = self.addAction(self.tr("Compare with the first state"))
        original.triggered.connect(self.original_wanted)
        discard = self.addAction(self.tr("Forget changes that are not saved"))
        discard.triggered.connect(self.discard_wanted)
        for action in self.actions():
            action.setEnabled(result is not None)
        kept = result is not None and original_path(result.markdown_path).exists()
        original.setEnabled(kept)
        discard.setEnabled(is_changed)

    def _choose_place(self) -> None:
        action = self.sender()
        if self._folder is None or not isinstance(action, QAction):
            return
        dialog = QFileDialog(self.parentWidget(), self.tr("Save into"), str(self._folder.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setProperty("wanted", action.data())
        dialog.setProperty("folder", str(self._folder))
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()

    def _place_chosen(self, out: str) -> None:
        dialog = self.sender()
        if dialog is not None:
            folder, wanted = Path(dialog.property("folder")), dialog.property("wanted")
            self.export_wanted.emit(Export(folder, ExportFormat(wanted), Path(out)))

    def _choose_other(self) -> None:
        if self._folder is None:
            return
        start = str(self._folder.parent)
        dialog = QFileDialog(self.parentWidget(), self.tr("Compare with"), start, "*.md")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._other_chosen)
        dialog.open()

    def _other_chosen(self, markdown: str) -> None:
        self.other_wanted.emit(Path(markdown))
