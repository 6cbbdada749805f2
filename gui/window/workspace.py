"""List and reading: what fills the window once there is something to list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QSplitter, QVBoxLayout, QWidget

from core.jobs.states import JobState
from core.session.updates import JobListUpdate
from core.settings.definitions import OPEN_PREVIEW, Settings
from core.worker.kinds import EngineName, FailureKind
from gui.jobs.controller import JobController
from gui.notifications import NotificationCenter
from gui.reading.reading_positions import ReadingPositions
from gui.table.model import JobModel
from gui.table.status_groups import StatusGroup
from gui.table.view import JobView
from gui.window.actions import Actions, Command
from gui.window.arrivals import ArrivalNotifier
from gui.window.batch_button import BatchButton
from gui.window.commands import SelectionCommands
from gui.window.detail.detail_pane import DetailPane, readable
from gui.window.document_locator import DocumentLocator
from gui.window.export_controller import ExportController
from gui.window.list_columns import ListColumns
from gui.window.menus import ROW, fill_menu
from gui.window.second_result import ComparisonRequest, SecondResults
from gui.window.state import WindowState
from gui.window.status_filter import StatusFilterBar

if TYPE_CHECKING:
    from core.documents.result import Result
    from core.jobs.store.batch_store import BatchRecord
    from gui.reading.reading_place import ReadingPlace

LIST_LENGTHS = {Qt.Orientation.Horizontal: (512, 768), Qt.Orientation.Vertical: (320, 330)}
"""List and reading, in pixels of a window of 1280 × 800: two columns of reading have their room."""
STRIP_FROM = 210
"""A list side that is lower keeps its room for the documents; the header names the cards, too."""
CURRENT = "current-document"


class _ListPanel(QWidget):
    """Chips, the list, and below them what there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._strip: QWidget | None = None

    def put_below(self, strip: QWidget) -> None:
        self._strip = strip
        self.column.addWidget(strip)
        self._fold()

    def _fold(self) -> None:
        if self._strip is not None:
            self._strip.setVisible(self.height() >= STRIP_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


class Workspace(QSplitter):
    """The list at the left, the result at the right, or below."""

    search_dropped = Signal()
    """Nothing is looked for any more."""

    def __init__(
        self,
        actions: Actions,
        *,
        work: JobController,
        settings: Settings,
        notices: NotificationCenter,
        state: WindowState,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._work = work
        self._settings = settings
        self._state = state
        self.model = JobModel(self)
        self.view = JobView(self.model)
        self.model.set_blocked_paths(work.state.blocked_paths)
        self.model.set_batches(work.state.batches)
        self.batches = BatchButton(self.model)
        self.batches.set_missing_folders(work.state.missing_folders)
        self.chips = StatusFilterBar(self.batches)
        self.detail = DetailPane(positions=ReadingPositions(state))
        self._to_select = state.text(CURRENT)
        """The document that was read when the program ended last, until it is there."""
        self.commands = SelectionCommands(
            self,
            actions=actions,
            work=work,
            model=self.model,
            view=self.view,
            notices=notices,
        )
        self.second = SecondResults(
            work.add_batch,
            notices,
            self,
            obstacle_to=work.obstacle_to,
            see_engines=actions[Command.OPEN_ENGINES].trigger,
        )
        self.arrivals = ArrivalNotifier(
            self,
            work=work,
            model=self.model,
            view=self.view,
            notices=notices,
            occupied=self._is_occupied,
            show_everything=self.show_everything,
            is_told=self.second.is_second,
        )
        self.locator = DocumentLocator(
            self,
            notices,
            relocate=work.relocate,
            listed=lambda: (row.job for row in self.model.rows()),
        )
        self.saving = ExportController(
            self,
            actions=actions,
            notices=notices,
            state=state,
            selected=self.commands.selected,
        )
        ListColumns(self.view, state)
        self._list = _ListPanel()
        self._list.column.addWidget(self.chips)
        self._list.column.addWidget(self.view, 1)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(self._list)
        self.addWidget(self.detail)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self._list.setMinimumSize(300, 130)  # 1280 × 800 pixels of a screen at 200 % hold both
        self.detail.setMinimumSize(300, 130)
        self._connect()
        self._restore()
        self._retranslate()
        self.set_paused(work.paused)

    def set_paused(self, paused: bool) -> None:
        """The whole queue is paused, or goes on."""
        self.model.set_paused(paused)
        self.detail.set_queue_paused(paused)

    def take_in(self, update: JobListUpdate) -> None:
        """Show what has happened."""
        self.model.apply(update)
        self._recount()
        self.view.set_clock(self.model.counts[JobState.RUNNING] > 0)
        self._follow_current(update)
        self._select_again()
        self.second.follow(update)
        self.commands.retries.note_ends(update.ended)
        self.commands.follow()

    def _recount(self) -> None:
        self.chips.count(self.model.counts_found)
        self.batches.refresh()

    def search_for(self, text: str) -> None:
        """Show only what has this in its path; chosen is what was, or else the best match."""
        shown = self.view.shown_id()
        self.model.arrange(replace(self.model.arrangement, text=text.strip()))
        if shown and self.model.place_of(shown) is None:
            self._select_first()
        self._recount()

    def show_result(self, folder: Path, place: ReadingPlace) -> bool:
        """Show a result that is on the list, and not filtered out, at a place of it."""
        for row in self.model.rows():
            markdown = row.job.markdown
            if markdown is not None and markdown.parent == folder and readable(row.job):
                if self.model.place_of(row.job.id) is None:
                    continue
                self.view.select([row.job.id])
                if not self._actions[Command.SHOW_PREVIEW].isChecked():
                    self._actions[Command.SHOW_PREVIEW].trigger()
                self.detail.show_place(row, place)
                return True
        return False

    def show_batch(self, batch_id: str) -> None:
        """Show only the documents of a batch."""
        self._narrow_to_batch(batch_id)
        self.batches.refresh()

    def show_everything(self) -> None:
        """Look for nothing, and show documents of all states and batches."""
        self.search_dropped.emit()
        self.chips.choose(StatusGroup.ALL)
        self.model.arrange(replace(self.model.arrangement, text="", batch=None))
        self._recount()

    def _is_occupied(self) -> bool:
        focus = self.window().focusWidget()
        return self.detail.isAncestorOf(focus) or isinstance(focus, QLineEdit)

    def go_to_list(self) -> None:
        """Let the keys move in the list."""
        self.view.setFocus()
        if not self.view.shown_id():
            self._select_first()

    def come_up(self) -> None:
        """The list has come into sight: the keys act on it, and its first row is selected.

        Not where another document is going to be, or where none is to be shown by itself.
        """
        self.view.setFocus(Qt.FocusReason.ActiveWindowFocusReason)  # which selects nothing
        may_select = self._settings.get(OPEN_PREVIEW) and not self._to_select
        if may_select and not self.view.shown_id():
            self._select_first()

    def _select_first(self) -> None:
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def put_below_list(self, strip: QWidget) -> None:
        """A strip between the list and the window's edge."""
        self._list.put_below(strip)

    # What the user does -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.chips.chosen.connect(self._on_chips_chosen)
        self.chips.retry_requested.connect(self.commands.retry_failed)
        self.batches.chosen.connect(self._narrow_to_batch)
        self.batches.pause_requested.connect(self._work.pause_batch)
        self.batches.retry_requested.connect(self._on_batches_retry_requested)
        self.batches.end_requested.connect(self._work.end_batch)
        self._work.batches_changed.connect(self._on_work_batches_changed)
        self._work.job_started.connect(self.model.has_started)
        self.view.moved.connect(self._on_view_moved)
        self.view.picked.connect(self._on_view_picked)
        self.view.opened.connect(self._on_read_requested)
        self.view.menu_requested.connect(self._on_view_menu_requested)
        self.view.selectionModel().selectionChanged.connect(self.commands.refresh)
        self.commands.everything_requested.connect(self.show_everything)
        self.commands.read_requested.connect(self._on_read_requested)
        self.detail.left.connect(self.go_to_list)
        self.detail.retry.connect(self._on_detail_retry)
        self.detail.cancel.connect(self._on_detail_cancel)
        self.detail.change.connect(self._on_detail_change)
        self.detail.password_given.connect(self._on_detail_password_given)
        self.detail.second_requested.connect(self._on_detail_second_requested)
        self.detail.locate_requested.connect(self._on_locate_requested)
        self.commands.locate_requested.connect(self._on_locate_requested)
        self.second.ready.connect(self._on_second_ready)
        self.detail.show_log.connect(self.commands.show_log_of)
        self.detail.see_engines.connect(self._actions[Command.OPEN_ENGINES].trigger)
        self.splitterMoved.connect(self._on_splitter_moved)
        self._actions.on(Command.HIDE_FINISHED, self._hide_finished)
        self._actions.on(Command.GROUP_BY_BATCH, self._group_by_batch)
        self._actions.on(Command.SHOW_PREVIEW, self._show_preview)
        self._actions.on(Command.PREVIEW_BELOW, self._turn)

    def _select_again(self) -> None:
        """Read on where one was, unless another document is chosen by now."""
        if self._to_select and self.model.place_of(self._to_select) is not None:
            wanted, self._to_select = self._to_select, ""
            self.view.select([wanted])
            # In the middle, and once the list has its size: what comes below it hides no row of it.
            QTimer.singleShot(0, self.view, self.view.centre_current)

    def _follow_current(self, update: JobListUpdate) -> None:
        shown = self.view.shown_id()
        if shown:
            if shown in update.progress or any(job.id == shown for job in update.jobs):
                self.detail.show_row(self.model.row_of(shown))
        elif self._settings.get(OPEN_PREVIEW):
            # Nothing is being read: the first result that comes is what one waits for.
            ended = (job for job in update.jobs if job.id in update.ended)
            done = next((job for job in ended if readable(job)), None)
            if done is not None:
                self.view.select([done.id])

    def _on_view_picked(self, job_id: str) -> None:
        if job_id:
            self._to_select = ""
        if not self._to_select:
            self._state.keep(CURRENT, job_id)
        self.model.keep(job_id)
        self.detail.show_row(self.model.row_of(job_id) if job_id else None)

    def _on_read_requested(self) -> None:
        if not self._actions[Command.SHOW_PREVIEW].isChecked():
            self._actions[Command.SHOW_PREVIEW].trigger()
        self.detail.take_keys()

    def _on_chips_chosen(self, group: StatusGroup, kind: FailureKind | None) -> None:
        self.model.arrange(replace(self.model.arrangement, group=group, kind=kind))

    def _narrow_to_batch(self, batch: str) -> None:
        self.model.arrange(replace(self.model.arrangement, batch=batch or None))
        self._recount()
        self.commands.refresh()

    def _on_work_batches_changed(self, batches: tuple[BatchRecord, ...]) -> None:
        self.model.set_batches(batches)
        if self.model.arrangement.batch not in self.model.batches:
            self._narrow_to_batch("")
        self._recount()
        self.detail.say_again()

    def _on_batches_retry_requested(self, batch: str) -> None:
        self._work.retry_failed(None, batch)

    def _on_view_menu_requested(self, point: QPoint) -> None:
        menu = fill_menu(QMenu(self), self._actions, ROW)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _on_view_moved(self, job_ids: list[str], before: str) -> None:
        self._work.move_before(job_ids, before or None)

    def _on_detail_retry(self, job_id: str) -> None:
        self.view.setFocus()  # the button goes, and would hand the keys on to whatever is next
        self._work.retry([job_id])

    def _on_detail_cancel(self, job_id: str) -> None:
        self.view.setFocus()
        self._work.cancel([job_id])

    def _on_detail_second_requested(self, result: Result, engine: EngineName) -> None:
        row = self.model.row_of(self.view.shown_id())
        options = self._settings.convert_options() if row is None else row.job.options
        self.second.make(result, engine, options, (one.job for one in self.model.rows()))

    def _on_locate_requested(self, job_id: str) -> None:
        row = self.model.row_of(job_id)
        if row is not None:
            self.locator.ask(row.job)

    def _on_second_ready(self, request: ComparisonRequest) -> None:
        if self.detail.pane is not None:
            self.detail.pane.changes.compare_files(
                request.first, request.first_name, request.second, request.second_name
            )

    def _on_detail_change(self, job_id: str) -> None:
        self.commands.change_settings_of([job_id])

    def _on_detail_password_given(self, job_id: str, password: str) -> None:
        self.view.setFocus()
        self._work.retry([job_id], password)

    # What is remembered -------------------------------------------------------------------------

    def _restore(self) -> None:
        self._hide_finished(self._actions[Command.HIDE_FINISHED].isChecked())
        self._group_by_batch(self._actions[Command.GROUP_BY_BATCH].isChecked())
        self._turn(self._actions[Command.PREVIEW_BELOW].isChecked())
        self.detail.setVisible(self._actions[Command.SHOW_PREVIEW].isChecked())

    def _turn(self, below: bool) -> None:
        wanted = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        self.setOrientation(wanted)
        kept = self._state.bytes(self._sizes_name())
        if kept is None or not self.restoreState(kept):
            self.setSizes(LIST_LENGTHS[wanted])
        self.setOrientation(wanted)

    def _hide_finished(self, hides: bool) -> None:
        self.chips.set_hides_finished(hides)
        self.model.arrange(replace(self.model.arrangement, hide_finished=hides))

    def _group_by_batch(self, grouped: bool) -> None:
        self.model.arrange(replace(self.model.arrangement, grouped=grouped))

    def _show_preview(self, shown: bool) -> None:
        self.detail.setVisible(shown)

    def _sizes_name(self) -> str:
        vertical = self.orientation() == Qt.Orientation.Vertical
        return "splitter-below" if vertical else "splitter-right"

    def _on_splitter_moved(self) -> None:
        self._state.keep(self._sizes_name(), self.saveState())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self.view.font_changed()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.model.retranslate()
        self.view.setAccessibleName(self.tr("Documents"))
        self.view.viewport().update()
        self.commands.refresh()
