"""Hosts that answer when the others work already: their cards come to those of a run."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection

from core.cards.selection import UnknownCardError
from core.cluster.discovery import assign_arrived, keys_without
from core.cluster.model import ClusterReading
from core.cluster.remote_hosts import RemoteHosts
from core.jobs.scheduling.card_assignment import CardAssignment

log = logging.getLogger(__name__)

RETRY_S = 1.0


class LateHosts:
    """Waits for them in a thread of its own. Use as a context manager."""

    def __init__(self, hosts: RemoteHosts, on_arrival: Callable[[Collection[str]], None]) -> None:
        """``on_arrival`` is told the names of hosts that come, in a thread of its own."""
        self.hosts = hosts
        self._on_arrival = on_arrival
        self._lock = threading.Lock()
        self._on_cards: Callable[[CardAssignment], None] | None = None
        self._closed = threading.Event()
        self.awaited: frozenset[str] = frozenset()
        """Names of the hosts that had not answered at the beginning."""

    def begin(
        self, wanted: str, assign: Callable[[str, ClusterReading], CardAssignment]
    ) -> CardAssignment:
        """The cards of those that have answered; the others are waited for from here on.

        ``wanted`` is what ``--card`` takes, ``assign`` gives its cards. Raises what that raises.
        """
        self._wanted, self._assign = wanted, assign
        first = assign_arrived(wanted, assign, self.hosts)
        assert first is not None
        self._first = self._assignment = first
        found = self.hosts.latest
        self.awaited = frozenset() if found is None else found.starting
        if self.awaited:
            threading.Thread(target=self._wait, name="late-hosts", daemon=True).start()
        return first

    def follow(self, on_cards: Callable[[CardAssignment], None]) -> None:
        """Tell of more cards than the first, those that have come already and those to come; the
        latter in the thread."""
        with self._lock:
            self._on_cards = on_cards
            if self._assignment is not self._first:
                on_cards(self._assignment)

    def close(self) -> None:
        """Tell nothing from now on."""
        self._closed.set()
        with self._lock:
            self._on_cards = None

    def __enter__(self) -> LateHosts:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait(self) -> None:
        try:
            awaited = self.awaited
            while awaited and not self._closed.is_set():
                found = self.hosts.read_next_arrival()
                arrived = {one.name for one in found.hosts if one.read_at is not None}
                if come := awaited & arrived:
                    self._take(found, awaited - come, come)
                    awaited -= come
                else:
                    self._closed.wait(RETRY_S)
        except Exception:  # whatever it is, the others go on without those hosts
            log.exception("hosts that were slow to answer are not waited for any more")

    def _take(self, found: ClusterReading, awaited: frozenset[str], come: frozenset[str]) -> None:
        try:
            assignment = self._assign(keys_without(self._wanted, awaited), found)
        except UnknownCardError as error:
            log.warning("%s", error)
            return
        with self._lock:
            known = {card.key for card in self._assignment.cards}
            new = [card for card in assignment.cards if card.key not in known]
            if assignment.unavailable is not None or not new:
                return
            self._assignment = CardAssignment(
                (*self._assignment.cards, *new),
                self._assignment.warnings,
                host_cpu_workers={
                    **assignment.host_cpu_workers,
                    **self._assignment.host_cpu_workers,
                },
            )
            if self._on_cards is not None:
                self._on_cards(self._assignment)
        self._on_arrival(sorted(come))
