"""Heads of columns right above the first rule of a table, as pandoc and plain styles set them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from core.worker.flash.model import Box, Word, around
from core.worker.flash.tables.aligned_cells import Piece, blanks, to_lines

NEAR_EM = 1.0
"""Between a head and the rule below it."""


def head_above(table: Box, words: Sequence[Word]) -> float | None:
    """Where the heads begin that stand above a table's first rule, a piece over each column; the
    first column may have none. ``None`` where nothing above it is such a line."""
    lines = to_lines([word for word in words if table.holds(*word.box.center)])
    above = to_lines([word for word in words if word.box.center[1] < table.y0])
    if not lines or not above:
        return None
    size = statistics.median(word.size for line in lines for piece in line for word in piece.words)
    columns = _columns(table, blanks(lines, size))
    head = above[-1]
    box = around([piece.box for piece in head])
    places = [_column_of(piece, columns) for piece in head]
    if (
        table.y0 - box.y1 > NEAR_EM * size
        or len(columns) < 2
        or len(head) < max(2, len(columns) - 1)
        or None in places
        or len(set(places)) < len(places)
    ):
        return None
    return box.y0


def _columns(table: Box, gaps: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """From the middle of one blank to that of the next."""
    middles = [(left + right) / 2 for left, right in sorted(gaps)]
    return list(zip([table.x0, *middles], [*middles, table.x1], strict=True))


def _column_of(piece: Piece, columns: Sequence[tuple[float, float]]) -> int | None:
    """The column that a head stands over; ``None`` for what reaches far into another."""
    x = piece.box.center[0]
    for number, (start, end) in enumerate(columns):
        if start <= x <= end:
            reach = 0.5 * (end - start)
            within = start - reach <= piece.box.x0 and piece.box.x1 <= end + reach
            return number if within else None
    return None
