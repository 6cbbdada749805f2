"""The bar above the status strip in which notices appear, and from which they go by themselves.

At the bottom: what comes and goes there moves nothing that one is about to click on.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from gui.icons import Glyph, icon, pixmap
from gui.notifications import Notification, Severity
from gui.theme import colours_of

INFO_MS = 8000
GLYPHS = {Severity.INFO: Glyph.INFO, Severity.WARNING: Glyph.FAILED, Severity.ERROR: Glyph.FAILED}


class NotificationBar(QWidget):
    """Shows the latest notice. Nothing waits for it, and it takes no focus by itself."""

    changed = Signal()
    """Another notice is shown, or none."""
    left = Signal()
    """It has gone while one of its buttons had the focus, which is to go to something else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")  # before anything polishes it: the style sheet goes by it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notice: Notification | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton()
        self._action.setProperty("quiet", True)
        self._action.clicked.connect(self._on_action_clicked)
        self._other = QPushButton()
        self._other.setProperty("quiet", True)
        self._other.clicked.connect(self._on_other_clicked)
        self._close = QToolButton()
        self._close.setProperty("flat", True)
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._other)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INFO_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.hide()
        self._retranslate()

    @property
    def notice(self) -> Notification | None:
        """What is shown."""
        return self._notice

    @property
    def accessible_text(self) -> str:
        """What is written in it; empty while nothing is shown."""
        return "" if self._notice is None else self._text.text()

    def show_notice(self, notice: Notification) -> None:
        """Show it in place of the one before. An error is not pushed away by good news."""
        shown = self._notice
        if shown is not None and shown.level is Severity.ERROR and notice.level is Severity.INFO:
            return
        self._notice = notice
        self._update_text(notice)
        self._tint()
        self.changed.emit()  # before it is seen: what gives way to it is gone by then
        self.show()
        self._announce(notice)
        if notice.level is Severity.INFO:
            self._timer.start()
        else:
            self._timer.stop()

    def _update_text(self, notice: Notification) -> None:
        self._text.setText(notice.text)
        self._action.setVisible(notice.action is not None)
        self._action.setText(notice.action or "")
        self._other.setVisible(notice.other_action is not None)
        self._other.setText(notice.other_action or "")

    def _announce(self, notice: Notification) -> None:
        """Let a screen reader say it, which else hears only of what takes the focus."""
        event = QAccessibleAnnouncementEvent(self, notice.text)
        if notice.level is Severity.ERROR:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def withdraw(self, notice: Notification) -> None:
        """Take this one down, if it is the one that is shown."""
        if self._notice is notice:
            self.dismiss()

    def dismiss(self) -> None:
        """Take the notice down."""
        self._timer.stop()
        self._notice = None
        had_focus = self._has_keys()
        self.hide()
        self.changed.emit()
        if had_focus:
            self.left.emit()

    def _has_keys(self) -> bool:
        return self.isAncestorOf(self.window().focusWidget())

    def _on_timer_timeout(self) -> None:
        if self.underMouse() or self._has_keys():
            self._timer.start()  # who is about to press its button is not robbed of it
        else:
            self.dismiss()

    def _on_action_clicked(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.act is not None:
            notice.act()

    def _on_other_clicked(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.other_act is not None:
            notice.other_act()

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        self._close.setIcon(icon(Glyph.CLOSE, colours.muted))
        if self._notice is None:
            return
        colour = {
            Severity.INFO: colours.accent,
            Severity.WARNING: colours.warning,
            Severity.ERROR: colours.failed,
        }[self._notice.level]
        glyph = GLYPHS[self._notice.level]
        self._icon.setPixmap(pixmap(glyph, colour, 16, self.devicePixelRatioF()))

    def _retranslate(self) -> None:
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close this message"))
        notice = self._notice
        if notice is not None and notice.again is not None:
            self._update_text(notice.again())
        elif notice is not None and notice.level is Severity.INFO:
            self.dismiss()  # in the language of before, and gone in a moment by itself

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
