"""Signs in the status strip that something is not there, for as long as it is not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.icons import Glyph, pixmap
from gui.table.printable import printable
from gui.theme import colours_of

ICON = 14


class StorageIndicator(QWidget):
    """Hidden while every folder is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[Path, ...] = ()
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
        self._folders = tuple(dict.fromkeys(folders))
        self.setVisible(bool(self._folders))
        self._refresh()

    def _texts(self, number: int) -> tuple[str, str]:
        """The text for that many folders, and what goes before their names."""
        raise NotImplementedError

    def _refresh(self) -> None:
        colour = colours_of(self.palette()).warning
        self._icon.setPixmap(pixmap(Glyph.INFO, colour, ICON, self.devicePixelRatioF()))
        text, hint = self._texts(len(self._folders))
        self._text.setText(text)
        self.setToolTip("\n".join([hint, *(printable(str(folder)) for folder in self._folders)]))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._refresh()
        super().changeEvent(event)


class MissingFolderIndicator(StorageIndicator):
    """Folders that are not there and that more is to come from."""

    def _texts(self, number: int) -> tuple[str, str]:
        return (
            self.tr("%n folder(s) not there", "", number),
            self.tr("Resumes automatically when it is back:"),
        )


class FullDiskIndicator(StorageIndicator):
    """Disks that are full, drives that are away."""

    def _texts(self, number: int) -> tuple[str, str]:
        return (
            self.tr("%n disk(s) full or away", "", number),
            self.tr("What goes there waits, and resumes automatically:"),
        )
