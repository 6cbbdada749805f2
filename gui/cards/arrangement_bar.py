"""The line above the list of cards: free ones only, sorted by, grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from core.cards.model import Card, CardKind
from gui.cards.arrangement import groupings_of
from gui.cards.card_order import CardArrangement, CardGrouping, CardOrder
from gui.icons import Glyph, icon
from gui.theme import colours_of

FROM = 3
"""Accelerators; fewer are seen at a glance."""
DESCENDING_FIRST = (CardOrder.MEMORY, CardOrder.LOAD, CardOrder.HEAT, CardOrder.POWER)
"""Of these the high values are looked for."""


class CardArrangementBar(QWidget):
    """Tells how the list is wanted; hidden where there are few cards."""

    changed = Signal(object)
    """A :class:`CardArrangement`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrangement = CardArrangement()
        self._groupings: tuple[CardGrouping, ...] = ()
        self.free_only = QCheckBox()
        self.free_only.toggled.connect(self._on_free_only_toggled)
        self._sort_label, self._group_label = QLabel(), QLabel()
        for label in (self._sort_label, self._group_label):
            label.setProperty("muted", True)
        self.order, self.grouping = QComboBox(), QComboBox()
        self._sort_label.setBuddy(self.order)
        self._group_label.setBuddy(self.grouping)
        self.order.activated.connect(self._on_order_activated)
        self.grouping.activated.connect(self._on_grouping_activated)
        self.direction = QToolButton()
        self.direction.setProperty("flat", True)
        self.direction.setCheckable(True)
        self.direction.clicked.connect(self._on_direction_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.free_only)
        row.addStretch(1)
        for widget in (
            self._sort_label,
            self.order,
            self.direction,
            self._group_label,
            self.grouping,
        ):
            row.addWidget(widget)
        self._retranslate()
        self.hide()

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Offer what makes sense for these."""
        few = sum(card.kind is not CardKind.CPU for card in cards) < FROM
        self.setVisible(not few)
        if cards and few and self.arrangement.free_only:
            # Nothing would say why a card is not shown.
            self.set_arrangement(replace(self.arrangement, free_only=False))
        groupings = groupings_of(cards)
        if groupings != self._groupings:
            self._groupings = groupings
            self._name_groupings()

    def set_arrangement(self, arrangement: CardArrangement) -> None:
        """Show this one, and tell it."""
        self.arrangement = arrangement
        self.free_only.setChecked(arrangement.free_only)
        self.order.setCurrentIndex(list(CardOrder).index(arrangement.order))
        self.grouping.setCurrentIndex(max(0, self.grouping.findData(arrangement.grouping.value)))
        self.direction.setChecked(arrangement.descending)
        self._tint()
        self.changed.emit(arrangement)

    def sort_by(self, order: CardOrder) -> None:
        """As a click on a column does it: the same one again turns it round."""
        now = self.arrangement
        descending = not now.descending if order is now.order else order in DESCENDING_FIRST
        self.set_arrangement(replace(now, order=order, descending=descending))

    def _on_free_only_toggled(self, free_only: bool) -> None:
        if free_only != self.arrangement.free_only:
            self.set_arrangement(replace(self.arrangement, free_only=free_only))

    def _on_order_activated(self, place: int) -> None:
        order = list(CardOrder)[place]
        if order is not self.arrangement.order:
            self.sort_by(order)

    def _on_grouping_activated(self, place: int) -> None:
        grouping = CardGrouping(self.grouping.itemData(place))
        self.set_arrangement(replace(self.arrangement, grouping=grouping))

    def _on_direction_clicked(self, descending: bool) -> None:
        self.set_arrangement(replace(self.arrangement, descending=descending))

    def _name_groupings(self) -> None:
        names = {
            CardGrouping.NONE: self.tr("None"),
            CardGrouping.MODEL: self.tr("Model"),
            CardGrouping.BOARD: self.tr("NPU"),
        }
        self.grouping.clear()
        for grouping in self._groupings:
            self.grouping.addItem(names[grouping], grouping.value)
        self.grouping.setCurrentIndex(
            max(0, self.grouping.findData(self.arrangement.grouping.value))
        )
        for widget in (self._group_label, self.grouping):
            widget.setVisible(len(self._groupings) > 1)

    def _retranslate(self) -> None:
        self.free_only.setText(self.tr("Free cards only"))
        self._sort_label.setText(self.tr("Sort by"))
        self._group_label.setText(self.tr("Group by"))
        self.order.setAccessibleName(self.tr("Sort by"))
        self.grouping.setAccessibleName(self.tr("Group by"))
        self.direction.setToolTip(self.tr("Highest first"))
        self.direction.setAccessibleName(self.tr("Highest first"))
        self.order.clear()
        for order, name in {
            CardOrder.BEST: self.tr("Most free memory"),
            CardOrder.CARD: self.tr("Card"),
            CardOrder.HEALTH: self.tr("Health"),
            CardOrder.MEMORY: self.tr("Memory in use"),
            CardOrder.LOAD: self.tr("Load"),
            CardOrder.HEAT: self.tr("Temperature"),
            CardOrder.POWER: self.tr("Power"),
            CardOrder.PROCESSES: self.tr("Processes"),
        }.items():
            self.order.addItem(name, order.value)
        self.order.setCurrentIndex(list(CardOrder).index(self.arrangement.order))
        self._name_groupings()
        self._tint()

    def _tint(self) -> None:
        glyph = Glyph.CHEVRON_DOWN if self.arrangement.descending else Glyph.UP
        self.direction.setIcon(icon(glyph, colours_of(self.palette()).muted))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
