"""The last minutes of each card, for sparklines."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import takewhile

from core.cards.model import Card, Reading
from core.cards.reservations import identity

KEEP_S = 600.0
_SAME_S = 0.05
"""A reading that another process made comes again, until it makes the next one."""


@dataclass(frozen=True, slots=True)
class CardSample:
    """One card at one moment; ``None`` where a value is not known."""

    at: float
    """`time.monotonic`."""
    memory_used_mb: float | None
    memory_total_mb: float | None
    utilisation_percent: float | None


class CardHistory:
    """Samples by card, the oldest dropped after :data:`KEEP_S` seconds."""

    def __init__(self, keep_s: float = KEEP_S) -> None:
        self._keep_s = keep_s
        self._samples: dict[str, deque[CardSample]] = {}

    def add(self, reading: Reading, at: float) -> None:
        """Take a reading that was made ``at``; one that is known already changes nothing."""
        for card in reading.cards:
            samples = self._samples.setdefault(identity(card), deque())
            if samples and at - samples[-1].at < _SAME_S:
                continue
            samples.append(
                CardSample(at, card.memory_used_mb, card.memory_total_mb, card.utilisation_percent)
            )
        self._drop_before(at - self._keep_s)

    def samples(self, card: Card, since: float | None = None) -> tuple[CardSample, ...]:
        """A card's samples, oldest first; also of one that vanished a while ago.

        ``since``: only those made then or later. A cluster has a hundred thousand in all.
        """
        kept = self._samples.get(identity(card), deque())
        if since is None:
            return tuple(kept)
        latest = list(takewhile(lambda sample: sample.at >= since, reversed(kept)))
        return tuple(reversed(latest))

    def _drop_before(self, limit: float) -> None:
        for samples in self._samples.values():
            while samples and samples[0].at < limit:
                samples.popleft()
        self._samples = {name: samples for name, samples in self._samples.items() if samples}
