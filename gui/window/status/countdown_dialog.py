"""The last seconds before something happens by itself: it can be stopped, or done at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

SECONDS = 30


class CountdownDialog(QDialog):
    """Emits :attr:`elapsed`, or is rejected."""

    elapsed = Signal()

    def __init__(
        self, text_of: Callable[[int], str], now: str, parent: QWidget, seconds: int = SECONDS
    ) -> None:
        """``text_of``: the text for the seconds left; ``now``: the button's text."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Everything is done"))
        self._text_of = text_of
        self.seconds = seconds
        self.label = QLabel(self)
        self.label.setMinimumWidth(320)
        self.label.setWordWrap(True)
        self.buttons = QDialogButtonBox(self)
        stop = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        stop.setDefault(True)
        self.at_once = self.buttons.addButton(now, QDialogButtonBox.ButtonRole.AcceptRole)
        column = QVBoxLayout(self)
        column.addWidget(self.label)
        column.addWidget(self.buttons)
        self.buttons.rejected.connect(self.reject)
        self.buttons.accepted.connect(self._on_buttons_accepted)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._on_tick_timeout)
        self.finished.connect(self._tick.stop)
        self._update_text()
        self._tick.start()

    def _on_tick_timeout(self) -> None:
        self.seconds -= 1
        if self.seconds <= 0:
            self._on_buttons_accepted()
        else:
            self._update_text()

    def _on_buttons_accepted(self) -> None:
        self.accept()
        self.elapsed.emit()

    def _update_text(self) -> None:
        self.label.setText(self._text_of(self.seconds))
