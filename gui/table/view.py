"""The list itself: fixed rows, columns that give way when it gets narrow, a place that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.table.delegate import ROW_HEIGHT, JobDelegate
from gui.table.dragging import RowDrag
from gui.table.model import Index, JobModel
from gui.table.ordering import gap_downwards, gap_upwards, movable
from gui.table.rows import Column, Row

WIDTHS = {
    Column.STATE: 164,
    Column.PAGES: 60,
    Column.CARD: 80,
    Column.TIME: 68,
    Column.BATCH: 130,
}
GIVE_WAY = {Column.CARD: 640, Column.PAGES: 450, Column.TIME: 390, Column.BATCH: 560}
"""Below which width of the list a column is not shown."""
HIDDEN_AT_FIRST = frozenset({Column.BATCH})
CLOCK_MS = 1000
STEPS = {Qt.Key.Key_Up: gap_upwards, Qt.Key.Key_Down: gap_downwards}


class JobView(QTableView):
    """Shows a :class:`JobModel`. ``picked`` tells the current job's id, or ``""``."""

    picked = Signal(str)
    opened = Signal(str)
    menu_wanted = Signal(QPoint)
    moved = Signal(list, str)
    """Ids of jobs, and the id of the one they go before; ``""``: to the end."""

    def __init__(self, model: JobModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self.hidden_by_user: set[Column] = set(HIDDEN_AT_FIRST)
        self.setModel(model)
        self._delegate = JobDelegate(model, self)
        self.setItemDelegate(self._delegate)
        self._drag = RowDrag(self, model)
        self._drag.moved.connect(self.moved)
        self._held_back = False
        """The press on a chosen row: only the release says whether it chooses, or has dragged."""
        self._dress()
        self._kept: tuple[frozenset[Row], str, int] = (frozenset(), "", -1)
        """What was selected before a reset, what was current, and where."""
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._find_place)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._strike)

    def _dress(self) -> None:
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_at)
        self.activated.connect(self._open_at)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(48)
        columns.setFixedHeight(32)
        columns.setSectionsClickable(True)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        columns.setSectionResizeMode(Column.DOCUMENT, QHeaderView.ResizeMode.Stretch)
        columns.sectionClicked.connect(self._sort_by)
        # Qt's header would ask of every row, cell by cell, whether its whole column is selected:
        # a second and a half with a hundred thousand of them.
        columns.setSelectionModel(QItemSelectionModel(self._jobs, columns))

    # For the window -----------------------------------------------------------------------------

    def selected_ids(self) -> list[str]:
        """Ids of the selected jobs, from top to bottom."""
        return [row.job.id for row in self.selected_rows()]

    def selected_rows(self) -> list[Row]:
        """The selected rows, from top to bottom."""
        return [row for span in self._spans() for row in self._jobs.rows_at(span)]

    def current_id(self) -> str:
        """The current job's id, or ``""``."""
        place = self.currentIndex().row()
        return self._jobs.row(place).job.id if 0 <= place < self._jobs.rowCount() else ""

    def select(self, job_ids: Iterable[str]) -> None:
        """Select these jobs where they are shown; the first becomes the current one."""
        places = [place for job_id in job_ids if (place := self._jobs.place_of(job_id)) is not None]
        if places:
            self._select_places(places, current=places[0])
            self.scrollTo(self._jobs.index(places[0], 0))

    def places_in_sight(self) -> range:
        """Which rows are on the screen."""
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self._jobs.rowCount() - 1) + 1)

    def set_clock(self, running: bool) -> None:
        """Let the times of running rows go on, or not."""
        if running != self._clock.isActive():
            if running:
                self._clock.start()
            else:
                self._clock.stop()

    def set_column_shown(self, column: Column, shown: bool) -> None:
        """What the user wants of a column; a narrow list may still hide it."""
        if shown:
            self.hidden_by_user.discard(column)
        else:
            self.hidden_by_user.add(column)
        self._give_way()

    def font_changed(self) -> None:
        """The application's font is another one."""
        self._delegate.font_changed()
        self.viewport().update()

    @property
    def selected_number(self) -> int:
        """How many rows are selected."""
        return sum(map(len, self._spans()))

    # Inside -------------------------------------------------------------------------------------

    def _spans(self) -> list[range]:
        """Places of the selected rows: in order, and each once."""
        spans: list[range] = []
        reached = 0
        chosen = self.selectionModel().selection().toList()
        for top, end in sorted((span.top(), span.bottom() + 1) for span in chosen):
            if end > reached:
                spans.append(range(max(top, reached), end))
                reached = end
        return spans

    def _step(self, gap_of: Callable[[JobModel, list[str]], int | None]) -> None:
        moving = movable(self._jobs, self.selected_ids())
        gap = gap_of(self._jobs, moving) if moving else None
        if gap is not None:
            last = gap >= self._jobs.rowCount()
            self.moved.emit(moving, "" if last else self._jobs.row(gap).job.id)

    def _strike(self) -> None:
        self._jobs.tick(self.places_in_sight())

    def _give_way(self) -> None:
        for column, width in GIVE_WAY.items():
            hide = column in self.hidden_by_user or self.viewport().width() < width
            self.setColumnHidden(column, hide)

    def _sort_by(self, section: int) -> None:
        column = Column(section)
        now = self._jobs.arrangement
        if now.column is not column:
            wanted = replace(now, column=column, descending=False)
        elif not now.descending:
            wanted = replace(now, descending=True)
        else:
            wanted = replace(now, column=None, descending=False)  # the queue's own order again
        header = self.horizontalHeader()
        header.setSortIndicatorShown(wanted.column is not None)
        if wanted.column is not None:
            order = (
                Qt.SortOrder.DescendingOrder if wanted.descending else Qt.SortOrder.AscendingOrder
            )
            header.setSortIndicator(section, order)
        self._jobs.arrange(wanted)

    def _keep_place(self) -> None:
        self._kept = (
            frozenset(self.selected_rows()),
            self.current_id(),
            self.currentIndex().row(),
        )

    def _find_place(self) -> None:
        """After a reset: what was selected is selected; what is gone gives way to its neighbour."""
        selected, current_id, at = self._kept
        rows = self._jobs.rows_at(range(self._jobs.rowCount()))
        places = [place for place, row in enumerate(rows) if row in selected]
        if at < 0:  # all were selected, and none was ever looked at
            if places:
                self._select_places(places, None)
            return
        current = self._jobs.place_of(current_id)
        if current is None and rows:
            current = min(at, len(rows) - 1)
        if current is None:
            self.picked.emit("")
            return
        self._select_places(places or [current], current)

    def _select_places(self, places: Iterable[int], current: int | None) -> None:
        selection = QItemSelection()
        ordered = sorted(places)
        first = ordered[0]
        for here, following in pairwise([*ordered, -1]):
            if following != here + 1:
                span = (self._jobs.index(first, 0), self._jobs.index(here, len(Column) - 1))
                selection.select(*span)
                first = following
        flag = QItemSelectionModel.SelectionFlag
        chooser = self.selectionModel()
        if current is not None:
            chooser.setCurrentIndex(self._jobs.index(current, 0), flag.NoUpdate)
        chooser.select(selection, flag.ClearAndSelect)

    def _menu_at(self, point: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(point))

    def _open_at(self, index: QModelIndex) -> None:
        self.opened.emit(self._jobs.row(index.row()).job.id)

    # Qt's side ----------------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.picked.emit(self.current_id())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drag.armed:
            self._drag.cancel()
        elif event.key() == Qt.Key.Key_Escape:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in STEPS:
            self._step(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._drag.armed:  # another button
            self._drag.cancel()
            return
        at = event.position().toPoint()
        index = self.indexAt(at)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        left = plain and event.button() == Qt.MouseButton.LeftButton and index.isValid()
        self._held_back = (
            left
            and self.selectionModel().isRowSelected(index.row())
            and self._jobs.row(index.row()).job.id in movable(self._jobs, self.selected_ids())
        )
        if not self._held_back:
            super().mousePressEvent(event)  # which may select that row
        if left:
            moving = movable(self._jobs, self.selected_ids())
            if self._jobs.row(index.row()).job.id in moving:
                self._drag.press(at, moving)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag.armed and self._drag.release():
            return
        if self._held_back:
            # A mere click on one of several chosen rows chooses that one.
            self._held_back = False
            flag = QItemSelectionModel.SelectionFlag
            index = self.indexAt(event.position().toPoint())
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        else:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag.armed:
            self._drag.move(event.position().toPoint())
            return
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row == self._delegate.hovered_row:
            return
        for place in (self._delegate.hovered_row, row):
            top = self.rowViewportPosition(place) if place >= 0 else -1
            if top >= 0:
                self.viewport().update(0, top, self.viewport().width(), ROW_HEIGHT)
        self._delegate.hovered_row = row
