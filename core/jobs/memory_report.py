"""A card that ran out of memory, in figures: who holds what on it, and which card has more room."""

from __future__ import annotations

from core.cards.choosing import MEMORY_NEED_MB
from core.cards.model import Card, CardKind, CardProcess, Reading
from core.cards.owners import Owners, memory_first, own_among, pid_here
from core.cards.reservations import Reservations
from core.sentences import Sentence, say
from core.worker.protocol import EngineName, Failure

HOLDERS = 3
"""So many programs are named; the rest are in the list of cards."""


def roomier(card: Card, engine: EngineName, reading: Reading, reserved: Reservations) -> list[Card]:
    """Cards of the same kind with more room than this one has left, enough for the engine.

    The best comes first, none is reserved for others. What our own workers hold elsewhere counts
    as room: theirs is the work that would be done there.
    """
    ours = own_among(Owners().of(reading))

    def room(one: Card) -> float:
        held = [process.memory_mb for process in one.processes if pid_here(process) in ours]
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


def with_figures(
    failure: Failure, card: Card, engine: EngineName, reading: Reading, reserved: Reservations
) -> Failure:
    """The same failure, its next step made of what the card's reading says."""
    now = reading.card(card.key)
    if now is None:
        return failure
    return Failure(failure.kind, failure.message, _next_step(now, engine, reading, reserved))


def _next_step(
    card: Card, engine: EngineName, reading: Reading, reserved: Reservations
) -> Sentence:
    better = roomier(card, engine, reading, reserved)
    holders = ", ".join(_holder(process) for process in memory_first(card.processes)[:HOLDERS])
    if better:
        best = better[0]
        return say(
            "On {card}: {holders}. {other} has {free} GB free: choose it instead (--card {key}).",
            card=card.label,
            holders=holders or "–",
            other=best.label,
            key=best.key,
            free=_gb(best.memory_free_mb),
        )
    return say(
        "On {card}: {holders}; {free} of {total} GB are free now. Stop one of these, or convert "
        "fewer pages at a time.",
        card=card.label,
        holders=holders or "–",
        free=_gb(card.memory_free_mb),
        total=_gb(card.memory_total_mb),
    )


def _holder(process: CardProcess) -> str:
    name = process.name or f"process {process.pid}"
    return name if process.memory_mb is None else f"{name} {_gb(process.memory_mb)} GB"


def _gb(megabytes: float | None) -> str:
    return "?" if megabytes is None else f"{megabytes / 1024:.1f}"
