"""Cards kept for others: "cards 0–5: DeepSeek, embed, reranker".

Kept as JSON in Headframe's home; written whole or not at all. A card is known by its NPU and chip
id, an NVIDIA card by its UUID, so that a reservation holds whatever else is in the list.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.atomic_file import write_atomic
from core.cards.model import Card, CardKind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reservations:
    """The reserved cards, each with the user's note."""

    notes: Mapping[str, str] = field(default_factory=dict)
    """:func:`identity` of a card → note, which may be empty."""

    def note_of(self, card: Card) -> str | None:
        """The note on this card; ``None`` when it is not reserved."""
        return self.notes.get(identity(card))

    def with_note(self, card: Card, note: str) -> Reservations:
        """The same with this card reserved."""
        return Reservations({**self.notes, identity(card): " ".join(note.split())})

    def without(self, card: Card) -> Reservations:
        """The same with this card free."""
        kept = {name: note for name, note in self.notes.items() if name != identity(card)}
        return Reservations(kept)


NO_RESERVATIONS = Reservations()


def identity(card: Card) -> str:
    """What names the piece of hardware, whatever its key is in a list of more or fewer chips."""
    host = "" if card.host is None else f"{card.host}/"
    if card.kind is CardKind.NPU and card.npu_id is not None:
        return f"{host}npu:{card.npu_id}.{card.chip_id or 0}"
    return f"{host}{card.uuid}" if card.uuid else card.key


def same_card(one: Card, other: Card) -> bool:
    """Whether two readings' cards are one chip: a card that took over an id is another."""
    if identity(one) != identity(other):
        return False
    return one.bus_id is None or other.bus_id is None or one.bus_id == other.bus_id


def reservations_file(home: Path) -> Path:
    return home / "reservations.json"


def load_reservations(home: Path) -> Reservations:
    """What is kept there; none when there is no file, or one that cannot be read (logged)."""
    path = reservations_file(home)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        notes = kept["cards"]
        return Reservations({str(name): str(note) for name, note in notes.items()})
    except FileNotFoundError:
        return NO_RESERVATIONS
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        log.exception("%s cannot be read; no card counts as reserved", path)
        return NO_RESERVATIONS


def save_reservations(home: Path, reservations: Reservations) -> None:
    """Keep them. Raises ``OSError`` when the home cannot be written."""
    text = json.dumps(
        {"schema": 1, "cards": dict(reservations.notes)}, ensure_ascii=False, indent=1
    )
    write_atomic(reservations_file(home), text, durable=True)
