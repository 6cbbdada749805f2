"""A strip that says why nothing can be converted, with a way to the engines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from core.worker.protocol import Failure
from gui.i18n import words
from gui.icons import Glyph, pixmap
from gui.theme import colours_of


class EngineBanner(QFrame):
    """Shown while the engine that was chosen is not ready."""

    engines_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")  # before anything polishes it: the style sheet goes by it
        self._failure: Failure | None = None
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setProperty("quiet", True)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.engines_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.show_failure(None)

    def show_failure(self, failure: Failure | None) -> None:
        """Why no document can be converted; ``None``: nothing stands against it."""
        self._failure = failure
        self.setVisible(failure is not None)
        if failure is not None:
            colours = colours_of(self.palette())
            scale = self.devicePixelRatioF()
            self._icon.setPixmap(pixmap(Glyph.FAILED, colours.warning, 16, scale))
            hint = () if failure.hint is None else (failure.hint,)
            self.text.setText(" ".join(map(words, (failure.message, *hint))))
            self.button.setText(self.tr("Engines…"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.show_failure(self._failure)
        super().changeEvent(event)
