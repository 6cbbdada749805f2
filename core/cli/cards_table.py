"""The list of cards for people on a terminal: a coloured table."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, JustifyMethod
from rich.live import Live
from rich.table import Table
from rich.text import Text

from core.cards.model import Card, CardKind, Health, Reading
from core.cli.cards_lines import cells_of, problem_lines
from core.cli.human_text import tr
from core.messages import Message, msg

_COLUMNS: tuple[tuple[Message, JustifyMethod], ...] = (
    (msg("Key"), "left"),
    (msg("Name"), "left"),
    (msg("Health"), "left"),
    (msg("Memory"), "left"),
    (msg("Load"), "right"),
    (msg("Temp"), "right"),
    (msg("Power"), "right"),
)
_WIDE = 100
"""Columns from which there is room for bars."""
_BAR_CELLS = 12
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


def _view(reading: Reading, width: int) -> Group:
    table = Table(box=None, pad_edge=False, header_style="bold", width=width)
    for title, justify in _COLUMNS:
        table.add_column(tr(title), justify=justify, no_wrap=True)
    table.add_column(tr(msg("Processes")), overflow="fold")
    for card in reading.cards:
        key, _, name, health, _, load, heat, power, processes = cells_of(card)
        about = Text(processes)
        if card.reason is not None:
            about = Text.assemble((tr(card.reason), "yellow"), "\n" if processes else "", about)
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
    notes = [Text(line, style="yellow") for line in problem_lines(reading)]
    return Group(table, *notes, Text(f"{clock} · {reading.source.value}", style="dim"))


def _bar(card: Card) -> Text:
    used, total = card.memory_used_mb, card.memory_total_mb
    if used is None or not total:
        return Text("·" * _BAR_CELLS, style="dim")
    share = min(1.0, used / total)
    full = round(share * _BAR_CELLS)
    # Thresholds as in nvitop: 10 % and 80 % of memory.
    style = "green" if share < 0.1 else "yellow" if share < 0.8 else "red"
    return Text.assemble(("━" * full, style), ("━" * (_BAR_CELLS - full), "dim"))


def _gigabytes(megabytes: float | None) -> str:
    return "–" if megabytes is None else f"{megabytes / 1024:.1f}"
