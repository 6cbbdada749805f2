"""The main window: its parts put together, what is dropped on it, what it remembers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QMoveEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core.jobs.model import Job, JobState
from core.settings import OPEN_PREVIEW, Settings
from gui.notices import Notices
from gui.table.model import JobModel, column_title
from gui.table.rows import Column, Group
from gui.table.view import GIVE_WAY, JobView
from gui.window.actions import Actions, Do
from gui.window.chips import Chips
from gui.window.closing import Closing
from gui.window.commands import Commands
from gui.window.detail import Detail, readable
from gui.window.empty import DropOverlay, EmptyPage
from gui.window.header import Header
from gui.window.menus import ROW, MenuBar, fill_menu
from gui.window.notice_bar import NoticeBar
from gui.window.paths import may_hold_paths, paths_in
from gui.window.state import WindowState
from gui.window.status import StatusStrip
from gui.work.news import News
from gui.work.work import Work

SIZE = (1280, 800)
LIST_SHARE = 0.4
"""Of the width: beside two columns of reading, at 1280 pixels the list keeps its two lines."""


class MainWindow(QMainWindow):
    """List at the left, reading at the right (or below), everything else around it."""

    cards_wanted = Signal()
    """The card button was pressed."""
    settings_wanted = Signal()
    log_wanted = Signal()
    about_wanted = Signal()

    def __init__(
        self, work: Work, settings: Settings, notices: Notices, state: WindowState
    ) -> None:
        super().__init__()
        self.setObjectName("main")
        self._work = work
        self._settings = settings
        self._state = state
        self.actions_ = Actions(self)
        self.model = JobModel(self)
        self.view = JobView(self.model)
        self.header = Header(
            self.actions_[Do.ADD_FILES],
            self.actions_[Do.ADD_FOLDER],
            self.actions_[Do.OPEN_SETTINGS],
        )
        self.notice_bar = NoticeBar()
        self.chips = Chips()
        self.detail = Detail()
        self.status = StatusStrip()
        self.empty = EmptyPage(self.actions_[Do.ADD_FILES], self.actions_[Do.ADD_FOLDER])
        self.closing = Closing(self, work, notices)
        self.commands = Commands(
            self,
            actions=self.actions_,
            work=work,
            model=self.model,
            view=self.view,
            notices=notices,
            state=state,
        )
        self._menu_bar = MenuBar(self.actions_)
        self.setMenuBar(self._menu_bar)
        self._card_strip: QWidget | None = None
        self._lay_out()
        self._overlay = DropOverlay(self)
        self.setAcceptDrops(True)
        self._connect(notices)
        self._restore()
        self._retranslate()

    # For the rest of the program ----------------------------------------------------------------

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these files and folders."""
        self.commands.add(paths)

    def come_forward(self) -> None:
        """Be the window in front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def set_card_strip(self, strip: QWidget) -> None:
        """Show a strip about the cards between list and status; the one before is taken away."""
        if self._card_strip is not None:
            self._list_column.removeWidget(self._card_strip)
            self._card_strip.deleteLater()
        self._card_strip = strip
        self._list_column.addWidget(strip)

    # Putting together ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._list = QWidget()
        self._list_column = QVBoxLayout(self._list)
        self._list_column.setContentsMargins(0, 0, 0, 0)
        self._list_column.setSpacing(0)
        self._list_column.addWidget(self.chips)
        self._list_column.addWidget(self.view, 1)
        self._splitter = QSplitter()
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._list.setMinimumSize(300, 160)
        self.detail.setMinimumSize(300, 160)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._splitter)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.notice_bar):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)

    def _connect(self, notices: Notices) -> None:
        self._work.news.connect(self._take_in)
        self._work.worker_changed.connect(self.status.worker_is)
        notices.posted.connect(self.notice_bar.show_notice)
        notices.log_wanted.connect(self.log_wanted)
        self.chips.chosen.connect(self._narrow_to)
        self.header.search.textChanged.connect(self._search_for)
        self.header.search.left.connect(self._to_list)
        self.header.card.clicked.connect(self.cards_wanted)
        self.view.picked.connect(self._pick)
        self.view.opened.connect(self._read)
        self.view.menu_wanted.connect(self._open_row_menu)
        columns = self.view.horizontalHeader()
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.customContextMenuRequested.connect(self._open_column_menu)
        columns.sectionResized.connect(self._keep_columns)
        self.view.selectionModel().selectionChanged.connect(self.commands.refresh)
        self.commands.read_wanted.connect(self._read)
        self.commands.log_wanted.connect(self.log_wanted)
        self.detail.retry.connect(self._retry_one)
        self.detail.cancel.connect(self._cancel_one)
        self.detail.password_given.connect(self._try_password)
        self.detail.show_log.connect(self.log_wanted)
        self._splitter.splitterMoved.connect(self._keep_splitter)
        actions = self.actions_
        actions.on(Do.FIND, self._to_search)
        actions.on(Do.QUIT, self.closing.ask)
        actions.on(Do.OPEN_SETTINGS, self.settings_wanted)
        actions.on(Do.ABOUT, self.about_wanted)
        actions.on(Do.SHOW_PREVIEW, self._show_preview)
        actions.on(Do.PREVIEW_BELOW, self._turn_splitter)

    # News ---------------------------------------------------------------------------------------

    def _take_in(self, news: News) -> None:
        ended = self.model.apply(news)
        counts = self.model.counts
        self.chips.count(counts)
        self.status.documents_ended(len(ended))
        self.status.count(counts, self.model.part_done)
        self.view.set_clock(counts[JobState.RUNNING] > 0)
        self._pages.setCurrentWidget(self._splitter if counts.total() else self.empty)
        self._follow_current(news, ended)
        self.commands.refresh()

    def _follow_current(self, news: News, ended: Iterable[Job]) -> None:
        current = self.view.current_id()
        if current:
            if current in news.progress or any(job.id == current for job in news.jobs):
                self.detail.show_row(self.model.row_of(current))
        elif self._settings.get(OPEN_PREVIEW):
            # Nothing is being read: the first result that comes is what one waits for.
            done = next((job for job in ended if readable(job)), None)
            if done is not None:
                self.view.select([done.id])

    # What the user does -------------------------------------------------------------------------

    def _pick(self, job_id: str) -> None:
        self.detail.show_row(self.model.row_of(job_id) if job_id else None)

    def _read(self) -> None:
        if not self.actions_[Do.SHOW_PREVIEW].isChecked():
            self.actions_[Do.SHOW_PREVIEW].trigger()
        self.detail.setFocus()

    def _narrow_to(self, group: Group) -> None:
        self.model.arrange(replace(self.model.arrangement, group=group))

    def _search_for(self, text: str) -> None:
        self.model.arrange(replace(self.model.arrangement, text=text.strip()))

    def _to_search(self) -> None:
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    def _to_list(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def _open_row_menu(self, point: QPoint) -> None:
        menu = fill_menu(QMenu(self), self.actions_, ROW)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _open_column_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        for column in GIVE_WAY:
            action = menu.addAction(column_title(column))
            action.setCheckable(True)
            action.setChecked(column not in self.view.hidden_by_user)
            action.setData(int(column))
        menu.triggered.connect(self._turn_column)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.horizontalHeader().mapToGlobal(point))

    def _turn_column(self, action: QAction) -> None:
        self.view.set_column_shown(Column(action.data()), action.isChecked())
        hidden = ",".join(str(int(column)) for column in sorted(self.view.hidden_by_user))
        self._state.keep("hidden-columns", hidden)

    def _retry_one(self, job_id: str) -> None:
        self._work.retry([job_id])

    def _cancel_one(self, job_id: str) -> None:
        self._work.cancel([job_id])

    def _try_password(self, job_id: str, password: str) -> None:
        self._work.retry([job_id], password)

    # What is remembered -------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry = self._state.bytes("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(*SIZE)
        columns = self._state.bytes("columns")
        if columns is not None:
            self.view.horizontalHeader().restoreState(columns)
        hidden = self._state.text("hidden-columns")
        for number in filter(str.isdigit, hidden.split(",")):
            if Column(int(number)) in GIVE_WAY:
                self.view.set_column_shown(Column(int(number)), shown=False)
        below = self._state.text("result") == "below"
        self.actions_[Do.PREVIEW_BELOW].setChecked(below)
        self._turn_splitter(below)
        shown = self._state.text("preview", "shown") == "shown"
        self.actions_[Do.SHOW_PREVIEW].setChecked(shown)
        self.detail.setVisible(shown)

    def _turn_splitter(self, below: bool) -> None:
        self._splitter.setOrientation(
            Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        )
        kept = self._state.bytes(self._splitter_name())
        if kept is None or not self._splitter.restoreState(kept):
            length = SIZE[1] - 150 if below else SIZE[0]
            first = round(length * LIST_SHARE)
            self._splitter.setSizes([first, length - first])
        self._splitter.setOrientation(
            Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        )
        self._state.keep("result", "below" if below else "right")

    def _show_preview(self, shown: bool) -> None:
        self.detail.setVisible(shown)
        self._state.keep("preview", "shown" if shown else "hidden")

    def _splitter_name(self) -> str:
        below = self._splitter.orientation() == Qt.Orientation.Vertical
        return "splitter-below" if below else "splitter-right"

    def _keep_splitter(self) -> None:
        self._state.keep(self._splitter_name(), self._splitter.saveState())

    def _keep_columns(self) -> None:
        self._state.keep("columns", self.view.horizontalHeader().saveState())

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
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Headframe"))
        self.actions_.retranslate()
        self._menu_bar.retranslate()
        self.model.retranslate()
        self.view.setAccessibleName(self.tr("Documents"))
        self.view.viewport().update()
        self.commands.refresh()
