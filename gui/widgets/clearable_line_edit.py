"""A field with a button that empties it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from gui.icons import Glyph, icon
from gui.theme import colours_of


class ClearableLineEdit(QLineEdit):
    """Qt's own button takes a tenth of the start to look through icon themes, and fits none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clear = QAction(self)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self._on_clear_triggered)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._on_text_changed)
        self._name_clear()
        self._tint_clear()

    def _on_clear_triggered(self) -> None:
        self.clear()
        self.textEdited.emit("")  # the user did it
        self.setFocus()

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_clear()
        elif event.type() is QEvent.Type.PaletteChange:
            self._tint_clear()

    def _name_clear(self) -> None:
        words = self.tr("Clear")
        self._clear.setToolTip(words)
        for button in self.findChildren(QToolButton):
            if button.defaultAction() is self._clear:
                button.setAccessibleName(words)

    def _tint_clear(self) -> None:
        self._clear.setIcon(icon(Glyph.CLOSE, colours_of(self.palette()).muted))
