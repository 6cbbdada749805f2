"""Which cards the list shows, in which order, under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.cards.model import Card, CardKind
from gui.cards.card_order import CardArrangement, CardGrouping, CardOrder
from gui.cards.rows import CardRow, heading_row, ordered

FREE_SHARE = 0.1
"""Of its memory: a card without work holds a little for its driver."""
BUSY_PERCENT = 5.0


def is_free(row: CardRow) -> bool:
    """Whether it could be taken at once: usable, not reserved, without work."""
    card = row.card
    if card is None or not row.may_be_picked or row.reserved is not None:
        return False
    used, total = card.memory_used_mb, card.memory_total_mb
    if used is not None and total and used / total > FREE_SHARE:
        return False
    if card.utilisation_percent is not None and card.utilisation_percent > BUSY_PERCENT:
        return False
    return not row.processes


def arranged(
    rows: Iterable[CardRow],
    before: Sequence[str],
    arrangement: CardArrangement,
    kept: frozenset[str] = frozenset(),
) -> list[CardRow]:
    """The rows to be shown, headings among them. ``kept``: ids that no filter hides (picks).

    Automatic stays first, the processor last; in a cluster the cards stay below their host.
    """
    by_id = {row.id: row for row in rows}
    best = [by_id[name] for name in ordered(by_id.values(), before)]
    has_hosts = any(row.is_host for row in best)
    blocks: dict[str, list[CardRow]] = {}
    for row in best:
        if not row.is_automatic:
            blocks.setdefault((row.host_name or "") if has_hosts else "", []).append(row)
    shown = [row for row in best if row.is_automatic]
    for host, block in blocks.items():
        shown += _block(host, block, arrangement, kept)
    return shown


def _block(
    host: str, rows: list[CardRow], arrangement: CardArrangement, kept: frozenset[str]
) -> list[CardRow]:
    """The cards of one host, or of this machine."""
    first = [row for row in rows if row.is_host]
    last = [row for row in rows if row.card is not None and row.card.kind is CardKind.CPU]
    ends = {row.id for row in (*first, *last)}
    middle = [
        row
        for row in rows
        if row.id not in ends
        and (not arrangement.free_only or row.id in kept or row.gone or is_free(row))
    ]
    middle = _sorted(middle, arrangement)
    if arrangement.grouping is not CardGrouping.NONE:
        middle = _grouped(host, middle, arrangement.grouping)
    return [*first, *middle, *last]


def groupings_of(cards: Iterable[Card]) -> tuple[CardGrouping, ...]:
    """Those that make more than one group of these cards, and fewer groups than cards."""
    accelerators = [card for card in cards if card.kind is not CardKind.CPU]
    found = [CardGrouping.NONE]
    for grouping in (CardGrouping.MODEL, CardGrouping.BOARD):
        names = {group_name(card, grouping) for card in accelerators}
        if 1 < len(names) < len(accelerators):
            found.append(grouping)
    return tuple(found)


def group_name(card: Card, grouping: CardGrouping) -> str:
    """The heading that a card stands under."""
    match grouping:
        case CardGrouping.MODEL:
            return card.name or card.kind.value.upper()
        case CardGrouping.BOARD:
            return f"NPU {card.npu_id}" if card.npu_id is not None else card.label
        case CardGrouping.NONE:
            return ""


def _sorted(rows: list[CardRow], arrangement: CardArrangement) -> list[CardRow]:
    if arrangement.order is CardOrder.BEST:
        return rows[::-1] if arrangement.descending else rows
    known = [(value, row) for row in rows if (value := _value(row, arrangement.order)) is not None]
    unknown = [row for row in rows if _value(row, arrangement.order) is None]
    known.sort(key=lambda pair: pair[0], reverse=arrangement.descending)
    return [*(row for _, row in known), *unknown]


def _value(row: CardRow, order: CardOrder) -> tuple[float, ...] | None:
    """What is compared; ``None``, which stands last, where it is not known."""
    card = row.card
    if card is None:
        return None
    value: float | None
    match order:
        case CardOrder.CARD | CardOrder.BEST:
            seat = -1 if card.npu_id is None else card.npu_id
            return (seat, card.chip_id or 0, card.logic_id or 0)
        case CardOrder.HEALTH:
            value = list(type(card.health)).index(card.health)
        case CardOrder.MEMORY:
            value = card.memory_used_mb
        case CardOrder.LOAD:
            value = card.utilisation_percent
        case CardOrder.HEAT:
            value = card.temperature_c
        case CardOrder.POWER:
            value = card.power_w
        case CardOrder.PROCESSES:
            value = row.process_count
    return None if value is None else (float(value),)


def _grouped(host: str, rows: list[CardRow], grouping: CardGrouping) -> list[CardRow]:
    groups: dict[str, list[CardRow]] = {}
    for row in rows:
        name = "" if row.card is None else group_name(row.card, grouping)
        groups.setdefault(name, []).append(row)
    shown: list[CardRow] = []
    for name, members in sorted(groups.items(), key=lambda pair: _natural(pair[0])):
        free = sum(is_free(row) for row in members)
        shown += [heading_row(host, name, len(members), free), *members]
    return shown


def _natural(text: str) -> tuple[str, int, str]:
    """``NPU 2`` before ``NPU 10``."""
    head = text.rstrip("0123456789")
    number = text[len(head) :]
    return head, int(number or -1), text
