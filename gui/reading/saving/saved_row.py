"""What can be done with a file that was just saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from gui.icons import Glyph
from gui.opener import open_path
from gui.reading.tool_buttons import ToolButton
from gui.widgets.elided_label import ElidedLabel

MARGINS = 32
"""Left and right of the row, and between name and buttons."""


class SavedRow(QWidget):
    """The file's name, and buttons to open it or its folder. Hidden until there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.path = Path()
        self._why_not: Callable[[], str] | None = None
        """What to say of the last attempt to open it."""
        self.text = ElidedLabel(self)
        self.open = QPushButton(self)
        self.folder = QPushButton(self)
        self.close_button = ToolButton(Glyph.CLOSE, self)
        self._buttons = QHBoxLayout()
        for button in (self.open, self.folder):
            button.setProperty("quiet", True)
            self._buttons.addWidget(button)
        self._buttons.addStretch()
        self._buttons.addWidget(self.close_button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(16, 5, 8, 6)
        self._row.addWidget(self.text, 1)
        self._row.addLayout(self._buttons)
        self.open.clicked.connect(self._on_open_clicked)
        self.folder.clicked.connect(self._on_folder_clicked)
        self.close_button.clicked.connect(self.hide)
        self._retranslate()
        self.hide()

    def show_saved(self, path: Path) -> None:
        """A file was saved."""
        self.path, self._why_not = path, None
        self._retranslate()
        self.show()

    def _on_open_clicked(self) -> None:
        self._update_text(open_path(self.path))

    def _on_folder_clicked(self) -> None:
        self._update_text(open_path(self.path.parent))

    def _update_text(self, why_not: Callable[[], str] | None) -> None:
        self._why_not = why_not
        self._retranslate()

    def _fit(self) -> None:
        """The name has a line of its own where it would be shortened beside the buttons."""
        needed = self.text.sizeHint().width() + self._buttons.sizeHint().width() + MARGINS
        direction = QBoxLayout.Direction
        narrow = needed > self.width()
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        saved = self.tr("Saved as {path}.").format(path=self.path.name)
        text = saved if self._why_not is None else self._why_not()
        self.text.setText(text)
        self.text.setToolTip(str(self.path) if self._why_not is None else text)
        self.open.setText(self.tr("Open"))
        self.folder.setText(self.tr("Show in folder"))
        self.close_button.set_label(self.tr("Close this message"))
        self._fit()
