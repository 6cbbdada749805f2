"""What the loops of a run tell each other of its cards: which have a fault, which have no room.

A card with a fault is left alone, and its documents go on elsewhere. A document that one card had
no memory for waits for another one, named here, as long as that one works. Where that one was not
chosen it is a stand-in: it does what was moved to it, and all of a lane's documents only when each
card of that lane has a fault.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence

from core.cards.model import Card
from core.jobs.lanes import OPEN_LANE, Lane, Lanes
from core.jobs.model import WhenFull
from core.worker.protocol import Failure


class Sideline:
    """Shared by the loops of a run. Thread-safe."""

    def __init__(self, keys: Iterable[str], when_full: WhenFull = WhenFull.CHOSEN) -> None:
        """``keys``: the cards that were chosen for the run."""
        self._lock = threading.Lock()
        self._chosen = list(dict.fromkeys(keys))
        self._aside: dict[str, Failure] = {}
        self._when_full = when_full
        self._stand_ins: dict[Lane, list[Card]] = {}
        """Cards that were not chosen, and that a lane's documents were moved to."""
        self._moved: dict[str, str] = {}
        """Job → the card that it waits for."""
        self._tried: dict[str, set[str]] = {}
        """Job → the cards that had no memory for it."""

    def renew(self, keys: Iterable[str], when_full: WhenFull) -> None:
        """Cards were chosen anew: these; earlier faults are over, and nobody stands in."""
        with self._lock:
            self._chosen = list(dict.fromkeys(keys))
            self._when_full = when_full
            self._aside.clear()
            self._stand_ins.clear()
            self._moved.clear()
            self._tried.clear()

    def admit(self, keys: Iterable[str]) -> None:
        """A batch asks for these: they work, too, unless they have a fault."""
        with self._lock:
            self._chosen += [key for key in dict.fromkeys(keys) if key not in self._chosen]

    def put_aside(self, key: str, failure: Failure) -> bool:
        """Send nothing more to that card; whether another one is left to go on."""
        with self._lock:
            self._aside[key] = failure
            stand_ins = (card.key for cards in self._stand_ins.values() for card in cards)
            return any(one not in self._aside for one in (*self._chosen, *stand_ins))

    def why(self, key: str) -> Failure | None:
        """Why the card is put aside; ``None`` when it is not."""
        with self._lock:
            return self._aside.get(key)

    def move(
        self,
        job_id: str,
        card: str,
        others: Sequence[Card],
        among: Collection[str],
        lane: Lane = OPEN_LANE,
    ) -> Card | None:
        """That card has no memory for the job: the one that it waits for from now on.

        ``others`` have more room, the best first. One that was not chosen is taken only where the
        user allowed it; one that stands in already goes before it, so that no more cards than
        needed are. ``None``: there is no such card.
        ``among``: keys of the cards that were chosen for this job, which is of that lane.
        """
        with self._lock:
            tried = self._tried.setdefault(job_id, set())
            tried.add(card)
            if self._when_full is WhenFull.STOP:
                return None
            left = [one for one in others if one.key not in tried and one.key not in self._aside]
            chosen = [one for one in left if one.key in among]
            if chosen or self._when_full is not WhenFull.ANY or not left:
                to = chosen[0] if chosen else None
            else:
                to = self._stand_in(lane, left)
            if to is not None:
                self._moved[job_id] = to.key
            return to

    def _stand_in(self, lane: Lane, left: Sequence[Card]) -> Card:
        stand_ins = self._stand_ins.setdefault(lane, [])
        keys = {one.key for one in stand_ins}
        to = next((one for one in left if one.key in keys), left[0])
        if to.key not in keys:
            stand_ins.append(to)
        return to

    def stand_ins(self, lane: Lane | None = None) -> list[Card]:
        """Cards that stand in, for a lane or for any, and have no fault."""
        with self._lock:
            found = {
                card.key: card
                for of, cards in self._stand_ins.items()
                for card in cards
                if lane in (None, of) and card.key not in self._aside
            }
            return list(found.values())

    def left_to(self, card: str, lanes: Lanes) -> list[Lane]:
        """Lanes whose own cards all have a fault, and that this card stands in for."""
        with self._lock:
            return [
                lane
                for lane, cards in self._stand_ins.items()
                if any(one.key == card for one in cards)
                and (own := lanes.cards(lane))
                and own <= self._aside.keys()
            ]

    def waiting_for(self, job_id: str) -> str | None:
        """The card that the job was moved to, while that one works."""
        with self._lock:
            key = self._moved.get(job_id)
            return None if key in self._aside else key

    def moved_to(self, card: str) -> list[str]:
        """Jobs that wait for this card, whatever was chosen for them; none where it has a fault."""
        with self._lock:
            if card in self._aside:
                return []
            return [job_id for job_id, key in self._moved.items() if key == card]

    def kept_from(self, card: str) -> list[str]:
        """Jobs that wait for another card, and are not to be taken by this one."""
        with self._lock:
            return [
                job_id
                for job_id, key in self._moved.items()
                if key != card and key not in self._aside
            ]

    def forget(self, job_id: str) -> None:
        """The job is over; a later run of it may go anywhere again."""
        with self._lock:
            self._moved.pop(job_id, None)
            self._tried.pop(job_id, None)
