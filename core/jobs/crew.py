"""Which cards a run works on: the user's words, the engine and the list of cards put together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.cards.choosing import (
    AUTO,
    MEMORY_NEED_MB,
    CardUnavailableError,
    Note,
    choose,
)
from core.cards.cpu import CPU_KEY, cpu_card, processor_name
from core.cards.model import Card
from core.cards.reader import CardReader
from core.cards.reservations import load_reservations
from core.engines.host_memory import machine_memory_mb
from core.engines.model import Engine
from core.worker.protocol import Failure, FailureKind

WORKER_MB = 1024
"""Memory to have for each worker on the CPU; `flash` takes 0.2 to 0.5 GB with papers and books."""


@dataclass(frozen=True, slots=True)
class Crew:
    """The cards to work on, one worker each; or why no document can run."""

    cards: tuple[Card, ...]
    """Distinct."""
    notes: tuple[Note, ...] = ()
    """What speaks against a card that is taken all the same."""
    refusal: Failure | None = None
    on_cpu: int = 1
    """Workers on the CPU, where it is among the cards."""

    @property
    def posts(self) -> tuple[Card, ...]:
        """The places to work at: a card each, the CPU as often as it has workers."""
        return tuple(
            card
            for card in self.cards
            for _ in range(self.on_cpu if card.key == CPU_KEY and self.refusal is None else 1)
        )


def cpu_workers(engine: Engine | Failure) -> int:
    """How many workers of an engine fit the cores and the memory that this process may use.

    One where the engine computes models: its libraries use all cores by themselves.
    """
    if not isinstance(engine, Engine) or engine.uses_card:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), int(machine_memory_mb() // WORKER_MB)))


def crew_for(
    wanted: str,
    engine: Engine | Failure,
    home: Path,
    environ: Mapping[str, str],
    *,
    on_cpu: int = 1,
) -> Crew:
    """The cards that ``--card`` means for an engine. ``on_cpu``: workers on the CPU, if any.

    The cards are read only where the answer depends on them. Raises
    :class:`core.cards.choosing.UnknownCardError` for a key that is not listed.
    """
    cpu = cpu_card(None, processor_name())
    uses_card = isinstance(engine, Engine) and engine.uses_card
    if wanted == CPU_KEY or (wanted == AUTO and not uses_card):
        return Crew((cpu,), on_cpu=on_cpu)
    reader = CardReader(home, environ)
    try:
        reading = reader.read()
    finally:
        reader.close()
    try:
        choice = choose(
            reading,
            wanted,
            need_mb=MEMORY_NEED_MB.get(engine.name) if isinstance(engine, Engine) else None,
            reservations=load_reservations(home),
            uses_card=uses_card,
        )
    except CardUnavailableError as error:
        failure = Failure(FailureKind.CARD_UNAVAILABLE, error.sentence, error.hint)
        return Crew((cpu,), refusal=failure)  # the CPU only tells each document of the refusal
    return Crew(choice.cards, choice.notes, on_cpu=on_cpu)
