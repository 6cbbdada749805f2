"""What an operator can set up here and has not yet: an engine that uses cards, or reads scans.

And, when that has begun, the step that comes next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from core.cards.model import Card, CardKind
from core.cards.reader import CardReader
from core.cards.reservations import load_reservations
from core.cards.selection import MEMORY_NEED_MB
from core.engines.choice import EngineChoice
from core.engines.model import Readiness
from core.engines.registry import BEST_FIRST, USES_CARD, Engines
from core.worker.kinds import EngineName
from core.worker.protocol import Failure


class SetupStep(Enum):
    """What has to be done next."""

    ENGINE = "engine"
    MODELS = "models"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class SetupOffer:
    """Cards that are free, and the engine that would use them."""

    engine: EngineName
    cards: tuple[Card, ...]
    """None: there is no accelerator here, and the engine's smaller models run on the processor; or
    the engine is installed, and it is no longer asked what for."""
    step: SetupStep = SetupStep.ENGINE


def setup_offer(
    home: Path, environ: Mapping[str, str], *, scan_read: bool = False
) -> SetupOffer | None:
    """``None``: an engine is ready or cannot be started, or nothing here is fit for one.

    ``scan_read``: the built-in engine has read a scan, which a neural engine reads better: without
    an accelerator that is worth the several GB, and without it is not. Asks the driver: blocks
    for as long as that takes.
    """
    engines = Engines(home, environ)
    chosen = [name for name in BEST_FIRST if name in USES_CARD and engines.chosen(name) is not None]
    if chosen:
        return _next_step(engines, chosen)
    with CardReader(home, environ) as reader:
        reading = reader.read()
    reserved = load_reservations(home)
    need = MEMORY_NEED_MB[EngineName.MINERU]
    free = tuple(
        card
        for card in reading.cards
        if card.kind is not CardKind.CPU
        and card.usable
        and reserved.note_of(card) is None
        and (card.memory_free_mb is None or card.memory_free_mb >= need)
    )
    alone = all(card.kind is CardKind.CPU for card in reading.cards) and not reading.silent
    return SetupOffer(EngineName.MINERU, free) if free or (alone and scan_read) else None


def obstacle_to(engines: Engines, name: EngineName) -> Failure | None:
    """Why a document that names this engine would fail now; ``None``: as far as files say, nothing.

    Starts no process, and reads files.
    """
    found = engines.resolve(EngineChoice(name.value))
    if isinstance(found, Failure):
        return found
    status = engines.status(name)
    return status.failure if status.readiness is Readiness.BROKEN else None


_STEPS = {Readiness.MODELS_MISSING: SetupStep.MODELS, Readiness.UNTESTED: SetupStep.TEST}


def _next_step(engines: Engines, chosen: Sequence[EngineName]) -> SetupOffer | None:
    states = {name: engines.status(name).readiness for name in chosen}
    if Readiness.READY in states.values():
        return None
    found = (
        SetupOffer(name, (), _STEPS[state]) for name, state in states.items() if state in _STEPS
    )
    # A test is nearer to the end than models that are missing.
    return max(found, key=lambda offer: offer.step is SetupStep.TEST, default=None)
