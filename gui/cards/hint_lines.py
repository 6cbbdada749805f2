"""Lines around the list: problems of drivers, warnings about the picks, an empty list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.messages import closed_up
from gui.icons import Glyph, pixmap
from gui.theme import Colours, colours_of

SHOWN = 3
"""Messages shown at once; the rest are counted."""


@dataclass(frozen=True)
class Hint:
    """One message: what is the matter, and what to do next."""

    glyph: Glyph
    tone: str
    """The name of a colour in `gui.theme.Colours`."""
    text: str
    hint: str = ""


class HintList(QFrame):
    """Shows messages below each other; hidden while there are none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._lines: tuple[Hint, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(6)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: list[_HintRow] = []
        self.hide()

    @property
    def lines(self) -> tuple[Hint, ...]:
        """What is shown."""
        return self._lines

    def set_margins(self, sides: int, ends: int) -> None:
        """Room around the messages."""
        self._column.setContentsMargins(sides, ends, sides, ends)

    def show_lines(self, lines: Sequence[Hint]) -> None:
        """Show these, in place of those before."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        shown = self._lines[:SHOWN]
        more = len(self._lines) - len(shown)
        if more:
            text = self.tr("… and %n more", "", more)
            shown = (*shown, Hint(Glyph.INFO, "muted", text))
        while len(self._shown) < len(shown):
            widget = _HintRow()
            self._column.addWidget(widget)
            self._shown.append(widget)
        for place, widget in enumerate(self._shown):
            if place < len(shown):
                widget.show_hint(shown[place])
            widget.setVisible(place < len(shown))
        self.setToolTip("\n".join(_sentences_of(line) for line in self._lines) if more else "")
        self.setVisible(bool(shown))


class _HintRow(QWidget):
    """An icon, a sentence, the next step."""

    def __init__(self) -> None:
        super().__init__()
        self._line: Hint | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._hint = QLabel()
        self._hint.setProperty("muted", True)
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._text)
        words.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_hint(self, line: Hint) -> None:
        self._line = line
        self._text.setText(line.text)
        self._hint.setText(line.hint)
        self._hint.setVisible(bool(line.hint))
        self.setAccessibleName(_sentences_of(line))
        self._tint()

    def _tint(self) -> None:
        if self._line is not None:
            colours: Colours = colours_of(self.palette())
            colour = getattr(colours, self._line.tone)
            self._icon.setPixmap(pixmap(self._line.glyph, colour, 16, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)


class EmptyCardList(QScrollArea):
    """Where the list has no accelerator: what that means, and what to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._checks = QLabel()
        self._checks.setWordWrap(True)
        self._checks.setProperty("muted", True)
        self._checks.setTextFormat(Qt.TextFormat.PlainText)
        self._checks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(46, 24, 46, 24)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._title, self._text, self._checks):
            column.addWidget(label)
        column.addStretch(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        for ground in (self.viewport(), inner):  # the list's own shows through
            ground.setAutoFillBackground(False)
        self._reading = False
        self._retranslate()

    def set_reading(self, reading: bool) -> None:
        """``reading``: the first reading is still on its way."""
        if reading != self._reading:
            self._reading = reading
            self._retranslate()

    def _set_title_font(self) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self._title.setFont(font)

    def _retranslate(self) -> None:
        self._set_title_font()
        if self._reading:
            self._title.setText(self.tr("Asking the drivers…"))
            self._text.setText(self.tr("The first reading takes a moment. You can choose already."))
        else:
            self._title.setText(self.tr("No accelerator card was found"))
            self._text.setText(
                self.tr(
                    "Work runs on the processor. PDFs with text of their own need no card; scans"
                    " and formulas are slow without one."
                )
            )
        self._checks.setVisible(not self._reading)
        self._checks.setText(
            "\n".join(
                f"•  {line}"
                for line in (
                    self.tr("On a host with Ascend cards, `npu-smi info` must work in a terminal."),
                    self.tr(
                        "In a container, map /dev/davinci0 etc., /dev/davinci_manager, "
                        "/usr/local/bin/npu-smi and the driver's folder."
                    ),
                    self.tr("Your user must be in the group HwHiAiUser: `id -nG` shows it."),
                    self.tr("`headframe doctor` checks all of this and says what to do."),
                )
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        self._set_title_font()  # polishing has put the application's own in its place
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _sentences_of(line: Hint) -> str:
    return closed_up(f"{line.text} {line.hint}".strip())
