"""What can be done with a file that was just saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.icons import Glyph
from gui.reading.tool_buttons import ToolButton
from gui.widgets.elided_label import ElidedLabel


class SavedRow(QWidget):
    """The file's name, and buttons to open it or its folder. Hidden until there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.path = Path()
        self.text = ElidedLabel(self)
        self.open = QPushButton(self)
        self.folder = QPushButton(self)
        self.close_button = ToolButton(Glyph.CLOSE, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 8, 6)
        row.addWidget(self.text, 1)
        for button in (self.open, self.folder):
            button.setProperty("quiet", True)
            row.addWidget(button)
        row.addWidget(self.close_button)
        self.open.clicked.connect(self._on_open_clicked)
        self.folder.clicked.connect(self._on_folder_clicked)
        self.close_button.clicked.connect(self.hide)
        self._retranslate()
        self.hide()

    def show_saved(self, path: Path) -> None:
        """A file was saved."""
        self.path = path
        self._retranslate()
        self.show()

    def _on_open_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def _on_folder_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.text.setText(self.tr("Saved as {path}.").format(path=self.path.name))
        self.text.setToolTip(str(self.path))
        self.open.setText(self.tr("Open"))
        self.folder.setText(self.tr("Show in folder"))
        self.close_button.set_words(self.tr("Close this message"))
