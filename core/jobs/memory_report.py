"""A card that ran out of memory, in figures: who holds what on it, and which card has more."""

from __future__ import annotations

from core.cards.choosing import MEMORY_NEED_MB
from core.cards.model import Card, CardKind, CardProcess, Reading
from core.cards.owners import memory_first
from core.cards.reservations import Reservations
from core.sentences import Sentence, say
from core.worker.protocol import EngineName, Failure

HOLDERS = 3
"""So many programs are named; the rest are in the list of cards."""


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
    need = MEMORY_NEED_MB.get(engine, 0.0)
    better = [
        other
        for other in reading.cards
        if other.kind is card.kind is not CardKind.CPU
        and other.key != card.key
        and other.usable
        and reserved.note_of(other) is None
        and (other.memory_free_mb or 0.0) >= max(need, card.memory_free_mb or 0.0)
    ]
    holders = ", ".join(_holder(process) for process in memory_first(card.processes)[:HOLDERS])
    if better:
        best = max(better, key=lambda other: other.memory_free_mb or 0.0)
        return say(
            "On {card}: {holders}. {other} has {free} GB free: choose it instead.",
            card=card.label,
            holders=holders or "–",
            other=best.label,
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
