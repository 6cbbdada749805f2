"""What this is, which version, under which license."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QEvent, Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from core import __version__
from gui.help.version_text import version_text
from gui.icons import Glyph, pixmap

WIDTH = 440


class AboutDialog(QDialog):
    """The mark, a sentence, versions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = QLabel()
        mark.setPixmap(pixmap(Glyph.HEADFRAME, "", 64, self.devicePixelRatioF()))
        self._name = QLabel(f"Headframe {__version__}")
        font = QFont(self._name.font())
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setWeight(QFont.Weight.Bold)
        self._name.setFont(font)
        self._text = QLabel()
        self._text.setWordWrap(True)
        versions = f"Python {platform.python_version()} · PySide6 {PySide6.__version__}"
        self._versions = QLabel(f"{versions} · Qt {qVersion()}")
        self._versions.setProperty("muted", True)
        self._versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.copy = buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._on_copy_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 20)
        column.setSpacing(12)
        for widget in (mark, self._name, self._text, self._versions):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(buttons)
        self.setFixedWidth(WIDTH)
        self._retranslate()

    def _fit(self) -> None:
        """As high as its words are at this width: a layout's hint does not count their lines."""
        layout = self.layout()
        assert layout is not None
        self.setFixedHeight(layout.totalHeightForWidth(WIDTH))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(version_text())

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("About Headframe"))
        self.copy.setText(self.tr("Copy version information"))
        self._text.setText(
            self.tr(
                "The desktop front of MinerU: PDFs to Markdown, on the card you choose, on this "
                "machine. Free software under the GNU Affero General Public License, version 3 "
                "or later."
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fit()
        super().changeEvent(event)
