"""A card that ran out of memory, in figures: who holds what on it, and which card has more room."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.cards.model import Card, CardKind, CardProcess, Reading
from core.cards.process_owners import ProcessOwnerCache, by_memory, local_pid, our_pids
from core.cards.reservations import Reservations
from core.cards.selection import MEMORY_NEED_MB
from core.messages import Message, msg
from core.worker.kinds import EngineName
from core.worker.protocol import Failure

HOLDERS = 3
"""Programs named at most; the rest are in the list of cards."""


def cards_with_more_memory(
    card: Card, engine: EngineName, reading: Reading, reserved: Reservations
) -> list[Card]:
    """Cards of the same kind with more room than this one has left, enough for the engine.

    The best comes first, none is reserved for others. What our own workers hold elsewhere counts
    as room: theirs is the work that would be done there.
    """
    ours = our_pids(ProcessOwnerCache().owners_of(reading))

    def room(one: Card) -> float:
        held = [process.memory_mb for process in one.processes if local_pid(process) in ours]
        return (one.memory_free_mb or 0.0) + sum(size or 0.0 for size in held)

    now = reading.card(card.key)
    left = None if now is None else now.memory_free_mb
    enough = max(MEMORY_NEED_MB.get(engine, 0.0), left or 0.0)
    better = [
        other
        for other in reading.cards
        if other.kind is card.kind is not CardKind.CPU
        and other.key != card.key
        and other.usable
        and reserved.note_of(other) is None
        and room(other) >= enough
    ]
    return sorted(better, key=room, reverse=True)


def has_card_beside(card: Card, reading: Reading) -> bool:
    """Whether there is another card of its kind at all."""
    return any(one.kind is card.kind and one.key != card.key for one in reading.cards)


def describe_out_of_memory(
    failure: Failure, card: Card, reading: Reading, better: Sequence[Card]
) -> Failure:
    """The same failure, its next step made of what the card's reading says.

    ``better``: cards to choose instead, the best first; none that the document was tried on.
    """
    now = reading.card(card.key)
    if now is None:
        return failure
    ours = our_pids(ProcessOwnerCache().owners_of(reading))
    return Failure(failure.kind, failure.message, _next_step(now, better, ours))


def _next_step(card: Card, better: Sequence[Card], ours: Collection[int]) -> Message:
    largest = by_memory(card.processes)[:HOLDERS]
    holders = ", ".join(_holder(process, local_pid(process) in ours) for process in largest)
    if better:
        best = better[0]
        return msg(
            "On {card}: {holders}. {other} has {free} GB free: choose it instead (--card {key}).",
            card=card.label,
            holders=holders or "–",
            other=best.label,
            key=best.key,
            free=_gb(best.memory_free_mb),
        )
    return msg(
        "On {card}: {holders}; {free} of {total} GB are free now. Stop one of these, or convert "
        "fewer pages at a time.",
        card=card.label,
        holders=holders or "–",
        free=_gb(card.memory_free_mb),
        total=_gb(card.memory_total_mb),
    )


def _holder(process: CardProcess, is_ours: bool) -> str:
    name = process.name or f"process {process.pid}"
    name = f"Headframe ({name})" if is_ours else name
    return name if process.memory_mb is None else f"{name} {_gb(process.memory_mb)} GB"


def _gb(megabytes: float | None) -> str:
    return "?" if megabytes is None else f"{megabytes / 1024:.1f}"
