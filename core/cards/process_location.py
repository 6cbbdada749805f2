"""Where a process really works: on the card that it was sent to, or on another.

Asked of a reading, not of the process: what the driver lists is what counts. In a container
without the host's pids the driver lists numbers that mean nothing here, and a process is found by
no number; it is then unknown, not absent (docs/cards.md: compare the rise in memory instead).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from core.cards.model import Card, Reading, host_of


class ProcessLocation(Enum):
    """What a reading says of a process and the card that it was sent to."""

    HERE = "here"
    """Listed on that card, and on no other."""
    ELSEWHERE = "elsewhere"
    """Listed on another card."""
    UNSEEN = "unseen"
    """Listed nowhere: it holds no memory on a card yet, or its number is hidden."""


@dataclass(frozen=True, slots=True)
class LocationResult:
    """Where a process was seen."""

    location: ProcessLocation
    elsewhere: Card | None = None
    """The other card, for ``ELSEWHERE``."""


def locate_process(reading: Reading, key: str, pids: Collection[int]) -> LocationResult:
    """Where any of these processes works that were sent to the card ``key``.

    Only cards of the same host count: on another one a pid is another process.
    """
    host = host_of(key)
    holders = [card for card in reading.cards if card.host == host and _holds(card, pids)]
    other = next((card for card in holders if card.key != key), None)
    if other is not None:
        return LocationResult(ProcessLocation.ELSEWHERE, other)
    return LocationResult(ProcessLocation.HERE if holders else ProcessLocation.UNSEEN)


def _holds(card: Card, pids: Collection[int]) -> bool:
    return any(
        (process.pid if process.container_pid is None else process.container_pid) in pids
        for process in card.processes
    )
