"""The right side: the Markdown rendered or as its source, under its tools."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.documents.doubts import DoubtfulPlace
from gui.i18n import tr
from gui.icons import Glyph
from gui.reading.doubts_button import DoubtsButton
from gui.reading.find_bar import FindBar
from gui.reading.markdown.markdown_view import MAX_ZOOM, MIN_ZOOM, MarkdownView
from gui.reading.markdown.source_view import SourceView
from gui.reading.markdown.text_view import TextMarkdownView
from gui.reading.markdown.url_scheme import MarkdownViewKind, usable_kind
from gui.reading.outline_button import OutlineButton
from gui.reading.render_thread import RenderedChunk, ResultLoaded
from gui.reading.saving.saved_row import SavedRow
from gui.reading.tool_buttons import ToolBar, ToolButton

ZOOM_STEP = 1.1
DRAFT_MS = 1500
"""After the last key, changes are kept beside the file."""


class MarkdownPanel(QWidget):
    """One result's Markdown, in one of two ways."""

    clicked = Signal(int)
    """A unit."""
    hovered = Signal(int)
    """A unit, or -1."""
    moved = Signal(int, float)
    """:attr:`MarkdownView.moved`."""
    linked = Signal(str)
    menu_requested = Signal(object)
    shown = Signal()
    draft_requested = Signal(object, str)
    """Changes are to be kept: the Markdown's path and the text."""
    save_requested = Signal(str)
    """The user saves this text."""
    rerender = Signal()
    """What is shown is to be rendered again: for another view, or with the user's changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = usable_kind()
        self.view: MarkdownView | None = None
        """The rendered Markdown, once there was some to show."""
        self.source = SourceView(self)
        self._loaded: ResultLoaded | None = None
        self._rendered_text = ""
        """What the rendered side shows."""
        self._draft_timer = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        self._source_is_stale = False
        self._unit = -1
        self._zoom = 1.0
        self._make_bar()
        self.problems = QLabel(self)
        self.problems.setTextFormat(Qt.TextFormat.PlainText)
        self.problems.setWordWrap(True)
        self.problems.setContentsMargins(16, 7, 16, 8)
        self.problems.setAutoFillBackground(True)
        self.problems.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.problems.hide()
        self.saved = SavedRow(self)
        self.find_bar = FindBar(self)
        self.stack = QStackedWidget(self)
        self._empty = QWidget(self)
        self._empty.setAutoFillBackground(True)
        self._empty.setBackgroundRole(QPalette.ColorRole.Base)
        self.stack.addWidget(self._empty)
        self.stack.addWidget(self.source)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.find_bar)
        column.addWidget(self.problems)
        column.addWidget(self.saved)
        column.addWidget(self.stack, 1)
        self.find_bar.requested.connect(self._on_find_bar_requested)
        self.find_bar.left.connect(self.take_keys)
        self.source.placed.connect(self._on_placed)
        self.source.edited.connect(self._on_edited)
        self._retranslate()

    # A result

    @property
    def has_maths(self) -> bool:
        """What is shown here should hold MathML."""
        return self._kind is MarkdownViewKind.WEB

    @property
    def shows_source(self) -> bool:
        """The source is what the user reads now."""
        return self._as_source.isChecked()

    def begin(self, loaded: ResultLoaded) -> None:
        """Show a new result, or the same one with changes; its pieces follow."""
        mine = self._loaded is not None and self._loaded.saved.folder == loaded.saved.folder
        if not mine:
            self._flush_draft()
            self.saved.hide()
        if not (mine and self.is_changed):
            self._source_is_stale = True
        self._loaded = loaded
        self._rendered_text = loaded.result.markdown
        if loaded.is_changed and self._source_is_stale:
            self._load_source(loaded)
        self._unit = -1
        self.outline.fill(())
        self.set_doubts(())
        self._fill_problems()
        self._ensure_view().begin(loaded)
        self._show_mode()

    def set_doubts(self, places: tuple[DoubtfulPlace, ...]) -> None:
        """What OCR was not sure of in the result."""
        readings = {} if self._loaded is None else self._loaded.result.origin.readings
        self.doubts.fill(places, readings)
        self.bar.fit()

    def add(self, piece: RenderedChunk) -> None:
        """Show more of it."""
        if self.view is not None:
            self.view.add(piece)

    def clear(self) -> None:
        """Show nothing."""
        self._flush_draft()
        self._loaded = None
        self._unit = -1
        self.problems.hide()
        self.saved.hide()
        self.find_bar.hide()
        self.outline.fill(())
        self.set_doubts(())
        if self.view is not None:
            self.view.clear()
        self.source.show_text("")
        self._source_is_stale = False
        self.stack.setCurrentWidget(self._empty)

    def shut_down(self) -> None:
        """Let go of the view; what was changed is handed over to be kept."""
        self._flush_draft()
        if self.view is not None:
            self.view.shut_down()

    # Changes

    @property
    def is_changed(self) -> bool:
        """The source holds changes that are not saved."""
        return self.source.document().isModified()

    def settle(self, saved: str | None = None) -> None:
        """The changes were saved, or are to be forgotten: what is on disk counts again.

        ``saved``: the text that was; what was typed while it was written stays a change.
        """
        if saved is not None and saved != self.source.text():
            return
        self._draft_timer.stop()
        self.source.document().setModified(False)
        self._source_is_stale = True
        self._emit_changed()

    def leave(self) -> None:
        """Another result comes: what was changed in this one is handed over to be kept."""
        self._flush_draft()

    def offset(self) -> int:
        """The place in the text that the user is at."""
        if self.shows_source or self._loaded is None:
            return self.source.offset()
        if 0 <= self._unit < len(self._loaded.units):
            return self._loaded.units[self._unit].start
        return 0

    def say_problem(self, words: str) -> None:
        """Show a sentence above the Markdown."""
        self.problems.setText(words)
        self.problems.show()

    def text(self) -> str | None:
        """The changed text; ``None`` when nothing is changed."""
        return self.source.text() if self.is_changed else None

    def keep_draft(self) -> None:
        """Have what was changed kept now: others are about to read it."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self._keep_draft()

    def _on_edited(self) -> None:
        self._source_is_stale = False  # what is typed counts, whatever is on its way here
        self._emit_changed()
        self._draft_timer.start()

    def _emit_changed(self) -> None:
        self.save.setEnabled(self.is_changed)
        self.save.setVisible(self.is_changed)
        self._as_source.setText(self.tr("Source •") if self.is_changed else self.tr("Source"))
        self.bar.fit()

    def _keep_draft(self) -> None:
        if self._loaded is not None and self.is_changed:
            path = self._loaded.saved.markdown_path
            self.draft_requested.emit(path, self.source.text())

    def _flush_draft(self) -> None:
        self.keep_draft()
        self.source.document().setModified(False)
        self._emit_changed()

    def _on_save_clicked(self) -> None:
        if self.is_changed:
            self._draft_timer.stop()
            self.save_requested.emit(self.source.text())

    # Marks

    def mark(self, unit: int, *, scroll: bool) -> None:
        """Mark a unit in what is shown."""
        self._unit = self.doubts.unit = unit
        if self.view is not None:
            self.view.mark(unit, scroll=scroll and not self.shows_source)
        if self.shows_source:
            self._mark_source(scroll=scroll)

    def mark_doubt(self, place: DoubtfulPlace) -> None:
        """Mark a doubtful place in what is shown."""
        self.mark(place.unit, scroll=True)
        if self.view is not None and not self.shows_source:
            self.view.mark_doubt(place.unit, place.number)

    def hover(self, unit: int) -> None:
        """Mark a unit lightly."""
        if self.view is not None and not self.shows_source:
            self.view.hover(unit)

    def follow(self, page: int, fraction: float) -> None:
        """Scroll along with the PDF."""
        if self.view is not None and not self.shows_source:
            self.view.follow(page, fraction)

    @property
    def unit(self) -> int:
        """The unit that is marked, or -1."""
        return self._unit

    # Tools

    def take_keys(self) -> None:
        """Give the keys to what is shown of it."""
        (self.source if self.shows_source or self.view is None else self.view).setFocus()

    def set_source(self, source: bool) -> None:
        """Show the source rather than the rendered Markdown, or back."""
        (self._as_source if source else self._as_rendered).setChecked(True)
        self._show_mode()

    def zoom(self, notches: int) -> None:
        """Make the text larger or smaller; 0 for the usual size."""
        self.set_zoom(self._zoom * ZOOM_STEP**notches if notches else 1.0)

    @property
    def zoom_factor(self) -> float:
        """1.0 for the usual size of the text."""
        return self._zoom

    def set_zoom(self, factor: float) -> None:
        """Set the size of the text."""
        self._zoom = max(MIN_ZOOM, min(MAX_ZOOM, factor))
        if self.view is not None:
            self.view.set_zoom(self._zoom)
        self.source.set_zoom(self._zoom)

    def copy(self) -> None:
        """Copy the selection."""
        if self.shows_source:
            self.source.copy()
        elif self.view is not None:
            self.view.copy()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill_problems()

    def _make_bar(self) -> None:
        self.bar = ToolBar(self)
        self._as_rendered = QToolButton(self)
        self._as_source = QToolButton(self)
        for button in (self._as_rendered, self._as_source):
            button.setProperty("flat", True)
            button.setAutoRaise(True)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._show_mode)
        self._as_rendered.setChecked(True)
        self.outline = OutlineButton(self)
        self.outline.requested.connect(self._on_outline_requested)
        self.search = ToolButton(Glyph.SEARCH, self)
        self.smaller = ToolButton(Glyph.ZOOM_OUT, self)
        self.larger = ToolButton(Glyph.ZOOM_IN, self)
        self.bar.add(self._as_rendered, self._as_source)
        line = self.bar.add_line()
        self.bar.add(self.outline, self.search, self.smaller, self.larger)
        self.bar.may_drop(self.smaller, self.larger)
        self.bar.may_drop(line, self.outline)
        self.bar.may_drop(self.search)  # Ctrl+F is there without it
        self.doubts = DoubtsButton(self)
        self.bar.add(self.doubts)
        self.save = ToolButton(Glyph.SAVE, self)
        self.save.setEnabled(False)
        self.save.clicked.connect(self._on_save_clicked)
        self.bar.add(self.save)
        self.bar.row.addStretch()
        self.smaller.clicked.connect(self._on_smaller_clicked)
        self.larger.clicked.connect(self._on_larger_clicked)

    def _retranslate(self) -> None:
        self._as_rendered.setText(self.tr("Rendered"))
        self._emit_changed()
        keys = QKeySequence(QKeySequence.StandardKey.Save).toString()
        self.save.set_label(self.tr("Save the changes"), keys)
        self.search.set_label(
            self.tr("Find"), QKeySequence(QKeySequence.StandardKey.Find).toString()
        )
        self.smaller.set_label(self.tr("Smaller text"))
        self.larger.set_label(self.tr("Larger text"))

    def _fill_problems(self) -> None:
        lines: list[str] = []
        if self._loaded is not None:
            lines = [tr(problem) for problem in self._loaded.result.problems]
            if self._loaded.is_changed:
                lines.append(self.tr("Your changes are shown. They are not saved yet."))
        self.problems.setText("\n".join(lines))
        self.problems.setVisible(bool(lines))

    def _ensure_view(self) -> MarkdownView:
        if self.view is None:
            view = self._make_view()
            view.clicked.connect(self._on_clicked)
            view.hovered.connect(self.hovered)
            view.moved.connect(self.moved)
            view.linked.connect(self.linked)
            view.menu_requested.connect(self.menu_requested)
            view.shown.connect(self.shown)
            view.found.connect(self.find_bar.show_count)
            view.broken.connect(self._on_broken)
            view.set_zoom(self._zoom)
            self.view = view
            self.stack.addWidget(view)
        return self.view

    def _make_view(self) -> MarkdownView:
        if self._kind is MarkdownViewKind.WEB:
            from gui.reading.markdown.web_view import WebMarkdownView

            return WebMarkdownView(self)
        return TextMarkdownView(self)

    def _on_broken(self) -> None:
        if self.view is None or self._kind is MarkdownViewKind.TEXT:
            return
        self._kind = MarkdownViewKind.TEXT
        broken, self.view = self.view, None
        self.stack.removeWidget(broken)
        broken.shut_down()
        broken.deleteLater()
        self.rerender.emit()

    def _show_mode(self) -> None:
        if self._loaded is None:
            return
        if not self.shows_source:
            self.stack.setCurrentWidget(self.view or self._empty)
            if self.is_changed and self.source.text() != self._rendered_text:
                self.rerender.emit()
                return
            if self.view is not None and self._unit >= 0:
                self.view.mark(self._unit, scroll=True)
            return
        if self._source_is_stale:
            self._load_source(self._loaded)
        self.stack.setCurrentWidget(self.source)
        self._mark_source(scroll=True)

    def _load_source(self, loaded: ResultLoaded) -> None:
        self._source_is_stale = False
        if self.source.text() != loaded.result.markdown:  # else what can be undone would be lost
            self.source.show_text(loaded.result.markdown)
        self.source.document().setModified(loaded.is_changed)
        self._emit_changed()

    def _mark_source(self, *, scroll: bool) -> None:
        if self._loaded is not None and 0 <= self._unit < len(self._loaded.units):
            if self.is_changed and self.source.text() != self._rendered_text:
                return  # the places are those of an older text
            unit = self._loaded.units[self._unit]
            self.source.mark(unit.start, unit.end, scroll=scroll)

    def _on_clicked(self, unit: int) -> None:
        self._unit = self.doubts.unit = unit
        self.clicked.emit(unit)

    def _on_placed(self, offset: int) -> None:
        if self._loaded is None or not self._loaded.units:
            return
        starts = [unit.start for unit in self._loaded.units]
        self._unit = self.doubts.unit = max(0, bisect_right(starts, offset) - 1)
        self._mark_source(scroll=False)
        self.clicked.emit(self._unit)

    def _on_outline_requested(self, unit: int) -> None:
        self.mark(unit, scroll=True)
        self.clicked.emit(unit)

    def _on_find_bar_requested(self, text: str, backward: bool) -> None:
        if self.shows_source:
            found = bool(text) and self.source.search(text, backward=backward)
            count = self.source.toPlainText().casefold().count(text.casefold()) if found else 0
            self.find_bar.show_count(self._match_number(text) if found else 0, count)
        elif self.view is not None:
            self.view.search(text, backward=backward)

    def _match_number(self, text: str) -> int:
        before = self.source.toPlainText()[: self.source.textCursor().selectionStart()]
        return before.casefold().count(text.casefold()) + 1

    def _on_smaller_clicked(self) -> None:
        self.zoom(-1)

    def _on_larger_clicked(self) -> None:
        self.zoom(1)
