"""What can be done with a whole result: saved in other formats, compared, its changes forgotten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.documents.exporting import ExportFormat
from core.documents.result import Result
from core.documents.versions import original_path
from core.worker.kinds import EngineName
from gui.labels import short_engine_label
from gui.reading.saving.exporter import FileExportRequest
from gui.reading.saving.formats import save_text
from gui.reading.saving.save_dialog import make_save_dialog, with_suffix
from gui.widgets.file_dialog import file_dialog


class ResultMenu(QMenu):
    """The menu; what is chosen comes as signals."""

    export_requested = Signal(object)
    """A :class:`FileExportRequest`."""
    other_requested = Signal(object)
    """The path of another result's Markdown, to compare with."""
    engine_requested = Signal(object)
    """An :class:`EngineName`: a second result is to be made with it, and compared."""
    original_requested = Signal()
    discard_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self.makes_second = False
        """Someone hears of :attr:`engine_requested`."""

    def fill(self, result: Result | None, *, is_changed: bool) -> None:
        """Offer what can be done with this result."""
        self.clear()
        self._folder = None if result is None else result.folder
        for wanted in ExportFormat:
            action = self.addAction(save_text(wanted))
            action.setData(wanted.value)
            action.triggered.connect(self._on_action_triggered)
        self.addSeparator()
        other = self.addAction(self.tr("Compare with another result…"))
        other.triggered.connect(self._on_other_triggered)
        self._offer_engines(result)
        original = self.addAction(self.tr("Compare with the original conversion"))
        original.triggered.connect(self.original_requested)
        discard = self.addAction(self.tr("Discard unsaved changes"))
        discard.triggered.connect(self.discard_requested)
        for action in self.actions():
            action.setEnabled(result is not None)
        kept = result is not None and original_path(result.markdown_path).exists()
        original.setEnabled(kept)
        discard.setEnabled(is_changed)

    def _offer_engines(self, result: Result | None) -> None:
        """Offer them where the result's source is known and ``makes_second`` is set."""
        if not self.makes_second or result is None or result.origin.source is None:
            return
        for engine in EngineName:
            if engine.value != result.origin.engine:
                text = self.tr("Convert with {engine} and compare")
                action = self.addAction(text.format(engine=short_engine_label(engine)))
                action.setData(engine.value)
                action.triggered.connect(self._on_engine_triggered)

    def _on_engine_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.engine_requested.emit(EngineName(action.data()))

    def _on_action_triggered(self) -> None:
        action = self.sender()
        if self._folder is None or not isinstance(action, QAction):
            return
        stem = self._folder.name
        wanted = ExportFormat(action.data())
        parent = self.parentWidget()
        dialog = make_save_dialog(parent, str(self._folder.parent), stem, wanted)
        dialog.setProperty("wanted", action.data())
        dialog.setProperty("folder", str(self._folder))
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def _on_dialog_file_selected(self, chosen: str) -> None:
        dialog = self.sender()
        if dialog is not None:
            folder, wanted = (
                Path(dialog.property("folder")),
                ExportFormat(dialog.property("wanted")),
            )
            request = FileExportRequest((folder,), wanted, with_suffix(chosen, wanted))
            self.export_requested.emit(request)

    def _on_other_triggered(self) -> None:
        if self._folder is None:
            return
        parent = self.parentWidget()
        dialog = file_dialog(parent, self.tr("Compare with"), str(self._folder.parent))
        dialog.setNameFilter("*.md")
        dialog.fileSelected.connect(self._on_other_chosen)
        dialog.open()

    def _on_other_chosen(self, markdown: str) -> None:
        self.other_requested.emit(Path(markdown))
