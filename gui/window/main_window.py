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
    QKeyEvent,
    QMoveEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui.i18n import tr
from gui.notifications import NotificationCenter, Severity
from gui.table.status_counts import NOTHING, QueueStatus, StatusCounts
from gui.widgets.focus_order import press_focused, step_focus
from gui.widgets.window_size import fit
from gui.window.actions import Actions, Command
from gui.window.add_documents import AddDocuments
from gui.window.close_controller import CloseController
from gui.window.drop_target import DropTarget
from gui.window.header import Header
from gui.window.menus import TOOLS, MenuBar
from gui.window.notice_bar import NotificationBar
from gui.window.result_windows import ResultWindows
from gui.window.state import WindowState
from gui.window.status.status_bar import StatusBar
from gui.window.storage_notices import StorageNotices
from gui.window.view_choices import ViewChoices
from gui.window.welcome.empty_page import EmptyPage
from gui.window.welcome.offer_presenter import SetupOfferPresenter
from gui.window.welcome.setup_card import SetupCard
from gui.window.window_title import title_of

if TYPE_CHECKING:
    from core.engines.setup_offer import SetupOffer
    from core.jobs.store.settings_change import SettingsChange
    from core.messages import Message
    from core.session.updates import JobListUpdate
    from core.settings.definitions import Settings
    from core.worker.kinds import FailureKind
    from gui.cards.cards_state import CardsStateProvider
    from gui.jobs.controller import JobController
    from gui.reading.reading_place import ReadingPlace
    from gui.table.model import JobModel
    from gui.table.rows import JobRow
    from gui.table.view import JobView
    from gui.window.detail.detail_pane import DetailPane
    from gui.window.status_filter import StatusFilterBar
    from gui.window.workspace import Workspace

SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """Header, notices, what there is to list or to drop on, status."""

    cards_requested = Signal()
    """The card button was pressed."""
    folder_requested = Signal()
    """A folder is to be converted, with choices."""
    history_requested = Signal()
    search_requested = Signal()
    """All results are to be searched."""
    profiles_requested = Signal()
    settings_requested = Signal()
    engines_requested = Signal()
    cluster_requested = Signal()
    """The connection to a cluster is to be shown."""
    log_requested = Signal()
    worker_log_requested = Signal(str)
    """The key of a card."""
    about_requested = Signal()
    queue_status_changed = Signal(object)
    """A :class:`QueueStatus`: how far the work is."""

    def __init__(
        self,
        work: JobController,
        settings: Settings,
        notices: NotificationCenter,
        state: WindowState,
    ) -> None:
        super().__init__()
        self.setObjectName("main")
        self._work = work
        self.settings = settings
        self._notices = notices
        self._state = state
        self.actions_ = Actions(self)
        self.header = Header(
            self.actions_[Command.ADD_FILES],
            self.actions_[Command.ADD_FOLDER],
            self.actions_[Command.CONVERT_FOLDER],
            self.actions_[Command.OPEN_SETTINGS],
        )
        self.notice_bar = NotificationBar()
        self.setup_card = SetupCard(as_bar=True)
        """Below the list; the empty page has one of its own."""
        self.status = StatusBar()
        self.empty = EmptyPage(self.actions_[Command.ADD_FILES], self.actions_[Command.ADD_FOLDER])
        self._offers = SetupOfferPresenter(
            self.empty.setup_card, self.setup_card, self.header.card, self.notice_bar
        )
        self.closing = CloseController(self, work, notices)
        StorageNotices(work, notices, self)
        self.readers = ResultWindows(self, self.actions_, notices, state)
        self.adding = AddDocuments(
            self,
            actions=self.actions_,
            work=work,
            notices=notices,
            state=state,
            readers=self.readers,
        )
        self._workspace: Workspace | None = None
        self.card_watch: CardsStateProvider | None = None
        """Knows the cards, once they are looked for."""
        self._queue_status = QueueStatus()
        self._card_strip: QWidget | None = None
        self._menu_bar = MenuBar(self.actions_, self._counts)
        self.setMenuBar(self._menu_bar)
        self._lay_out()
        DropTarget(self).dropped.connect(self.add)
        self._connect(notices)
        self._restore()
        ViewChoices(self.actions_, state, self)
        self._retranslate()
        self._focus_page()

    # For the rest of the program ----------------------------------------------------------------

    def add(self, paths: Iterable[Path]) -> None:
        """Convert these files and folders."""
        self.adding.add(paths)

    def show_result(self, folder: Path, place: ReadingPlace) -> bool:
        """Show a result at a place of it: in the list, or in a window of its own."""
        if self._workspace is not None and self._workspace.show_result(folder, place):
            return True
        return self.readers.open(folder, place)

    def show_offer(self, offer: SetupOffer | None) -> None:
        """Say what could be set up here, where there is room for it; ``None``: nothing."""
        self._offers.show_offer(offer)

    def show_engine_task(self, line: str, detail: str) -> None:
        """Say what is being done with an engine; ``""``: nothing."""
        self.status.engine_task.show_task(line, detail)
        self._offers.show_task(line, detail)

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
                settings=self.settings,
                notices=self._notices,
                state=self._state,
                parent=self,
            )
            self._workspace.commands.settings_requested.connect(
                self._on_commands_settings_requested
            )
            self._workspace.commands.worker_log_requested.connect(self.worker_log_requested)
            self._workspace.detail.see_cards.connect(self.cards_requested)
            self._pages.addWidget(self._workspace)
            if self._card_strip is not None:
                self._workspace.put_below_list(self._card_strip)
            self.actions_.set_icons()
            self.header.show_tools(None if do is None else self.actions_[do] for do in TOOLS)
            self.header.search.textChanged.connect(self._workspace.search_for)
            self._workspace.search_dropped.connect(self.header.search.clear)
            self.header.search.left.connect(self._workspace.go_to_list)
        return self._workspace

    def counts_of(self, batch: str) -> StatusCounts:
        """How many documents of a batch that are on the list stand where."""
        return NOTHING if self._workspace is None else self._workspace.model.counter.of(batch)

    @property
    def model(self) -> JobModel:
        """The list of documents."""
        return self.workspace.model

    @property
    def view(self) -> JobView:
        """The list on the screen."""
        return self.workspace.view

    @property
    def chips(self) -> StatusFilterBar:
        """What narrows the list."""
        return self.workspace.chips

    @property
    def detail(self) -> DetailPane:
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
        column.addWidget(self._pages, 1)
        # What comes and goes stands below the list: its rows stay under the pointer.
        column.addWidget(self.setup_card)
        column.addWidget(self.notice_bar)
        column.addWidget(self.status)
        self.setCentralWidget(middle)

    def _connect(self, notices: NotificationCenter) -> None:
        self._work.jobs_changed.connect(self._on_work_jobs_changed)
        self._work.worker_changed.connect(self.status.worker_is)
        self._work.paused_changed.connect(self._on_work_paused_changed)
        self._work.failed.connect(self._on_work_failed)
        self._work.batches_changed.connect(self.status.watched.show_batches)
        self.status.watched.stop_requested.connect(self._work.stop_watching)
        self.status.watched.batch_requested.connect(self._on_watched_batch_requested)
        self._work.folders_missing.connect(self._on_work_folders_missing)
        self._work.storage_lost.connect(self._on_work_storage_changed)
        self._work.storage_available.connect(self._on_work_storage_changed)
        notices.posted.connect(self.notice_bar.show_notice)
        notices.withdrawn.connect(self.notice_bar.withdraw)
        self.notice_bar.left.connect(self._focus_page)
        self._pages.currentChanged.connect(self._on_pages_current_changed)
        self._offers.dismissed.connect(self._focus_page)
        notices.log_requested.connect(self.log_requested)
        self.header.card.clicked.connect(self.cards_requested)
        self.header.cluster.clicked.connect(self.cluster_requested)
        self.header.pause_requested.connect(self._work.pause_all)
        actions = self.actions_
        self._menu_bar.again.requested.connect(self._on_again_requested)
        actions.on(Command.PAUSE_ALL, self._pause_or_go_on)
        actions.on(Command.FIND, self._to_search)
        actions.on(Command.QUIT, self.closing.ask)
        actions.on(Command.CONVERT_FOLDER, self.folder_requested)
        actions.on(Command.HISTORY, self.history_requested)
        actions.on(Command.SEARCH_RESULTS, self.search_requested)
        actions.on(Command.PROFILES, self.profiles_requested)
        actions.on(Command.OPEN_SETTINGS, self.settings_requested)
        actions.on(Command.OPEN_ENGINES, self.engines_requested)
        actions.on(Command.CLUSTER, self.cluster_requested)
        actions.on(Command.SHOW_LOG, self.log_requested)
        actions.on(Command.ABOUT, self.about_requested)

    def _on_work_jobs_changed(self, update: JobListUpdate) -> None:
        workspace = self.workspace
        workspace.take_in(update)
        model = workspace.model
        self._show_queue_status(model.queue_status())
        page = workspace if model.counts.total() else self.empty
        if page is not self._pages.currentWidget():
            self._pages.setCurrentWidget(page)
            self._focus_page()

    def _on_pages_current_changed(self) -> None:
        self._offers.set_listed(self._pages.currentWidget() is not self.empty)

    def _focus_page(self) -> None:
        """Let the keys act on what fills the window."""
        if self._workspace is not None and self._pages.currentWidget() is self._workspace:
            self._workspace.come_up()
        else:
            self.empty.add_button.setFocus()

    def _pause_or_go_on(self) -> None:
        self._work.pause_all(not self._work.paused)

    def _counts(self) -> StatusCounts:
        return NOTHING if self._workspace is None else self._workspace.model.counts_in_view

    def _on_commands_settings_requested(self, rows: list[JobRow]) -> None:
        from gui.settings.job_settings_dialog import JobSettingsDialog

        dialog = JobSettingsDialog(rows, self.card_watch, self)
        dialog.chosen.connect(partial(self._change_settings, [row.job.id for row in rows]))
        dialog.finished.connect(dialog.deleteLater)
        self._work.jobs_changed.connect(dialog.follow)  # after this window: its rows are as of now
        dialog.open()

    def _change_settings(self, job_ids: list[str], change: SettingsChange) -> None:
        self.workspace.commands.change_settings(job_ids, change)

    def _on_again_requested(self, kind: FailureKind) -> None:
        self.workspace.commands.retry_failed(kind)

    def _on_watched_batch_requested(self, batch_id: str) -> None:
        if self._workspace is not None:
            self._workspace.show_batch(batch_id)

    def _on_work_paused_changed(self, paused: bool) -> None:
        self.header.show_paused(paused)
        self.actions_.show_paused(paused)
        if self._workspace is None:
            self._show_queue_status(QueueStatus(paused=paused))
        else:
            self._workspace.set_paused(paused)
            self._show_queue_status(self._workspace.model.queue_status())

    def _show_queue_status(self, queue_status: QueueStatus) -> None:
        self._queue_status = queue_status
        self.status.show_queue_status(queue_status)
        self._say_title()
        self.queue_status_changed.emit(queue_status)

    def _say_title(self) -> None:
        title = title_of(self._queue_status)
        if title != self.windowTitle():  # a word to the window manager each time
            self.setWindowTitle(title)

    def _on_work_failed(self, sentence: Message) -> None:
        self._notices.show(lambda: tr(sentence), Severity.ERROR)

    def _on_work_folders_missing(self) -> None:
        everywhere = self._work.state.missing_folders
        self.status.watch.show_missing(path for paths in everywhere.values() for path in paths)
        if self._workspace is not None:
            self._workspace.batches.set_missing_folders(everywhere)

    def _on_work_storage_changed(self) -> None:
        self.status.room.show_missing(self._work.state.outages)
        if self._workspace is not None:
            self._workspace.model.set_blocked_paths(self._work.state.blocked_paths)
            self._show_queue_status(self._workspace.model.queue_status())

    def _to_search(self) -> None:
        pane = None if self._workspace is None else self._workspace.detail.pane
        focus = self.focusWidget()
        # One action for both: of two shortcuts with the same key, Qt takes neither.
        if pane is not None and pane.isAncestorOf(focus):
            pane.start_search()
            return
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    # What is remembered -------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry = self._state.bytes("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            fit(self, *SIZE)

    # Qt's side ----------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        regions = (self.header, self._pages, self.setup_card, self.notice_bar, self.status)
        return step_focus(self, regions, forward=forward) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and press_focused(self):
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the end is asked for, and comes in order (gui.app)
        self.closing.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.notice_bar.notice is not None:
            self._offers.place()
        self._state.keep("geometry", self.saveGeometry())

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._state.keep("geometry", self.saveGeometry())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange and self._workspace is not None:
            self.actions_.set_icons()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._say_title()
        self._offers.say_note()
        self.actions_.retranslate()
        self._menu_bar.retranslate()
