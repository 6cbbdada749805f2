"""Which card, or cards, a run goes to.

``auto`` takes only what it can see to be fit: usable, not reserved for others, with enough free
memory. A card that is named is taken, with notes on what may be wrong with it; it is never
replaced by another card or the CPU.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.cards.cpu import CPU_KEY
from core.cards.driver_errors import MISSING, NO_CARD
from core.cards.model import Card, CardKind, Health, Reading
from core.cards.reservations import NO_RESERVATIONS, Reservations
from core.messages import Message, joined, msg
from core.worker.kinds import EngineName

AUTO = "auto"

MEMORY_NEED_MB: Mapping[EngineName, float] = {
    EngineName.MAGIC_PDF: 6 * 1024,
    EngineName.MINERU: 8 * 1024,
}
"""Free memory below which an engine is likely to fail: estimates, after the 6 to 8 GB that
MinerU's documentation has asked for over its versions, not measured here. An engine that is not in
the table uses no card."""


class CardWarningKind(StrEnum):
    """Warnings about a card that is taken all the same."""

    RESERVED = "reserved"
    LOW_MEMORY = "low-memory"
    WARNING_HEALTH = "warning-health"


@dataclass(frozen=True, slots=True)
class CardWarning:
    """A warning to be shown before the start."""

    card: Card
    kind: CardWarningKind
    text: Message


@dataclass(frozen=True, slots=True)
class CardSelection:
    """The cards to work on, in the order asked for, one worker each."""

    cards: tuple[Card, ...]
    warnings: tuple[CardWarning, ...] = ()


class UnknownCardError(ValueError):
    """A key that the list does not hold: a wrong command."""

    def __init__(self, sentence: Message, hint: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.hint = hint


class CardUnavailableError(RuntimeError):
    """A listed card cannot be used, or none is fit for ``auto`` (kind ``card-unavailable``)."""

    def __init__(self, sentence: Message, hint: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.hint = hint


def select_cards(
    reading: Reading,
    wanted: str = AUTO,
    *,
    need_mb: float | None = None,
    reservations: Reservations = NO_RESERVATIONS,
    uses_card: bool = True,
) -> CardSelection:
    """Turn ``--card`` into cards of this reading.

    ``wanted`` is ``auto``, a key, or keys separated by commas; ``need_mb`` the free memory in MB
    that the engine needs; ``uses_card`` is false for an engine that runs on the CPU anyway.

    Raises :class:`UnknownCardError` for a key that is not listed and
    :class:`CardUnavailableError` for one that is listed and not usable, or where nothing is fit
    for ``auto``, among other reasons because a driver that is there does not tell of its cards.
    """
    keys = [key.strip() for key in wanted.split(",") if key.strip()]
    if keys == [AUTO]:
        return _auto(reading, need_mb, reservations, uses_card)
    known = [card.key for card in reading.cards]
    unknown = [key for key in keys if key not in known]
    if unknown or not keys:
        hidden = any(key.startswith(f"{kind.value}:") for key in unknown for kind in reading.silent)
        raise UnknownCardError(
            msg("There is no card '{key}' here.", key=unknown[0] if unknown else wanted),
            _unseen(reading).sentence  # it may well be there
            if hidden
            else msg("Cards of this machine: {keys}.", keys=", ".join([AUTO, *known])),
        )
    cards = [card for key in dict.fromkeys(keys) if (card := reading.card(key)) is not None]
    for card in cards:
        if not card.usable:
            raise CardUnavailableError(
                msg(
                    "{card} cannot be used. {reason}",
                    card=card.label,
                    reason=str(card.reason or ""),
                ),
                msg("Pick another card: `headframe cards` lists them."),
            )
    notes = [note for card in cards for note in warnings_for(card, need_mb, reservations)]
    return CardSelection(tuple(cards), tuple(notes))


def warnings_for(
    card: Card, need_mb: float | None = None, reservations: Reservations = NO_RESERVATIONS
) -> tuple[CardWarning, ...]:
    """What a person should know before work goes to this card."""
    notes: list[CardWarning] = []
    reserved = reservations.note_of(card)
    if reserved is not None:
        notes.append(
            CardWarning(
                card,
                CardWarningKind.RESERVED,
                msg("{card} is reserved: {note}.", card=card.label, note=reserved)
                if reserved
                else msg("{card} is reserved.", card=card.label),
            )
        )
    if card.health is Health.WARNING:
        notes.append(
            CardWarning(
                card,
                CardWarningKind.WARNING_HEALTH,
                msg("The driver warns about the health of {card}.", card=card.label),
            )
        )
    free = card.memory_free_mb
    if need_mb is not None and free is not None and free < need_mb and card.kind != CardKind.CPU:
        notes.append(
            CardWarning(
                card,
                CardWarningKind.LOW_MEMORY,
                msg(
                    "{card} has {free} GB free of {total} GB; the engine needs about {need} GB.",
                    card=card.label,
                    free=_gigabytes(free),
                    total=_gigabytes(card.memory_total_mb or 0),
                    need=_gigabytes(need_mb),
                ),
            )
        )
    return tuple(notes)


def _auto(
    reading: Reading, need_mb: float | None, reservations: Reservations, uses_card: bool
) -> CardSelection:
    accelerators = [card for card in reading.cards if card.kind != CardKind.CPU]
    cpu = reading.card(CPU_KEY)
    if uses_card and not accelerators and reading.silent:
        raise _unseen(reading)  # never to the CPU because a driver did not answer
    if cpu is not None and not (uses_card and accelerators):
        return CardSelection((cpu,))
    refusals = {card.key: unfit_reason(card, need_mb, reservations) for card in accelerators}
    fit = [card for card in accelerators if refusals[card.key] is None]
    if not fit:
        raise CardUnavailableError(
            msg(
                "No card is suitable for this work. {reasons}",
                reasons=joined(
                    msg("{card}: {reason}", card=card.label, reason=reason)
                    for card in accelerators[:_REASONS]
                    if (reason := refusals[card.key]) is not None
                ),
            ),
            msg("Free a card, or choose one with --card; --card cpu works without."),
        )
    # min() keeps the first of equals: the list's order decides a tie, the same way every time.
    best = min(fit, key=rank)
    return CardSelection((best,), warnings_for(best, need_mb, reservations))


def _unseen(reading: Reading) -> CardUnavailableError:
    """There are cards, as it seems, and their driver does not tell which."""
    told = (one.text for one in reading.problems if one.code not in (MISSING, NO_CARD))
    return CardUnavailableError(
        next(told, msg("The driver of this machine's cards does not answer.")),
        msg("`headframe cards` says what to do about it; `--card cpu` works without a card."),
    )


_REASONS = 16
"""Cards named at most in one error."""


def rank(card: Card) -> tuple[bool, float, float]:
    """Smaller is better: health OK, then most free memory, then least load."""
    load = card.utilisation_percent
    return (
        card.health is not Health.OK,
        -(card.memory_free_mb or 0.0),
        101.0 if load is None else load,
    )


def unfit_reason(card: Card, need_mb: float | None, reservations: Reservations) -> Message | None:
    """Why ``auto`` leaves this card alone."""
    if not card.usable:
        return card.reason or msg("It cannot be used.")
    if card.health not in (Health.OK, Health.WARNING):
        return msg("Its health is unknown.")
    note = reservations.note_of(card)
    if note is not None:
        return msg("Reserved: {note}.", note=note) if note else msg("It is reserved.")
    free = card.memory_free_mb
    if free is None:
        return msg("How much of its memory is free is not known.")
    if need_mb is not None and free < need_mb:
        return msg(
            "{free} GB free, about {need} GB needed.",
            free=_gigabytes(free),
            need=_gigabytes(need_mb),
        )
    return None


def _gigabytes(megabytes: float) -> str:
    return f"{megabytes / 1024:.1f}"
