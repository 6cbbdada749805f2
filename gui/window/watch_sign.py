"""The sign in the status strip that folders are not there, for as long as they are waited for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.icons import Glyph, pixmap
from gui.table.cells import printable
from gui.theme import colours_of

ICON = 14


class WatchSign(QWidget):
    """Hidden while every folder is there that more is to come from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missing: tuple[Path, ...] = ()
        self._icon, self._text = QLabel(), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.show_missing(())

    @property
    def text(self) -> str:
        """What it says."""
        return "" if self.isHidden() else self._text.text()

    def show_missing(self, folders: Iterable[Path]) -> None:
        """These are not there now."""
        self._missing = tuple(dict.fromkeys(folders))
        self.setVisible(bool(self._missing))
        self._refresh()

    def _refresh(self) -> None:
        colour = colours_of(self.palette()).warning
        self._icon.setPixmap(pixmap(Glyph.INFO, colour, ICON, self.devicePixelRatioF()))
        self._text.setText(self.tr("%n folder(s) not there", "", len(self._missing)))
        hint = self.tr("Taken up again by itself when it is back:")
        self.setToolTip("\n".join([hint, *(printable(str(folder)) for folder in self._missing)]))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._refresh()
        super().changeEvent(event)
