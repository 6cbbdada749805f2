"""Rows that a table goes on with below what was found of it: as far apart, in the same columns."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from core.worker.flash.model import Box, Word, around
from core.worker.flash.text.lines import TextLine, joined, rows

Row = tuple[tuple[str, Box | None], ...]
"""Of each column its text and the box of that; no box where a cell is empty."""
ALIGNED_PT = 2.0
STEP = (0.7, 1.35)
"""Times the usual step from row to row."""
LEAST_ROWS = 3
SAMPLE = 8
"""Rows at the end of a table that tell its columns."""
MOST_ROWS = 40


def rows_below(table: Sequence[Row], segments: Sequence[TextLine]) -> list[Row]:
    """The next rows of a table, where each of their pieces stands in a column of its own: the last,
    white row of a table whose every other row is shaded was left out (a schedule)."""
    if len(table) < LEAST_ROWS:
        return []
    table = table[-SAMPLE:]
    upright = [one for one in segments if not one.angle]
    cells = [box for row in table for _, box in row if box is not None]
    if not cells:
        return []
    whole = around(cells)
    words = [word for one in upright for word in one.words if whole.holds(*word.box.center)]
    filled = [[_text_box(box, words) for _, box in row] for row in table]
    heights = [box.center[1] for row in filled if (box := next(filter(None, row), None))]
    steps = [below - above for above, below in itertools.pairwise(heights)]
    if len(heights) < len(table) or min(steps) <= 0:
        return []
    columns = _columns(filled)
    if not all(columns):
        return []
    usual, reach = statistics.median(steps), heights[-1]
    left, right = min(box.x0 for box in columns[0]), max(box.x1 for box in columns[-1])
    near = [
        one
        for one in upright
        if one.box.center[1] > reach + 0.5 * usual and left <= one.box.center[0] <= right
    ]
    found: list[Row] = []
    for line in rows(near)[:MOST_ROWS]:
        pieces = [word for one in line for word in one.words]
        step = pieces[0].box.center[1] - reach
        row = _row(pieces, columns) if STEP[0] * usual <= step <= STEP[1] * usual else None
        if row is None:
            break
        found.append(row)
        reach += step
    return found


def _text_box(cell: Box | None, words: Sequence[Word]) -> Box | None:
    """Around the words of a cell: cells may be as wide as their column."""
    inside = [word.box for word in words if cell is not None and cell.holds(*word.box.center)]
    return around(inside) if inside else None


def _columns(filled: Sequence[Sequence[Box | None]]) -> list[list[Box]]:
    """The boxes of each column's texts."""
    width = max(len(row) for row in filled)
    return [
        [box for row in filled if place < len(row) and (box := row[place]) is not None]
        for place in range(width)
    ]


def _row(line: Sequence[Word], columns: Sequence[Sequence[Box]]) -> Row | None:
    starts = [min(box.x0 for box in cells) for cells in columns]
    held: list[list[Word]] = [[] for _ in columns]
    for word in line:
        place = sum(word.box.center[0] >= start - ALIGNED_PT for start in starts) - 1
        held[max(0, place)].append(word)
    boxes = [around([word.box for word in cell]) if cell else None for cell in held]
    if sum(box is not None for box in boxes) < 2 or not all(
        box is None or _is_aligned(box, cells) for box, cells in zip(boxes, columns, strict=True)
    ):
        return None
    return tuple((joined(cell), box) for cell, box in zip(held, boxes, strict=True))


def _is_aligned(box: Box, cells: Sequence[Box]) -> bool:
    """In line with the texts of at least two cells of its column."""
    aligned = sum(
        abs(box.x0 - cell.x0) <= ALIGNED_PT
        or abs(box.x1 - cell.x1) <= ALIGNED_PT
        or abs(box.center[0] - cell.center[0]) <= ALIGNED_PT
        for cell in cells
    )
    return aligned >= 2
