"""List and reading: what fills the window once there is something to list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from core.jobs.model import JobState
from core.settings import OPEN_PREVIEW, Settings
from core.worker.protocol import FailureKind
from gui.notices import Notices
from gui.table.cells import column_title
from gui.table.model import JobModel
from gui.table.rows import Column, Group
from gui.table.view import GIVE_WAY, JobView
from gui.window.actions import Actions, Do
from gui.window.batch_button import BatchButton
from gui.window.chips import Chips
from gui.window.commands import Commands
from gui.window.detail import Detail, readable
from gui.window.menus import ROW, fill_menu
from gui.window.saving import Saving
from gui.window.state import WindowState
from gui.work.news import News
from gui.work.work import Work

if TYPE_CHECKING:
    from core.jobs.batches import BatchRecord

LIST_LENGTHS = {Qt.Orientation.Horizontal: (512, 768), Qt.Orientation.Vertical: (320, 330)}
"""List and reading, in pixels of a window of 1280 × 800: two columns of reading have their room."""
STRIP_FROM = 210
"""A list side that is lower keeps its room for the documents; the header names the cards, too."""


class _ListSide(QWidget):
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
    """The list at the left, what it came to at the right, or below."""

    def __init__(
        self,
        actions: Actions,
        *,
        work: Work,
        settings: Settings,
        notices: Notices,
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
        self.model.set_resting(work.paused)
        self.model.set_closed(work.closed)
        self.model.set_batches(work.batches)
        self.batches = BatchButton(self.model, work.missing)
        self.chips = Chips(self.batches)
        self.detail = Detail()
        self.commands = Commands(
            self,
            actions=actions,
            work=work,
            model=self.model,
            view=self.view,
            notices=notices,
        )
        self.saving = Saving(
            self,
            actions=actions,
            notices=notices,
            state=state,
            selected=self.commands.selected,
        )
        self._list = _ListSide()
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

    def take_in(self, news: News) -> None:
        """Show what has happened."""
        self.model.apply(news)
        self._recount()
        self.view.set_clock(self.model.counts[JobState.RUNNING] > 0)
        self._follow_current(news)
        self.commands.follow()

    def _recount(self) -> None:
        self.chips.count(self.model.counts_in_view)
        self.batches.refresh()

    def search_for(self, text: str) -> None:
        """Show only what has this in its path."""
        self.model.arrange(replace(self.model.arrangement, text=text.strip()))

    def go_to_list(self) -> None:
        """Let the keys move in the list."""
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def put_below_list(self, strip: QWidget) -> None:
        """A strip between the list and the window's edge."""
        self._list.put_below(strip)

    # What the user does -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.chips.chosen.connect(self._narrow_to)
        self.chips.retry_wanted.connect(self.commands.retry_failed)
        self.batches.chosen.connect(self._narrow_to_batch)
        self.batches.rest_wanted.connect(self._work.pause_batch)
        self.batches.retry_wanted.connect(self._retry_batch)
        self.batches.end_wanted.connect(self._work.end_batch)
        self._work.batches_changed.connect(self._take_batches)
        self._work.started.connect(self.model.has_started)
        self.view.moved.connect(self._move)
        self.view.picked.connect(self._pick)
        self.view.opened.connect(self._read)
        self.view.menu_wanted.connect(self._open_row_menu)
        self.view.selectionModel().selectionChanged.connect(self.commands.refresh)
        columns = self.view.horizontalHeader()
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.customContextMenuRequested.connect(self._open_column_menu)
        columns.sectionResized.connect(self._keep_columns)
        self.commands.read_wanted.connect(self._read)
        self.detail.retry.connect(self._retry_one)
        self.detail.cancel.connect(self._cancel_one)
        self.detail.password_given.connect(self._try_password)
        self.detail.show_log.connect(self._actions[Do.SHOW_LOG].trigger)
        self.detail.see_engines.connect(self._actions[Do.OPEN_ENGINES].trigger)
        self.splitterMoved.connect(self._keep_sizes)
        self._actions.on(Do.SHOW_PREVIEW, self._show_preview)
        self._actions.on(Do.PREVIEW_BELOW, self._turn)

    def _follow_current(self, news: News) -> None:
        current = self.view.current_id()
        if current:
            if current in news.progress or any(job.id == current for job in news.jobs):
                self.detail.show_row(self.model.row_of(current))
        elif self._settings.get(OPEN_PREVIEW):
            # Nothing is being read: the first result that comes is what one waits for.
            ended = (job for job in news.jobs if job.id in news.ended)
            done = next((job for job in ended if readable(job)), None)
            if done is not None:
                self.view.select([done.id])

    def _pick(self, job_id: str) -> None:
        self.detail.show_row(self.model.row_of(job_id) if job_id else None)

    def _read(self) -> None:
        if not self._actions[Do.SHOW_PREVIEW].isChecked():
            self._actions[Do.SHOW_PREVIEW].trigger()
        self.detail.setFocus()

    def _narrow_to(self, group: Group, kind: FailureKind | None) -> None:
        self.model.arrange(replace(self.model.arrangement, group=group, kind=kind))

    def _narrow_to_batch(self, batch: str) -> None:
        self.model.arrange(replace(self.model.arrangement, batch=batch or None))
        self._recount()
        self.commands.refresh()

    def _take_batches(self, batches: tuple[BatchRecord, ...]) -> None:
        self.model.set_batches(batches)
        if self.model.arrangement.batch not in self.model.batches:
            self._narrow_to_batch("")
        self._recount()

    def _retry_batch(self, batch: str) -> None:
        self._work.retry_failed(None, batch)

    def _open_row_menu(self, point: QPoint) -> None:
        menu = fill_menu(QMenu(self), self._actions, ROW)
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
        hidden = ",".join(str(int(column)) for column in sorted(self.view.hidden_by_user)) or "-"
        self._state.keep("hidden-columns", hidden)

    def _move(self, job_ids: list[str], before: str) -> None:
        self._work.move_before(job_ids, before or None)

    def _retry_one(self, job_id: str) -> None:
        self._work.retry([job_id])

    def _cancel_one(self, job_id: str) -> None:
        self._work.cancel([job_id])

    def _try_password(self, job_id: str, password: str) -> None:
        self._work.retry([job_id], password)

    # What is remembered -------------------------------------------------------------------------

    def _restore(self) -> None:
        columns = self._state.bytes("columns")
        if columns is not None:
            self.view.horizontalHeader().restoreState(columns)
        hidden = self._state.text("hidden-columns")
        numbers = {int(number) for number in filter(str.isdigit, hidden.split(","))}
        for column in GIVE_WAY if hidden else ():
            self.view.set_column_shown(column, shown=int(column) not in numbers)
        self._turn(self._actions[Do.PREVIEW_BELOW].isChecked())
        self.detail.setVisible(self._actions[Do.SHOW_PREVIEW].isChecked())

    def _turn(self, below: bool) -> None:
        wanted = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        self.setOrientation(wanted)
        kept = self._state.bytes(self._sizes_name())
        if kept is None or not self.restoreState(kept):
            self.setSizes(LIST_LENGTHS[wanted])
        self.setOrientation(wanted)

    def _show_preview(self, shown: bool) -> None:
        self.detail.setVisible(shown)

    def _sizes_name(self) -> str:
        vertical = self.orientation() == Qt.Orientation.Vertical
        return "splitter-below" if vertical else "splitter-right"

    def _keep_sizes(self) -> None:
        self._state.keep(self._sizes_name(), self.saveState())

    def _keep_columns(self) -> None:
        self._state.keep("columns", self.view.horizontalHeader().saveState())

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
