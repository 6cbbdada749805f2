"""What the loops of a run tell each other of its cards: which have a fault, which have no room.

A card with a fault is left alone, and its documents go on elsewhere. A document that one card had
no memory for waits for another one, named here, as long as that one works. Where that one was not
chosen it is a stand-in: it does what was moved to it, and all of a route's documents only when each
card of that route has a fault.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Sequence

from core.cards.model import Card
from core.jobs.model import ANY_CARD, CardSet
from core.jobs.scheduling.card_routing import CardRouting
from core.jobs.states import WhenFull
from core.worker.protocol import Failure

FULL_S = 30.0
"""How long a host whose disk is full is left alone."""


class CardFailover:
    """Shared by the loops of a run. Thread-safe."""

    def __init__(self, keys: Iterable[str], when_full: WhenFull = WhenFull.CHOSEN) -> None:
        """``keys``: the cards that were chosen for the run."""
        self._lock = threading.Lock()
        self._chosen = list(dict.fromkeys(keys))
        self._aside: dict[str, Failure] = {}
        self._when_full = when_full
        self._fallbacks: dict[CardSet, list[Card]] = {}
        """Cards that were not chosen, and that a route's documents were moved to."""
        self._moved: dict[str, str] = {}
        """Job → the card that it waits for."""
        self._tried: dict[str, set[str]] = {}
        """Job → the cards that had no memory for it."""
        self._lost_hosts: dict[str, list[str]] = {}
        """Job → the hosts that were lost while they worked on it."""
        self._full_hosts: dict[str, float] = {}
        """Host → when its disk was last seen full, on a clock that only goes forward."""

    def reset(self, keys: Iterable[str], when_full: WhenFull) -> None:
        """Start over with these cards: without faults and without fallback cards."""
        with self._lock:
            self._chosen = list(dict.fromkeys(keys))
            self._when_full = when_full
            self._aside.clear()
            self._fallbacks.clear()
            self._moved.clear()
            self._tried.clear()
            self._lost_hosts.clear()
            self._full_hosts.clear()

    def add_cards(self, keys: Iterable[str]) -> None:
        """A batch asks for these: they work, too, unless they have a fault."""
        with self._lock:
            self._chosen += [key for key in dict.fromkeys(keys) if key not in self._chosen]

    def quarantine(self, key: str, failure: Failure) -> bool:
        """Send nothing more to that card; whether another one is left to go on."""
        with self._lock:
            self._aside[key] = failure
            return self._has_card_beside(key)

    def has_card_beside(self, key: str) -> bool:
        """Whether another card than that one is left to go on."""
        with self._lock:
            return self._has_card_beside(key)

    def _has_card_beside(self, key: str) -> bool:
        fallbacks = (card.key for cards in self._fallbacks.values() for card in cards)
        working = {*self._chosen, *fallbacks} - self._aside.keys()
        return bool(working - {key})

    def fault_of(self, key: str) -> Failure | None:
        """Why the card is put aside; ``None`` when it is not."""
        with self._lock:
            return self._aside.get(key)

    def reassign(
        self,
        job_id: str,
        card: str,
        others: Sequence[Card],
        among: Collection[str],
        route: CardSet = ANY_CARD,
    ) -> Card | None:
        """That card has no memory for the job: the one that it waits for from now on.

        ``others`` have more room, the best first. One that was not chosen is taken only where the
        user allowed it; one that stands in already goes before it, so that no more cards than
        needed are. ``None``: there is no such card.
        ``among``: keys of the cards that were chosen for this job, which is of that route.
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
                to = self._fallback_card(route, left)
            if to is not None:
                self._moved[job_id] = to.key
            return to

    def may_reassign(self, card: str, among: Collection[str]) -> bool:
        """Whether the user allows another card than that one, if it has room."""
        if self._when_full is WhenFull.CHOSEN:
            return bool(set(among) - {card})
        return self._when_full is WhenFull.ANY

    def tried(self, job_id: str) -> frozenset[str]:
        """Keys of the cards that had no memory for the job."""
        with self._lock:
            return frozenset(self._tried.get(job_id, ()))

    def _fallback_card(self, route: CardSet, left: Sequence[Card]) -> Card:
        fallbacks = self._fallbacks.setdefault(route, [])
        keys = {one.key for one in fallbacks}
        to = next((one for one in left if one.key in keys), left[0])
        if to.key not in keys:
            fallbacks.append(to)
        return to

    def fallback_cards(self, route: CardSet | None = None) -> list[Card]:
        """Cards that stand in, for a route or for any, and have no fault."""
        with self._lock:
            found = {
                card.key: card
                for of, cards in self._fallbacks.items()
                for card in cards
                if route in (None, of) and card.key not in self._aside
            }
            return list(found.values())

    def orphaned_routes(self, card: str, routes: CardRouting) -> list[CardSet]:
        """Routes whose own cards all have a fault, and that this card stands in for."""
        with self._lock:
            return [
                route
                for route, cards in self._fallbacks.items()
                if any(one.key == card for one in cards)
                and (own := routes.cards_for(route))
                and own <= self._aside.keys()
            ]

    def reassigned_card(self, job_id: str) -> str | None:
        """The card that the job was moved to, while that one works."""
        with self._lock:
            key = self._moved.get(job_id)
            return None if key in self._aside else key

    def jobs_for(self, card: str) -> list[str]:
        """Jobs that wait for this card, whatever was chosen for them; none where it has a fault."""
        with self._lock:
            if card in self._aside:
                return []
            return [job_id for job_id, key in self._moved.items() if key == card]

    def jobs_excluded_from(self, card: str) -> list[str]:
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
            self._lost_hosts.pop(job_id, None)

    def note_host_full(self, host: str, hosts: Collection[str]) -> bool:
        """The disk of that host is full: for :data:`FULL_S` it gets nothing more.

        Returns whether one of ``hosts``, which may do its work, is left. Where none is, it goes on
        being asked: each document is told, and room is found as soon as there is some.
        """
        with self._lock:
            self._full_hosts[host] = time.monotonic()
            has_other = not all(map(self._is_full, hosts))
            if not has_other:
                del self._full_hosts[host]
            return has_other

    def is_host_full(self, host: str) -> bool:
        """Whether its disk was seen full a moment ago."""
        with self._lock:
            return self._is_full(host)

    def _is_full(self, host: str) -> bool:
        return time.monotonic() - self._full_hosts.get(host, float("-inf")) < FULL_S

    def note_host_lost(self, job_id: str, host: str) -> list[str]:
        """A host was lost while it worked on the job; all of them so far."""
        with self._lock:
            lost = self._lost_hosts.setdefault(job_id, [])
            lost.append(host)
            return list(lost)
