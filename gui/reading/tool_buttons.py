"""Small buttons, as the reading pane's rows of tools use them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gui.icons import Glyph, icon
from gui.theme import colours_of
from gui.widgets.focus_order import chain_focus

ICON = 16
BAR_HEIGHT = 40
FOCUS_LINE = 2


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

    def set_label(self, words: str, keys: str = "") -> None:
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


class ToolBar(QWidget):
    """A row of tools with a hairline below. In a narrow one, tools that can be missed go first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BAR_HEIGHT)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 4, 8, 5)
        self.row.setSpacing(2)
        # The row never asks for more room than there is: it drops tools instead.
        self.row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._optional: list[tuple[QWidget, ...]] = []
        self._view: QWidget | None = None
        self.leads = False
        """What is below has the keys; the line says so."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def lead_to(self, view: QWidget) -> None:
        """Let Tab go on to that after the last tool."""
        self._view = view

    def add(self, *widgets: QWidget) -> None:
        """Put widgets beside each other."""
        for widget in widgets:
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            self.row.addWidget(widget)

    def add_wide(self, widget: QWidget) -> None:
        """Put in a widget that takes what room is left."""
        self.row.addWidget(widget, 1)

    def add_line(self) -> QWidget:
        """A thin line between groups."""
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFixedSize(9, 18)
        line.setForegroundRole(QPalette.ColorRole.Mid)
        line.setFrameShadow(QFrame.Shadow.Plain)
        self.row.addWidget(line)
        return line

    def may_drop(self, *widgets: QWidget) -> None:
        """Tools that are left out together where there is no room; those named first go first."""
        self._optional.append(widgets)

    def _in_row(self) -> list[QWidget]:
        """From left to right."""
        items = (self.row.itemAt(place) for place in range(self.row.count()))
        found = (item.widget() for item in items if item is not None)
        return [widget for widget in found if widget is not None]

    def fit(self) -> None:
        """Show as many tools as there is room for."""
        margins = self.row.contentsMargins()
        shown = self._in_row()
        optional = {widget for group in self._optional for widget in group}
        widths = {
            widget: _width_of(widget) + self.row.spacing()
            for widget in shown
            if (widget in optional or not widget.isHidden())
        }
        room = self.width() - margins.left() - margins.right()
        needed = sum(widths.values())
        for group in self._optional:
            fits = needed <= room
            for widget in group:
                widget.setVisible(fits)
                needed -= 0 if fits else widths.get(widget, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()  # a tool has come or gone, or has other words
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        chain_focus([*self._in_row(), *([] if self._view is None else [self._view])])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(QColor(self.palette().color(QPalette.ColorRole.Midlight)))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self.leads:
            accent = QColor(colours_of(self.palette()).accent)
            painter.fillRect(0, self.height() - FOCUS_LINE, self.width(), FOCUS_LINE, accent)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        panel = self.parentWidget()
        lit = panel is not None and now is not None and panel.isAncestorOf(now)
        lit = lit and now is not None and not self.isAncestorOf(now)
        if lit != self.leads:
            self.leads = lit
            self.update()


def _width_of(widget: QWidget) -> int:
    """In the row, shown or not: a hint knows nothing of a width that was fixed."""
    hint = widget.sizeHint().expandedTo(widget.minimumSizeHint())
    return hint.expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize()).width()
