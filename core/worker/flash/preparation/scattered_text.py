"""Words whose letters are set one by one: along a curve, or one below another.

Extraction by lines gives single letters, not words. They are taken out and written again as one
line: where they stood if they were turned one by one, below all other text if they formed a column
that runs through the lines beside it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.worker.flash.preparation.content import TextPath
from core.worker.flash.preparation.painted import Area, Paint, Painted
from core.worker.flash.preparation.turned_text import displayed, letters

FEWEST = 4
"""Letters of a word that is taken together; less may be anything."""
_ANGLES = 3
_HALF_QUARTER = 45.0
_ONE_LETTER = 2.6
"""By :func:`letters`, which takes them for narrow."""
_VERTICAL = 0.5
"""Of all texts: where more stand in columns, the page is set in them, and is read so."""
_STEP_EM = (0.8, 2.2)
"""From one letter of a column to the next one."""


@dataclass(frozen=True)
class Scattered:
    """One word or line."""

    text: str
    texts: tuple[TextPath, ...]
    area: Area
    size: float
    is_column: bool


def scattered(
    objects: Sequence[Painted], page_turn: int, words: Callable[[TextPath], str]
) -> list[Scattered]:
    """What a page has of them. ``words`` says what a text of the page's own content reads."""
    texts = [found for found in objects if found.paint is Paint.TEXT and len(found.path) == 1]
    single = [letters(text) <= _ONE_LETTER for text in texts]
    found = []
    for run in _runs(texts, single, _goes_on):
        if _is_set_one_by_one(run, page_turn):
            found += _taken(run, words, is_column=False)
    level = [
        is_single and displayed(text, page_turn) == 0
        for text, is_single in zip(texts, single, strict=True)
    ]
    columns = list(_runs(texts, level, _is_below))
    if sum(map(len, columns)) < _VERTICAL * len(texts):
        for run in columns:
            found += _column(run, words)
    return found


def _runs(
    texts: Sequence[Painted],
    fits: Sequence[bool],
    follows: Callable[[Painted, Painted], bool],
) -> Iterator[list[Painted]]:
    """Texts that follow each other, at least :data:`FEWEST`."""
    run: list[Painted] = []
    for text, is_fit in zip(texts, fits, strict=True):
        if run and not (is_fit and follows(run[-1], text)):
            if len(run) >= FEWEST:
                yield run
            run = []
        if is_fit:
            run.append(text)
    if len(run) >= FEWEST:
        yield run


def _goes_on(one: Painted, other: Painted) -> bool:
    """Whether two letters stand beside each other."""
    reach = 2.5 * max(one.size, other.size)
    (ax, ay), (bx, by) = _middle(one), _middle(other)
    return float((ax - bx) ** 2 + (ay - by) ** 2) <= reach**2


def _is_below(one: Painted, other: Painted) -> bool:
    step = (one.area[1] + one.area[3] - other.area[1] - other.area[3]) / 2
    aside = abs(one.area[0] + one.area[2] - other.area[0] - other.area[2]) / 2
    size = one.size
    return (
        abs(other.size - size) < 0.1 * size
        and aside < 0.3 * size
        and _STEP_EM[0] * size <= step <= _STEP_EM[1] * size
    )


def _is_set_one_by_one(run: Sequence[Painted], page_turn: int) -> bool:
    """Whether letters beside each other are turned, each for itself."""
    turns = [displayed(text, page_turn) for text in run]
    askew = turns.count(None)
    if askew >= len(run) / 2:
        return len({round(text.angle / 2) for text in run}) >= _ANGLES  # else one slanted word
    astray = sum(
        _leaves_its_line(text, run[max(0, place - 1)], run[min(place + 1, len(run) - 1)])
        for place, text in enumerate(run)
    )
    return astray >= len(run) / 2 and turns.count(0) < len(run)


def _leaves_its_line(text: Painted, before: Painted, after: Painted) -> bool:
    """Whether the letters beside one do not stand on the line that it stands on itself."""
    (ax, ay), (bx, by) = _middle(before), _middle(after)
    towards = math.degrees(math.atan2(by - ay, bx - ax))
    return abs((towards - text.angle + 180) % 360 - 180) > _HALF_QUARTER


def _middle(text: Painted) -> tuple[float, float]:
    return (text.area[0] + text.area[2]) / 2, (text.area[1] + text.area[3]) / 2


def _column(run: list[Painted], words: Callable[[TextPath], str]) -> list[Scattered]:
    said = [words(text.path).strip() for text in run]
    if not all(len(one) == 1 and unicodedata.east_asian_width(one) == "W" for one in said):
        return []  # Latin letters and figures below one another are items, or a column of a table
    return _taken(run, words, is_column=True)


def _taken(
    run: list[Painted], words: Callable[[TextPath], str], *, is_column: bool
) -> list[Scattered]:
    text = "".join(_printable(words(one.path)).strip() for one in run).strip()
    if not text:
        return []
    area = (
        min(one.area[0] for one in run),
        min(one.area[1] for one in run),
        max(one.area[2] for one in run),
        max(one.area[3] for one in run),
    )
    paths = tuple(one.path for one in run)
    return [Scattered(text, paths, area, run[0].size, is_column)]


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
