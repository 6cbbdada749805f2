"""The Markdown in Qt's own text browser, one page at a time: for machines without Chromium.

It has no mathematics, and a whole book at once would stall it for seconds; so formulas show as
their source, and arrows lead from page to page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.documents.doubts import doubtful_text, doubts_of
from core.documents.math_conversion import MathConverter
from core.documents.render import Section
from gui.reading.markdown.markdown_view import (
    MAX_ZOOM,
    MIN_ZOOM,
    MarkdownView,
    MenuTarget,
    page_colours,
)
from gui.reading.markdown.text_browser import MARGIN, ResultTextBrowser
from gui.reading.page_readings import doubt_text, reading_text
from gui.reading.render_thread import RenderedChunk, ResultLoaded

_DOUBT = re.compile(r'<span class="doubt" data-d="(\d+)">')
_DOUBTFUL_UNIT = re.compile(r'<div class="b[^"]* doubtful" data-b="(\d+)"')
_UNIT = re.compile(r'<div class="b[^"]*" data-b="(\d+)"[^>]*>')
_WIDTH = re.compile(r'(<img width=")(\d+)(")')
_BREAK = re.compile(r"</?(?:p|div|h\d|li|ul|ol|td|th|tr|table|pre|section|br)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


class TextMarkdownView(MarkdownView):
    """Shows the section of one page at a time."""

    has_maths = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browser = ResultTextBrowser(self)
        self._browser.anchorClicked.connect(self._on_link)
        self._browser.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._browser.resized.connect(self._on_browser_resized)
        self._browser.pointer_moved.connect(self.pointer_at)
        self._browser.clicked.connect(self.clicked_at)
        self._browser.turn_requested.connect(self.turn)
        self._browser.menu_requested.connect(self._on_browser_menu_requested)
        self._back = QToolButton(self, arrowType=Qt.ArrowType.LeftArrow)
        self._on = QToolButton(self, arrowType=Qt.ArrowType.RightArrow)
        for button in (self._back, self._on):
            button.setProperty("flat", True)
        self._where = QLabel(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 2, 8, 2)
        bar.addStretch()
        bar.addWidget(self._back)
        bar.addWidget(self._where)
        bar.addWidget(self._on)
        bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._browser)
        layout.addLayout(bar)
        self.setFocusProxy(self._browser)
        self._back.clicked.connect(self._on_back_clicked)
        self._on.clicked.connect(self._on_next_clicked)
        self._loaded: ResultLoaded | None = None
        self._sections: list[Section] = []
        self._texts: list[str] = []
        """Of sections, as far as they were searched."""
        self._current = -1
        self._starts: list[tuple[int, int]] = []
        """Where each unit of the section begins in the document, and its number."""
        self._doubts: dict[tuple[int, int], QTextCursor] = {}
        """The words of each doubt of the section, by its unit and its number there."""
        self._hovered = -1
        self._marked = -1
        self._quiet = False
        self._room = 0
        self._base_size = self._browser.font().pointSizeF()
        self._retranslate()

    def begin(self, loaded: ResultLoaded) -> None:
        self._loaded = loaded
        self._browser.folder = loaded.result.folder
        self._sections = []
        self._texts = []
        self._current = self._marked = -1

    def add(self, piece: RenderedChunk) -> None:
        self._sections += piece.sections
        if self._current < 0 and self._sections:
            self._show(0)
            self.shown.emit()
        self._update_bar()

    def clear(self) -> None:
        self._loaded = self._browser.folder = None
        self._sections = []
        self._texts = []
        self._current = -1
        self._browser.clear()
        self._update_bar()

    def mark(self, unit: int, *, scroll: bool) -> None:
        self._marked = unit
        if unit >= 0 and scroll:
            for number, section in enumerate(self._sections):
                if section.first_unit <= unit <= section.last_unit:
                    self._show(number)
        self._paint_marks()
        cursor = self._cursor_of(unit)
        if scroll and cursor is not None:
            self._show_cursor(cursor)

    def _show_cursor(self, found: QTextCursor) -> None:
        """Bring where it begins into view."""
        cursor = QTextCursor(found)
        cursor.setPosition(found.anchor())
        self._quiet = True
        self._browser.setTextCursor(cursor)
        self._browser.ensureCursorVisible()
        self._quiet = False

    def mark_doubt(self, unit: int, number: int) -> None:
        self.mark(unit, scroll=True)
        cursor = self._doubts.get((unit, number))
        if cursor is not None:
            self._show_cursor(cursor)

    def hover(self, unit: int) -> None:
        self._hovered = unit
        self._paint_marks()

    def follow(self, page: int, fraction: float) -> None:
        for number, section in enumerate(self._sections):
            if section.page == page:
                self._show(number)
                bar = self._browser.verticalScrollBar()
                self._quiet = True
                bar.setValue(round(fraction * bar.maximum()))
                self._quiet = False
                return

    def search(self, text: str, *, backward: bool) -> None:
        if not text:
            cursor = self._browser.textCursor()
            cursor.clearSelection()
            self._browser.setTextCursor(cursor)
            return
        self._keep_match(text)
        flag = QTextDocument.FindFlag
        flags = flag.FindBackward if backward else flag(0)
        if self._browser.find(text, flags):
            self._emit_match(text)
            return
        step = -1 if backward else 1
        for distance in range(1, len(self._sections) + 1):
            number = (self._current + step * distance) % len(self._sections)
            if text.casefold() in self._text_of(number):
                self._show(number)
                move = (
                    QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start
                )
                self._browser.moveCursor(move)
                if self._browser.find(text, flags):
                    self._emit_match(text)
                    return
        self.found.emit(0, 0)

    def _keep_match(self, text: str) -> None:
        """While one types, the search goes on from where its match begins, not from its end."""
        cursor = self._browser.textCursor()
        shown, wanted = cursor.selectedText().casefold(), text.casefold()
        if shown and shown != wanted and (wanted.startswith(shown) or shown.startswith(wanted)):
            cursor.setPosition(cursor.selectionStart())
            self._browser.setTextCursor(cursor)

    def _emit_match(self, text: str) -> None:
        """Which match is shown, counted through all sections, and how many there are."""
        needle = text.casefold()
        counts = [self._text_of(number).count(needle) for number in range(len(self._sections))]
        before = self._browser.toPlainText()[: self._browser.textCursor().selectionStart()]
        place = sum(counts[: self._current]) + before.casefold().count(needle) + 1
        self.found.emit(place, max(place, sum(counts)))

    def _text_of(self, number: int) -> str:
        """A section's text, as it is searched."""
        while len(self._texts) < len(self._sections):
            self._texts.append(_plain(self._sections[len(self._texts)].html).casefold())
        return self._texts[number]

    def set_zoom(self, factor: float) -> None:
        font = self._browser.font()
        font.setPointSizeF(self._base_size * max(MIN_ZOOM, min(MAX_ZOOM, factor)))
        self._browser.setFont(font)

    def copy(self) -> None:
        self._browser.copy()

    def turn(self, step: int) -> None:
        """Go to another section."""
        if 0 <= self._current + step < len(self._sections):
            self._show(self._current + step)
            self._on_scrolled()

    def unit_at(self, position: QPointF) -> int:
        """The unit at a place of the browser, or -1."""
        return self._unit_at_position(
            self._browser.cursorForPosition(position.toPoint()).position()
        )

    def target_at(self, position: QPointF) -> MenuTarget:
        """What a context menu is for there; the formula of a unit that is one, in both forms."""
        unit = self.unit_at(position)
        tex = self._formula_of(unit)
        mathml = MathConverter().convert(tex, display=True).mathml if tex else None
        return MenuTarget(unit, tex, mathml or "", self._browser.textCursor().hasSelection())

    def _formula_of(self, unit: int) -> str:
        if self._loaded is None or not 0 <= unit < len(self._loaded.units):
            return ""
        place = self._loaded.units[unit]
        found = _FORMULA.fullmatch(self._loaded.result.markdown[place.start : place.end].strip())
        return "" if found is None else found[1].strip()

    def _unit_at_position(self, at: int) -> int:
        found = -1
        for start, unit in self._starts:
            if start > at:
                break
            found = unit
        return found

    def place_of(self, unit: int) -> QPoint:
        """Where a unit begins in the browser."""
        cursor = self._cursor_of(unit)
        if cursor is None:
            return QPoint(-1, -1)
        cursor.setPosition(cursor.anchor())
        return self._browser.cursorRect(cursor).topLeft()

    def text(self) -> str:
        """What the section shows."""
        return self._browser.toPlainText()

    def marked_text(self) -> str:
        """What is marked of it."""
        cursor = self._cursor_of(self._marked)
        return "" if cursor is None else cursor.selectedText()

    def pointer_at(self, position: QPointF) -> None:
        """The pointer moved."""
        unit = self.unit_at(position)
        if unit != self._hovered:
            self.hover(unit)
            self.hovered.emit(unit)

    def _on_browser_resized(self) -> None:
        """Fit the pictures to another width."""
        if self._current < 0 or self._room == self._find_room():
            return
        if _WIDTH.search(self._sections[self._current].html):
            bar = self._browser.verticalScrollBar()
            share = bar.value() / max(1, bar.maximum())
            self._show(self._current, again=True)
            bar.setValue(round(share * bar.maximum()))

    def clicked_at(self, position: QPointF) -> None:
        """The pointer was clicked, and selected nothing."""
        unit = self.unit_at(position)
        if unit >= 0 and not self._browser.anchorAt(position.toPoint()):
            self.mark(unit, scroll=False)
            self.clicked.emit(unit)

    def _on_browser_menu_requested(self, position: QPointF) -> None:
        self.menu_requested.emit(self.target_at(position))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        changes = (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange)
        if event.type() in changes and self._current >= 0:
            self._show(self._current, again=True)

    def _retranslate(self) -> None:
        self._browser.setAccessibleName(self.tr("Markdown, rendered"))
        self._back.setAccessibleName(self.tr("Previous section"))
        self._on.setAccessibleName(self.tr("Next section"))

    def _on_back_clicked(self) -> None:
        self.turn(-1)

    def _on_next_clicked(self) -> None:
        self.turn(1)

    def _show(self, number: int, *, again: bool = False) -> None:
        if number == self._current and not again:
            return
        self._current = number
        self._hovered = -1
        self._quiet = True
        self._browser.document().setDefaultStyleSheet(self._style())
        # A named anchor before each unit says later where it begins.
        markup = _UNIT.sub(r'\g<0><a name="unit-\1"></a>', self._sections[number].html)
        markup = _DOUBT.sub(r'<a name="doubt-\1"></a><span>', markup)
        self._room = room = self._find_room()
        # Pictures come as wide as on the page, and Qt has no "at most as wide as the view".
        markup = _WIDTH.sub(lambda found: f"{found[1]}{min(int(found[2]), room)}{found[3]}", markup)
        self._browser.setHtml(markup)
        self._quiet = False
        self._starts = list(self._find_starts())
        self._mark_doubts(self._sections[number])
        self._paint_marks()
        self._update_bar()

    def _find_room(self) -> int:
        """Pixels between the margins."""
        return max(1, self._browser.viewport().width() - 2 * MARGIN)

    def _find_starts(self) -> Iterator[tuple[int, int]]:
        return ((position, int(name)) for position, name in self._browser.anchors("unit-"))

    def _mark_doubts(self, section: Section) -> None:
        """Underline with dots what OCR is not sure of; the pointer is told why."""
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        look.setUnderlineColor(QColor(page_colours(self.palette(), self.font())["warning"]))
        look.setToolTip(doubt_text())
        self._doubts = dict(self._find_doubts())
        whole = (self._cursor_of(int(unit)) for unit in _DOUBTFUL_UNIT.findall(section.html))
        for cursor in (*self._doubts.values(), *whole):
            if cursor is not None:
                QTextCursor(cursor).mergeCharFormat(look)

    def _find_doubts(self) -> Iterator[tuple[tuple[int, int], QTextCursor]]:
        for position, name in self._browser.anchors("doubt-"):
            unit = self._unit_at_position(position)
            if self._loaded is None or not 0 <= unit < len(self._loaded.units):
                continue
            doubts = doubts_of(self._loaded.result, self._loaded.units[unit])
            number = int(name)
            if number < len(doubts):
                cursor = QTextCursor(self._browser.document())
                cursor.setPosition(position)
                length = len(doubtful_text(doubts[number]).encode("utf-16-le")) // 2
                cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
                yield (unit, number), cursor

    def _cursor_of(self, unit: int) -> QTextCursor | None:
        for number, (start, found) in enumerate(self._starts):
            if found == unit:
                cursor = QTextCursor(self._browser.document())
                cursor.setPosition(start)
                if number + 1 < len(self._starts):
                    cursor.setPosition(
                        self._starts[number + 1][0] - 1, QTextCursor.MoveMode.KeepAnchor
                    )
                else:
                    cursor.movePosition(
                        QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor
                    )
                return cursor
        return None

    def _paint_marks(self) -> None:
        selections = []
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        for unit, alpha in ((self._hovered, 18), (self._marked, 40)):
            cursor = self._cursor_of(unit)
            if cursor is not None:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format = QTextCharFormat()
                colour = QColor(accent)
                colour.setAlpha(alpha)
                selection.format.setBackground(colour)
                selections.append(selection)
        self._browser.setExtraSelections(selections)

    def _update_bar(self) -> None:
        count = len(self._sections)
        self._back.setEnabled(self._current > 0)
        self._on.setEnabled(0 <= self._current < count - 1)
        if self._current < 0 or self._loaded is None:
            self._where.clear()
            return
        where = self.tr("{n} / {count}").format(n=self._current + 1, count=count)
        page = self._sections[self._current].page
        readings = self._loaded.result.origin.readings
        reading = reading_text(None if page is None else readings.get(page))
        self._where.setText(f"{where} · {reading}" if reading else where)

    def _on_scrolled(self) -> None:
        if self._quiet or not 0 <= self._current < len(self._sections):
            return
        page = self._sections[self._current].page
        if page is not None:
            bar = self._browser.verticalScrollBar()
            self.moved.emit(page, bar.value() / max(1, bar.maximum()))

    def _on_link(self, url: QUrl) -> None:
        if url.hasFragment() and not url.path():
            self._browser.scrollToAnchor(url.fragment())
        else:
            self.linked.emit(url.toString())

    def _style(self) -> str:
        role = QPalette.ColorRole
        line, sunken = (
            self.palette().color(role.Mid).name(),
            self.palette().color(role.AlternateBase).name(),
        )
        return (
            f"table {{ border-collapse: collapse; }} td, th {{ border: 1px solid {line};"
            f" padding: 4px 8px; }} pre, code {{ background: {sunken}; }}"
            f" a {{ color: {self.palette().color(role.Link).name()}; }}"
        )


def _plain(markup: str) -> str:
    """Text in which a word of one paragraph does not go on in the next."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", markup)))
