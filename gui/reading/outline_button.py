"""The tool that lists the headings of a result, and leads to one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.documents.render import Heading
from gui.icons import Glyph
from gui.reading.tool_buttons import ToolButton

MAX_HEADINGS = 500
"""Entries of the menu; a longer one cannot be used."""


class OutlineButton(ToolButton):
    """Opens a menu of headings, set in by their levels."""

    requested = Signal(int)
    """The unit of a heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.OUTLINE, parent)
        self._headings: tuple[Heading, ...] = ()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.list = QMenu(self)
        self.list.aboutToShow.connect(self._on_list_about_to_show)
        self.list.triggered.connect(self._on_list_triggered)
        self.setMenu(self.list)
        self.fill(())
        self._retranslate()

    def fill(self, headings: tuple[Heading, ...]) -> None:
        """Another result, or none."""
        self._headings = headings
        self.setEnabled(bool(headings))

    def _on_list_about_to_show(self) -> None:
        self.list.clear()
        for heading in self._headings[:MAX_HEADINGS]:
            text = "\N{EM SPACE}" * (heading.level - 1) + heading.text.replace("&", "&&")[:120]
            self.list.addAction(text).setData(heading.unit)

    def _on_list_triggered(self, action: QAction) -> None:
        self.requested.emit(action.data())

    def _retranslate(self) -> None:
        self.set_label(self.tr("Headings"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
