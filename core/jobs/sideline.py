"""What the loops of a run tell each other of its cards: which have a fault, which have no room.

A card with a fault is left alone, and its documents go on elsewhere. A document that one card had
no memory for waits for another one, named here, as long as that one works.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence

from core.cards.model import Card
from core.jobs.model import WhenFull
from core.worker.protocol import Failure


class Sideline:
    """Shared by the loops of a run. Thread-safe."""

    def __init__(self, keys: Iterable[str], when_full: WhenFull = WhenFull.CHOSEN) -> None:
        """``keys``: the cards that were chosen for the run."""
        self._lock = threading.Lock()
        self._healthy = list(dict.fromkeys(keys))
        self._aside: dict[str, Failure] = {}
        self._when_full = when_full
        self._moved: dict[str, str] = {}
        """Job → the card that it waits for."""
        self._tried: dict[str, set[str]] = {}
        """Job → the cards that had no memory for it."""

    def renew(self, keys: Iterable[str], when_full: WhenFull) -> None:
        """Cards were chosen anew: these, and earlier faults are over."""
        with self._lock:
            self._healthy = list(dict.fromkeys(keys))
            self._when_full = when_full
            self._aside.clear()
            self._moved.clear()
            self._tried.clear()

    def admit(self, keys: Iterable[str]) -> None:
        """A batch asks for these: they work, too, unless they have a fault."""
        with self._lock:
            self._healthy += [
                key
                for key in dict.fromkeys(keys)
                if key not in self._healthy and key not in self._aside
            ]

    def put_aside(self, key: str, failure: Failure) -> bool:
        """Send nothing more to that card; whether another one is left to go on."""
        with self._lock:
            self._aside[key] = failure
            if key in self._healthy:
                self._healthy.remove(key)
            return bool(self._healthy)

    def why(self, key: str) -> Failure | None:
        """Why the card is put aside; ``None`` when it is not."""
        with self._lock:
            return self._aside.get(key)

    def move(
        self,
        job_id: str,
        card: str,
        others: Sequence[Card],
        among: Collection[str] | None = None,
    ) -> Card | None:
        """That card has no memory for the job: the one that it waits for from now on.

        ``others`` have more room, the best first. One that was not chosen is taken only where the
        user allowed it, and is one of the run's from then on. ``None``: there is no such card.
        ``among``: keys of the cards that were chosen for this job; ``None``: all of the run's.
        """
        with self._lock:
            tried = self._tried.setdefault(job_id, set())
            tried.add(card)
            left = [one for one in others if one.key not in tried and one.key not in self._aside]
            chosen = [
                one
                for one in left
                if one.key in self._healthy and (among is None or one.key in among)
            ]
            if self._when_full is WhenFull.STOP:
                return None
            if not chosen and self._when_full is WhenFull.ANY:
                chosen = left
            if not chosen:
                return None
            to = chosen[0]
            if to.key not in self._healthy:
                self._healthy.append(to.key)
            self._moved[job_id] = to.key
            return to

    def waiting_for(self, job_id: str) -> str | None:
        """The card that the job was moved to, while that one works."""
        with self._lock:
            key = self._moved.get(job_id)
            return key if key in self._healthy else None

    def moved_to(self, card: str) -> list[str]:
        """Jobs that wait for this card, whatever was chosen for them."""
        with self._lock:
            return [job_id for job_id, key in self._moved.items() if key == card]

    def kept_from(self, card: str) -> list[str]:
        """Jobs that wait for another card, and are not to be taken by this one."""
        with self._lock:
            return [
                job_id
                for job_id, key in self._moved.items()
                if key != card and key in self._healthy
            ]

    def forget(self, job_id: str) -> None:
        """The job is over; a later run of it may go anywhere again."""
        with self._lock:
            self._moved.pop(job_id, None)
            self._tried.pop(job_id, None)
