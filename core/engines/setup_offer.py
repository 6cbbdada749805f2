"""What an operator can set up here and has not yet: an engine that uses cards, or reads scans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.cards.model import Card, CardKind
from core.cards.reader import CardReader
from core.cards.reservations import load_reservations
from core.cards.selection import MEMORY_NEED_MB
from core.engines.registry import USES_CARD, Engines
from core.worker.kinds import EngineName


@dataclass(frozen=True, slots=True)
class SetupOffer:
    """Cards that are free, and the engine that would use them."""

    engine: EngineName
    cards: tuple[Card, ...]
    """None: there is no accelerator here, and the engine's smaller models run on the processor."""


def setup_offer(
    home: Path, environ: Mapping[str, str], *, scan_read: bool = False
) -> SetupOffer | None:
    """``None``: an engine is set up, or nothing here is fit for one.

    ``scan_read``: the built-in engine has read a scan, which a neural engine reads better: without
    an accelerator that is worth the several GB, and without it is not. Asks the driver: blocks
    for as long as that takes.
    """
    engines = Engines(home, environ)
    if any(engines.chosen(name) is not None for name in USES_CARD):
        return None
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
