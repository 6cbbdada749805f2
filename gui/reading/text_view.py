"""The Markdown in Qt's own text browser, one page at a time: for machines without Chromium.

It has no mathematics, and a whole book at once would stall it for seconds; so formulas show as
their source, and arrows lead from page to page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.documents.render import Section
from gui.reading.markdown_view import MAX_ZOOM, MIN_ZOOM, MarkdownView, Target
from gui.reading.rendering import Loaded, Piece
from gui.reading.scheme import file_below

_UNIT = re.compile(r'<div class="b[^"]*" data-b="(\d+)"[^>]*>')
_WIDTH = re.compile(r'(<img width=")(\d+)(")')
_MARGIN = 20
_MAX_PICTURE = QSize(900, 1400)


class _Browser(QTextBrowser):
    """A text browser that loads pictures of the result, small, and nothing else."""

    def __init__(self, view: TextMarkdownView) -> None:
        super().__init__(view)
        self._owner = view
        self.setOpenLinks(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(_MARGIN)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        folder = self._owner.folder
        path = None if folder is None else file_below(folder, QUrl(name).path())
        if kind != QTextDocument.ResourceType.ImageResource.value or path is None:
            return None
        reader = QImageReader(str(path))
        size = reader.size()
        if size.width() > _MAX_PICTURE.width() or size.height() > _MAX_PICTURE.height():
            reader.setScaledSize(size.scaled(_MAX_PICTURE, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        return image if not image.isNull() else QImage()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._owner.fit_pictures()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._owner.pointer_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._owner.clicked_at(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() == Qt.Key.Key_PageDown:
                self._owner.turn(1)
                return
            if event.key() == Qt.Key.Key_PageUp:
                self._owner.turn(-1)
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        unit = self._owner.unit_at(QPointF(event.pos()))
        self._owner.menu_wanted.emit(Target(unit, "", "", self.textCursor().hasSelection()))

    def createMimeDataFromSelection(self) -> QMimeData:
        data = super().createMimeDataFromSelection()
        data.setText(data.text().replace("\N{OBJECT REPLACEMENT CHARACTER}", ""))
        return data


class TextMarkdownView(MarkdownView):
    """Shows the section of one page at a time."""

    has_maths = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browser = _Browser(self)
        self._browser.setAccessibleName(self.tr("Markdown, rendered"))
        self._browser.anchorClicked.connect(self._on_link)
        self._browser.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._back = QToolButton(self, arrowType=Qt.ArrowType.LeftArrow)
        self._back.setAccessibleName(self.tr("Section before"))
        self._on = QToolButton(self, arrowType=Qt.ArrowType.RightArrow)
        self._on.setAccessibleName(self.tr("Next section"))
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
        self._back.clicked.connect(self._turn_back)
        self._on.clicked.connect(self._turn_on)
        self._loaded: Loaded | None = None
        self._sections: list[Section] = []
        self._current = -1
        self._starts: list[tuple[int, int]] = []
        """Where each unit of the section begins in the document, and its number."""
        self._hovered = -1
        self._marked = -1
        self._quiet = False
        self._room = 0
        self._base_size = self._browser.font().pointSizeF()

    @property
    def folder(self) -> Path | None:
        """The result's folder, while there is one."""
        return None if self._loaded is None else self._loaded.result.folder

    def begin(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._sections = []
        self._current = self._marked = -1

    def add(self, piece: Piece) -> None:
        self._sections += piece.sections
        if self._current < 0 and self._sections:
            self._show(0)
            self.shown.emit()
        self._update_bar()

    def clear(self) -> None:
        self._loaded = None
        self._sections = []
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
            cursor.setPosition(cursor.anchor())
            self._quiet = True
            self._browser.setTextCursor(cursor)
            self._browser.ensureCursorVisible()
            self._quiet = False

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
            return
        flag = QTextDocument.FindFlag
        flags = flag.FindBackward if backward else flag(0)
        if self._browser.find(text, flags):
            self.found.emit(1, 1)
            return
        step = -1 if backward else 1
        for distance in range(1, len(self._sections) + 1):
            number = (self._current + step * distance) % len(self._sections)
            if text.casefold() in _plain(self._sections[number].html).casefold():
                self._show(number)
                move = (
                    QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start
                )
                self._browser.moveCursor(move)
                if self._browser.find(text, flags):
                    self.found.emit(1, 1)
                    return
        self.found.emit(0, 0)

    def set_zoom(self, factor: float) -> None:
        font = self._browser.font()
        font.setPointSizeF(self._base_size * max(MIN_ZOOM, min(MAX_ZOOM, factor)))
        self._browser.setFont(font)

    def copy(self) -> None:
        self._browser.copy()

    def select_all(self) -> None:
        self._browser.selectAll()

    def turn(self, step: int) -> None:
        """Go to another section."""
        if 0 <= self._current + step < len(self._sections):
            self._show(self._current + step)
            self._on_scrolled()

    def unit_at(self, position: QPointF) -> int:
        """The unit at a place of the browser, or -1."""
        at = self._browser.cursorForPosition(position.toPoint()).position()
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

    def fit_pictures(self) -> None:
        """The browser has another width."""
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._current >= 0:
            self._show(self._current, again=True)

    def _turn_back(self) -> None:
        self.turn(-1)

    def _turn_on(self) -> None:
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
        self._room = room = self._find_room()
        # Pictures come as wide as on the page, and Qt has no "at most as wide as the view".
        markup = _WIDTH.sub(lambda found: f"{found[1]}{min(int(found[2]), room)}{found[3]}", markup)
        self._browser.setHtml(markup)
        self._quiet = False
        self._starts = list(self._find_starts())
        self._paint_marks()
        self._update_bar()

    def _find_room(self) -> int:
        """Pixels between the margins."""
        return max(1, self._browser.viewport().width() - 2 * _MARGIN)

    def _find_starts(self) -> Iterator[tuple[int, int]]:
        block = self._browser.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                for name in fragment.charFormat().anchorNames():
                    if name.startswith("unit-"):
                        yield fragment.position(), int(name[5:])
                iterator += 1
            block = block.next()

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
        self._where.setText(
            ""
            if self._current < 0
            else self.tr("{n} / {count}").format(n=self._current + 1, count=count)
        )

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
    return html.unescape(re.sub(r"<[^>]*>", "", markup))
