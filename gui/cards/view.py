"""The list: keys, pointer, unfolding; it holds its rows still while it is used."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTreeView, QWidget

from gui.cards.card_order import CardArrangement, CardOrder
from gui.cards.columns import BOX, GAP, RowDensity, cell
from gui.cards.delegate import CardDelegate
from gui.cards.model import CardModel, CardRole
from gui.cards.rows import CardRow
from gui.theme import colours_of

HEADING = 30


class CardView(QTreeView):
    """Shows a :class:`CardModel`."""

    accepted = Signal()
    """Enter: the choice is made."""
    menu_requested = Signal(QPoint)
    """At this point of the screen, for the selected rows."""

    def __init__(self, model: CardModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = model
        self._typed = ""
        self._typed_at = 0.0
        self._pointer_in = False
        self.heading = CardListHeader(self)
        self.setModel(model)
        self.delegate = CardDelegate(model, self)
        self.setItemDelegate(self.delegate)
        self._set_up()
        model.updated.connect(self._fit_density)
        model.updated.connect(self.heading.update)
        self._fit_density()

    def _set_up(self) -> None:
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_at)
        self.expanded.connect(self._on_expansion_changed)
        self.collapsed.connect(self._on_expansion_changed)
        self.retranslate()

    # For the dialog -----------------------------------------------------------------------------

    @property
    def is_typing(self) -> bool:
        """The last letter is so fresh that a space belongs to it, too."""
        return bool(self._typed) and time.monotonic() - self._typed_at < self._typing_s()

    def selected_rows(self) -> list[CardRow]:
        """The rows that an action is meant for: selected ones, from top to bottom; not picks."""
        indexes = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return [self._cards.row(index) for index in indexes if not index.internalId()]

    @property
    def arrangement(self) -> CardArrangement:
        """How the rows are arranged now."""
        return self._cards.arrangement

    def height_of_all(self) -> int:
        """How high the list is with all its cards and nothing unfolded, in pixels."""
        return sum(self.delegate.height_of(row) for row in self._cards.rows())

    def retranslate(self) -> None:
        """The language is another one."""
        self.setAccessibleName(self.tr("Cards"))
        self.setAccessibleDescription(
            self.tr("Space picks a card, Right and Left show and hide its processes.")
        )
        self.heading.update()

    # Inside -------------------------------------------------------------------------------------

    def _fit_density(self) -> None:
        cards = sum(row.card is not None for row in self._cards.rows())
        density = RowDensity.for_cards(cards)
        if density is not self.delegate.density:
            self.delegate.density = density
            self.scheduleDelayedItemsLayout()

    def _on_expansion_changed(self, _index: QModelIndex) -> None:
        self.viewport().update()

    def _hold(self) -> None:
        self._cards.hold(self._pointer_in or self.hasFocus())

    def _menu_at(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid() and not index.internalId() and not self._cards.row(index).is_heading:
            self.menu_requested.emit(self.viewport().mapToGlobal(point))

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid() and not index.internalId():
            self._cards.toggle(self._cards.row(index))

    def _hover(self, point: QPoint | None) -> None:
        index = QModelIndex() if point is None else self.indexAt(point)
        name = self._cards.row(index).id if index.isValid() and not index.internalId() else ""
        if name != self.delegate.hovered:
            self.delegate.hovered = name
            self.viewport().update()

    def _part_at(self, index: QModelIndex, point: QPoint) -> str:
        """Which part of a card's row a point is in: ``box``, ``processes`` or neither."""
        row = self.visualRect(index)
        columns = self.delegate.columns()
        box = cell(row, columns.box).adjusted(-GAP, 0, GAP // 2, 0)
        if box.contains(point):
            return "box"
        return "processes" if cell(row, columns.processes).contains(point) else ""

    # Keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Space if not self.is_typing:
                self._toggle(self.currentIndex())
            case Qt.Key.Key_Space:
                self.keyboardSearch(" ")
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.accepted.emit()
            case Qt.Key.Key_Menu:
                rect = self.visualRect(self.currentIndex())
                self._menu_at(QPoint(rect.left() + BOX + 2 * GAP, rect.center().y()))
            case _:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing goes to the next card that has a word beginning so: ``7``, ``npu 6``, ``cpu``."""
        if not search.strip() and not self._typed:
            return
        going_on = self.is_typing
        self._typed = (self._typed if going_on else "") + search.casefold()
        self._typed_at = time.monotonic()
        count = self._cards.rowCount()
        current = self._card_index(self.currentIndex()).row()
        start = current if going_on and len(self._typed) > len(search) else current + 1
        for step in range(count):
            index = self._cards.index((max(start, 0) + step) % count, 0)
            beginnings = self._cards.data(index, CardRole.SEARCH)
            if isinstance(beginnings, tuple) and any(
                word.startswith(self._typed) for word in beginnings
            ):
                self.setCurrentIndex(index)
                return

    def _typing_s(self) -> float:
        return QApplication.keyboardInputInterval() / 1000

    def _card_index(self, index: QModelIndex) -> QModelIndex:
        return index.parent() if index.internalId() else index

    # The pointer --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            if index.internalId():
                return
            part = self._part_at(index, point)
            row = self._cards.row(index)
            if part == "box" or row.is_automatic:
                self._toggle(index)
                index = self._cards.index_of(row.id)
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self.setCurrentIndex(index)
                return
            if part == "processes" and row.processes:
                self.setExpanded(index, not self.isExpanded(index))
                return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second click on the box is a click; elsewhere it picks this card and no other."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.internalId():
            return
        if self._part_at(index, point):
            self.mousePressEvent(event)
        else:
            self._cards.pick_only(self._cards.row(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Enter:
            self._pointer_in = True
            self._hold()
        elif event.type() == QEvent.Type.Leave:
            self._pointer_in = False
            self._hover(None)
            self._hold()
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._cards.rowCount():
            self.setCurrentIndex(self._cards.index(0, 0))
        self._hold()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:  # a menu of this list is open
            self._hold()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pointer_in = False
        self._hold()

    # Qt's side ----------------------------------------------------------------------------------

    def dataChanged(
        self,
        top: QModelIndex | QPersistentModelIndex,
        bottom: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Without QTreeView's part, which measures each row again: what a row says does not change
        its height, and a cluster has hundreds of rows."""
        QAbstractItemView.dataChanged(self, top, bottom, roles)

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """None: a row's own arrow unfolds it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.heading.update()  # a scroll bar has come or gone

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._cards.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self.delegate.font_changed()
        super().changeEvent(event)


class CardListHeader(QWidget):
    """Names the columns; stands above the list. A click on one sorts by it.

    The keyboard has the same in the bar above (`gui.cards.arrangement_bar`).
    """

    sort_requested = Signal(object)
    """A :class:`CardOrder`."""

    def __init__(self, view: CardView) -> None:
        super().__init__()
        self.setFixedHeight(HEADING)
        self._view = view

    def sorted_by(self, point: QPoint) -> CardOrder | None:
        """The order that a click at this point asks for."""
        for place, _, _, order in self._columns():
            if place[1] and cell(self.rect(), place).contains(point):
                return order
        return None

    def _columns(self) -> tuple[tuple[tuple[int, int], str, bool, CardOrder], ...]:
        """Place, name, whether it stands at the right, and what it sorts by."""
        columns = self._view.delegate.columns()
        return (
            (columns.title, self.tr("Card"), False, CardOrder.CARD),
            (columns.health, self.tr("Health"), False, CardOrder.HEALTH),
            (columns.memory, self.tr("Memory"), False, CardOrder.MEMORY),
            (columns.load, self.tr("Load"), False, CardOrder.LOAD),
            (columns.heat, self.tr("Temp."), True, CardOrder.HEAT),
            (columns.power, self.tr("Power"), True, CardOrder.POWER),
            (columns.processes, self.tr("Processes"), False, CardOrder.PROCESSES),
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        order = self.sorted_by(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and order is not None:
            self.sort_requested.emit(order)
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = colours_of(self.palette())
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        arrangement = self._view.arrangement
        for place, text, right, order in self._columns():
            if not place[1]:
                continue  # there is no room for it
            shift = 16 if order is CardOrder.PROCESSES else 0
            area = cell(self.rect(), place).adjusted(shift, 0, 0, 0)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            is_sorted = order is arrangement.order
            painter.setPen(QColor(colours.text if is_sorted else colours.muted))
            arrow = (" ↓" if arrangement.descending else " ↑") if is_sorted else ""
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, text + arrow)
