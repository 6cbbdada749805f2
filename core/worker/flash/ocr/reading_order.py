"""Columns and rows of a level page: which lines are read one after the other.

A page is cut into bands that no line crosses. Bands one below the other that leave the same gutter
free are one group of columns, read column by column, if what stands there is running text; short
pieces side by side are rows of a table or a form, and read row by row.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from core.worker.flash.ocr.image import Span, hull

GUTTER_HEIGHTS = 0.25
"""Width of a gutter between boxes of lines, which reach beyond their letters, in their heights."""
LEAST_LINES = 2
RUNNING_LETTERS = 12
"""Letters of a usual line of a column; less is a cell. Ideographs count twice."""
SURELY_RUNNING = 22
FULL = 0.55
"""Of its column's width, a usual line of running text; where lines have fewer letters than
``SURELY_RUNNING``."""
LEVEL = 0.8
"""Of the lines of a column have their counterpart at the same height in a table."""
_DEEPEST = 3
_NEAR_HEIGHTS = 0.8
"""Between lines of one paragraph."""


@dataclass(frozen=True)
class Item:
    """A line, or something else that is read at one place."""

    number: int
    span: Span
    letters: int
    is_line: bool = True


@dataclass(frozen=True)
class Run:
    """Items that are read one after the other, from top to foot."""

    items: tuple[Item, ...]
    rows: tuple[tuple[Item, ...], ...] = ()
    """Where they stand in rows side by side: a table without rules, a form."""

    @property
    def span(self) -> Span:
        return hull([item.span for item in self.items])


def in_order(items: Sequence[Item], depth: int = 0) -> list[Run]:
    """All items, once each."""
    if not items:
        return []
    lines = [item for item in items if item.is_line] or list(items)
    height = statistics.median(item.span.height for item in lines)
    found: list[Run] = []
    for bands in _groups(_bands(items), GUTTER_HEIGHTS * height, hull([i.span for i in items])):
        found += _runs(bands, GUTTER_HEIGHTS * height, depth)
    return _merged(found)


def _bands(items: Sequence[Item]) -> list[list[Item]]:
    """Items that overlap in height, directly or by others, together; from top to foot."""
    bands: list[list[Item]] = []
    foot = 0.0
    for item in sorted(items, key=lambda item: item.span.y0 + 0.2 * _slack(item)):
        inset = 0.2 * _slack(item)
        if bands and item.span.y0 + inset < foot:
            bands[-1].append(item)
            foot = max(foot, item.span.y1 - inset)
        else:
            bands.append([item])
            foot = item.span.y1 - inset
    return bands


def _slack(item: Item) -> float:
    """Boxes of lines reach a little beyond their letters."""
    return item.span.height if item.is_line else 0.0


Free = list[tuple[float, float]]
Bands = list[list[Item]]


def _groups(bands: list[list[Item]], gutter: float, whole: Span) -> list[list[list[Item]]]:
    """Bands that leave a common gutter free, together; others without one, together.

    A gutter has something on both sides in one band at least: the blank after a short line is none.
    """
    groups: list[list[list[Item]]] = []
    gutters: Free = []
    for band in bands:
        free = _free(band, whole, gutter)
        between = [gap for gap in free if _is_between(gap, band)]
        common = _common(gutters, free, gutter)
        if groups and (common or (not gutters and not between)):
            groups[-1].append(band)
            gutters = common
        else:
            groups.append([*_lines_above(groups, band, between), band])
            groups[:] = [group for group in groups if group]
            gutters = between
    return groups


def _lines_above(groups: list[list[list[Item]]], band: Sequence[Item], gutters: Free) -> Bands:
    """Lines of the right column that stand higher than the first of the left one; taken from the
    group above, which has what reaches over the columns."""
    taken: Bands = []
    while groups and gutters and groups[-1]:
        above = groups[-1][-1]
        below: Sequence[Item] = taken[0] if taken else band
        top = min(item.span.y0 for item in below)
        height = statistics.median(item.span.height for item in below)
        if not (
            all(item.span.x0 >= gutters[-1][1] - 1 and item.is_line for item in above)
            and top - max(item.span.y1 for item in above) < _NEAR_HEIGHTS * height
        ):
            break
        taken.insert(0, groups[-1].pop())
    return taken


def _free(band: Sequence[Item], whole: Span, gutter: float) -> Free:
    """Where across the page a band has nothing, the margins too."""
    gaps = []
    at = whole.x0 - gutter
    for item in sorted(band, key=lambda item: item.span.x0):
        if item.span.x0 - at >= gutter:
            gaps.append((at, item.span.x0))
        at = max(at, item.span.x1)
    return [*gaps, (at, whole.x1 + gutter)]


def _is_between(gap: tuple[float, float], band: Sequence[Item]) -> bool:
    left = any(item.span.x1 <= gap[0] + 1 for item in band)
    return left and any(item.span.x0 >= gap[1] - 1 for item in band)


def _common(one: Free, other: Free, gutter: float) -> Free:
    shared = [(max(a0, b0), min(a1, b1)) for a0, a1 in one for b0, b1 in other]
    return [(start, end) for start, end in shared if end - start >= gutter]


def _runs(bands: list[list[Item]], gutter: float, depth: int) -> list[Run]:
    items = [item for band in bands for item in band]
    columns = _columns(items, gutter)
    if len(columns) > 1 and depth < _DEEPEST:
        if all(_is_running_text(column) for column in columns) or not _are_level(columns):
            return [run for column in columns for run in in_order(column, depth + 1)]
        if sum(len(band) > 1 for band in bands) >= 2:
            rows = tuple(tuple(sorted(band, key=lambda item: item.span.x0)) for band in bands)
            return [Run(tuple(item for row in rows for item in row), rows)]
    ordered = []
    for band in bands:
        ordered += sorted(band, key=lambda item: (item.span.x0, item.span.y0))
    return [Run(tuple(ordered))]


def _columns(items: Sequence[Item], gutter: float) -> list[list[Item]]:
    """Items parted by gutters that are free from top to foot."""
    ordered = sorted(items, key=lambda item: item.span.x0)
    columns = [[ordered[0]]]
    reach = ordered[0].span.x1
    for item in ordered[1:]:
        if item.span.x0 - reach >= gutter:
            columns.append([])
        columns[-1].append(item)
        reach = max(reach, item.span.x1)
    return columns


def _is_running_text(column: Sequence[Item]) -> bool:
    lines = [item for item in column if item.is_line]
    if len(lines) < len(column):
        return True  # a figure or a table stands in it
    if len(lines) < LEAST_LINES:
        return bool(lines) and lines[0].letters >= 3 * RUNNING_LETTERS
    letters = statistics.median(item.letters for item in lines)
    if letters >= SURELY_RUNNING:
        return True
    width = hull([item.span for item in lines]).width
    full = statistics.median(item.span.width for item in lines) / max(1.0, width)
    return letters >= RUNNING_LETTERS and full >= FULL


def _are_level(columns: Sequence[Sequence[Item]]) -> bool:
    """Whether the column with the fewest lines has them at the heights of other columns' lines."""
    fewest = min(columns, key=len)
    others = [item for column in columns if column is not fewest for item in column]
    level = sum(
        any(abs(item.span.mid_y - other.span.mid_y) < 0.3 * item.span.height for other in others)
        for item in fewest
    )
    return level >= LEVEL * len(fewest)


def _merged(runs: list[Run]) -> list[Run]:
    """Plain runs one below the other are one where they share most of their width."""
    kept: list[Run] = []
    for run in runs:
        last = kept[-1] if kept else None
        if last is not None and not last.rows and not run.rows and _goes_on(last.span, run.span):
            kept[-1] = Run(last.items + run.items)
        else:
            kept.append(run)
    return kept


def _goes_on(above: Span, below: Span) -> bool:
    shared = min(above.x1, below.x1) - max(above.x0, below.x0)
    return below.y0 >= above.y0 and shared > 0.5 * min(above.width, below.width)
