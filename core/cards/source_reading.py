"""What one source found: values, and what it could not find out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.cards.ascend.chips import Chip, LogicIds
from core.cards.model import Card, Problem, ReadingSource


@dataclass(frozen=True, slots=True)
class ChipReading:
    """What the Ascend driver's library or tool reports, before inherited limits are applied."""

    source: ReadingSource
    read_at: datetime
    """Aware, UTC: when it answered."""
    chips: tuple[Chip, ...] = ()
    logic_ids: LogicIds | None = None
    """``None`` when the source does not tell them."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReading:
    """Cards of one family, ready for a reading."""

    source: ReadingSource
    read_at: datetime
    cards: tuple[Card, ...] = ()
    problems: tuple[Problem, ...] = ()
    silent: bool = False
    """The driver is there and did not answer: its cards are unknown, not gone."""
