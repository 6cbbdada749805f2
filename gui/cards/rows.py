"""The rows of the list as values, and the order in which they stand."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.cards.history import Sample
from core.cards.model import Card, CardKind, CardProcess
from core.cards.owners import Owner, pid_here
from core.cards.reservations import identity
from core.cards.sheet import own_memory_mb
from core.sentences import Sentence
from gui.cards.board import Board

AUTOMATIC = "auto"
"""The first row's id; the others have their cards' `identity`."""
SHOWN_PROCESSES = 60
"""Below one card; the rest is summed up in a line. npu-smi prints 8, the driver knows 64."""
STEP_MB = 512.0
"""Free memory that differs by less does not change the order: idle cards breathe."""


@dataclass(frozen=True)
class ProcessRow:
    """One process below its card, or, with ``more``, all that are not shown."""

    process: CardProcess
    owner: Owner | None = None
    more: int = 0


@dataclass(frozen=True)
class CardRow:
    """One line of the list."""

    id: str
    card: Card | None
    """``None`` for Automatic, and for a card that was chosen earlier and was not seen yet."""
    key: str
    gone: bool = False
    """Its driver answered and did not list it; the card is as it was."""
    moved_to: str | None = None
    """Where the same chip is listed now, for one that is gone."""
    old: bool = False
    """The values are of an earlier moment."""
    age_s: float | None = None
    """How old they are, in seconds."""
    reserved: str | None = None
    """The note of its reservation, which may be empty."""
    ours_mb: float | None = 0.0
    recent: tuple[Sample, ...] = ()
    processes: tuple[ProcessRow, ...] = ()
    now: tuple[Card, ...] = ()
    """What Automatic means at this moment; for its row only."""
    waiting: bool = False
    """Nothing has been read yet."""
    notes: tuple[Sentence, ...] = field(default=())

    @property
    def is_automatic(self) -> bool:
        """The row that leaves the choice to Headframe."""
        return self.id == AUTOMATIC

    @property
    def may_be_picked(self) -> bool:
        """A person may tick it."""
        return self.is_automatic or (self.card is not None and self.card.usable and not self.gone)

    @property
    def may_stay_picked(self) -> bool:
        """Nothing is known against it, as long as nothing is known at all."""
        return self.may_be_picked or self.waiting

    @property
    def process_count(self) -> int:
        """How many processes the card holds."""
        return sum(row.more or 1 for row in self.processes)


def automatic_row(board: Board) -> CardRow:
    """The first row."""
    choice = board.automatic()
    return CardRow(
        AUTOMATIC,
        None,
        AUTOMATIC,
        now=() if choice is None else choice.cards,
        waiting=board.snapshot is None,
    )


def card_row(board: Board, card: Card) -> CardRow:
    """A card that is listed."""
    name = identity(card)
    return CardRow(
        name,
        card,
        card.key,
        old=board.is_old(card),
        age_s=None if board.snapshot is None else board.snapshot.age_s(),
        reserved=board.reservations.note_of(card),
        ours_mb=own_memory_mb(card, board.ours) if board.ours else 0.0,
        recent=board.recent.get(name, ()),
        processes=_process_rows(card, board.owners),
        notes=tuple(note.text for note in board.notes(card)),
    )


def gone_row(board: Board, name: str, card: Card | None, key: str) -> CardRow:
    """A card that is not listed any more, or not yet."""
    twin = next((other for other in board.cards if _same_seat(card, other)), None)
    return CardRow(
        name,
        card,
        key,
        gone=True,
        old=True,
        moved_to=None if twin is None else twin.label,
        waiting=board.snapshot is None,
        reserved=None if card is None else board.reservations.note_of(card),
    )


def ordered(rows: Iterable[CardRow], before: Sequence[str]) -> list[str]:
    """Automatic, usable cards with the most free memory first, the others, the CPU last.

    Rows that are equal in this keep the order that they have ``before``, else the tool's.
    """
    rows = list(rows)
    places = {name: place for place, name in enumerate(before)}
    listed = {row.id: place for place, row in enumerate(rows)}

    def rank(row: CardRow) -> tuple[int, int, float, int]:
        place = places.get(row.id, len(places) + listed[row.id])
        if row.is_automatic:
            return 0, 0, 0.0, place
        if row.card is not None and row.card.kind is CardKind.CPU:
            return 2, 0, 0.0, place
        free = None if row.card is None else row.card.memory_free_mb
        steps = -1.0 if free is None else round(free / STEP_MB)
        return 1, int(not row.may_be_picked), -steps, place

    return [row.id for row in sorted(rows, key=rank)]


def _process_rows(card: Card, owners: Mapping[int, Owner]) -> tuple[ProcessRow, ...]:
    """The largest, each with its owner; then what is left, as one."""

    def size(process: CardProcess) -> float:
        return process.memory_mb or 0.0

    largest = heapq.nlargest(SHOWN_PROCESSES, card.processes, key=size)
    shown = [ProcessRow(process, _owner(process, owners)) for process in largest]
    more = len(card.processes) - len(largest)
    if more:
        rest = sum(map(size, card.processes)) - sum(map(size, largest))
        shown.append(ProcessRow(CardProcess(None, None, None, rest), more=more))
    return tuple(shown)


def _owner(process: CardProcess, owners: Mapping[int, Owner]) -> Owner | None:
    pid = pid_here(process)
    return None if pid is None else owners.get(pid)


def _same_seat(card: Card | None, other: Card) -> bool:
    """The same chip under another id: a bus id is the seat, a chip id the die in it."""
    if card is None or card.bus_id is None:
        return False
    return (card.bus_id, card.chip_id, card.kind) == (other.bus_id, other.chip_id, other.kind)
