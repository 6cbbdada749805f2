"""What stands in the reading pane when there is nothing to read: how far, why not, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.icons import Glyph, pixmap
from gui.theme import colours_of
from gui.widgets.form_scroll_area import FormScrollArea
from gui.widgets.progress_bar import draw_bar
from gui.window.detail.provenance_line import ProvenanceLine

ICON = 36
WIDTH = 420


@dataclass(frozen=True)
class PageMessage:
    """All that the page shows."""

    glyph: Glyph
    title: str
    text: str = ""
    detail: str = ""
    """Smaller, below: what to do, or where."""
    tone: str = "muted"
    """The name of the icon's colour in :class:`gui.theme.Colours`."""
    fraction: float | None = None
    """A bar, filled so far (0 to 1)."""
    wants_password: bool = False
    may_retry: bool = False
    may_cancel: bool = False
    may_show_log: bool = False
    may_change: bool = False
    """It can be converted with other settings."""
    was_converted: bool = False
    """There was a result, which is made again; else it is tried again."""
    may_locate: bool = False
    """The document is no longer where it was."""
    may_see_engines: bool = False
    """Another engine, or its models, would do."""
    may_see_cards: bool = False
    """Another card would do."""
    made: str = ""
    """Which settings it is, or was to be, made with."""


class _ProgressBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_bar(QPainter(self), QRectF(self.rect()), self.fraction, colours_of(self.palette()))


class MessagePage(QWidget):
    """Shows a :class:`PageMessage`; its buttons are signals."""

    retry = Signal()
    cancel = Signal()
    change = Signal()
    show_log = Signal()
    see_engines = Signal()
    see_cards = Signal()
    locate = Signal()
    """The document was moved: the user shows where it is now."""
    password_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: PageMessage | None = None
        self._icon = QLabel()
        self._title = QLabel()
        self._text = QLabel()
        self._detail = QLabel()
        self._detail.setProperty("muted", True)
        for label in (self._icon, self._title, self._text, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = _ProgressBar()
        self._made = ProvenanceLine(self)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._on_password_entered)
        self._try = QPushButton()
        self._try.setProperty("primary", True)
        self._try.clicked.connect(self._on_password_entered)
        self._retry = QPushButton()
        self._retry.clicked.connect(self.retry)
        self._cancel = QPushButton()
        self._cancel.clicked.connect(self.cancel)
        self._change = QPushButton()
        self._change.clicked.connect(self.change)
        self._log = QPushButton()
        self._log.clicked.connect(self.show_log)
        self._locate = QPushButton()
        self._locate.clicked.connect(self.locate)
        self._engines = QPushButton()
        self._engines.clicked.connect(self.see_engines)
        self._cards = QPushButton()
        self._cards.clicked.connect(self.see_cards)
        self._lay_out()
        self._retranslate()

    def _lay_out(self) -> None:
        ask = QHBoxLayout()
        ask.setSpacing(8)
        ask.addWidget(self.password, 1)
        ask.addWidget(self._try)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (
            *(self._engines, self._cards, self._locate, self._retry),
            *(self._change, self._cancel, self._log),
        ):
            buttons.addWidget(button)
        buttons.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(12)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._text)
        column.addSpacing(8)
        column.addWidget(self._detail)
        column.addSpacing(16)
        column.addWidget(self._bar)
        column.addLayout(ask)
        column.addSpacing(16)
        column.addLayout(buttons)
        column.addStretch(3)
        holder = QWidget()
        inner = QHBoxLayout(holder)
        inner.setContentsMargins(24, 16, 24, 16)
        inner.addWidget(middle)
        area = FormScrollArea(holder)  # a long reason in a small window
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addWidget(self._made)

    @property
    def shown(self) -> PageMessage | None:
        """What stands there."""
        return self._message

    def take_keys(self) -> None:
        """Give the keys to what it asks for first; nothing is stopped by a key pressed twice."""
        for control in (self.password, self._locate, self._retry):
            if not control.isHidden():
                control.setFocus()
                return

    def show_message(self, message: PageMessage) -> None:
        """Show it. What the user is typing stays as long as a password is wanted."""
        if message == self._message:
            return
        self._message = message
        self._title.setText(message.title)
        self._text.setText(message.text)
        self._text.setVisible(bool(message.text))
        self._detail.setText(message.detail)
        self._detail.setVisible(bool(message.detail))
        self._made.set_text(message.made)
        self._bar.setVisible(message.fraction is not None)
        self._bar.fraction = message.fraction or 0.0
        self._bar.update()
        if not message.wants_password:
            self.password.clear()
        self.password.setVisible(message.wants_password)
        self._try.setVisible(message.wants_password)
        self._locate.setVisible(message.may_locate)
        self._retry.setVisible(message.may_retry)
        self._cancel.setVisible(message.may_cancel)
        self._change.setVisible(message.may_change)
        self._name_buttons()
        self._log.setVisible(message.may_show_log)
        self._engines.setVisible(message.may_see_engines)
        self._cards.setVisible(message.may_see_cards)
        self._tint()

    def _on_password_entered(self) -> None:
        if self.password.text():
            self.password_given.emit(self.password.text())

    def _name_buttons(self) -> None:
        message = self._message
        if message is not None and message.was_converted:
            self._retry.setText(self.tr("Convert again"))
            self._change.setText(self.tr("Convert again with…"))
            return
        waits = message is not None and message.may_cancel
        self._retry.setText(self.tr("Try again"))
        self._change.setText(self.tr("Settings…") if waits else self.tr("Try again with…"))

    def _retranslate(self) -> None:
        self._name_buttons()
        self.password.setPlaceholderText(self.tr("Password of the document"))
        self.password.setAccessibleName(self.tr("Password of the document"))
        self._try.setText(self.tr("Open"))
        self._locate.setText(self.tr("Locate…"))
        self._cancel.setText(self.tr("Cancel"))
        self._log.setText(self.tr("Show log"))
        self._engines.setText(self.tr("Engines…"))
        self._cards.setText(self.tr("Choose cards…"))

    def _tint(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setWeight(QFont.Weight.Bold)
        self._title.setFont(font)
        if self._message is not None:
            colour = getattr(colours_of(self.palette()), self._message.tone)
            self._icon.setPixmap(
                pixmap(self._message.glyph, colour, ICON, self.devicePixelRatioF())
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tint()  # the style sheet takes the font back that was set before

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
