"""Small buttons, as the reading pane's rows of tools use them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from gui.icons import Glyph, icon

ICON = 16
BAR_HEIGHT = 40


class ToolButton(QToolButton):
    """A flat button with an icon in the palette's colour, a tool tip and an accessible name."""

    def __init__(
        self, glyph: Glyph, parent: QWidget | None = None, *, checkable: bool = False
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self.setProperty("flat", True)
        self.setAutoRaise(True)
        self.setCheckable(checkable)
        self.setIconSize(QSize(ICON, ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tint()

    def set_words(self, words: str, keys: str = "") -> None:
        """Its name, for the tool tip and for a screen reader."""
        self.setToolTip(f"{words} ({keys})" if keys else words)
        self.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        role = QPalette.ColorRole.ButtonText
        colour = self.palette().color(QPalette.ColorGroup.Active, role).name()
        faint = self.palette().color(QPalette.ColorGroup.Disabled, role).name()
        self.setIcon(icon(self._glyph, colour, faint, ICON))


class Bar(QWidget):
    """A row of tools with a hairline below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BAR_HEIGHT)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 4, 8, 5)
        self.row.setSpacing(2)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets beside each other."""
        for widget in widgets:
            self.row.addWidget(widget)

    def add_line(self) -> None:
        """A thin line between groups."""
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFixedSize(9, 18)
        line.setForegroundRole(QPalette.ColorRole.Mid)
        line.setFrameShadow(QFrame.Shadow.Plain)
        self.row.addWidget(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(QColor(self.palette().color(QPalette.ColorRole.Midlight)))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
