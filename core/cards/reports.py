"""What one reader found: cards of one source, and what it could not find out."""

from __future__ import annotations

from dataclasses import dataclass

from core.cards.model import Card, Problem, Source


@dataclass(frozen=True, slots=True)
class Report:
    """The answer of one source."""

    source: Source
    cards: tuple[Card, ...] = ()
    problems: tuple[Problem, ...] = ()
