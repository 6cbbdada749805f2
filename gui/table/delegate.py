"""How a row is drawn: two lines, an icon with every state, a thin bar while it runs.

Cells are painted here from the row itself, without a round trip of roles through the model: ten
times a second, for the rows in sight.
"""

from __future__ import annotations

import os

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from PySide6.QtWidgets import QTableView as TableView

from core.jobs.model import Job
from core.jobs.states import JobState
from gui.icons import Glyph, pixmap
from gui.labels import failure_label, rough_duration
from gui.table.cell_text import cell_text, stage_text, why
from gui.table.marked_text import MarkedTextPainter
from gui.table.model import JobModel
from gui.table.printable import printable
from gui.table.rows import OVER, JobColumn, JobRow, ViewFilter
from gui.table.status_groups import StatusGroup
from gui.theme import CELL_END, CELL_START, Colours, colours_of
from gui.widgets.progress_bar import draw_bar

ROW_HEIGHT = 52
SECTION_HEIGHT = 28
"""What the first row of a batch is higher, where the list is grouped."""
PAD = CELL_START
ICON = 16
BAR_HEIGHT = 4
BAR_WIDTH = 124
SHORTEST_BAR = 32

GLYPHS = {
    JobState.QUEUED: Glyph.WAITING,
    JobState.RUNNING: Glyph.RUNNING,
    JobState.DONE: Glyph.DONE,
    JobState.SKIPPED: Glyph.SKIPPED,
    JobState.FAILED: Glyph.FAILED,
    JobState.CANCELLED: Glyph.CANCELLED,
}


def state_colour(row: JobRow, colours: Colours) -> str:
    """The colour that goes with a state; its icon and word say the same without it."""
    match row.job.state:
        case JobState.RUNNING:
            return colours.accent
        case JobState.DONE:
            return colours.warning if row.job.needs_review else colours.done
        case JobState.FAILED:
            return colours.failed
        case _:
            return colours.muted


def state_glyph(row: JobRow) -> Glyph:
    """The icon that goes with a state."""
    if row.paused:
        return Glyph.PAUSED
    if row.job.needs_review:
        return Glyph.INFO
    return GLYPHS[row.job.state]


