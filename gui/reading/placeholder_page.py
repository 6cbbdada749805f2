"""A few words in the place of a result."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class PlaceholderPage(QWidget):
    """A few words in the middle, and what can be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._text = QLabel(self)
        self._buttons = QHBoxLayout()
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self._title.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(10)
        column.addStretch()
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._buttons)
        column.addStretch()

    @property
    def title(self) -> str:
        """What stands on top."""
        return self._title.text()

    def show_words(self, title: str, text: str, actions: Sequence[QAction]) -> None:
        """Say this."""
        self._title.setText(title)
        self._text.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not actions:
            return
        self._buttons.addStretch()
        for action in actions:
            button = QPushButton(action.text(), self)
            button.clicked.connect(action.trigger)
            self._buttons.addWidget(button)
        self._buttons.addStretch()
