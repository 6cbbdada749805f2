"""How a row of the list is drawn; one column, painted whole, from the row's own value."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from core.cards.model import Card, CardKind
from gui.cards.columns import (
    BOX,
    GAP,
    GROUP,
    HOST,
    PAD,
    PROCESS,
    ColumnLayout,
    RowDensity,
    cell,
)
from gui.cards.labels import (
    UNKNOWN,
    amount,
    free_text,
    gigabytes,
    heading_text,
    health_label,
    host_text,
    memory_text,
    pid_text,
    printable,
    process_text,
    processes_text,
    title,
    under_title,
    why_not,
)
from gui.cards.model import CardModel
from gui.cards.painting import draw_memory, draw_spark, health_colour, health_glyph
from gui.cards.rows import CardRow, HostSummary, ProcessRow
from gui.icons import Glyph, pixmap
from gui.theme import Colours, colours_of

OLD = 0.45
"""Opacity of values that are not of now."""
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CardDelegate(QStyledItemDelegate):
    """Draws cards and their processes."""

    def __init__(self, model: CardModel, view: QTreeView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self.density = RowDensity.ROOMY
        self.hovered = ""
        """The row id under the pointer."""
        self.font_changed()

    def font_changed(self) -> None:
        """The application's font is another one: measure again."""
        self._font = QFont(QApplication.font())
        self._strong = QFont(self._font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small = QFont(self._font)
        self._small.setPointSizeF(self._font.pointSizeF() * 0.9)
        self._metrics = {id(font): QFontMetrics(font) for font in (self._strong, self._small)}

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        if index.internalId():
            return QSize(0, PROCESS)
        return QSize(0, self.height_of(self._model.row(index)))

    def height_of(self, row: CardRow) -> int:
        """Of a row that is no process's."""
        if row.is_heading:
            return GROUP
        return min(HOST, self.density.value) if row.is_host else self.density.value

    def columns(self) -> ColumnLayout:
        """As wide as the list is now."""
        return ColumnLayout.across(self._view.viewport().width(), self.density)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = self._model.row(index)
        process = self._model.process(index)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = colours_of(self._view.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if process is not None:
            self._process(painter, area, row, process, colours)
        elif row.is_heading:
            painter.fillRect(area, QColor(colours.sunken))
            self._text(painter, area.adjusted(PAD, 0, -PAD, 0), heading_text(row), colours.muted)
        else:
            self._background(painter, area, row, state, colours)
            if row.host is not None:
                self._host(painter, area, row, row.host, colours)
            else:
                self._card(painter, area, row, colours)
        painter.restore()

    # A host -------------------------------------------------------------------------------------

    def _host(
        self, painter: QPainter, area: QRect, row: CardRow, host: HostSummary, colours: Colours
    ) -> None:
        columns = self.columns()
        lost = host.lost_at is not None
        self._tick(painter, cell(area, columns.box), row, colours)
        start = area.left() + columns.title[0]
        self._icon(
            painter,
            QRect(start, area.top(), 16, area.height()),
            Glyph.CLUSTER,
            colours.faint if lost else colours.muted,
            14,
        )
        whole = QRect(start + 22, area.top(), area.right() - start - 22 - GAP, area.height())
        name = title(row)
        tone = colours.muted if lost else colours.text
        self._text(painter, whole, name, tone, font=self._strong)
        used = self._metrics[id(self._strong)].horizontalAdvance(name) + GAP
        warns = lost or host.problem is not None
        colour = colours.warning if warns else colours.muted
        self._text(painter, whole.adjusted(used, 0, 0, 0), host_text(host), colour)

    # A card -------------------------------------------------------------------------------------

    def _background(
        self,
        painter: QPainter,
        area: QRect,
        row: CardRow,
        state: QStyle.StateFlag,
        colours: Colours,
    ) -> None:
        if self._model.is_picked(row):
            painter.fillRect(area, QColor(colours.selection))
        elif row.is_host:
            painter.fillRect(area, QColor(colours.sunken))
        elif row.id == self.hovered:
            painter.fillRect(area, QColor(colours.window))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(colours.line))
        if self._view.hasFocus() and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(2.5, 1.5, -2.5, -2.5), 5, 5)
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area.left(), area.top(), 3, area.height() - 1, QColor(colours.edge))

    def _card(self, painter: QPainter, area: QRect, row: CardRow, colours: Colours) -> None:
        columns = self.columns()
        self._tick(painter, cell(area, columns.box), row, colours)
        if row.is_automatic or row.card is None:
            self._wide(painter, area, columns, row, colours)
            return
        self._title(painter, cell(area, columns.title), row, colours)
        if row.old:
            painter.setOpacity(OLD)
        card = row.card
        self._memory(painter, cell(area, columns.memory), row, card, colours)
        self._load(painter, cell(area, columns.load), row, card, colours)
        if card.kind is CardKind.CPU:
            return
        self._health(painter, cell(area, columns.health), card, colours)
        heat = amount(card.temperature_c, "°C")
        self._text(painter, cell(area, columns.heat), heat, colours.text, align=RIGHT)
        power = amount(card.power_w, "W")
        self._text(painter, cell(area, columns.power), power, colours.muted, align=RIGHT)
        self._processes(painter, cell(area, columns.processes), row, colours)

    def _tick(self, painter: QPainter, area: QRect, row: CardRow, colours: Colours) -> None:
        picked = self._model.is_picked(row)
        enabled = row.may_be_picked or picked
        box = QRectF(0, 0, BOX - 2, BOX - 2)
        box.moveCenter(QRectF(area).center())
        painter.setPen(QPen(QColor(colours.fill if picked else colours.faint), 1.3))
        painter.setBrush(QColor(colours.fill if picked else colours.surface))
        if not enabled:
            painter.setPen(QPen(QColor(colours.line), 1.3))
            painter.setBrush(QColor(colours.sunken))
        if row.is_automatic:  # one of a kind: it takes every other tick away
            painter.drawEllipse(box)
            if picked:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.on_accent))
                painter.drawEllipse(box.center(), 3.2, 3.2)
            return
        painter.drawRoundedRect(box, 4, 4)
        if self._model.is_partly_picked(row):
            painter.fillRect(box.adjusted(4, 6.5, -4, -6.5), QColor(colours.fill))
        if picked:
            pen = QPen(QColor(colours.on_accent), 1.9)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = box.center().x(), box.center().y()
            painter.drawPolyline(
                [QPointF(x - 3.6, y), QPointF(x - 1, y + 2.9), QPointF(x + 4, y - 3)]
            )

    def _wide(
        self, painter: QPainter, area: QRect, columns: ColumnLayout, row: CardRow, colours: Colours
    ) -> None:
        """A row without values: its name, and a sentence across the rest."""
        start = area.left() + columns.title[0]
        whole = QRect(start, area.top(), area.right() - start - GAP, area.height())
        detail = under_title(row, self._model.board)
        if self.density is RowDensity.ROOMY:
            upper, lower = _halves(whole)
            self._text(painter, upper, title(row), colours.text, font=self._strong)
            self._text(painter, lower, detail, colours.muted)
            return
        name = title(row)
        self._text(painter, whole, name, colours.text, font=self._strong)
        used = self._metrics[id(self._strong)].horizontalAdvance(name) + GAP
        self._text(painter, whole.adjusted(used, 0, 0, 0), detail, colours.muted)

    def _title(self, painter: QPainter, area: QRect, row: CardRow, colours: Colours) -> None:
        name, detail = title(row), under_title(row, self._model.board)
        colour = colours.text if row.may_be_picked else colours.muted
        is_lost = row.card is not None and self._model.board.is_lost(row.card)
        tone = colours.warning if why_not(row) and not is_lost else colours.muted
        if self.density is RowDensity.ROOMY:
            upper, lower = _halves(area)
            self._text(painter, upper, name, colour, font=self._strong)
        else:
            self._text(painter, area, name, colour, font=self._strong)
            used = self._metrics[id(self._strong)].horizontalAdvance(name) + GAP - 4
            lower = area.adjusted(used, 0, 0, 0)
        if row.reserved is not None and not why_not(row):
            self._icon(painter, lower, Glyph.LOCK, tone, 12)
            lower = lower.adjusted(16, 0, 0, 0)
            if self.density is RowDensity.DENSE and row.reserved:
                detail = printable(row.reserved)  # the lock says the rest
        self._text(painter, lower, detail, tone)

    def _health(self, painter: QPainter, area: QRect, card: Card, colours: Colours) -> None:
        colour = health_colour(card.health, colours)
        self._icon(painter, area, health_glyph(card.health), colour, 14)
        words = health_label(card.health)
        self._text(painter, area.adjusted(20, 0, 0, 0), words, colour)

    def _memory(
        self, painter: QPainter, area: QRect, row: CardRow, card: Card, colours: Colours
    ) -> None:
        wide = self.columns().spark
        spark = QRectF(area.right() - wide + 1, area.top() + 7, wide, area.height() - 15)
        texts = area.adjusted(0, 0, -wide - GAP if wide else 0, 0)
        if self.density is RowDensity.ROOMY:
            upper, lower = _halves(texts)
            self._text(painter, upper, memory_text(card), colours.text)
            self._text(painter, upper, free_text(card), colours.muted, align=RIGHT)
            bar = QRectF(lower.left(), lower.top() + 6, lower.width(), 6)
        else:
            used = self._metrics[id(self._small)].horizontalAdvance("000.0 of 000 GB")
            words = QRect(texts.left(), texts.top(), used, texts.height())
            self._text(painter, words, memory_text(card), colours.text)
            left = words.right() + 8
            bar = QRectF(left, texts.center().y() - 2, texts.right() - left, 6)
        draw_memory(painter, bar, card, row.ours_mb, colours)
        shares = [
            (sample.at, sample.memory_used_mb / sample.memory_total_mb)
            if sample.memory_used_mb is not None and sample.memory_total_mb
            else (sample.at, None)
            for sample in row.recent
        ]
        if wide:
            draw_spark(painter, spark, shares, time.monotonic(), colours.muted)

    def _load(
        self, painter: QPainter, area: QRect, row: CardRow, card: Card, colours: Colours
    ) -> None:
        wide = self.columns().spark
        spark = QRectF(area.right() - wide + 1, area.top() + 7, wide, area.height() - 15)
        number = area.adjusted(0, 0, -wide - 8 if wide else 0, 0)
        text = amount(card.utilisation_percent, "%")
        colour = colours.muted if text == UNKNOWN else colours.text
        self._text(painter, number, text, colour, align=RIGHT)
        loads = [
            (
                sample.at,
                None if sample.utilisation_percent is None else sample.utilisation_percent / 100,
            )
            for sample in row.recent
        ]
        if wide:
            draw_spark(painter, spark, loads, time.monotonic(), colours.accent)

    def _processes(self, painter: QPainter, area: QRect, row: CardRow, colours: Colours) -> None:
        words = processes_text(row)
        if not row.processes:
            self._text(painter, area.adjusted(16, 0, 0, 0), words, colours.muted)
            return
        unfolded = self._view.isExpanded(self._model.index_of(row.id))
        painter.save()
        middle = QRectF(area).center().y()
        painter.translate(area.left() + 6, middle)
        painter.rotate(0 if unfolded else -90)
        glyph = pixmap(Glyph.CHEVRON_DOWN, colours.muted, 12, self._view.devicePixelRatioF())
        painter.drawPixmap(-6, -6, glyph)
        painter.restore()
        self._text(painter, area.adjusted(16, 0, 0, 0), words, colours.text)

    # A process ----------------------------------------------------------------------------------

    def _process(
        self, painter: QPainter, area: QRect, row: CardRow, process: ProcessRow, colours: Colours
    ) -> None:
        columns = self.columns()
        painter.fillRect(area, QColor(colours.window))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(colours.line))
        if row.old:
            painter.setOpacity(OLD)
        ours = process.owner is not None and process.owner.ours
        names = cell(area, columns.title)
        pid = names.adjusted(0, 0, -names.width() // 2, 0)
        self._text(painter, pid, pid_text(process), colours.muted)
        user = (process.owner.user if process.owner is not None else None) or ""
        rest = names.adjusted(names.width() // 2 + 6, 0, columns.health[1], 0)
        self._text(painter, rest, user, colours.muted)
        memory = cell(area, columns.memory)
        memory = memory.adjusted(0, 0, -columns.spark - GAP if columns.spark else 0, 0)
        words = gigabytes(process.process.memory_mb)
        words = words if words == UNKNOWN else f"{words} GB"
        self._text(painter, memory, words, colours.text, align=RIGHT)
        start = area.left() + columns.load[0]
        command = QRect(start, area.top(), area.right() - start - GAP, area.height())
        if ours:
            self._icon(painter, command, Glyph.HEADFRAME, colours.accent, 14)
            command = command.adjusted(20, 0, 0, 0)
        hidden = not process.more and process.owner is None and not process.process.name
        colour = colours.muted if hidden else colours.text
        self._text(painter, command, process_text(process), colour)

    # Pieces -------------------------------------------------------------------------------------

    def _text(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        colour: str,
        *,
        font: QFont | None = None,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        if area.width() <= 0:
            return  # a column that is left out
        font = font or self._small
        painter.setFont(font)
        painter.setPen(QColor(colour))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(area, align, self._metrics[id(font)].elidedText(text, elide, area.width()))

    def _icon(self, painter: QPainter, area: QRect, glyph: Glyph, colour: str, size: int) -> None:
        top = area.top() + (area.height() - size) // 2
        scale = self._view.devicePixelRatioF()
        painter.drawPixmap(area.left(), top, pixmap(glyph, colour, size, scale))


def _halves(area: QRect) -> tuple[QRect, QRect]:
    """Two lines within a roomy row."""
    inner = area.adjusted(0, 8, 0, -8)
    half = inner.height() // 2
    upper = QRect(inner.left(), inner.top(), inner.width(), half)
    return upper, QRect(inner.left(), inner.top() + half, inner.width(), half)
