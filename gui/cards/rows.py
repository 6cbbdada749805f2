"""The rows of the list as values, and the order in which they stand."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.cards.allocation_report import own_memory_mb
from core.cards.history import CardSample
from core.cards.model import Card, CardKind, CardProcess, host_of
from core.cards.process_owners import ProcessOwner, local_pid
from core.cards.reservations import identity
from core.cards.selection import unfit_reason
from core.cluster.model import HostStatus
from core.messages import Message
from gui.card_names import card_label
from gui.cards.cards_state import CardsState

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
    owner: ProcessOwner | None = None
    more: int = 0


@dataclass(frozen=True)
class HostSummary:
    """A host of a cluster, above its cards."""

    name: str
    free: int
    """Accelerators that Automatic may take."""
    total: int
    pickable: int
    """Cards of it that a person may tick, its processor not among them."""
    is_read: bool
    """It has told of its cards."""
    lost_at: datetime | None = None
    problem: Message | None = None


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
    recent: tuple[CardSample, ...] = ()
    processes: tuple[ProcessRow, ...] = ()
    now: tuple[Card, ...] = ()
    """What Automatic means at this moment; for its row only."""
    waiting: bool = False
    """Nothing has been read yet."""
    notes: tuple[Message, ...] = field(default=())
    host: HostSummary | None = None
    """Of the row above a host's cards."""
    members: int = 0
    """Cards below a heading; 0 for everything else."""
    free: int = 0
    """How many of them are free."""

    @property
    def is_heading(self) -> bool:
        """It is no card, but names those below it."""
        return self.members > 0

    @property
    def is_automatic(self) -> bool:
        """The row that leaves the choice to Headframe."""
        return self.id == AUTOMATIC

    @property
    def may_be_picked(self) -> bool:
        """A person may tick it."""
        if self.host is not None:
            return self.host.pickable > 0
        return self.is_automatic or (self.card is not None and self.card.usable and not self.gone)

    @property
    def is_host(self) -> bool:
        """Stands above the cards of a host."""
        return self.host is not None

    @property
    def host_name(self) -> str | None:
        """The host that the row belongs to, in a cluster."""
        return self.host.name if self.host is not None else host_of(self.key)

    @property
    def may_stay_picked(self) -> bool:
        """Nothing is known against it, as long as nothing is known at all."""
        return self.may_be_picked or self.waiting

    @property
    def process_count(self) -> int:
        """How many processes the card holds."""
        return sum(row.more or 1 for row in self.processes)


def listed_rows(board: CardsState) -> dict[str, CardRow]:
    """All that the board lists, by the rows' ids. Any thread."""
    rows = {AUTOMATIC: automatic_row(board)}
    on_hosts: dict[str | None, list[Card]] = {}
    for card in board.cards:
        on_hosts.setdefault(card.host, []).append(card)
    for host in () if board.cluster is None else board.cluster.hosts:
        above = host_row(board, host, on_hosts.get(host.name, ()))
        rows[above.id] = above
    return rows | {identity(card): card_row(board, card) for card in board.cards}


def automatic_row(board: CardsState) -> CardRow:
    """The first row."""
    choice = board.automatic()
    return CardRow(
        AUTOMATIC,
        None,
        AUTOMATIC,
        now=() if choice is None else choice.cards,
        waiting=board.is_waiting,
    )


def host_row(board: CardsState, status: HostStatus, cards: Sequence[Card]) -> CardRow:
    """The row above a host's cards. ``cards``: those of the host."""
    own = [card for card in cards if card.kind is not CardKind.CPU]
    free = [card for card in own if unfit_reason(card, None, board.reservations) is None]
    summary = HostSummary(
        name=status.name,
        free=len(free),
        total=len(own),
        pickable=sum(card.usable for card in own),
        is_read=status.read_at is not None,
        lost_at=status.lost_at,
        problem=next((problem.text for problem in status.problems), None),
    )
    return CardRow(
        f"host:{status.name}", None, f"{status.name}/", old=status.lost_at is not None, host=summary
    )


def card_row(board: CardsState, card: Card) -> CardRow:
    """A card that is listed."""
    name = identity(card)
    return CardRow(
        name,
        card,
        card.key,
        old=board.is_old(card),
        age_s=None if board.snapshot is None else board.snapshot.age_s(),
        reserved=board.reservations.note_of(card),
        ours_mb=own_memory_mb(card, ours) if (ours := board.ours_on(card)) else 0.0,
        recent=board.recent.get(name, ()),
        processes=_process_rows(card, board),
        notes=tuple(note.text for note in board.notes(card)),
    )


def heading_row(below: str, name: str, members: int, free: int) -> CardRow:
    """What stands above a group of cards; ``below``: their host in a cluster, else empty."""
    return CardRow(f"group:{below}:{name}", None, name, members=members, free=free)


def gone_row(board: CardsState, name: str, card: Card | None, key: str) -> CardRow:
    """A card that is not listed any more, or not yet."""
    twin = next((other for other in board.cards if _same_seat(card, other)), None)
    return CardRow(
        name,
        card,
        key,
        gone=True,
        old=True,
        moved_to=None if twin is None else card_label(twin),
        waiting=board.snapshot is None,
        reserved=None if card is None else board.reservations.note_of(card),
    )


def ordered(rows: Iterable[CardRow], before: Sequence[str]) -> list[str]:
    """Automatic, usable cards with the most free memory first, the others, the CPU last; in a
    cluster so below each host.

    Rows that are equal in this keep the order that they have ``before``, else the tool's.
    """
    rows = list(rows)
    places = {name: place for place, name in enumerate(before)}
    listed = {row.id: place for place, row in enumerate(rows)}

    hosts = {row.host.name: place for place, row in enumerate(rows) if row.host is not None}

    def rank(row: CardRow) -> tuple[int, int, int, float, int]:
        place = places.get(row.id, len(places) + listed[row.id])
        if row.is_automatic:
            return -1, 0, 0, 0.0, place
        group = hosts.get(row.host_name or "", len(rows)) if hosts else 0
        if row.is_host:
            return group, 0, 0, 0.0, place
        if row.card is not None and row.card.kind is CardKind.CPU:
            return group, 2, 0, 0.0, place
        free = None if row.card is None else row.card.memory_free_mb
        steps = -1.0 if free is None else round(free / STEP_MB)
        return group, 1, int(not row.may_be_picked), -steps, place

    return [row.id for row in sorted(rows, key=rank)]


def _process_rows(card: Card, board: CardsState) -> tuple[ProcessRow, ...]:
    """The largest, each with its owner; then what is left, as one."""

    def size(process: CardProcess) -> float:
        return process.memory_mb or 0.0

    largest = heapq.nlargest(SHOWN_PROCESSES, card.processes, key=size)
    shown = [ProcessRow(process, _owner(card, process, board)) for process in largest]
    more = len(card.processes) - len(largest)
    if more:
        rest = sum(map(size, card.processes)) - sum(map(size, largest))
        shown.append(ProcessRow(CardProcess(None, None, None, rest), more=more))
    return tuple(shown)


def _owner(card: Card, process: CardProcess, board: CardsState) -> ProcessOwner | None:
    pid = local_pid(process)
    return None if pid is None else board.owner_of(card, pid)


def _same_seat(card: Card | None, other: Card) -> bool:
    """The same chip under another id: a bus id is the seat, a chip id the die in it."""
    if card is None or card.bus_id is None:
        return False
    return (card.bus_id, card.chip_id, card.kind) == (other.bus_id, other.chip_id, other.kind)
