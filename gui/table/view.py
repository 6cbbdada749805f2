"""The list itself: fixed rows, columns that give way when it gets narrow, a place that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from gui.table.cell_text import nothing_text
from gui.table.delegate import ROW_HEIGHT, SECTION_HEIGHT, JobDelegate
from gui.table.drop_position import gap_downwards, gap_upwards, movable
from gui.table.model import Index, JobModel
from gui.table.row_drag import RowDrag
from gui.table.rows import JobColumn, JobRow
from gui.theme import colours_of
from gui.widgets.row_table import RowTable

WIDTHS = {
    JobColumn.STATE: 164,
    JobColumn.PAGES: 72,
    JobColumn.CARD: 92,
    JobColumn.TIME: 68,
    JobColumn.BATCH: 130,
}
GIVE_WAY = {JobColumn.CARD: 640, JobColumn.PAGES: 450, JobColumn.TIME: 390, JobColumn.BATCH: 560}
"""Below which width of the list a column is not shown."""
HIDDEN_AT_FIRST = frozenset({JobColumn.BATCH})
CLOCK_MS = 1000
BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
STEPS = {Qt.Key.Key_Up: gap_upwards, Qt.Key.Key_Down: gap_downwards}


class JobView(RowTable):
    """Shows a :class:`JobModel`. What is highlighted is what the window shows and acts on."""

    picked = Signal(str)
    """The id of the job to show (:meth:`shown_id`), or ``""``."""
    opened = Signal(str)
    menu_requested = Signal(QPoint)
    moved = Signal(list, str)
    """Ids of jobs, and the id of the one they go before; ``""``: to the end."""

    def __init__(self, model: JobModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self._picked = ""  # these two first: setModel() makes a row the current one
        self._restoring = False
        """Selection and current row are set one after the other: nothing is told in between."""
        self.hidden_by_user: set[JobColumn] = set(HIDDEN_AT_FIRST)
        self.setModel(model)
        self._delegate = JobDelegate(model, self)
        self.setItemDelegate(self._delegate)
        self._drag = RowDrag(self, model)
        self._drag.moved.connect(self.moved)
        self._held_back = False
        """The press on a chosen row: only the release says whether it chooses, or has dragged."""
        self._set_up()
        self._kept: tuple[frozenset[JobRow], str, int] = (frozenset(), "", -1)
        """What was selected before a reset, what was current, and where."""
        self.selectionModel().selectionChanged.connect(self._emit_picked)
        model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        model.modelReset.connect(self._on_model_reset)
        model.rowsInserted.connect(self._on_model_rows_inserted)
        self._sections: frozenset[int] = frozenset()
        """Places of the rows that are higher: a batch begins there."""
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._on_clock_timeout)

    def _set_up(self) -> None:
        self.setFrameShape(RowTable.Shape.NoFrame)
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
        self.customContextMenuRequested.connect(self._on_custom_context_menu_requested)
        self.activated.connect(self._on_activated)
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
        columns.setSectionResizeMode(JobColumn.DOCUMENT, QHeaderView.ResizeMode.Stretch)
        columns.sectionClicked.connect(self._on_columns_section_clicked)
        # Qt's header would ask of every row, cell by cell, whether its whole column is selected:
        # a second and a half with a hundred thousand of them.
        columns.setSelectionModel(QItemSelectionModel(self._jobs, columns))

    # For the window -----------------------------------------------------------------------------

    def selected_ids(self) -> list[str]:
        """Ids of the selected jobs, from top to bottom."""
        return [row.job.id for row in self.selected_rows()]

    def selected_rows(self) -> list[JobRow]:
        """The selected rows, from top to bottom."""
        return [row for span in self._spans() for row in self._jobs.rows_at(span)]

    def current_id(self) -> str:
        """The current job's id, or ``""``."""
        place = self.currentIndex().row()
        return self._jobs.row(place).job.id if 0 <= place < self._jobs.rowCount() else ""

    def shown_id(self) -> str:
        """Id of the current job if it is selected, else of the first selected one, or ``""``."""
        current = self.currentIndex()
        if current.isValid() and self.selectionModel().isSelected(current):
            return self.current_id()
        spans = self._spans()
        return self._jobs.row(spans[0].start).job.id if spans else ""

    def select(self, job_ids: Iterable[str]) -> None:
        """Select these jobs where they are shown; the first becomes the current one."""
        places = [place for job_id in job_ids if (place := self._jobs.place_of(job_id)) is not None]
        if places:
            self._select_places(places, current=places[0])
            self.scrollTo(self._jobs.index(places[0], 0))

    def centre_current(self) -> None:
        """Scroll until the current row is in the middle."""
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def bring_into_sight(self, job_ids: Sequence[str]) -> None:
        """Select these jobs where they are shown, and scroll to as many of them as there is room.

        The first is in sight in any case.
        """
        self.select(job_ids)
        last = self._jobs.place_of(job_ids[-1])
        first = self.currentIndex()
        if last is not None and first.isValid():
            self.scrollTo(self._jobs.index(last, 0))
            self.scrollTo(first)

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

    def set_column_shown(self, column: JobColumn, shown: bool) -> None:
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

    def _on_clock_timeout(self) -> None:
        self._jobs.tick(self.places_in_sight())

    def _give_way(self) -> None:
        for column, width in GIVE_WAY.items():
            hide = column in self.hidden_by_user or self.viewport().width() < width
            self.setColumnHidden(column, hide)

    def _on_columns_section_clicked(self, section: int) -> None:
        column = JobColumn(section)
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

    def _on_model_about_to_be_reset(self) -> None:
        self._kept = (
            frozenset(self.selected_rows()),
            self.current_id(),
            self.currentIndex().row(),
        )

    def _on_model_reset(self) -> None:
        """After a reset: what was selected is selected; what is gone gives way to its neighbour."""
        self._make_room_for_sections()
        selected, current_id, at = self._kept
        rows = self._jobs.rows_at(range(self._jobs.rowCount()))
        places = [place for place, row in enumerate(rows) if row in selected]
        if at < 0:  # all were selected, and none was ever looked at
            if places:
                self._select_places(places, None)
            return
        current = self._jobs.place_of(current_id)
        if current is None and places:
            current = min(places, key=lambda place: abs(place - at))
        if current is None and rows:
            current = min(at, len(rows) - 1)
        if current is None:
            self._emit_picked()
            return
        self._select_places(places or [current], current)

    def _select_places(self, places: Iterable[int], current: int | None) -> None:
        selection = QItemSelection()
        ordered = sorted(places)
        first = ordered[0]
        for here, following in pairwise([*ordered, -1]):
            if following != here + 1:
                span = (self._jobs.index(first, 0), self._jobs.index(here, len(JobColumn) - 1))
                selection.select(*span)
                first = following
        flag = QItemSelectionModel.SelectionFlag
        chooser = self.selectionModel()
        self._restoring = True
        try:
            if current is not None:
                chooser.setCurrentIndex(self._jobs.index(current, 0), flag.NoUpdate)
            chooser.select(selection, flag.ClearAndSelect)
        finally:
            self._restoring = False
        self._emit_picked()

    def _on_model_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        count = last - first + 1  # rows below have moved, and their heights with them
        self._sections = frozenset(
            place + count if place >= first else place for place in self._sections
        )
        self._make_room_for_sections()

    def _make_room_for_sections(self) -> None:
        """Rows keep their heights by their places, also through a reset."""
        now = frozenset(self._jobs.sections)
        header, rows = self.verticalHeader(), self._jobs.rowCount()
        for place in self._sections - now:
            if place < rows:
                header.resizeSection(place, ROW_HEIGHT)
        for place in now:
            header.resizeSection(place, ROW_HEIGHT + SECTION_HEIGHT)
        self._sections = now

    def _emit_picked(self) -> None:
        if self._restoring:
            return
        shown = self.shown_id()
        if shown != self._picked:
            self._picked = shown
            self.picked.emit(shown)

    def _on_custom_context_menu_requested(self, point: QPoint) -> None:
        self.menu_requested.emit(self.viewport().mapToGlobal(point))

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._jobs.row(index.row()).job.id)

    # Qt's side ----------------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._emit_picked()

    def focusInEvent(self, event: QFocusEvent) -> None:
        before = self.currentIndex().isValid()
        super().focusInEvent(event)
        current = self.currentIndex()
        if before or not current.isValid():
            return
        # Qt makes the first row the current one and does not select it.
        if event.reason() in BY_KEYS:
            self._select_places([current.row()], current.row())
        else:
            self.selectionModel().clearCurrentIndex()

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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # Qt would pass it on to the window, which presses what has the keys now

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._jobs.rowCount() == 0 and self._jobs.counts.total() > 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colours_of(self.palette()).muted))
            place = self.viewport().rect().adjusted(24, 0, -24, -self.viewport().height() // 3)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), nothing_text(self._jobs.arrangement))

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
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(place))
        self._delegate.hovered_row = row
