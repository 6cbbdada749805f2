"""The line in which cards are kept for others: no window that must be closed first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from core.cards.model import Card
from gui.cards.labels import names_of
from gui.icons import Glyph, icon, pixmap
from gui.theme import colours_of

LONGEST_NOTE = 200


class ReserveBar(QWidget):
    """Asks for the note of a reservation; hidden until :meth:`ask`."""

    reserved = Signal(object, str)
    """Cards, and the note."""
    released = Signal(object)
    """Cards that are no longer reserved."""
    left = Signal()
    """It is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._lock = QLabel()
        self._label = QLabel()
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self._reserve = QPushButton()
        self._release = QPushButton()
        self._close = QToolButton()
        self._close.setProperty("flat", True)
        for button in (self._reserve, self._release):
            button.setProperty("quiet", True)
            button.setAutoDefault(False)
        self._reserve.clicked.connect(self._keep)
        self._release.clicked.connect(self._on_release_clicked)
        self._close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._lock)
        row.addWidget(self._label)
        row.addWidget(self.note, 1)
        row.addWidget(self._reserve)
        row.addWidget(self._release)
        row.addWidget(self._close)
        self.hide()
        self._retranslate()
        self._tint()

    def ask(self, cards: Sequence[Card], note: str | None) -> None:
        """Show it for these cards. ``note``: what one of them is kept for, ``None`` for nothing."""
        self._cards = tuple(cards)
        self.note.setText(note or "")
        self.note.selectAll()
        self._release.setVisible(note is not None)
        self._retranslate()
        self.show()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Hide it."""
        self.hide()
        self.left.emit()

    def _keep(self) -> None:
        self.reserved.emit(self._cards, self.note.text())
        self.leave()

    def _on_release_clicked(self) -> None:
        self.released.emit(self._cards)
        self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape are meant for this line, not for the dialog around it."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._keep()
            case Qt.Key.Key_Escape:
                self.leave()
            case _:
                super().keyPressEvent(event)

    def _retranslate(self) -> None:
        self._label.setText(self.tr("Reserve {cards} for").format(cards=names_of(self._cards)))
        self.note.setPlaceholderText(self.tr("DeepSeek, embedding, reranker …"))
        self.note.setAccessibleName(self.tr("Reserved for"))
        self._reserve.setText(self.tr("Reserve"))
        self._release.setText(self.tr("Remove reservation"))
        self._close.setAccessibleName(self.tr("Close without a change"))

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        self._lock.setPixmap(pixmap(Glyph.LOCK, colours.muted, 16, self.devicePixelRatioF()))
        self._close.setIcon(icon(Glyph.CLOSE, colours.muted))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
