"""Text that runs up, down or upside down on the page as it is displayed.

docvortex parts turned words by false spaces and makes no tables of turned ones without lines. A
page whose text is turned is therefore turned back as a whole; where only a part is turned (a table
beside upright text), that part becomes a page of its own, which follows the upright one. Boxes are
put where they belong by :func:`core.worker.flash.page_turn.unturned`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.worker.flash.preparation.content import TextPath
from core.worker.flash.preparation.painted import Paint, Painted

STRAIGHT_DEGREES = 3.0
"""Text that is turned by this much more or less than a quarter is meant to be at a quarter."""
MOST = 0.8
"""Of the letters of a page; if they are turned alike the page is turned with all it holds."""
PART_LETTERS, PART_LINES = 40, 3
"""Less than that is the label of an axis, or a stamp in the margin, and stays where it is."""
_EM_OF_A_LETTER = 0.5


@dataclass(frozen=True)
class Turn:
    """Text of a page that is turned alike."""

    degrees: int
    """Clockwise, as it is displayed: 0, 90, 180 or 270."""
    texts: tuple[TextPath, ...]
    letters: float
    lines: int


def turns(objects: Sequence[Painted], page_turn: int) -> list[Turn]:
    """The text of a page by how it is turned, the most first."""
    groups: dict[int, list[Painted]] = {}
    for text in objects:
        if text.paint is Paint.TEXT and (degrees := displayed(text, page_turn)) is not None:
            groups.setdefault(degrees, []).append(text)
    found = [
        Turn(
            degrees,
            tuple(text.path for text in texts),
            sum(map(letters, texts)),
            len({_line(text, degrees, page_turn) for text in texts}),
        )
        for degrees, texts in groups.items()
    ]
    return sorted(found, key=lambda turn: -turn.letters)


def displayed(text: Painted, page_turn: int) -> int | None:
    """By how many quarters, in degrees clockwise, text is turned; ``None`` where by none."""
    angle = text.angle + 180 if text.is_mirrored else text.angle
    clockwise = (page_turn - angle) % 360
    quarter = round(clockwise / 90) * 90
    return quarter % 360 if abs(clockwise - quarter) <= STRAIGHT_DEGREES else None


def letters(text: Painted) -> float:
    """About how many letters a text has."""
    x0, y0, x1, y1 = text.area
    return max(x1 - x0, y1 - y0) / (_EM_OF_A_LETTER * text.size) if text.size > 0 else 0.0


def whole_turn(found: Sequence[Turn]) -> int:
    """By how much the page as a whole is to be turned back; 0 for not at all."""
    total = sum(turn.letters for turn in found)
    if not found or not found[0].degrees or found[0].letters < MOST * total:
        return 0
    return found[0].degrees


def is_mirrored(objects: Sequence[Painted]) -> bool:
    """Whether the text of a page reads from right to left, letter by letter, as in a mirror."""
    texts = [found for found in objects if found.paint is Paint.TEXT]
    mirrored = sum(letters(text) for text in texts if text.is_mirrored)
    return mirrored > 0 and mirrored >= MOST * sum(map(letters, texts))


def turned_parts(found: Sequence[Turn]) -> list[Turn]:
    """The parts that are to be read on pages of their own."""
    return [
        turn
        for turn in found
        if turn.degrees and turn.letters >= PART_LETTERS and turn.lines >= PART_LINES
    ]


def _line(text: Painted, degrees: int, page_turn: int) -> int:
    """Where the line stands that a text is in, roughly, across the direction of reading."""
    x0, y0, x1, y1 = text.area
    runs_up = (degrees + page_turn) % 180 != 0
    return round((x0 + x1 if runs_up else y0 + y1) / 2 / max(1.0, text.size))
