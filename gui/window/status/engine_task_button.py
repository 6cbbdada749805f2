"""In the status strip: what is being done with an engine while its page is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from gui.icons import Glyph, icon
from gui.theme import colours_of


class EngineTaskButton(QToolButton):
    """Hidden while nothing is. A click leads to the engines page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("flat", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tint()
        self.hide()

    def show_task(self, text: str, detail: str) -> None:
        """Say that; nothing with ``""``."""
        self.setText(text)
        self.setToolTip(detail)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        self.setVisible(bool(text))

    def _tint(self) -> None:
        self.setIcon(icon(Glyph.ENGINE, colours_of(self.palette()).accent))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
