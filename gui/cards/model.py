"""The list as Qt sees it:

a row a card, its processes below; rows do not move under the pointer or the keyboard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from core.cards.model import Card, CardKind
from gui.card_names import card_label
from gui.cards.arrangement import arranged
from gui.cards.card_order import CardArrangement
from gui.cards.card_selection import TickedCards
from gui.cards.cards_state import CardsState
from gui.cards.labels import (
    heading_text,
    pid_text,
    process_text,
    reserved_text,
    spoken,
    spoken_process,
    title,
    under_title,
)
from gui.cards.rows import (
    CardRow,
    HostSummary,
    ProcessRow,
    gone_row,
    listed_rows,
)

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class CardRole(IntEnum):
    """What the view asks for beside Qt's own roles."""

    SEARCH = Qt.ItemDataRole.UserRole + 1
    """What typing finds a row by: a tuple of words."""


class CardModel(QAbstractItemModel):
    """Rows from a :class:`CardsState`.

    A card's index has 0 within it, a process's its card's serial.
    """

    picks_changed = Signal()
    updated = Signal()
    """A board was taken in, or the picks changed."""

    def __init__(self, keys: Sequence[str], parent: QObject | None = None) -> None:
        """``keys``: the cards chosen so far; none means Automatic."""
        super().__init__(parent)
        self.board = CardsState()
        self.picks = TickedCards(keys)
        self.arrangement = CardArrangement()
        self._held = False
        self._serials: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._rows: dict[str, CardRow] = {}
        self._order: list[str] = []
        self._listed: Mapping[str, CardRow] = {}
        """What the board lists."""
        self.take(self.board)

    # For the dialog -----------------------------------------------------------------------------

    @property
    def held(self) -> bool:
        """Rows stay where they are: the pointer or the keyboard is among them."""
        return self._held

    def hold(self, on: bool) -> None:
        """Keep rows where they are, or let them go to where they belong."""
        if on == self._held:
            return
        self._held = on
        if not on:
            self._show(self.board)

    def arrange(self, arrangement: CardArrangement) -> None:
        """Show these cards in this order, whether or not the pointer is among them."""
        if arrangement != self.arrangement:
            self.arrangement = arrangement
            self._show(self.board, rearrange=True)

    def take(self, board: CardsState, listed: Mapping[str, CardRow] | None = None) -> None:
        """Show this. ``listed``: its rows, where they were made beside the GUI thread."""
        self._listed = listed_rows(board) if listed is None else listed
        self._show(board)

    def _show(self, board: CardsState, *, rearrange: bool = False) -> None:
        """``rearrange``: rows may move also while they are held."""
        first = not self.board.cards and bool(board.cards)
        self.board = board
        self.picks.match_to(board.cards)
        rows = self._new_rows(board)
        keep_order = self._held and not first and not rearrange
        # A row that became busy would pull others under the pointer.
        stay = frozenset(self.picks.all) | frozenset(self._order if keep_order else ())
        shown = arranged(rows.values(), self._order, self.arrangement, stay)
        rows = {row.id: row for row in shown}
        for name in rows:
            if name not in self._serials:
                serial = len(self._serials) + 1
                self._serials[name], self._names[serial] = serial, name
        before = [name for name in self._order if name in rows]
        known = set(self._order)
        new = [row for name, row in rows.items() if name not in known]
        self._remove_all_but(set(rows))
        wanted = [row.id for row in shown]
        if keep_order:
            self._insert(before, [row.id for row in new], rows)
        else:
            self._insert(before, [name for name in wanted if name not in known], rows)
            self._reorder(wanted)
        self._update(rows)
        self.updated.emit()

    def row(self, index: Index) -> CardRow:
        """The card of an index, or the card above a process's."""
        serial = index.internalId()
        return self._rows[self._names[serial] if serial else self._order[index.row()]]

    def process(self, index: Index) -> ProcessRow | None:
        """The process of an index; ``None`` for a card's."""
        return self.row(index).processes[index.row()] if index.internalId() else None

    def rows(self) -> list[CardRow]:
        """All cards, from top to bottom."""
        return [self._rows[name] for name in self._order]

    def index_of(self, row_id: str) -> QModelIndex:
        """The index of a card's row; an invalid one where there is none."""
        if row_id not in self._order:
            return QModelIndex()
        return self.index(self._order.index(row_id), 0)

    def is_picked(self, row: CardRow) -> bool:
        """Whether it is ticked; a host, when all its cards are that can be."""
        if row.host is not None:
            return row.host.pickable > 0 and self._ticked_on(row.host) == row.host.pickable
        return not self.picks if row.is_automatic else row.id in self.picks

    def is_partly_picked(self, row: CardRow) -> bool:
        """Whether some of a host's cards are ticked, and others are not."""
        return row.host is not None and 0 < self._ticked_on(row.host) < row.host.pickable

    def cards_of(self, row: CardRow) -> list[Card]:
        """The card of a row, or the accelerators below a host's."""
        if row.host is None:
            return [] if row.card is None else [row.card]
        return [below.card for below in self._below(row.host) if below.card is not None]

    def _below(self, host: HostSummary) -> list[CardRow]:
        return [
            row
            for row in self._rows.values()
            if row.card is not None
            and row.card.host == host.name
            and row.card.kind is not CardKind.CPU
            and not row.gone
        ]

    def _ticked_on(self, host: HostSummary) -> int:
        if not self.picks:
            return 0
        return sum(row.id in self.picks and row.may_be_picked for row in self._below(host))

    def picked_rows(self) -> list[CardRow]:
        """Ticked cards, as they stand; none when it is Automatic."""
        return [row for row in self.rows() if not row.is_automatic and row.id in self.picks]

    def keys(self) -> tuple[str, ...]:
        """What `core.settings.definitions.CARDS` is to hold."""
        return tuple(row.key for row in self.picked_rows())

    def toggle(self, row: CardRow) -> bool:
        """Tick or untick it; whether that was possible."""
        on = not self.is_picked(row)
        if on and not row.may_be_picked:
            return False
        if row.is_automatic:
            self.picks.clear()
        else:
            self._set_picked(row, on)
        self._picks_are_others()
        return True

    def pick_only(self, row: CardRow) -> bool:
        """Tick it, and nothing else; whether that was possible."""
        if not row.may_be_picked:
            return False
        self.picks.clear()
        if not row.is_automatic:
            self._set_picked(row, True)
        self._picks_are_others()
        return True

    def _set_picked(self, row: CardRow, on: bool) -> None:
        """A host stands for those of its cards that can be ticked."""
        below = [row] if row.host is None else self._below(row.host)
        for one in below:
            if one.may_be_picked or not on:
                self.picks.set(one.id, one.card, one.key, on)

    def retranslate(self) -> None:
        """The language is another one."""
        self._emit_all_changed()

    # Taking in ----------------------------------------------------------------------------------

    def _new_rows(self, board: CardsState) -> dict[str, CardRow]:
        rows = dict(self._listed)
        missing: dict[str, tuple[Card | None, str]] = {
            name: (pick.card, pick.key) for name, pick in self.picks.all.items()
        }
        if self._held:  # a row that went away would pull others under the pointer
            missing |= {
                name: (row.card, row.key)
                for name, row in self._rows.items()
                if row.card is not None
            }
        for name, (seen, key) in missing.items():
            if name not in rows:
                rows[name] = gone_row(board, name, seen, key)
        return rows

    def _remove_all_but(self, kept: set[str]) -> None:
        for place in range(len(self._order) - 1, -1, -1):
            name = self._order[place]
            if name not in kept:
                self.beginRemoveRows(NOWHERE, place, place)
                del self._order[place]
                del self._rows[name]
                self.endRemoveRows()

    def _insert(self, before: list[str], new: list[str], rows: dict[str, CardRow]) -> None:
        """New rows at the end, above the CPU where it stands there already."""
        if not new:
            return
        if any(rows[name].host_name is not None for name in new) and before:
            self._insert_on_hosts(new, rows)
            return
        end = len(self._order)
        if before and before[-1] == "cpu":
            end -= 1
        self._insert_at(end, new, rows)

    def _insert_on_hosts(self, new: list[str], rows: dict[str, CardRow]) -> None:
        known = {row.host_name for row in self.rows()}
        behind = [name for name in new if rows[name].host_name not in known]
        if behind:  # all of a host that has just come, and of all of them at once
            self._insert_at(len(self._order), behind, rows)
        for name in new:
            host = rows[name].host_name
            if host in known:
                self._insert_at(self._place_on_host(host), [name], rows)

    def _place_on_host(self, name: str | None) -> int:
        """Behind the last row of the host, above its CPU."""
        own = [place for place, one in enumerate(self.rows()) if one.host_name == name]
        if not own:
            return len(self._order)
        last = self._rows[self._order[own[-1]]].card
        return own[-1] + (0 if last is not None and last.kind is CardKind.CPU else 1)

    def _insert_at(self, end: int, new: list[str], rows: dict[str, CardRow]) -> None:
        self.beginInsertRows(NOWHERE, end, end + len(new) - 1)
        self._order[end:end] = new
        # Processes are added below them by the update, which tells the view of each change.
        self._rows |= {name: _without_processes(rows[name]) for name in new}
        self.endInsertRows()

    def _reorder(self, wanted: list[str]) -> None:
        if wanted == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        names = [
            self._names.get(index.internalId()) or self._order[index.row()] for index in before
        ]
        self._order = wanted
        places = {name: place for place, name in enumerate(wanted)}
        for index, name in zip(before, names, strict=True):
            if not index.internalId():
                moved = self.createIndex(places[name], 0, 0)
                self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()

    def _update(self, rows: dict[str, CardRow]) -> None:
        for place, name in enumerate(self._order):
            above = self.createIndex(place, 0, 0)
            old, new = len(self._rows[name].processes), len(rows[name].processes)
            if new < old:
                self.beginRemoveRows(above, new, old - 1)
                self._rows[name] = rows[name]
                self.endRemoveRows()
            elif new > old:
                self.beginInsertRows(above, old, new - 1)
                self._rows[name] = rows[name]
                self.endInsertRows()
            self._rows[name] = rows[name]
        self._emit_all_changed()

    def _emit_all_changed(self) -> None:
        """Processes are painted with their card."""
        if self._order:
            last = len(self._order) - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, 0))

    def _picks_are_others(self) -> None:
        self._show(self.board)
        self.picks_changed.emit()

    # Qt's side ----------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if row < 0 or column != 0 or row >= self.rowCount(parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0)
        return self.createIndex(row, 0, self._serials[self._order[parent.row()]])

    def parent(self, child: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        serial = child.internalId() if child.isValid() else 0
        if not serial or self._names[serial] not in self._order:
            return QModelIndex()
        return self.createIndex(self._order.index(self._names[serial]), 0, 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._order)
        return 0 if parent.internalId() else len(self.row(parent).processes)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.internalId():
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        row = self.row(index)
        if row.is_heading:
            return Qt.ItemFlag.NoItemFlags  # the keyboard passes over it
        if row.may_be_picked or self.is_picked(row):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        process = self.process(index)
        return self._process_data(process, role) if process else self._card_data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ticking, as assistive programs do it."""
        if role != Qt.ItemDataRole.CheckStateRole or index.internalId():
            return False
        row = self.row(index)
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked  # a number, from Qt itself
        return wanted != self.is_picked(row) and self.toggle(row)

    def _card_data(self, index: Index, role: int) -> object:
        row = self.row(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title(row)
            case Qt.ItemDataRole.CheckStateRole if row.is_heading:
                return None
            case Qt.ItemDataRole.CheckStateRole:
                if self.is_partly_picked(row):
                    return Qt.CheckState.PartiallyChecked
                return Qt.CheckState.Checked if self.is_picked(row) else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole:
                if row.is_heading:
                    return heading_text(row)
                return spoken(row, self.board, self.is_picked(row))
            case Qt.ItemDataRole.ToolTipRole:
                lines = [under_title(row, self.board), reserved_text(row)]
                return "\n".join(dict.fromkeys(line for line in lines if line)) or None
            case CardRole.SEARCH:
                return () if row.is_heading else _search_text(row)
            case _:
                return None

    def _process_data(self, process: ProcessRow, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{pid_text(process)} {process_text(process)}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken_process(process)
            case Qt.ItemDataRole.ToolTipRole:
                return process_text(process)
            case _:
                return None


def _without_processes(row: CardRow) -> CardRow:
    return replace(row, processes=())


def _search_text(row: CardRow) -> tuple[str, ...]:
    """Beginnings that typing may mean: the label, its numbers, the key, the model."""
    card = row.card
    names = [title(row), row.key, *title(row).split(), (card.name or "") if card else ""]
    if card is not None and card.host is not None:
        names.append(card_label(card))
    if card is not None and card.npu_id is not None:
        names.append(f"{card.npu_id}.{card.chip_id or 0}")
    return tuple(name.casefold() for name in names if name)
