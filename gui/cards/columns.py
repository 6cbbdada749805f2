"""Where things stand in a row: one set of columns for the heading, the rows and the processes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect

ROOMY = 52
"""Height of a row of two lines, where there are few cards."""
DENSE = 28
"""Height of a row of one line: 16 chips and the two rows around them on 1280 by 800."""
PROCESS = 24
FEW = 9
"""So many cards, the CPU among them, stand in roomy rows."""
PAD = 14
GAP = 14
BOX = 18
SPARK = 64
WIDE = 860
"""From here on there is room for long bars."""


class Density(Enum):
    """How much room a row has."""

    ROOMY = ROOMY
    DENSE = DENSE

    @classmethod
    def for_cards(cls, count: int) -> Density:
        """The one that fits so many."""
        return cls.ROOMY if count <= FEW else cls.DENSE


@dataclass(frozen=True)
class Columns:
    """Left edges and widths in a row of a given width, in pixels."""

    box: tuple[int, int]
    title: tuple[int, int]
    health: tuple[int, int]
    memory: tuple[int, int]
    load: tuple[int, int]
    heat: tuple[int, int]
    power: tuple[int, int]
    processes: tuple[int, int]

    @classmethod
    def across(cls, width: int, density: Density) -> Columns:
        """For a list of this width. What is left over goes to names, and to processes."""
        memory = (232 if density is Density.ROOMY else 300) if width >= WIDE else 190
        fixed = {"health": 88, "memory": memory, "load": 44 + SPARK, "heat": 46, "power": 52}
        left = PAD + BOX + GAP
        room = width - left - PAD - sum(fixed.values()) - 6 * GAP
        names = max(120, round(room * 0.56))
        widths = {"title": names, **fixed, "processes": max(60, room - names)}
        places = {"box": (PAD, BOX)}
        for name, wide in widths.items():
            places[name] = (left, wide)
            left += wide + GAP
        return cls(**places)


def cell(row: QRect, column: tuple[int, int]) -> QRect:
    """The part of a row that a column is."""
    return QRect(row.left() + column[0], row.top(), column[1], row.height())
