"""The reading pane: left the PDF as it was, right its Markdown, each showing the other's place."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.documents.result import Result
from core.messages import Message
from core.worker.kinds import EngineName
from gui.i18n import tr
from gui.icons import Glyph
from gui.opener import open_from
from gui.reading.block_menu import BlockMenu
from gui.reading.find_bar import FindBar
from gui.reading.linked_scrolling import LinkedScrolling
from gui.reading.markdown.markdown_panel import MarkdownPanel
from gui.reading.markdown.markdown_view import MenuTarget
from gui.reading.pdf.panel import PdfPanel
from gui.reading.placeholder_page import PlaceholderPage
from gui.reading.position_keeper import PositionKeeper
from gui.reading.reading_place import ReadingPlace
from gui.reading.reading_positions import ReadingPositions
from gui.reading.render_thread import (
    RenderedChunk,
    RenderRequest,
    RenderThread,
    ResultDetails,
    ResultLoaded,
    ResultUnavailable,
)
from gui.reading.result_changes import ResultChanges
from gui.reading.saving.exporter import AnyExportRequest, Exporter
from gui.reading.saving.result_menu import ResultMenu
from gui.reading.shortcuts import ReadingShortcut
from gui.reading.tool_buttons import ToolButton
from gui.reading.unit_selection import UnitSelection

log = logging.getLogger(__name__)

BOTH_FROM = 480
"""A pane that is narrower leaves the pages out, until they are asked for."""


class ResultPane(QWidget):
    """Shows one result, or a message in its place. Made, used and shut down in the GUI thread."""

    second_requested = Signal(object, object)
    """The result that is shown, and the :class:`EngineName` that another is to be made with."""
    unreadable = Signal(object)
    """There is nothing to read: why, as a :class:`Message`."""
    shown = Signal()
    """The first screen of a result's Markdown can be read."""

    def __init__(
        self,
        parent: QWidget | None = None,
        positions: ReadingPositions | None = None,
        *,
        find_key: bool = True,
    ) -> None:
        """``positions``: where documents are opened, and what is kept of them when they go.

        ``find_key``: Ctrl+F is the pane's own, and no action of its window.
        """
        super().__init__(parent)
        self.pages = PdfPanel(self)
        self.markdown = MarkdownPanel(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.markdown)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes([500, 500])
        self._position = PositionKeeper(self.pages.view, self.markdown, positions)
        self.message = PlaceholderPage(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.message)
        self.stack.addWidget(self.splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._pages_gave_way = False
        self._make_tools()
        self.exporter = Exporter(self)
        self.more_menu.export_requested.connect(self.exporter.save)
        self.more_menu.engine_requested.connect(self._on_engine_requested)
        self.exporter.saved.connect(self._on_exported)
        self.exporter.failed.connect(self._on_export_failed)
        self.linked_scrolling = LinkedScrolling(
            self.linked, self.pages.view, self.markdown, self._position
        )
        self.units = UnitSelection(self.pages.view, self.markdown, self._position)
        self._token = 0
        self._resume: int | None = None
        """The place in the text to go back to once it is rendered again."""
        self._place: ReadingPlace | None = None
        """Where to begin, until it is rendered."""
        self._is_rendered = False
        self._folder: Path | None = None
        self._loaded: ResultLoaded | None = None
        self._why_unreadable: Message | None = None
        self._thread = RenderThread(self)
        self.changes = ResultChanges(self, self._thread, self.markdown)
        self.changes.rerender.connect(self._on_rerender)
        self.more_menu.other_requested.connect(self.changes.compare_with)
        self.more_menu.original_requested.connect(self.changes.compare_with_original)
        self.more_menu.discard_requested.connect(self.changes.discard)
        self._connect()
        self._make_shortcuts(find_key=find_key)
        self._retranslate()

    def _make_tools(self) -> None:
        self.with_pages = ToolButton(Glyph.PREVIEW, self, checkable=True)
        self.with_pages.setChecked(True)
        self.linked = ToolButton(Glyph.CHAIN, self, checkable=True)
        self.linked.setChecked(True)
        self.more = ToolButton(Glyph.EXPORT, self)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = ResultMenu(self)
        self.more_menu.aboutToShow.connect(self._on_more_menu_about_to_show)
        self.more.setMenu(self.more_menu)
        self.markdown.bar.add(self.more, self.linked, self.with_pages)

    # What the window calls

    def show_result(
        self,
        folder: Path,
        source_pdf: Path | None,
        password: str | None = None,
        place: ReadingPlace | None = None,
    ) -> None:
        """Show a result folder beside the PDF that it was made from, at a place of it.

        Returns at once; the Markdown appears when it is rendered, the pages when they are drawn.
        What was asked for before and is not there yet is dropped. ``source_pdf`` of ``None``, or
        one that is gone, shows the Markdown with a word in the pages' place.
        """
        self._position.leave()
        if folder != self._folder:
            self.markdown.leave()
        self._folder = self.changes.folder = folder
        self._position.come_to(folder, is_elsewhere=place is not None)
        self._hold(None)
        self._resume = None
        self.linked_scrolling.forget()
        self._place, self._is_rendered = place, False
        self.pages.show_document(source_pdf, password)
        self._ask()

    def go_to(self, place: ReadingPlace) -> None:
        """Go to a place of the result that is shown, or is about to be."""
        self._place = place
        if self._is_rendered:
            self._go_to_place()

    def show_message(self, title: str, text: str = "", actions: Sequence[QAction] = ()) -> None:
        """Show a few words in place of a result, with a button for each action."""
        self.clear()
        self.message.show_words(title, text, actions)

    def clear(self) -> None:
        """Show nothing, and let go of the files."""
        self._token += 1
        self._position.leave()
        self._folder = self.changes.folder = None
        self._hold(None)
        self._why_unreadable = None
        self.linked_scrolling.forget()
        self._thread.drop()
        self.pages.clear()
        self.markdown.clear()
        self.message.show_words("", "", ())
        self.stack.setCurrentWidget(self.message)

    def shut_down(self) -> None:
        """End the thread, the page process and the web engine, in order; before the window goes."""
        self._token += 1
        self._position.leave()
        self.linked_scrolling.stop()
        self.markdown.leave()
        self._thread.shut_down()
        self.exporter.shut_down()
        self.pages.view.shut_down()
        self.markdown.shut_down()

    @property
    def result(self) -> Result | None:
        """The result that is shown, once it is read."""
        return None if self._loaded is None else self._loaded.result

    # Wiring

    def _connect(self) -> None:
        self._thread.loaded.connect(self._on_loaded)
        self._thread.detailed.connect(self._on_detailed)
        self._thread.rendered.connect(self._on_rendered)
        self._thread.missing.connect(self._on_missing)
        self.markdown.linked.connect(self._on_markdown_linked)
        self.markdown.menu_requested.connect(self._on_markdown_menu_requested)
        self.markdown.shown.connect(self.shown)
        self.markdown.rerender.connect(self._on_rerender)
        self.markdown.doubts.page_requested.connect(self.pages.view.go_to_page)
        self.markdown.search.clicked.connect(self.markdown.find_bar.enter)
        self.with_pages.toggled.connect(self.pages.setVisible)

    def _make_shortcuts(self, *, find_key: bool) -> None:
        for what, slot in {
            ReadingShortcut.FIND: self.start_search,
            ReadingShortcut.FIND_NEXT: self._find_next,
            ReadingShortcut.FIND_PREVIOUS: self._find_before,
            ReadingShortcut.NEXT_DOUBT: self.markdown.doubts.go_next,
            ReadingShortcut.PREVIOUS_DOUBT: self.markdown.doubts.go_back,
            ReadingShortcut.NEXT_UNIT: self.units.go_next,
            ReadingShortcut.PREVIOUS_UNIT: self.units.go_back,
        }.items():
            if what is ReadingShortcut.FIND and not find_key:
                continue
            shortcut = QShortcut(what.keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        # Wherever the focus is: it saves what the button beside it would.
        save = QShortcut(ReadingShortcut.SAVE.keys, self)
        save.setContext(Qt.ShortcutContext.WindowShortcut)
        save.activated.connect(self.changes.save)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, before = (size.width() < BOTH_FROM for size in (event.size(), event.oldSize()))
        if narrow and self.with_pages.isChecked() and (not before or event.oldSize().isEmpty()):
            self._pages_gave_way = True
            self.with_pages.setChecked(False)
        elif not narrow and self._pages_gave_way:
            self._pages_gave_way = False
            self.with_pages.setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.more.set_label(self.tr("Save as, compare"))
        self.linked.set_label(self.tr("Scroll both together"))
        self.with_pages.set_label(self.tr("Show the pages beside the Markdown"))
        self._say_why_unreadable()

    # A result arrives

    def _hold(self, loaded: ResultLoaded | None) -> None:
        self._loaded = loaded
        self.changes.hold(loaded)
        self.units.hold(loaded)

    def _ask(self) -> None:
        if self._folder is not None:
            self._token += 1
            request = RenderRequest(
                self._token,
                self._folder,
                markdown=self.markdown.text(),
                maths=self.markdown.has_maths,
            )
            self._thread.ask(request)

    def _on_loaded(self, loaded: ResultLoaded) -> None:
        if loaded.token != self._token:
            return
        self._hold(loaded)
        self._is_rendered = False
        self.pages.thumbnails.set_readings(loaded.result.origin.readings)
        self.markdown.begin(loaded)
        self.stack.setCurrentWidget(self.splitter)

    def _on_rerender(self) -> None:
        self._resume = self.markdown.offset()
        self._ask()

    def _on_rendered(self, piece: RenderedChunk) -> None:
        if piece.token != self._token:
            return
        self.markdown.add(piece)
        self._is_rendered = piece.is_last
        if piece.is_last and self._loaded is not None:
            self._position.restore(self._loaded.units)
        if piece.is_last and self._place is not None:
            self._go_to_place()
        elif piece.is_last and self._resume is not None and self._loaded is not None:
            resume, self._resume = self._resume, None
            starts = [unit.start for unit in self._loaded.units]
            unit = bisect_right(starts, resume) - 1
            if unit >= 0:  # in the source, who saves writes on where the cursor is
                stays = self.markdown.shows_source and self.markdown.offset() == resume
                self.markdown.mark(unit, scroll=not stays)

    def _go_to_place(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            self.units.go_to(place)

    def _on_detailed(self, details: ResultDetails) -> None:
        if details.token == self._token:
            self.pages.view.set_overlays(details.overlays, details.doubts)
            self.markdown.outline.fill(details.outline)
            self.markdown.set_doubts(details.doubts)

    def _on_missing(self, missing: ResultUnavailable) -> None:
        if missing.token == self._token:
            self.clear()
            self._why_unreadable = missing.reason
            self._say_why_unreadable()
            self.unreadable.emit(missing.reason)

    def _say_why_unreadable(self) -> None:
        if self._why_unreadable is not None:
            title = self.tr("There is nothing to read")
            self.message.show_words(title, tr(self._why_unreadable), ())

    # Finding

    def take_keys(self) -> None:
        """Give the keys to the Markdown, where they scroll."""
        self.markdown.take_keys()

    def start_search(self) -> None:
        """Begin a search in the side that the user is at, by default the Markdown."""
        self._finder().enter()

    def end_search(self) -> bool:
        """End the search that has the keys; whether one had them."""
        focus = QApplication.focusWidget()
        for bar in (self.markdown.find_bar, self.pages.find_bar):
            if focus is not None and bar.isAncestorOf(focus):
                bar.leave()
                return True
        return False

    def _finder(self) -> FindBar:
        focus = QApplication.focusWidget()
        at_pages = focus is not None and self.pages.isAncestorOf(focus)
        return self.pages.find_bar if at_pages else self.markdown.find_bar

    def _find_next(self) -> None:
        self._finder().on.click()

    def _find_before(self) -> None:
        self._finder().back.click()

    # Out

    def _on_engine_requested(self, engine: EngineName) -> None:
        if self._loaded is not None:
            self.second_requested.emit(self._loaded.saved, engine)

    def _on_more_menu_about_to_show(self) -> None:
        self.markdown.keep_draft()  # what is saved as a file has it, too
        saved = None if self._loaded is None else self._loaded.saved
        changed = self._loaded is not None and self._loaded.is_changed
        self.more_menu.fill(saved, is_changed=changed or self.markdown.is_changed)

    def _on_exported(self, _wanted: AnyExportRequest, path: Path) -> None:
        self.markdown.saved.show_saved(path)

    def _on_export_failed(self, _wanted: AnyExportRequest, why: Message) -> None:
        self.markdown.say_problem(tr(why))

    def _on_markdown_linked(self, href: str) -> None:
        url = QUrl(href)
        if url.scheme() in ("http", "https", "mailto"):
            open_from(self, url)

    def _on_markdown_menu_requested(self, target: MenuTarget) -> None:
        from PySide6.QtGui import QCursor

        menu = self.menu_for(target)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(QCursor.pos())

    def menu_for(self, target: MenuTarget) -> BlockMenu:
        """What can be done with a place in the Markdown."""
        menu = BlockMenu(target, self.markdown_of(target.unit), self)
        menu.selection_requested.connect(self.markdown.copy)
        return menu

    def markdown_of(self, unit: int) -> str:
        """The source of a unit."""
        if self._loaded is None or not 0 <= unit < len(self._loaded.units):
            return ""
        found = self._loaded.units[unit]
        return self._loaded.result.markdown[found.start : found.end]
