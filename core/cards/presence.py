"""Where a process really works: on the card that it was sent to, or on another.

Asked of a reading, not of the process: what the driver lists is what counts. In a container
without the host's pids the driver lists numbers that mean nothing here, and a process is found by
no number; it is then unknown, not absent (ascend/facts.md: compare the rise in memory instead).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from core.cards.model import Card, Reading


class Presence(Enum):
    """What a reading says of a process and the card that it was sent to."""

    HERE = "here"
    """Listed on that card, and on no other."""
    ELSEWHERE = "elsewhere"
    """Listed on another card."""
    UNSEEN = "unseen"
    """Listed nowhere: it holds no memory on a card yet, or its number is hidden."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a process was seen."""

    presence: Presence
    elsewhere: Card | None = None
    """The other card, for ``ELSEWHERE``."""


def sighting(reading: Reading, key: str, pids: Collection[int]) -> Sighting:
    """Where any of these processes works that were sent to the card ``key``."""
    holders = [card for card in reading.cards if _holds(card, pids)]
    other = next((card for card in holders if card.key != key), None)
    if other is not None:
        return Sighting(Presence.ELSEWHERE, other)
    return Sighting(Presence.HERE if holders else Presence.UNSEEN)


def _holds(card: Card, pids: Collection[int]) -> bool:
    return any(
        (process.pid if process.container_pid is None else process.container_pid) in pids
        for process in card.processes
    )
