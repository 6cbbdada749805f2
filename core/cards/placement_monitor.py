"""Looks again and again where a worker is, while it works.

A worker may open another card only with its first document (MinerU #2259: calls without an index
go to card 0), after it was verified. The driver's list is therefore read again while a document is
converted, and at its end; a reading takes a second or two and is made beside the work.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection

from core.cards.model import Card, Reading
from core.cards.placement import wrong_card
from core.cards.process_location import ProcessLocation, locate_process
from core.cards.process_owners import ProcessOwnerCache, our_pids
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

CHECK_INTERVAL_S = 10.0
JOIN_TIMEOUT_S = 12.0
"""With a reading at a document's end: the driver's tool is given ten seconds itself."""


class PlacementMonitor:
    """One worker's place, over its life. Belongs to the runner's thread."""

    def __init__(
        self,
        look: Callable[[], Failure | None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``look`` reads where the worker is (:func:`misplaced`); it was verified just now."""
        self._see_now = look
        self._clock = clock
        self._checked_at = clock()
        self._look: threading.Thread | None = None
        self._found: Failure | None = None

    def check(self) -> Failure | None:
        """The failure that the last look found. Starts another one where it is due."""
        if self._look is not None and not self._look.is_alive():
            self._look = None
        if self._found is None and self._look is None and self._is_due():
            self._begin()
        return self._found

    def settle(self) -> Failure | None:
        """The same at the end of a document: waits for a look that is due or on its way."""
        self.check()
        if self._look is not None:
            self._look.join(JOIN_TIMEOUT_S)
        return self._found

    def _is_due(self) -> bool:
        return self._clock() - self._checked_at >= CHECK_INTERVAL_S

    def _begin(self) -> None:
        self._checked_at = self._clock()
        self._look = threading.Thread(target=self._see, name="placement", daemon=True)
        self._look.start()

    def _see(self) -> None:
        try:
            self._found = self._see_now()
        except Exception:  # a document is not failed because its worker could not be looked for
            log.exception("cannot look where the worker is")


def misplaced(reading: Reading, card: Card, pid: int, family: Collection[int]) -> Failure | None:
    """The failure of a worker that is on another card. ``family``: it and its helpers."""
    # A host's pid may be another process's number in this container.
    ours = set(family) & our_pids(ProcessOwnerCache().owners_of(reading))
    seen = locate_process(reading, card.key, ours)
    if seen.location is ProcessLocation.ELSEWHERE and seen.elsewhere is not None:
        return wrong_card(card, seen.elsewhere, pid)
    return None
