"""Which documents a card's loop may take, where batches ask for cards of their own.

A route is what a batch asks for: keys of cards, or none for whatever cards the program works on.
The route of each document is read with the document from the queue's file: no runner can claim it
before it knows its route.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping

from core.jobs.model import CardSet


class CardRouting:
    """The cards that serve each route. Thread-safe; shared by the loops of a program."""

    def __init__(self, served: Mapping[CardSet, Iterable[str]] | None = None) -> None:
        """``served``: keys of the cards of each route."""
        self._lock = threading.Lock()
        self._served: dict[CardSet, frozenset[str]] = {}
        self.set_routes(served or {})

    def set_routes(self, served: Mapping[CardSet, Iterable[str]]) -> None:
        with self._lock:
            self._served = {route: frozenset(keys) for route, keys in served.items()}

    def routes_of(self, card: str) -> tuple[CardSet, ...]:
        """The routes that a card serves."""
        with self._lock:
            return tuple(route for route, keys in self._served.items() if card in keys)

    def cards_for(self, route: CardSet) -> frozenset[str]:
        with self._lock:
            return self._served.get(route, frozenset())
