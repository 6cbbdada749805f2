"""The list of cards for people: a coloured table on a terminal, plain lines in a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, JustifyMethod
from rich.live import Live
from rich.table import Table
from rich.text import Text

from core.cards.model import Card, CardKind, CardProcess, Health, Reading

_COLUMNS: dict[str, JustifyMethod] = {
    "Key": "left",
    "Name": "left",
    "Health": "left",
    "Memory": "left",
    "Load": "right",
    "Temp": "right",
    "Power": "right",
}
_WIDE = 100
"""Columns from which there is room for bars."""
_BAR_CELLS = 12
_MANY_PROCESSES = 8
_HEALTH_STYLES = {
    Health.OK: "green",
    Health.WARNING: "yellow",
    Health.ALARM: "red",
    Health.CRITICAL: "bold red",
    Health.UNKNOWN: "dim",
}


def rendered_table(reading: Reading) -> str:
    """The table with the terminal's own width and colours."""
    console = Console()
    with console.capture() as capture:
        console.print(_view(reading, console.width))
    return capture.get()


def show_live(readings: Iterator[Reading]) -> None:
    """Draw each reading in the place of the last."""
    console = Console()
    with Live(auto_refresh=False, console=console) as live:
        for reading in readings:
            live.update(_view(reading, console.width), refresh=True)


def plain_lines(reading: Reading) -> str:
    """One line a card, fields apart by two spaces or more; then the problems."""
    rows = [
        ("KEY", "CARD", "NAME", "HEALTH", "MEMORY", "LOAD", "TEMP", "POWER", "PROCESSES"),
        *(_cells(card) for card in reading.cards),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.extend(f"{card.key}: {card.reason}" for card in reading.cards if card.reason is not None)
    lines.extend(_problem_lines(reading))
    return "".join(f"{line}\n" for line in lines)


def _view(reading: Reading, width: int) -> Group:
    table = Table(box=None, pad_edge=False, header_style="bold", width=width)
    for name, justify in _COLUMNS.items():
        table.add_column(name, justify=justify, no_wrap=True)
    table.add_column("Processes", overflow="fold")
    for card in reading.cards:
        key, _, name, health, _, load, heat, power, processes = _cells(card)
        about = Text(processes)
        if card.reason is not None:
            about = Text.assemble((str(card.reason), "yellow"), "\n" if processes else "", about)
        memory = Text(f"{_gigabytes(card.memory_used_mb)} / {_gigabytes(card.memory_total_mb)} GB")
        if width >= _WIDE:
            memory = Text.assemble(_bar(card), " ", memory)
        table.add_row(
            Text(key, style="" if card.usable else "dim"),
            name if card.kind is not CardKind.CPU else "",
            Text(health, style=_HEALTH_STYLES[card.health]),
            memory,
            load,
            heat,
            power,
            about,
        )
    clock = reading.read_at.astimezone().strftime("%H:%M:%S")
    notes = [Text(line, style="yellow") for line in _problem_lines(reading)]
    return Group(table, *notes, Text(f"{clock} · {reading.source.value}", style="dim"))


def _cells(card: Card) -> tuple[str, str, str, str, str, str, str, str, str]:
    shown = [_process(process) for process in card.processes[:_MANY_PROCESSES]]
    more = len(card.processes) - len(shown)
    if more:
        shown.append(f"and {more} more")
    return (
        card.key,
        card.label,
        card.name or "–",
        card.health.value,
        f"{_amount(card.memory_used_mb)} / {_amount(card.memory_total_mb)} MB",
        _amount(card.utilisation_percent, " %"),
        _amount(card.temperature_c, " °C"),
        "–" if card.power_w is None else f"{card.power_w:.1f} W",
        ", ".join(shown),
    )


def _bar(card: Card) -> Text:
    used, total = card.memory_used_mb, card.memory_total_mb
    if used is None or not total:
        return Text("·" * _BAR_CELLS, style="dim")
    share = min(1.0, used / total)
    full = round(share * _BAR_CELLS)
    # Thresholds as in nvitop: 10 % and 80 % of memory.
    style = "green" if share < 0.1 else "yellow" if share < 0.8 else "red"
    return Text.assemble(("━" * full, style), ("━" * (_BAR_CELLS - full), "dim"))


def _process(process: CardProcess) -> str:
    name = "".join(char if char.isprintable() else "?" for char in process.name or "?")
    return f"{process.pid} {name} {_amount(process.memory_mb)} MB"


def _problem_lines(reading: Reading) -> list[str]:
    lines: list[str] = []
    for problem in reading.problems:
        lines.append(f"{problem.code}: {problem.text}")
        if problem.hint is not None:
            lines.append(f"  {problem.hint}")
    return lines


def _amount(value: float | None, unit: str = "") -> str:
    return "–" if value is None else f"{value:.0f}{unit}"


def _gigabytes(megabytes: float | None) -> str:
    return "–" if megabytes is None else f"{megabytes / 1024:.1f}"
