"""Which documents a card's loop may take, where batches ask for cards of their own.

A lane is what a batch asks for: keys of cards, or none for whatever cards the program works on.
The queue's file knows each document's lane by its batch, so that no loop takes a document before
somebody has told it what it may not take.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

Lane = tuple[str, ...]
OPEN_LANE: Lane = ()
"""Documents whose batch asks for no card, or that have no batch."""


class Lanes:
    """The cards that serve each lane. Thread-safe; shared by the loops of a program."""

    def __init__(self, served: Mapping[Lane, Iterable[str]] | None = None) -> None:
        """``served``: keys of the cards of each lane."""
        self._lock = threading.Lock()
        self._served: dict[Lane, frozenset[str]] = {}
        self.renew(served or {})

    def renew(self, served: Mapping[Lane, Iterable[str]]) -> None:
        """From now on it is these cards."""
        with self._lock:
            self._served = {lane: frozenset(keys) for lane, keys in served.items()}

    def of(self, card: str) -> tuple[Lane, ...]:
        """The lanes that a card serves."""
        with self._lock:
            return tuple(lane for lane, keys in self._served.items() if card in keys)

    def cards(self, lane: Lane) -> frozenset[str]:
        """The cards that serve a lane."""
        with self._lock:
            return self._served.get(lane, frozenset())
