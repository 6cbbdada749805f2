"""The button beside the card that says which profile new documents are converted with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.i18n import tr
from gui.icons import Glyph, icon
from gui.theme import colours_of

if TYPE_CHECKING:
    from gui.profiles.profile_service import ProfileState

WIDEST = 132


class ProfileButton(QToolButton):
    """An icon while the settings hold; with a profile, its name."""

    chosen = Signal(str)
    """The profile's name; ``""``: as in the settings."""
    opened = Signal()
    """Its menu is about to be shown: a good moment to look again."""
    save_requested = Signal()
    manage_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("flat", True)
        self.setEnabled(False)  # until profiles are known
        self._name = ""
        self._known: ProfileState | None = None
        self.clicked.connect(self._on_clicked)
        self.retranslate()

    def show_known(self, known: ProfileState) -> None:
        """There are these profiles."""
        self._known = known
        self.setEnabled(True)
        self.retranslate()

    def show_chosen(self, name: str) -> None:
        """New documents are converted with this one; ``""``: as in the settings."""
        self._name = name
        self.retranslate()

    def menu_of_profiles(self) -> QMenu:
        """All there are, the settings first, and what can be done with them."""
        from gui.profiles.labels import summary
        from gui.table.printable import printable

        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(self._on_menu_triggered)
        menu.addAction(self.tr("New documents are converted")).setEnabled(False)
        self._offer(menu, self.tr("As in the settings"), "")
        for profile in () if self._known is None else self._known.shelf.profiles:
            action = self._offer(menu, printable(profile.name).replace("&", "&&"), profile.name)
            action.setToolTip(summary(profile))
            if self._known is not None and profile.name in self._known.troubles:
                action.setIcon(icon(Glyph.FAILED, colours_of(self.palette()).warning))
        menu.addSeparator()
        menu.addAction(self.tr("Save the settings as a profile…"), self.save_requested.emit)
        menu.addAction(self.tr("Profiles…"), self.manage_requested.emit)
        return menu

    def retranslate(self) -> None:
        """The language, the colours or the choice have changed."""
        colours = colours_of(self.palette())
        name, known = self._name, self._known
        wrong = bool(name) and known is not None and name not in known.shelf.names
        doubtful = known is not None and name in known.troubles
        ink = colours.accent if name else colours.muted
        ink = colours.warning if wrong or doubtful else ink
        self.setIcon(icon(Glyph.PROFILE, ink, colours.faint))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if name else style.ToolButtonIconOnly
        )
        middle = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(_shown(name), middle, WIDEST))
        if wrong:
            text = self.tr("The profile {name} no longer exists. Choose another one.")
        elif name:
            text = self.tr("New documents: profile {name}")
        else:
            text = self.tr("New documents: as in the settings")
        self.setToolTip("\n".join([text.format(name=_shown(name)), *self._details()]))
        spoken = _shown(name) or self.tr("As in the settings")
        self.setAccessibleName(self.tr("Profile: {name}").format(name=spoken))

    def _details(self) -> list[str]:
        """What the chosen profile holds, and its problems."""
        profile = None if self._known is None else self._known.shelf.get(self._name)
        if profile is None or self._known is None:
            return []
        from gui.profiles.labels import summary

        return [summary(profile), *map(tr, self._known.troubles.get(profile.name, ()))]

    # Inside -------------------------------------------------------------------------------------

    def _offer(self, menu: QMenu, text: str, name: str) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(name == self._name)
        action.setData(name)
        return action

    def _on_clicked(self) -> None:
        self.opened.emit()
        self.menu_of_profiles().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_menu_triggered(self, action: QAction) -> None:
        if action.isCheckable():
            self.chosen.emit(action.data())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)


def _shown(name: str) -> str:
    if not name:
        return ""
    from gui.table.printable import printable  # late: it brings much along that no start needs

    return printable(name)
