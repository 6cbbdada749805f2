"""The main window: its frame, what is dropped on it, what it remembers.

List and reading (`gui.window.workspace`) are made when there is something to list: an empty window
is on the screen sooner without them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QMoveEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.sentences import Sentence
from core.settings import Settings
from core.worker.protocol import FailureKind
from gui.fit import fit
from gui.i18n import words
from gui.notices import Level, Notices
from gui.table.cells import printable
from gui.table.tally import NOTHING, Counts, Standing
from gui.window.actions import Actions, Do
from gui.window.adding import Adding
from gui.window.closing import Closing
from gui.window.empty import DropOverlay, EmptyPage
from gui.window.header import Header
from gui.window.menus import TOOLS, MenuBar
from gui.window.notice_bar import NoticeBar
from gui.window.paths import may_hold_paths, paths_in
from gui.window.readers import Readers
from gui.window.state import WindowState
from gui.window.status import StatusStrip
from gui.work.news import News
from gui.work.work import Work

if TYPE_CHECKING:
    from core.jobs.events import DiskFull, SpaceBack
    from gui.table.model import JobModel
    from gui.table.view import JobView
    from gui.window.chips import Chips
    from gui.window.detail import Detail
    from gui.window.workspace import Workspace

SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """Header, notices, what there is to list or to drop on, status."""

    cards_wanted = Signal()
    """The card button was pressed."""
    folder_wanted = Signal()
    """A folder is to be converted, with choices."""
    history_wanted = Signal()
    profiles_wanted = Signal()
    settings_wanted = Signal()
    engines_wanted = Signal()
    log_wanted = Signal()
    about_wanted = Signal()
    standing_changed = Signal(object)
    """A :class:`Standing`: how far the work is."""

    def __init__(
        self, work: Work, settings: Settings, notices: Notices, state: WindowState
    ) -> None:
        super().__init__()
        self.setObjectName("main")
        self._work = work
        self._settings = settings
        self._notices = notices
        self._state = state
        self.actions_ = Actions(self)
        self.header = Header(
            self.actions_[Do.ADD_FILES],
            self.actions_[Do.ADD_FOLDER],
            self.actions_[Do.CONVERT_FOLDER],
            self.actions_[Do.OPEN_SETTINGS],
        )
        self.notice_bar = NoticeBar()
        self.status = StatusStrip()
        self.empty = EmptyPage(self.actions_[Do.ADD_FILES], self.actions_[Do.ADD_FOLDER])
        self.closing = Closing(self, work, notices)
        self.readers = Readers(self, self.actions_, notices, state)
        self.adding = Adding(
            self,
            actions=self.actions_,
            work=work,
            notices=notices,
            state=state,
            readers=self.readers,
        )
        self._workspace: Workspace | None = None
        self._standing = Standing()
        self._card_strip: QWidget | None = None
        self._menu_bar = MenuBar(self.actions_, self._counts)
        self.setMenuBar(self._menu_bar)
        self._lay_out()
        self._overlay = DropOverlay(self)
        self.setAcceptDrops(True)
        self._connect(notices)
        self._restore()
        self._retranslate()

    # For the rest of the program ----------------------------------------------------------------

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these files and folders."""
        self.adding.add(paths)

    def come_forward(self, token: str = "") -> None:
        """Be the window in front; the desktop's ``token`` says that the user wants it."""
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt takes it from there, once
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def set_card_strip(self, strip: QWidget) -> None:
        """Show a strip about the cards below the list, as soon as there is a list."""
        self._card_strip = strip
        if self._workspace is not None:
            self._workspace.put_below_list(strip)

    def shut_down(self) -> None:
        """End what the parts run by themselves; before the window goes."""
        self.readers.shut_down()
        if self._workspace is not None:
            self._workspace.saving.shut_down()
            self._workspace.detail.shut_down()

    @property
    def workspace(self) -> Workspace:
        """List and reading, made when they are first asked for."""
        if self._workspace is None:
            from gui.window.workspace import Workspace

            self._workspace = Workspace(
                self.actions_,
                work=self._work,
                settings=self._settings,
                notices=self._notices,
                state=self._state,
                parent=self,
            )
            self._pages.addWidget(self._workspace)
            if self._card_strip is not None:
                self._workspace.put_below_list(self._card_strip)
            self.actions_.dress()
            self.header.show_tools(None if do is None else self.actions_[do] for do in TOOLS)
            self.header.search.textChanged.connect(self._workspace.search_for)
            self.header.search.left.connect(self._workspace.go_to_list)
        return self._workspace

    def counts_of(self, batch: str) -> Counts:
        """How many documents of a batch that are on the list stand where."""
        return NOTHING if self._workspace is None else self._workspace.model.tally.of(batch)

    @property
    def model(self) -> JobModel:
        """The list of documents."""
        return self.workspace.model

    @property
    def view(self) -> JobView:
        """The list on the screen."""
        return self.workspace.view

    @property
    def chips(self) -> Chips:
        """What narrows the list."""
        return self.workspace.chips

    @property
    def detail(self) -> Detail:
        """What stands beside the list."""
        return self.workspace.detail

    # Putting together ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notice_bar)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)

    def _connect(self, notices: Notices) -> None:
        self._work.news.connect(self._take_in)
        self._work.worker_changed.connect(self.status.worker_is)
        self._work.paused_changed.connect(self._rest)
        self._work.trouble.connect(self._say_trouble)
        self._work.folders_missing.connect(self._say_missing)
        self._work.room_lacks.connect(self._say_full)
        self._work.room_back.connect(self._say_back)
        notices.posted.connect(self.notice_bar.show_notice)
        notices.log_wanted.connect(self.log_wanted)
        self.header.card.clicked.connect(self.cards_wanted)
        self.header.rest_wanted.connect(self._work.pause_all)
        actions = self.actions_
        self._menu_bar.again.wanted.connect(self._retry_failed)
        actions.on(Do.PAUSE_ALL, self._pause_or_go_on)
        actions.on(Do.FIND, self._to_search)
        actions.on(Do.QUIT, self.closing.ask)
        actions.on(Do.CONVERT_FOLDER, self.folder_wanted)
        actions.on(Do.HISTORY, self.history_wanted)
        actions.on(Do.PROFILES, self.profiles_wanted)
        actions.on(Do.OPEN_SETTINGS, self.settings_wanted)
        actions.on(Do.OPEN_ENGINES, self.engines_wanted)
        actions.on(Do.SHOW_LOG, self.log_wanted)
        actions.on(Do.ABOUT, self.about_wanted)
        actions.on(Do.SHOW_PREVIEW, self._keep_preview)
        actions.on(Do.PREVIEW_BELOW, self._keep_preview)

    def _take_in(self, news: News) -> None:
        workspace = self.workspace
        workspace.take_in(news)
        model = workspace.model
        self._show_standing(model.standing())
        self._pages.setCurrentWidget(workspace if model.counts.total() else self.empty)

    def _pause_or_go_on(self) -> None:
        self._work.pause_all(not self._work.paused)

    def _counts(self) -> Counts:
        return NOTHING if self._workspace is None else self._workspace.model.counts_in_view

    def _retry_failed(self, kind: FailureKind) -> None:
        self.workspace.commands.retry_failed(kind)

    def _rest(self, resting: bool) -> None:
        self.header.show_resting(resting)
        self.actions_.show_resting(resting)
        if self._workspace is None:
            self._show_standing(Standing(resting=resting))
        else:
            self._workspace.model.set_resting(resting)
            self._show_standing(self._workspace.model.standing())

    def _show_standing(self, standing: Standing) -> None:
        self._standing = standing
        self.status.show_standing(standing)
        self._say_title()
        self.standing_changed.emit(standing)

    def _say_title(self) -> None:
        """How it goes, where the task bar or the list of windows is all that one sees."""
        now = self._standing
        if now.resting:
            head = self.tr("Paused")
        elif now.held:
            head = self.tr("Waits for a disk")
        elif now.busy:
            head = f"{int(100 * now.fraction)} %"
        elif now.failed:
            head = self.tr("%n failed", "", now.failed)
        else:
            head = ""
        name = self.tr("Headframe")
        title = f"{head} · {name}" if head else name
        if title != self.windowTitle():  # a word to the window manager each time
            self.setWindowTitle(title)

    def _say_trouble(self, sentence: Sentence) -> None:
        self._notices.show(words(sentence), Level.ERROR)

    def _say_missing(
        self, batch_id: str, missing: tuple[Path, ...], before: tuple[Path, ...]
    ) -> None:
        everywhere = self._work.missing
        self.status.watch.show_missing(path for paths in everywhere.values() for path in paths)
        if self._workspace is not None:
            self._workspace.batches.refresh()
        gone = [str(folder) for folder in missing if folder not in before]
        back = [str(folder) for folder in before if folder not in missing]
        batch = next((one for one in self._work.batches if one.id == batch_id), None)
        if gone and batch is not None and not batch.new.watch:
            text = self.tr(
                "{folder} is not there, and was not looked through to its end. "
                "Plug its drive in, and the rest is found by itself; or end the batch."
            ).format(folder=", ".join(gone))
            end = partial(self._work.end_batch, batch_id)
            self._notices.show(text, Level.WARNING, self.tr("End the batch"), end)
        elif gone:
            text = self.tr(
                "The watched folder {folder} is not there. "
                "It is taken up again by itself when it is back."
            )
            self._notices.show(text.format(folder=", ".join(gone)), Level.WARNING)
        elif back:
            text = self.tr("{folder} is back.")
            self._notices.show(text.format(folder=", ".join(back)))

    def _say_full(self, full: DiskFull) -> None:
        self._follow_room()
        text = self.tr("{why} What goes there waits, and goes on by itself when it can.")
        self._notices.show(text.format(why=words(full.failure.message)), Level.WARNING)

    def _say_back(self, back: SpaceBack) -> None:
        self._follow_room()
        text = self.tr("There is room in {folder} again: work goes on.")
        self._notices.show(text.format(folder=printable(str(back.place))))

    def _follow_room(self) -> None:
        self.status.room.show_missing(self._work.short)
        if self._workspace is not None:
            self._workspace.model.set_closed(self._work.closed)
            self._show_standing(self._workspace.model.standing())

    def _to_search(self) -> None:
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    # What is remembered -------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry = self._state.bytes("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            fit(self, *SIZE)
        self.actions_[Do.PREVIEW_BELOW].setChecked(self._state.text("result") == "below")
        self.actions_[Do.SHOW_PREVIEW].setChecked(self._state.text("preview") != "hidden")

    def _keep_preview(self) -> None:
        below = self.actions_[Do.PREVIEW_BELOW].isChecked()
        shown = self.actions_[Do.SHOW_PREVIEW].isChecked()
        self._state.keep("result", "below" if below else "right")
        self._state.keep("preview", "shown" if shown else "hidden")

    # Qt's side ----------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the end is asked for, and comes in order (gui.app)
        self.closing.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._state.keep("geometry", self.saveGeometry())

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._state.keep("geometry", self.saveGeometry())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_hold_paths(event.mimeData()):
            event.acceptProposedAction()
            self._overlay.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._overlay.hide()
        found = paths_in(event.mimeData())
        if found:
            event.setDropAction(Qt.DropAction.CopyAction)  # the source keeps its files
            event.accept()
            self.add(found)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange and self._workspace is not None:
            self.actions_.dress()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._say_title()
        self.actions_.retranslate()
        self._menu_bar.retranslate()
