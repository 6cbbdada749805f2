"""The row for searching in the Markdown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui.icons import Glyph
from gui.reading.tool_buttons import ToolBar, ToolButton
from gui.widgets.clearable_line_edit import ClearableLineEdit


class FindBar(ToolBar):
    """A field, arrows, and how many there are."""

    requested = Signal(str, bool)
    """A text, and whether to search backwards; an empty text ends the search."""
    left = Signal()
    """It has gone, and had the keys, which are to go to what was searched."""

    def __init__(self, parent: QWidget | None = None, *, of_pages: bool = False) -> None:
        """``of_pages``: it searches the PDF's pages rather than the Markdown."""
        super().__init__(parent)
        self._of_pages = of_pages
        self.field = ClearableLineEdit(self)
        self.matches = QLabel(self)
        self.back = ToolButton(Glyph.UP, self)
        self.on = ToolButton(Glyph.CHEVRON_DOWN, self)
        self.close_button = ToolButton(Glyph.CLOSE, self)
        self.add_wide(self.field)
        self.add(self.matches, self.back, self.on, self.close_button)
        self.may_drop(self.matches)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.returnPressed.connect(self._on_forward_requested)
        self.on.clicked.connect(self._on_forward_requested)
        self.back.clicked.connect(self._backward)
        self.close_button.clicked.connect(self.leave)
        self._retranslate()
        self.hide()

    def enter(self) -> None:
        """Show the row and take the keys."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def leave(self) -> None:
        """Hide the row and end the search."""
        had_keys = self.isAncestorOf(self.window().focusWidget())
        self.hide()
        self.matches.clear()
        self.requested.emit("", False)
        if had_keys:
            self.left.emit()

    def show_count(self, current: int, count: int, is_all: bool = True) -> None:
        """Say which match is shown, and of how many; more may come while not ``is_all``."""
        if not self.field.text():
            self.matches.clear()
        elif not is_all:
            self.matches.setText(self.tr("{n} of {count} …").format(n=current, count=count))
        elif not count:
            self.matches.setText(self.tr("nothing found"))
        else:
            self.matches.setText(self.tr("{n} of {count}").format(n=current, count=count))
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif (
            event.key() == Qt.Key.Key_Return
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self._backward()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        place = self.tr("Find in the pages") if self._of_pages else self.tr("Find in the Markdown")
        self.field.setPlaceholderText(place)
        self.field.setAccessibleName(place)
        self.back.set_label(self.tr("Previous match"), "Shift+F3")
        self.on.set_label(self.tr("Next match"), "F3")
        self.close_button.set_label(self.tr("End the search"), "Esc")

    def _on_field_text_changed(self, text: str) -> None:
        if not text:
            self.matches.clear()
        self.requested.emit(text, False)

    def _on_forward_requested(self) -> None:
        self.requested.emit(self.field.text(), False)

    def _backward(self) -> None:
        self.requested.emit(self.field.text(), True)
