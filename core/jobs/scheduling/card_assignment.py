"""Which cards a run works on: the user's words, the engine and the list of cards put together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.cards.cpu import CPU_KEY, cpu_card, processor_name
from core.cards.model import Card
from core.cards.reader import CardReader
from core.cards.reservations import load_reservations
from core.cards.selection import (
    AUTO,
    MEMORY_NEED_MB,
    CardUnavailableError,
    CardWarning,
    select_cards,
)
from core.engines.model import Engine
from core.engines.process.host_memory import machine_memory_mb
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

WORKER_MB = 1024
"""Memory to have for each worker on the CPU; `flash` takes 0.2 to 0.5 GB with papers and books."""


@dataclass(frozen=True, slots=True)
class CardAssignment:
    """The cards to work on, one worker each; or why no document can run."""

    cards: tuple[Card, ...]
    """Distinct."""
    warnings: tuple[CardWarning, ...] = ()
    """Warnings about a card that is taken all the same."""
    unavailable: Failure | None = None
    cpu_workers: int = 1
    """Workers on the CPU, where it is among the cards."""
    host_cpu_workers: Mapping[str, int] = field(default_factory=dict)
    """Key of a host's CPU → workers on it."""

    @property
    def slots(self) -> tuple[Card, ...]:
        """The places to work at: a card each, the CPU as often as it has workers."""
        return tuple(
            card
            for card in self.cards
            for _ in range(self.workers_on(card) if self.unavailable is None else 1)
        )

    def workers_on(self, card: Card) -> int:
        """How many documents at a time go to a card."""
        return self.cpu_workers if card.key == CPU_KEY else self.host_cpu_workers.get(card.key, 1)


def max_cpu_workers(engine: Engine | Failure) -> int:
    """How many workers of an engine fit the cores and the memory that this process may use.

    One where the engine computes models: its libraries use all cores by themselves.
    """
    if not isinstance(engine, Engine) or engine.uses_card:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), int(machine_memory_mb() // WORKER_MB)))


def assign_cards(
    wanted: str,
    engine: Engine | Failure,
    home: Path,
    environ: Mapping[str, str],
    *,
    on_cpu: int = 1,
) -> CardAssignment:
    """The cards that ``--card`` means for an engine. ``on_cpu``: workers on the CPU, if any.

    The cards are read only where the answer depends on them. Raises
    :class:`core.cards.selection.UnknownCardError` for a key that is not listed.
    """
    cpu = cpu_card(None, processor_name())
    uses_card = isinstance(engine, Engine) and engine.uses_card
    if wanted == CPU_KEY or (wanted == AUTO and not uses_card):
        return CardAssignment((cpu,), cpu_workers=on_cpu)
    reader = CardReader(home, environ)
    try:
        reading = reader.read()
    finally:
        reader.close()
    try:
        choice = select_cards(
            reading,
            wanted,
            need_mb=MEMORY_NEED_MB.get(engine.name) if isinstance(engine, Engine) else None,
            reservations=load_reservations(home),
            uses_card=uses_card,
        )
    except CardUnavailableError as error:
        failure = Failure(FailureKind.CARD_UNAVAILABLE, error.sentence, error.hint)
        return CardAssignment(
            (cpu,), unavailable=failure
        )  # the CPU only tells each document of the refusal
    return CardAssignment(choice.cards, choice.warnings, cpu_workers=on_cpu)
