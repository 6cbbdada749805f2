"""What is to happen when everything is converted, chosen in the status strip."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.icons import Glyph, icon
from gui.theme import colours_of

ICON = 16


class WhenDone(Enum):
    """What happens once; then it is :attr:`NOTHING` again."""

    NOTHING = "nothing"
    QUIT = "quit"
    SLEEP = "sleep"
    COMMAND = "command"


def when_done_text(choice: WhenDone) -> str:
    """As an entry of the menu."""
    translate = QCoreApplication.translate
    match choice:
        case WhenDone.NOTHING:
            return translate("WhenDoneButton", "Do nothing")
        case WhenDone.QUIT:
            return translate("WhenDoneButton", "Quit Headframe")
        case WhenDone.SLEEP:
            return translate("WhenDoneButton", "Put the computer to sleep")
        case WhenDone.COMMAND:
            return translate("WhenDoneButton", "Run a command…")


class WhenDoneButton(QToolButton):
    """Shown while there is work, or something is chosen."""

    chosen = Signal(object)
    """A :class:`WhenDone`, by the user."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = WhenDone.NOTHING
        self._busy = False
        self.setProperty("flat", True)
        self.setAutoRaise(True)
        self.setIconSize(QSize(ICON, ICON))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list = QMenu(self)
        self._group = QActionGroup(self)
        self._actions: dict[WhenDone, QAction] = {}
        for choice in WhenDone:
            action = self.list.addAction("")
            action.setCheckable(True)
            action.setData(choice.value)
            self._group.addAction(action)
            self._actions[choice] = action
        self._group.triggered.connect(self._on_group_triggered)
        self.setMenu(self.list)
        self._refresh()

    def set_busy(self, busy: bool) -> None:
        """Whether there is work."""
        self._busy = busy
        self.setVisible(busy or self.choice is not WhenDone.NOTHING)

    def set_choice(self, choice: WhenDone) -> None:
        """What is to happen now."""
        self.choice = choice
        self._refresh()

    def _on_group_triggered(self, action: QAction) -> None:
        self.set_choice(WhenDone(action.data()))
        self.chosen.emit(self.choice)

    def _refresh(self) -> None:
        for choice, action in self._actions.items():
            action.setText(when_done_text(choice))
        self._actions[self.choice].setChecked(True)
        is_set = self.choice is not WhenDone.NOTHING
        text = when_done_text(self.choice).rstrip("…")
        words = self.tr("When all is done: {what}").format(what=text)
        self.setText(self.tr("When done: {what}").format(what=text))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if is_set else style.ToolButtonIconOnly
        )
        self.setToolTip(words)
        self.setAccessibleName(words)
        colours = colours_of(QGuiApplication.palette())
        colour = colours.accent if is_set else colours.muted
        self.setIcon(icon(Glyph.WHEN_DONE, colour, size=ICON))
        self.set_busy(self._busy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._refresh()
        super().changeEvent(event)
