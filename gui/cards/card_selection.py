"""What is ticked: nothing (Automatic), or cards, each held to the very chip that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.cards.model import Card
from core.cards.reservations import identity, same_card
from gui.card_names import card_label

_KEY_ONLY = "key:"


@dataclass
class TickedCard:
    """One ticked card."""

    key: str
    card: Card | None = None
    """As it was last seen; ``None`` for one that was chosen earlier and not seen since."""


class TickedCards:
    """Ticked cards by row id, in the order in which they were ticked."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """``keys``: what was chosen earlier, as `core.settings.definitions.CARDS` has it."""
        self._picks = {f"{_KEY_ONLY}{key}": TickedCard(key) for key in keys}
        self.replaced: tuple[str, ...] = ()
        """Labels of ticked cards in whose place another chip is now; they were unticked."""

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._picks

    def __bool__(self) -> bool:
        return bool(self._picks)

    @property
    def all(self) -> Mapping[str, TickedCard]:
        """By row id."""
        return self._picks

    def clear(self) -> None:
        """Back to Automatic."""
        self._picks = {}
        self.replaced = ()

    def set(self, row_id: str, card: Card | None, key: str, on: bool) -> None:
        """Tick a card, or untick it."""
        self.replaced = ()
        if on:
            self._picks[row_id] = TickedCard(key, card)
        else:
            self._picks.pop(row_id, None)

    def match_to(self, cards: Iterable[Card]) -> None:
        """A new reading: keys get their cards; a chip that took over an id was not meant."""
        listed = list(cards)
        by_key = {card.key: card for card in listed}
        by_identity = {identity(card): card for card in listed}
        met: dict[str, TickedCard] = {}
        for row_id, pick in self._picks.items():
            if row_id.startswith(_KEY_ONLY):
                card = by_key.get(pick.key)
                met[row_id if card is None else identity(card)] = TickedCard(pick.key, card)
                continue
            card = by_identity.get(row_id)
            if card is not None and pick.card is not None and not same_card(pick.card, card):
                self.replaced = (*self.replaced, card_label(card))
                continue
            met[row_id] = pick if card is None else TickedCard(card.key, card)
        self._picks = met
