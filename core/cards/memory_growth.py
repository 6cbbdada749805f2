"""Whether a worker has grown on its card: what it holds there now, and after its first document.

Libraries do not give a card's memory back (MinerU #5185, #5224: out of memory after tens of
files). The card's list of processes tells what a worker holds; nothing is asked of its runtime,
and nothing opens a context. In a container without the host's pids the chip's own figure has to
do: what it rose by since then.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from core.cards.model import Reading
from core.cards.process_owners import ProcessOwnerCache, local_pid, our_pids

log = logging.getLogger(__name__)

CHECK_INTERVAL_S = 120.0
"""A look costs what `npu-smi` takes, a second or two on a busy host (docs/cards.md, "Cost"), and
a document waits for it: one or two per cent at this pace."""
GROWTH = 2.0
GROWTH_MB = 1024.0
"""Beyond both it has leaked. Both engines empty torch's cache after each window (magic-pdf's
``clean_memory``), so between documents little more than the models should be held: 2 to 6 GB. A
cache in pieces may keep some hundred MB, and a fresh worker costs a minute of loading."""


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """What was found in one reading, in MB. ``None``: not to be found out."""

    by_pid: float | None
    """By the worker and its helpers, as the driver lists them."""
    on_chip: float | None
    """By everybody."""


class DeviceMemoryMonitor:
    """One worker's memory on its card, over its life. Belongs to the loop's thread."""

    def __init__(
        self,
        card: str,
        look: Callable[[], MemoryUse],
        *,
        before_mb: float | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``look`` reads what the worker holds now (:func:`held_on_card`), ``before_mb`` is what
        was used on the chip before the worker came."""
        self._card = card
        self._look = look
        self._before_mb = before_mb
        self._clock = clock
        self._first: MemoryUse | None = None
        self._checked_at = 0.0

    def has_grown(self) -> bool:
        """Ask before each document but the first. Blocks for a reading, if one is due."""
        now = self._clock()
        if self._first is None:
            self._first = self._look()
            self._checked_at = self._clock()
            return False
        if now - self._checked_at < CHECK_INTERVAL_S:
            return False
        held = self._look()
        self._checked_at = self._clock()
        return self._is_leak(self._first, held)

    def _is_leak(self, first: MemoryUse, held: MemoryUse) -> bool:
        if first.by_pid is not None and held.by_pid is not None:
            earlier, later = first.by_pid, held.by_pid
        elif (
            first.by_pid is None
            and held.by_pid is None
            and first.on_chip is not None
            and held.on_chip is not None
            and self._before_mb is not None
        ):
            earlier = max(0.0, first.on_chip - self._before_mb)
            later = earlier + held.on_chip - first.on_chip
        else:
            return False
        grown = later > GROWTH * earlier + GROWTH_MB
        if grown:
            log.warning("%s: the worker held %d MB, and now %d MB", self._card, earlier, later)
        return grown


def held_on_card(reading: Reading, key: str, family: Collection[int]) -> MemoryUse:
    """What a worker and its helpers hold on a card, and what everybody does."""
    card = reading.card(key)
    if card is None:
        return MemoryUse(None, None)
    # A host's pid may be another process's number in this container: only what carries our mark.
    ours = set(family) & our_pids(ProcessOwnerCache().owners_of(reading))
    sizes = [process.memory_mb for process in card.processes if local_pid(process) in ours]
    known = [size for size in sizes if size is not None]
    by_pid = sum(known) if sizes and len(known) == len(sizes) else None
    return MemoryUse(by_pid, card.memory_used_mb)
