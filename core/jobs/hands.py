"""The loops of a run, each in a thread of its own; which of them still work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.cards.model import Card
from core.jobs.card_loop import CardLoop
from core.jobs.orders import StopWhen


@dataclass(frozen=True, slots=True)
class _Hand:
    card: Card
    loop: CardLoop
    thread: threading.Thread


class Hands:
    """Belongs to one thread."""

    def __init__(
        self,
        make: Callable[[Card, Callable[[], int]], CardLoop],
        left: Callable[[CardLoop], None],
    ) -> None:
        """``make`` gives the loop of a card, which may ask, in its thread, how many there are;
        ``left`` hears of each that has returned, in its thread."""
        self._make = make
        self._left = left
        self._hands: list[_Hand] = []
        self._ended: list[_Hand] = []
        self._stopped = False

    def start(self, cards: Iterable[Card]) -> None:
        """Start a loop on each of them; none after :meth:`stop`."""
        if self._stopped:
            return
        fresh: list[_Hand] = []
        for card in cards:
            loop = self._make(card, self._number)
            thread = threading.Thread(target=self._carry, args=(loop,), name=f"card-{card.key}")
            fresh.append(_Hand(card, loop, thread))
        self._hands += fresh  # all of them, before one of them asks how many there are
        for hand in fresh:
            hand.thread.start()

    @property
    def busy(self) -> bool:
        """Whether any has yet to return."""
        return bool(self._hands)

    def works_on(self, key: str) -> bool:
        """Whether one on that card has yet to return, as far as :meth:`gone` was told."""
        return any(hand.card.key == key for hand in self._hands)

    def gone(self, loop: CardLoop) -> Card:
        """It has returned; the card that it worked on."""
        hand = next(hand for hand in self._hands if hand.loop is loop)
        self._hands.remove(hand)
        self._ended.append(hand)
        return hand.card

    def wake(self) -> None:
        """There may be new jobs."""
        for hand in self._hands:
            hand.loop.wake()

    def stop(self) -> None:
        """End all of them now."""
        self._stopped = True
        for hand in self._hands:
            hand.loop.stop(StopWhen.NOW)

    def join(self) -> None:
        """Wait until every thread has ended."""
        for hand in (*self._hands, *self._ended):
            hand.thread.join()

    def _number(self) -> int:
        return max(1, len(self._hands))

    def _carry(self, loop: CardLoop) -> None:
        try:
            loop.run()
        finally:
            self._left(loop)
