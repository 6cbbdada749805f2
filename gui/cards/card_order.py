"""How the user wants the cards listed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CardOrder(Enum):
    """What the list is sorted by."""

    BEST = "best"
    """Usable cards with the most free memory first."""
    CARD = "card"
    HEALTH = "health"
    MEMORY = "memory"
    LOAD = "load"
    HEAT = "heat"
    POWER = "power"
    PROCESSES = "processes"


class CardGrouping(Enum):
    """What stands under one heading."""

    NONE = "none"
    MODEL = "model"
    BOARD = "board"
    """The NPU that several chips sit on."""


@dataclass(frozen=True, slots=True)
class CardArrangement:
    """A choice of the user."""

    free_only: bool = False
    order: CardOrder = CardOrder.BEST
    descending: bool = False
    grouping: CardGrouping = CardGrouping.NONE

    def to_text(self) -> str:
        """A word to be kept from one time to the next."""
        words = (self.order.value, self.grouping.value)
        return " ".join((*words, *("descending",) * self.descending, *("free",) * self.free_only))

    @classmethod
    def from_text(cls, text: str) -> CardArrangement:
        """What was kept; as it comes, where that is another version's."""
        words = text.split()
        try:
            order, grouping = CardOrder(words[0]), CardGrouping(words[1])
        except (IndexError, ValueError):
            return cls()
        return cls("free" in words[2:], order, "descending" in words[2:], grouping)
