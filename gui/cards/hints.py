"""What is to be said about the readings and the picks, before anything starts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from core.cards.model import Card, CardKind, Problem
from core.cards.selection import CardWarningKind
from core.messages import closed_up
from gui.cards.cards_state import CardsState
from gui.cards.hint_lines import Hint
from gui.cards.labels import gigabytes, names_of, title, why_not
from gui.cards.model import CardModel
from gui.cards.rows import CardRow
from gui.i18n import tr
from gui.icons import Glyph


def problem_lines(board: CardsState, problems: Iterable[Problem]) -> list[Hint]:
    """What the drivers say, each with its next step."""
    lines = [
        Hint(
            Glyph.INFO,
            "warning",
            tr(problem.text),
            "" if problem.hint is None else tr(problem.hint),
        )
        for problem in problems
    ]
    # Of a lost host its own row says so.
    old = [card for card in board.cards if board.is_old(card) and not board.is_lost(card)]
    if old and not lines:
        text = QCoreApplication.translate(
            "Cards", "The driver has not answered for a while; the grey values are the last ones."
        )
        lines.append(Hint(Glyph.WAITING, "warning", text))
    return lines


def advice(model: CardModel) -> list[Hint]:
    """Warnings about the picks, what the engine needs, and whether it is there."""
    translate = QCoreApplication.translate
    lines = [
        Hint(
            Glyph.FAILED,
            "warning",
            translate(
                "Cards", "Another chip is {card} now, so it was unticked. Tick it if you mean it."
            ).format(card=label),
        )
        for label in model.picks.replaced
    ]
    picked = model.picked_rows()
    lines += [_cannot(row) for row in picked if not row.may_stay_picked]
    cards = [row.card for row in picked if row.card is not None and row.may_be_picked]
    if not picked:
        choice = model.board.automatic()
        cards = [] if choice is None else list(choice.cards)
    lines += [_note_line(kind, text) for card in cards for kind, text in _notes(model.board, card)]
    lines += _need_lines(model.board, cards)
    lines += _proof_lines(model.board)
    if len(cards) > 1:
        if model.board.need.label is None or model.board.need.uses_card:
            text = translate("Cards", "{count} workers, one per card: {count} documents at a time.")
        else:
            text = translate("Cards", "{count} workers: {count} documents at a time.")
        lines.append(Hint(Glyph.INFO, "muted", text.format(count=len(cards))))
    return lines


def _cannot(row: CardRow) -> Hint:
    text = QCoreApplication.translate("Cards", "{card} cannot be used. {why}").format(
        card=title(row), why=why_not(row)
    )
    hint = QCoreApplication.translate("Cards", "Untick it, or wait until it is back.")
    return Hint(Glyph.FAILED, "failed", text, hint)


def _notes(board: CardsState, card: Card) -> Iterable[tuple[CardWarningKind, str]]:
    return ((note.kind, tr(note.text)) for note in board.notes(card))


def _note_line(kind: CardWarningKind, text: str) -> Hint:
    if kind is CardWarningKind.RESERVED:
        hint = QCoreApplication.translate("Cards", "Others count on it; pick it only on purpose.")
        return Hint(Glyph.LOCK, "warning", text, hint)
    return Hint(Glyph.FAILED, "warning", text)


def _proof_lines(board: CardsState) -> list[Hint]:
    """That the engine has not been seen to work here, or was seen not to."""
    need, label = board.need, board.need.label
    if label is None or need.is_proven or not need.uses_card:
        return []
    translate = QCoreApplication.translate
    engine = tr(label)
    if need.failure is None:
        text = translate("Cards", "{engine} has not been tested here yet.").format(engine=engine)
    else:
        text = translate("Cards", "{engine} did not work here: {reason}")
        text = text.format(engine=engine, reason=tr(need.failure))
    hint = translate("Cards", "“Test on this card…” shows whether it works.")
    if need.gives_way:
        hint += " " + translate("Cards", "Until it does, the built-in engine takes its place.")
    return [Hint(Glyph.INFO, "warning", text, closed_up(hint))]


def _need_lines(board: CardsState, cards: list[Card]) -> list[Hint]:
    """The engine's need beside what is free; too little was said by a note already."""
    translate = QCoreApplication.translate
    need, label = board.need, board.need.label
    accelerators = [card for card in cards if card.kind is not CardKind.CPU]
    if label is None or not accelerators:
        return []
    if not need.uses_card:
        text = translate("Cards", "{engine}: works on the processor, and will not use {cards}.")
        return [
            Hint(
                Glyph.INFO,
                "muted",
                text.format(engine=tr(label), cards=names_of(accelerators)),
            )
        ]
    enough = [
        card
        for card in accelerators
        if need.memory_mb is not None and (card.memory_free_mb or 0.0) >= need.memory_mb
    ]
    if need.memory_mb is None or len(enough) < len(accelerators):
        return []
    least = min(card.memory_free_mb or 0.0 for card in enough)
    text = translate("Cards", "{engine}: about {need} GB are needed; {cards}: {free} GB free.")
    if len(enough) > 1:
        text = translate(
            "Cards",
            "{engine}: about {need} GB a card are needed; {cards}: at least {free} GB free each.",
        )
    return [
        Hint(
            Glyph.DONE,
            "done",
            text.format(
                engine=tr(label),
                need=gigabytes(need.memory_mb, 0),
                cards=names_of(enough),
                free=gigabytes(least),
            ),
        )
    ]
