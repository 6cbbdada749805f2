"""The header's button for the cluster: there while there is one, with what has become of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from gui.icons import Glyph, icon
from gui.theme import colours_of
from gui.widgets.tooltips import paragraph


class ClusterButton(QToolButton):
    """Hidden without a cluster; a click asks for the connection's dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cluster")
        self.setProperty("flat", True)
        self._text = ""
        self._why = ""
        self._is_lost = False
        self._narrow = False
        self.hide()

    def show_state(self, words: str, *, is_lost: bool, why: str = "") -> None:
        """``words``: empty without a cluster; ``why``: what more there is to say."""
        self._text, self._is_lost, self._why = words, is_lost, why
        self.setVisible(bool(words))
        self._retranslate()
        self._tint()

    def fold(self, *, narrow: bool) -> None:
        """Show the icon alone where there is no room for words."""
        self._narrow = narrow
        self._retranslate()

    def _retranslate(self) -> None:
        self.setText(self._text)
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if self._narrow
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        self.setAccessibleName(self.tr("Cluster: {state}").format(state=self._text))
        self.setAccessibleDescription(self._why)
        said = self.accessibleName()
        self.setToolTip(paragraph(said, self._why) if self._why else said)

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        self.setIcon(icon(Glyph.CLUSTER, colours.warning if self._is_lost else colours.muted))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
