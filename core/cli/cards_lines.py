"""The list of cards as plain lines, for a pipe. The coloured table is made of the same fields."""

from __future__ import annotations

from core.cards.cpu import processor_sentence
from core.cards.model import Card, CardKind, CardProcess, Reading
from core.cli.human_text import tr
from core.messages import msg

_MANY_PROCESSES = 8


def plain_lines(reading: Reading) -> str:
    """One line a card, fields apart by two spaces or more; then the problems."""
    rows = [
        ("KEY", "CARD", "NAME", "HEALTH", "MEMORY", "LOAD", "TEMP", "POWER", "PROCESSES"),
        *(cells_of(card) for card in reading.cards),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.extend(
        f"{card.key}: {tr(card.reason)}" for card in reading.cards if card.reason is not None
    )
    lines.extend(problem_lines(reading))
    return "".join(f"{line}\n" for line in lines)


def cells_of(card: Card) -> tuple[str, str, str, str, str, str, str, str, str]:
    """A card's line, field by field."""
    shown = [_process(process) for process in card.processes[:_MANY_PROCESSES]]
    more = len(card.processes) - len(shown)
    if more:
        shown.append(tr(msg("and {count} more", count=more)))
    return (
        card.key,
        card.label,
        _name(card),
        card.health.value,
        f"{_amount(card.memory_used_mb)} / {_amount(card.memory_total_mb)} MB",
        _amount(card.utilisation_percent, " %"),
        _amount(card.temperature_c, " °C"),
        "–" if card.power_w is None else f"{card.power_w:.1f} W",
        ", ".join(shown),
    )


def _name(card: Card) -> str:
    if card.kind is CardKind.CPU and card.name:
        return tr(processor_sentence(card.name))
    return card.name or "–"


def _process(process: CardProcess) -> str:
    name = "".join(char if char.isprintable() else "?" for char in process.name or "?")
    return f"{process.pid} {name} {_amount(process.memory_mb)} MB"


def problem_lines(reading: Reading) -> list[str]:
    """What could not be found out, and the next steps."""
    lines: list[str] = []
    for problem in reading.problems:
        lines.append(f"{problem.code}: {tr(problem.text)}")
        if problem.hint is not None:
            lines.append(f"  {tr(problem.hint)}")
    return lines


def _amount(value: float | None, unit: str = "") -> str:
    return "–" if value is None else f"{value:.0f}{unit}"
