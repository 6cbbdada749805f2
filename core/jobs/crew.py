"""Which cards a run works on: the user's words, the engine and the list of cards put together."""

from __future__ import annotations

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
from core.engines.model import Engine
from core.worker.protocol import Failure, FailureKind


@dataclass(frozen=True, slots=True)
class Crew:
    """The cards to work on, one worker each; or why no document can run."""

    cards: tuple[Card, ...]
    notes: tuple[Note, ...] = ()
    """What speaks against a card that is taken all the same."""
    refusal: Failure | None = None


def crew_for(wanted: str, engine: Engine | Failure, home: Path, environ: Mapping[str, str]) -> Crew:
    """The cards that ``--card`` means for an engine.

    The cards are read only where the answer depends on them. Raises
    :class:`core.cards.choosing.UnknownCardError` for a key that is not listed.
    """
    cpu = cpu_card(None, processor_name())
    uses_card = isinstance(engine, Engine) and engine.uses_card
    if wanted == CPU_KEY or (wanted == AUTO and not uses_card):
        return Crew((cpu,))
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
    return Crew(choice.cards, choice.notes)
