"""A strip that says why nothing can be converted, or not by the best, with a way to the engines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from core.engines.skipped_engines import SkippedEngine
from core.worker.protocol import Failure
from gui.i18n import tr
from gui.icons import Glyph, pixmap
from gui.labels import passed_over_text
from gui.theme import colours_of


class EngineBanner(QFrame):
    """Shown while the engine that was chosen is not ready, or a better one than does the work."""

    engines_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")  # before anything polishes it: the style sheet goes by it
        self._failure: Failure | None = None
        self._passed_over: tuple[SkippedEngine, ...] = ()
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setProperty("quiet", True)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.engines_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.show_failure(None)

    def show_failure(
        self, failure: Failure | None, passed_over: tuple[SkippedEngine, ...] = ()
    ) -> None:
        """Why no document can be converted; ``None``: they can.

        ``skipped_engines``: better engines than the one that then does the work.
        """
        self._failure, self._passed_over = failure, passed_over
        self.setVisible(failure is not None or bool(passed_over))
        if not self.isHidden():
            glyph = Glyph.INFO if failure is None else Glyph.FAILED
            colours = colours_of(self.palette())
            scale = self.devicePixelRatioF()
            self._icon.setPixmap(pixmap(glyph, colours.warning, 16, scale))
            self.text.setText(self._text())
            self.button.setText(self.tr("Engines…"))

    def _text(self) -> str:
        if self._failure is None:
            return passed_over_text(self._passed_over)
        hint = () if self._failure.hint is None else (self._failure.hint,)
        return " ".join(map(tr, (self._failure.message, *hint)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.show_failure(self._failure, self._passed_over)
        super().changeEvent(event)
