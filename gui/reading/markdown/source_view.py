"""The Markdown as it is written: highlighted, searched, edited and saved."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QMouseEvent,
    QPalette,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

_LINE_RULES = (
    (re.compile(r"^ {0,3}#{1,6}\s.*$"), "heading"),
    (re.compile(r"^ {0,3}>+"), "mark"),
    (re.compile(r"^\s*(?:[-*+]|\d+[.)])\s"), "mark"),
    (re.compile(r"!?\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"), "link"),
    (re.compile(r"`[^`\n]{1,1000}`"), "code"),
    (re.compile(r"\*\*[^*\n]{1,1000}\*\*|__[^_\n]{1,1000}__"), "strong"),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,500}>"), "tag"),
    (re.compile(r"\$[^$\n]{1,2000}\$"), "maths"),
)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_DOLLARS = re.compile(r"^\s*\$\$")
_MAX_LINE = 20_000
"""Characters of a line that is coloured: engines write a whole table in one."""
_CODE, _MATHS = 1, 2
MAX_COLOURED = 300_000
"""Characters of a text that is coloured: more would stall the window for a second."""
MAX_WRAPPED = 100_000
"""Characters of a line that is wrapped."""


class MarkdownHighlighter(QSyntaxHighlighter):
    """Colours Markdown line by line."""

    def __init__(self, document: QTextDocument, palette: QPalette) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.set_palette(palette)

    def set_palette(self, palette: QPalette) -> None:
        """Take the colours of a theme."""
        dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
        muted = palette.color(QPalette.ColorRole.PlaceholderText).name()
        colours = {
            "heading": palette.color(QPalette.ColorRole.Link).name(),
            "mark": palette.color(QPalette.ColorRole.Link).name(),
            "link": "#6cb6ff" if dark else "#0b6bcb",
            "code": "#a5d6a7" if dark else "#2a6f3c",
            "strong": palette.color(QPalette.ColorRole.Text).name(),
            "tag": muted,
            "maths": "#d2a8ff" if dark else "#7a3fb0",
        }
        for name, colour in colours.items():
            made = QTextCharFormat()
            made.setForeground(QColor(colour))
            if name in ("heading", "strong"):
                made.setFontWeight(QFont.Weight.Bold)
            self._formats[name] = made
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        state = self.previousBlockState()
        if state == _CODE or _FENCE.match(text):
            self.setFormat(0, len(text), self._formats["code"])
            ends = state == _CODE and _FENCE.match(text) is not None
            self.setCurrentBlockState(-1 if ends else _CODE)
            return
        if state == _MATHS or _DOLLARS.match(text):
            self.setFormat(0, min(len(text), _MAX_LINE), self._formats["maths"])
            dollars = text[:_MAX_LINE].count("$$")
            open_ = (state == _MATHS) != (dollars % 2 == 1)
            self.setCurrentBlockState(_MATHS if open_ else -1)
            return
        self.setCurrentBlockState(-1)
        for rule, name in _LINE_RULES:
            for match in rule.finditer(text[:_MAX_LINE]):
                self.setFormat(match.start(), match.end() - match.start(), self._formats[name])


class SourceView(QPlainTextEdit):
    """The source text. Offsets are those of the text: Qt counts in UTF-16, Python does not."""

    placed = Signal(int)
    """The user clicked or moved into the text: the offset, in characters."""
    edited = Signal()
    """The user changed the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.document().setDocumentMargin(16)
        self.setTabChangesFocus(True)
        self._highlighter = MarkdownHighlighter(self.document(), self.palette())
        self._is_loading = False
        self._astral: list[int] = []
        """Offsets of the characters that are two units long in UTF-16."""
        self._marked: tuple[int, int] | None = None
        self._base_size = self.font().pointSizeF()
        self.document().contentsChange.connect(self._on_change)
        self._retranslate()

    def show_text(self, text: str) -> None:
        """Show a text from its beginning; nothing in it is changed yet."""
        self._is_loading = True
        coloured = len(text) <= MAX_COLOURED
        self._highlighter.setDocument(self.document() if coloured else None)
        longest = max(map(len, text.split("\n")), default=0)
        wrap = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(wrap.NoWrap if longest > MAX_WRAPPED else wrap.WidgetWidth)
        self.setPlainText(text)
        self._is_loading = False
        self._index(text)
        self._marked = None
        self.setExtraSelections([])
        self.document().setModified(False)

    def text(self) -> str:
        """The text as it stands."""
        return self.toPlainText()

    def offset(self) -> int:
        """Where the cursor is, in characters."""
        return self._from_qt(self.textCursor().position())

    def mark(self, start: int, end: int, *, scroll: bool) -> None:
        """Mark a stretch of the text, given in characters."""
        self._marked = (start, end)
        self._paint_mark()
        if scroll:
            cursor = self.textCursor()
            cursor.setPosition(self._to_qt(start))
            with QSignalBlocker(self):
                self.setTextCursor(cursor)
            self.centerCursor()

    def marked_text(self) -> str:
        """What is marked of it."""
        return (
            ""
            if self._marked is None
            else self._mark_cursor(self._marked).selectedText().replace("\u2029", "\n")
        )

    def set_zoom(self, factor: float) -> None:
        """Set the size of the text, 1.0 for the usual."""
        font = self.font()
        font.setPointSizeF(max(4.0, self._base_size * factor))
        self.setFont(font)

    def search(self, text: str, *, backward: bool) -> bool:
        """Select the next match, going round at the end."""
        flag = QTextDocument.FindFlag
        flags = flag.FindBackward if backward else flag(0)
        if self.find(text, flags):
            return True
        start = self.textCursor()
        move = QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start
        self.moveCursor(move)
        if self.find(text, flags):
            return True
        self.setTextCursor(start)
        return False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.placed.emit(self.offset())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._highlighter.set_palette(self.palette())
            self._paint_mark()
        elif event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Markdown, source"))

    def _on_change(self, _at: int, removed: int, added: int) -> None:
        if (removed or added) and not self._is_loading:
            self._index(self.toPlainText())
            self.edited.emit()

    def _index(self, text: str) -> None:
        self._astral = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", text)]

    def _to_qt(self, offset: int) -> int:
        from bisect import bisect_left

        return offset + bisect_left(self._astral, offset)

    def _from_qt(self, position: int) -> int:
        offset = position
        for number, at in enumerate(self._astral):
            if at + number >= position:
                break
            offset -= 1
        return offset

    def _paint_mark(self) -> None:
        if self._marked is None:
            return
        cursor = self._mark_cursor(self._marked)
        selection = QTextEdit.ExtraSelection()
        colour = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        colour.setAlpha(40)
        selection.cursor = cursor
        selection.format = QTextCharFormat()
        selection.format.setBackground(colour)
        self.setExtraSelections([selection])

    def _mark_cursor(self, marked: tuple[int, int]) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(last, self._to_qt(marked[0])))
        cursor.setPosition(min(last, self._to_qt(marked[1])), QTextCursor.MoveMode.KeepAnchor)
        return cursor