class JobDelegate(QStyledItemDelegate):
    """Draws every column of the list."""

    def __init__(self, model: JobModel, view: TableView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self.hovered_row = -1
        self.font_changed()

    def font_changed(self) -> None:
        """The application's font is another one: measure again."""
        self._font = QFont(QApplication.font())
        self._small = QFont(self._font)
        self._small.setPointSizeF(self._font.pointSizeF() * 0.9)
        self._metrics = QFontMetrics(self._font)
        self._small_metrics = QFontMetrics(self._small)
        self._upper = MarkedTextPainter(self._font)
        self._lower = MarkedTextPainter(self._small)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = self._model.row(index.row())
        colours = colours_of(self._view.palette())
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if index.row() in self._model.sections:
            cell = self._section(painter, cell, index.row(), colours)
        self._background(painter, cell, index, state, colours)
        match JobColumn(index.column()):
            case JobColumn.DOCUMENT:
                self._document(painter, cell, row, colours)
            case JobColumn.STATE:
                self._state(painter, cell, row, colours)
            case column:
                align = Qt.AlignmentFlag.AlignVCenter | (
                    Qt.AlignmentFlag.AlignLeft
                    if column in (JobColumn.CARD, JobColumn.BATCH)
                    else Qt.AlignmentFlag.AlignRight
                )
                painter.setFont(self._small)
                painter.setPen(QColor(colours.muted))
                space = cell.adjusted(PAD, 0, -CELL_END, 0)
                text = cell_text(row, column)
                if column in (JobColumn.CARD, JobColumn.BATCH):  # numbers have their room
                    middle = Qt.TextElideMode.ElideMiddle
                    text = self._small_metrics.elidedText(text, middle, space.width())
                painter.drawText(space, align, text)
        painter.restore()

    def _section(self, painter: QPainter, cell: QRect, place: int, colours: Colours) -> QRect:
        """The strip above a batch's first row, this cell's part of it. What is left of the cell."""
        strip = QRect(cell.left(), cell.top(), cell.width(), SECTION_HEIGHT)
        painter.save()
        painter.setClipRect(strip)
        painter.fillRect(strip, QColor(colours.window))
        painter.fillRect(QRect(strip.left(), strip.bottom(), strip.width(), 1), colours.line)
        line = QRect(
            self._view.columnViewportPosition(0) + PAD,
            strip.top(),
            self._view.viewport().width() - 2 * PAD,
            SECTION_HEIGHT,
        )
        painter.setPen(QColor(colours.text))
        self._lower.draw(painter, line, section_text(self._model, place))
        painter.restore()
        return cell.adjusted(0, SECTION_HEIGHT, 0, 0)

    def _background(
        self,
        painter: QPainter,
        cell: QRect,
        index: QModelIndex | QPersistentModelIndex,
        state: QStyle.StateFlag,
        colours: Colours,
    ) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, QColor(colours.selection))
        elif index.row() == self.hovered_row:
            painter.fillRect(cell, QColor(colours.window))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(colours.line))
        current = self._view.currentIndex()
        if index.column() == 0 and current.row() == index.row() and self._view.hasFocus():
            painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height()), colours.accent)

    def _document(self, painter: QPainter, cell: QRect, row: JobRow, colours: Colours) -> None:
        left = cell.left() + PAD
        scale = self._view.devicePixelRatioF()
        painter.drawPixmap(
            left,
            cell.center().y() - ICON // 2 + 1,
            pixmap(Glyph.DOCUMENT, colours.faint, ICON, scale),
        )
        text = cell.adjusted(PAD + ICON + 10, 8, -PAD // 2, -8)
        upper = QRect(text.left(), text.top(), text.width(), text.height() // 2)
        lower = QRect(text.left(), upper.bottom() + 1, text.width(), text.height() // 2)
        sought = self._model.arrangement.text
        painter.setPen(QColor(colours.muted if row.paused else colours.text))
        self._upper.draw(painter, upper, cell_text(row, JobColumn.DOCUMENT), sought)
        found = found_by(row, self._model.arrangement)
        reason = why(row)
        if found:  # what has brought the row is not in its name
            painter.setPen(QColor(colours.muted))
            reason = found
            elide = Qt.TextElideMode.ElideMiddle
        elif reason:
            failure = row.job.failure
            if (
                failure is not None
                and self._small_metrics.horizontalAdvance(reason) > lower.width()
            ):
                reason = failure_label(failure.kind)  # the whole of it stands beside the list
            painter.setPen(QColor(state_colour(row, colours)))
            elide = Qt.TextElideMode.ElideRight
        else:
            painter.setPen(QColor(colours.muted))
            reason = home_short(row.job)
            elide = Qt.TextElideMode.ElideMiddle
        self._lower.draw(painter, lower, reason, sought, elide)

    def _state(self, painter: QPainter, cell: QRect, row: JobRow, colours: Colours) -> None:
        job = row.job
        running = job.state is JobState.RUNNING
        colour = state_colour(row, colours)
        line = cell.adjusted(PAD, 8, -PAD // 2, -8)
        if running:
            line.setHeight(line.height() // 2)
        painter.drawPixmap(
            line.left(),
            line.center().y() - ICON // 2 + 1,
            pixmap(state_glyph(row), colour, ICON, self._view.devicePixelRatioF()),
        )
        words_at = line.adjusted(ICON + 8, 0, 0, 0)
        painter.setFont(self._small if running else self._font)
        painter.setPen(
            QColor(colour if job.state in (JobState.DONE, JobState.FAILED) else colours.text)
        )
        if job.state in (JobState.QUEUED, JobState.CANCELLED, JobState.SKIPPED):
            painter.setPen(QColor(colours.muted))
        metrics = self._small_metrics if running else self._metrics
        words = stage_text(row) if running else cell_text(row, JobColumn.STATE)
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, words_at.width())
        painter.drawText(words_at, Qt.AlignmentFlag.AlignVCenter, text)
        if running:
            lower = QRect(line.left(), line.bottom() + 1, line.width(), line.height())
            self._bar(painter, lower, row, colours)

    def _bar(self, painter: QPainter, line: QRect, row: JobRow, colours: Colours) -> None:
        width = min(BAR_WIDTH, line.width())
        if row.left is not None:
            left = rough_duration(row.left)
            width = min(width, line.width() - self._small_metrics.horizontalAdvance(left) - 8)
            if width < SHORTEST_BAR:
                width = min(BAR_WIDTH, line.width())
            else:
                painter.setPen(QColor(colours.muted))
                painter.drawText(
                    line.adjusted(width + 8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, left
                )
        bar = QRectF(line.left(), line.center().y() - BAR_HEIGHT // 2 + 1, width, BAR_HEIGHT)
        draw_bar(painter, bar, row.progress.fraction if row.progress is not None else 0.0, colours)


def section_text(model: JobModel, place: int) -> str:
    """What stands above a batch's first row: its name, and how far it is."""
    batch_id = model.sections[place]
    batch = model.batches.get(batch_id or "")
    if batch is None:
        return QCoreApplication.translate("Words", "Without a batch")
    groups = model.counter.of(batch_id).groups
    over = sum(groups[group] for group in OVER)
    template = QCoreApplication.translate("Words", "{name}  {over} of {all}")
    name = printable(batch.new.name)
    return template.format(name=name, over=over, all=groups[StatusGroup.ALL])


def found_by(row: JobRow, arrangement: ViewFilter) -> str:
    """Where a search has found the row, if neither in its name nor by its failure, or ``""``."""
    needle = arrangement.needle
    if not needle or needle in row.name:
        return ""
    if needle in row.path:
        folder = home_short(row.job)
        return folder if needle in folder.casefold() else printable(str(row.job.source.parent))
    if needle in row.batch_name.casefold():
        template = QCoreApplication.translate("Words", "Batch {name}")
        return template.format(name=printable(row.batch_name))
    return ""


def home_short(job: Job) -> str:
    """The folder of a document, the user's own as ``~``."""
    folder = printable(str(job.source.parent))
    home = os.path.expanduser("~")  # noqa: PTH111 - a prefix of a text, not a path
    return "~" + folder[len(home) :] if home != "/" and folder.startswith(home + "/") else folder
