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
HOST = 36
"""Height of the row above a host's cards; in a dense list it is as high as the others."""
GROUP = 26
"""Height of a heading above a group of cards."""
FEW = 9
"""Cards, the CPU among them, that get roomy rows."""
PAD = 14
GAP = 14
BOX = 18
SPARK = 64
WIDE = 860
"""From here on there is room for long bars, and for lines of the last minutes …"""
POWER_FROM = 700
HEAT_FROM = 630
HEALTH_FROM = 570
"""… and from these on for power, for the temperature, for the whole word on health."""


class RowDensity(Enum):
    """How much room a row has."""

    ROOMY = ROOMY
    DENSE = DENSE

    @classmethod
    def for_cards(cls, count: int) -> RowDensity:
        """The density that fits that many cards."""
        return cls.ROOMY if count <= FEW else cls.DENSE


@dataclass(frozen=True)
class ColumnLayout:
    """Left edges and widths in a row of a given width, in pixels; a width of 0: left out."""

    box: tuple[int, int]
    title: tuple[int, int]
    health: tuple[int, int]
    memory: tuple[int, int]
    load: tuple[int, int]
    heat: tuple[int, int]
    power: tuple[int, int]
    processes: tuple[int, int]
    spark: int
    """Width of the lines in the columns of memory and load."""

    @classmethod
    def across(cls, width: int, density: RowDensity) -> ColumnLayout:
        """For a list of this width. What is left over goes to names, and to processes."""
        spark = SPARK if width >= WIDE else 0
        fixed = {
            "health": 88 if width >= HEALTH_FROM else 62,
            "memory": (232 if density is RowDensity.ROOMY else 276) if spark else 150,
            "load": 44 + spark,
            "heat": 46 if width >= HEAT_FROM else 0,
            "power": 52 if width >= POWER_FROM else 0,
        }
        left = PAD + BOX + GAP
        gaps = GAP * (1 + sum(wide > 0 for wide in fixed.values()))
        room = width - left - PAD - sum(fixed.values()) - gaps
        names = max(100, round(room * 0.56))
        widths = {"title": names, **fixed, "processes": max(60, room - names)}
        places = {"box": (PAD, BOX)}
        for name, wide in widths.items():
            places[name] = (left, wide)
            left += wide + GAP if wide else 0
        return cls(**places, spark=spark)


def cell(row: QRect, column: tuple[int, int]) -> QRect:
    """The part of a row that a column is."""
    return QRect(row.left() + column[0], row.top(), column[1], row.height())
