"""Whether a worker is on the card that it was pinned to, as the driver sees it.

Asked when its models are loaded: a process that holds memory on a card by then is listed there. In
a container without the host's pids no process is found by number; then the chip's memory must
have risen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from core.cards.model import Card, Reading
from core.cards.process_location import ProcessLocation, locate_process
from core.cards.process_owners import ProcessOwnerCache, our_pids
from core.messages import Message, msg
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

RISE_MB = 100.0
"""A context alone takes 100 to 130 MB (docs/engines.md, "torch_npu"), models take more."""
CHECKS = 3
CHECK_INTERVAL_S = 1.0
"""A driver lists a process a moment after it took memory."""


class PlacementEvidence(StrEnum):
    """By what a worker is known to be on its card."""

    PID = "pid"
    """The driver lists its process there, and nowhere else."""
    MEMORY = "memory"
    """The chip's memory rose while its models were loaded; pids are hidden here."""


@dataclass(frozen=True, slots=True)
class PlacementCheck:
    """What the readings said. ``proof`` of ``None``: nothing for it, and nothing against it."""

    proof: PlacementEvidence | None
    sentence: Message


def verify_placement(
    card: Card,
    pid: int,
    process_tree: Collection[int],
    *,
    before: Reading | None,
    read: Callable[[], Reading],
    pause: Callable[[float], None],
) -> PlacementCheck | Failure:
    """Look for the worker on its card. Blocks for a few readings at most.

    ``family`` holds the worker and its helpers, ``before`` is a reading from before its start.
    A failure says that it is on another card, and names both.
    """
    for look in range(CHECKS):
        if look:
            pause(CHECK_INTERVAL_S)
        reading = read()
        # A host's pid may be another process's number in this container: only what carries our
        # mark.
        ours = set(process_tree) & our_pids(ProcessOwnerCache().owners_of(reading))
        seen = locate_process(reading, card.key, ours)
        if seen.location is ProcessLocation.HERE:
            sentence = msg("Verified: process {pid} is on {card}.", pid=pid, card=card.label)
            return PlacementCheck(PlacementEvidence.PID, sentence)
        if seen.location is ProcessLocation.ELSEWHERE and seen.elsewhere is not None:
            return wrong_card(card, seen.elsewhere, pid)
        if (rise := _rise(card, before, reading)) is not None and rise >= RISE_MB:
            sentence = msg(
                "The memory of {card} rose by {rise} MB while process {pid} loaded its models.",
                card=card.label,
                rise=round(rise),
                pid=pid,
            )
            return PlacementCheck(PlacementEvidence.MEMORY, sentence)
    log.warning("process %d was not seen on %s, nor on another card", pid, card.key)
    return PlacementCheck(
        None, msg("The driver does not show on which card process {pid} is.", pid=pid)
    )


def wrong_card(card: Card, other: Card, pid: int) -> Failure:
    """The worker is not where it was sent."""
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg(
            "Process {pid} was pinned to {card} and is on {other}: it was stopped.",
            pid=pid,
            card=card.label,
            other=other.label,
        ),
        msg("Look with `headframe cards` which ids the cards have here, and report this."),
        Scope.CARD,
    )


def _rise(card: Card, before: Reading | None, after: Reading) -> float | None:
    earlier = None if before is None else before.card(card.key)
    later = after.card(card.key)
    if earlier is None or later is None:
        return None
    if earlier.memory_used_mb is None or later.memory_used_mb is None:
        return None
    return later.memory_used_mb - earlier.memory_used_mb
