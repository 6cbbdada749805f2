"""The allocation sheet: which service has which card, what is on it now, how much of it is ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from core.cards.model import Card, CardKind, Health, Reading
from core.cards.process_owners import local_pid
from core.cards.reservations import Reservations


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One card's line."""

    card: Card
    reserved_for: str | None
    """The note of its reservation, which may be empty; ``None`` when it is not reserved."""
    services: tuple[str, ...]
    """Names of the processes on it, each once; without those whose name is not known."""
    unnamed: int
    """How many processes on it have no known name."""
    ours_mb: float | None
    """Memory that our workers hold on it, in MB; ``None`` when a process's memory is not known."""


@dataclass(frozen=True, slots=True)
class AllocationReport:
    """All accelerators of a reading."""

    read_at: str
    """ISO 8601, UTC."""
    allocations: tuple[AllocationRow, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values; what is not known is ``None``."""
        return {
            "schema": 1,
            "read_at": self.read_at,
            "cards": [
                {
                    "key": line.card.key,
                    "label": line.card.label,
                    "name": line.card.name,
                    "health": line.card.health.value,
                    "reserved": line.reserved_for is not None,
                    "reserved_for": line.reserved_for or None,
                    "services": list(line.services),
                    "unnamed_processes": line.unnamed,
                    "memory_used_mb": line.card.memory_used_mb,
                    "memory_total_mb": line.card.memory_total_mb,
                    "memory_ours_mb": line.ours_mb,
                }
                for line in self.allocations
            ],
        }

    def to_markdown(self) -> str:
        """A table to paste into a page or a message."""
        rows = [
            "| Card | Model | Health | Reserved for | On it now | Memory used | Ours |",
            "| --- | --- | --- | --- | --- | ---: | ---: |",
        ]
        rows.extend(_row(line) for line in self.allocations)
        if not self.allocations:
            rows.append("| – | no accelerator | – | – | – | – | – |")
        return "\n".join([f"# Cards, {self.read_at}", "", *rows, ""])


def allocation_report(
    reading: Reading, reservations: Reservations, ours: Collection[int]
) -> AllocationReport:
    """The sheet of a reading. ``ours``: pids of our own workers."""
    return AllocationReport(
        reading.read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        tuple(
            _allocation(card, reservations, ours)
            for card in reading.cards
            if card.kind is not CardKind.CPU
        ),
    )


def own_memory_mb(card: Card, ours: Collection[int]) -> float | None:
    """Memory of our own processes on a card, in MB; ``None`` when one's memory is not known."""
    total = 0.0
    for process in card.processes:
        if local_pid(process) in ours:
            if process.memory_mb is None:
                return None
            total += process.memory_mb
    return total


def _allocation(card: Card, reservations: Reservations, ours: Collection[int]) -> AllocationRow:
    names = [process.name for process in card.processes]
    return AllocationRow(
        card,
        reservations.note_of(card),
        tuple(dict.fromkeys(name for name in names if name)),
        sum(name is None for name in names),
        own_memory_mb(card, ours),
    )


def _row(line: AllocationRow) -> str:
    card = line.card
    used, total = card.memory_used_mb, card.memory_total_mb
    unnamed = [f"{line.unnamed} without a name"] if line.unnamed else []
    reserved = "–" if line.reserved_for is None else (line.reserved_for or "others")
    cells = (
        f"{card.label} (`{card.key}`)",
        card.name or "unknown",
        card.health.value if card.health is not Health.UNKNOWN else "unknown",
        reserved,
        ", ".join([*line.services, *unnamed]) or "–",
        f"{_gigabytes(used)} of {_gigabytes(total)}",
        _gigabytes(line.ours_mb),
    )
    return f"| {' | '.join(_escaped(cells))} |"


def _escaped(cells: Iterable[str]) -> list[str]:
    return [" ".join(cell.split()).replace("|", "\\|") for cell in cells]


def _gigabytes(megabytes: float | None) -> str:
    return "unknown" if megabytes is None else f"{megabytes / 1024:.1f} GB"
