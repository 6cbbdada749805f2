"""Tables between level rules, without upright ones: the way books and papers set them.

The rules say where such a table begins and ends, which docvortex and liteparse guess; in narrow
columns they take the lines of the next column for its cells (docs/quality.md, "Tables without a
grid").
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.markdown.grid import is_table
from core.worker.flash.model import Box, Word, around
from core.worker.flash.tables.aligned_cells import Aligned, Piece, aligned, to_lines
from core.worker.flash.tables.head_lines import head_above
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.marks import ROUND_BULLETS

_SAME_PT = 3.0
_TOUCH_PT = 2.0
_DOUBLE_PT = 4.0
"""Rules that are closer are one, drawn double."""
_PARTNER_PT = 30.0
_LEAST_WIDTH_PT = 40.0
_WITHIN = 0.8
"""Of the smaller of two tables, in the larger one: it is a part of that."""
_LEAST_LINES = 3
_ROW_STEP = 1.25
"""Of the pitch of the rows: a head is a little higher."""
_MOST_LETTERS = 45
"""The usual piece of a line is shorter, else these are columns of text."""
_MOST_PROSE = 0.35
_LOOSE_EM = 1.8
_HEADING = 1.2
_MOST_GAP_EM = 4.0
"""Lines of a table are no further apart."""


def open_tables(
    rules: Sequence[Box], segments: Sequence[TextLine], taken: Sequence[Region]
) -> list[Region]:
    """The tables of a page that stand between level rules; not where ``taken`` lie."""
    boxes = [region.box for region in taken]
    level = [
        rule
        for rule in _whole([rule for rule in rules if rule.width >= rule.height])
        if not any(box.holds(*rule.center, _TOUCH_PT) for box in boxes)
    ]
    words = [
        word
        for segment in segments
        if not segment.angle
        for word in segment.words
        if not any(box.holds(*word.box.center) for box in boxes)
    ]
    found: list[Region] = []
    drawn = [rule for rule in rules if rule.width >= rule.height]
    for stack in _stacks(level):
        found += _of_stack(stack, level, words, drawn)
    return [one for one in found if not any(_is_within(one.box, other.box) for other in found)]


def _is_within(box: Box, other: Box) -> bool:
    """The rules of heads are a stack of their own where they do not reach over the first column."""
    return box.area < other.area and box.overlap(other) > _WITHIN * box.area


def _whole(rules: Sequence[Box]) -> list[Box]:
    """Rules that are drawn cell by cell, or twice, as one."""
    joined: list[Box] = []
    for rule in sorted(rules, key=lambda one: (round(one.center[1], 0), one.x0)):
        for place in range(len(joined) - 1, max(-1, len(joined) - 12), -1):
            last = joined[place]
            if (
                abs(last.center[1] - rule.center[1]) <= 1.0
                and rule.x0 <= last.x1 + _TOUCH_PT
                and last.x0 <= rule.x1 + _TOUCH_PT
            ):
                joined[place] = last.union(rule)
                break
        else:
            joined.append(rule)
    return joined


def _stacks(rules: Sequence[Box]) -> list[list[Box]]:
    """Rules of one width below each other, from top to bottom."""
    stacks: list[list[Box]] = []
    wide = [rule for rule in rules if rule.width >= _LEAST_WIDTH_PT]
    for rule in sorted(wide, key=lambda one: one.y0):
        for stack in stacks:
            if abs(stack[0].x0 - rule.x0) <= _SAME_PT and abs(stack[0].x1 - rule.x1) <= _SAME_PT:
                if rule.center[1] - stack[-1].center[1] > _DOUBLE_PT:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= 2 and not _has_partner(stack, wide)]


def _has_partner(stack: Sequence[Box], rules: Sequence[Box]) -> bool:
    """Rules at the same heights beside it: they stand over the columns of one table each."""
    beside = [
        any(
            abs(other.center[1] - rule.center[1]) <= 1.0
            and 0 < max(other.x0 - rule.x1, rule.x0 - other.x1) < _PARTNER_PT
            for other in rules
        )
        for rule in stack
    ]
    return 3 * sum(beside) >= 2 * len(stack)


def cell_borders(stack: Sequence[Box], drawn: Sequence[Box]) -> tuple[float, ...]:
    """Where the columns part, when each cell draws its own rule below it, as web pages and office
    programs do: the places at which most rules of the stack are put together."""
    counts: list[tuple[float, int]] = []
    for rule in stack:
        parts = sorted(
            (one for one in drawn if abs(one.center[1] - rule.center[1]) <= 1.0),
            key=lambda one: one.x0,
        )
        for left, right in itertools.pairwise(parts):
            if abs(right.x0 - left.x1) > 1.0 or not rule.x0 < right.x0 < rule.x1:
                continue
            for place, (x, count) in enumerate(counts):
                if abs(x - right.x0) <= 1.0:
                    counts[place] = (x, count + 1)
                    break
            else:
                counts.append((right.x0, 1))
    return tuple(sorted(x for x, count in counts if count >= 2 and 2 * count >= len(stack)))


def _open_top(
    words: Sequence[Word], stack: Sequence[Box], borders: Sequence[float]
) -> float | None:
    """Where a table begins whose cells have a rule below them only: its first row and its head
    stand above the first rule; ``None`` where there are none."""
    if len(stack) < _LEAST_LINES or not all(
        _is_one_row(words, above, below) for above, below in itertools.pairwise(stack)
    ):
        return None
    pitch = stack[1].center[1] - stack[0].center[1]
    reach, top = stack[0].y0, None
    lines = to_lines([word for word in words if word.box.center[1] < stack[0].y0])
    for line in reversed(lines):
        box = around([piece.box for piece in line])
        if reach - box.center[1] > _ROW_STEP * pitch:
            break
        if any(
            piece.box.x0 < x - _TOUCH_PT and piece.box.x1 > x + _TOUCH_PT
            for piece in line
            for x in borders
        ):
            break
        reach = box.center[1]
        if len(line) >= 2:
            top = box.y0
    return top


def _with_rows_above(
    table: Region, words: Sequence[Word], rules: Sequence[Box], borders: Sequence[float]
) -> Region:
    """Statements have rules above their sums only: the rows before the first one are those whose
    numbers stand in the columns of the table's."""
    inside = to_lines([word for word in words if table.box.holds(*word.box.center)])
    numbers = [piece.box for line in inside for piece in line if piece.is_numeric]
    heights = [around([piece.box for piece in line]).center[1] for line in inside]
    steps = [below - above for above, below in itertools.pairwise(heights)]
    if len(numbers) < _LEAST_LINES or not steps:
        return table
    pitch = _ROW_STEP * statistics.median(steps)
    reach, top = heights[0], None
    for line in reversed(to_lines([one for one in words if one.box.y1 < table.box.y0 + 1.0])):
        box = around([piece.box for piece in line])
        in_columns = sum(
            any(
                abs(piece.box.x1 - one.x1) <= _TOUCH_PT
                or abs(piece.box.center[0] - one.center[0]) <= _TOUCH_PT
                for one in numbers
            )
            for piece in line
        )
        if reach - box.center[1] > pitch or (len(line) > 1 and not in_columns):
            break
        reach = box.center[1]
        if len(line) > 1:
            top = box.y0
    if top is None:
        return table
    box = Box(table.box.x0, top, table.box.x1, table.box.y1)
    inner = [one for one in rules if abs(one.center[1] - table.box.y0) > _TOUCH_PT]  # no head's
    grown = region_of(box, [one for one in words if box.holds(*one.box.center)], inner, borders)
    return grown or table


def _with_head(
    table: Region, words: Sequence[Word], rules: Sequence[Box], borders: Sequence[float]
) -> Region:
    """With the heads that stand above its first rule."""
    top = head_above(table.box, words)
    if top is None:
        return table
    box = Box(table.box.x0, top, table.box.x1, table.box.y1)
    inside = [word for word in words if box.holds(*word.box.center)]
    return region_of(box, inside, rules, borders) or table


def _is_one_row(words: Sequence[Word], above: Box, below: Box) -> bool:
    inside = [word for word in words if above.center[1] < word.box.center[1] < below.center[1]]
    return sum(len(line) >= 2 for line in to_lines(inside)) <= 1


def _of_stack(
    stack: Sequence[Box],
    level: Sequence[Box],
    words: Sequence[Word],
    drawn: Sequence[Box],
) -> list[Region]:
    """Runs of bands between the rules, of which each holds cells side by side."""
    x0, x1 = min(rule.x0 for rule in stack), max(rule.x1 for rule in stack)
    column = [word for word in words if x0 - _SAME_PT <= word.box.center[0] <= x1 + _SAME_PT]
    found: list[Region] = []
    start = 0
    while start < len(stack) - 1:
        end = start
        while end + 1 < len(stack) and _is_tabular(column, stack[end], stack[end + 1]):
            end += 1
        if end == start:
            start += 1
            continue
        foot = stack[end].y1
        if end == start + 1:  # heads only: the table ends with its page, or has no rule below
            foot = _foot(column, stack[end], stack[end + 1].y0 if end + 1 < len(stack) else None)
        run = stack[start : end + 1]
        borders = cell_borders(run, drawn)
        top = _open_top(column, run, borders) if borders else None
        box = Box(x0, stack[start].y0 if top is None else top, x1, foot)
        inside = [word for word in column if box.holds(*word.box.center)]
        region = region_of(box, inside, level, borders)
        if region is not None:
            region = _with_rows_above(region, column, level, borders)
            found.append(_with_head(region, column, level, borders))
        start = end
    return found


def _is_tabular(words: Sequence[Word], above: Box, below: Box) -> bool:
    """Whether what stands between two rules is cells: lines of several pieces."""
    inside = [word for word in words if above.center[1] < word.box.center[1] < below.center[1]]
    if not inside:
        return False
    lines = to_lines(inside)
    if any(line[0].words[0].text in ROUND_BULLETS for line in lines):
        return False  # items below the rule of a heading, with years at their right
    size = statistics.median(word.size for word in inside)
    if any(len(line) == 1 and line[0].words[0].size >= _HEADING * size for line in lines):
        return False  # a heading between two tables, whose heads have a rule below them only
    boxes = [above, *(around([piece.box for piece in line]) for line in lines), below]
    gaps = [b.y0 - a.y1 for a, b in itertools.pairwise(boxes)]
    if max(gaps) > (_MOST_GAP_EM - 1.0) * max(size, 4.0):
        return False
    several = sum(len(line) >= 2 for line in lines)
    return several >= 1 and 3 * several >= len(lines)


def _foot(words: Sequence[Word], rule: Box, end: float | None) -> float:
    """Where the lines of cells below a rule end."""
    below = [
        word
        for word in words
        if word.box.center[1] > rule.y1 and (end is None or word.box.center[1] < end)
    ]
    foot = rule.y1
    for line in to_lines(below):
        box = around([piece.box for piece in line])
        size = line[0].words[0].size
        if len(line) < 2 or box.y0 - foot > _LOOSE_EM * size:
            break
        foot = box.y1
    return foot


def region_of(
    box: Box, words: Sequence[Word], rules: Sequence[Box], borders: Sequence[float] = ()
) -> Region | None:
    """The table of these words; ``None`` where they are none. ``borders``: between its columns,
    where they are known."""
    if not words or all(word.mono for word in words):
        return None
    inner = [
        rule
        for rule in rules
        if box.y0 + 1.0 < rule.center[1] < box.y1 - 1.0
        and box.x0 - _SAME_PT <= rule.x0
        and rule.x1 <= box.x1 + _SAME_PT
    ]
    table = aligned(words, inner, borders)
    if table is None or not is_cells(table, to_lines(words)):
        return None
    return Region(RegionKind.TABLE, box, table.rows, is_added=True)


def is_cells(table: Aligned, lines: Sequence[Sequence[Piece]]) -> bool:
    """Cells, and not columns of text or two labels on a line."""
    letters = [len(piece.text) for line in lines for piece in line]
    return (
        len(lines) >= _LEAST_LINES - (len(table.rows) >= 2 and table.columns >= 3)
        and statistics.median(letters) <= _MOST_LETTERS
        and (table.prose <= _MOST_PROSE or len(lines) < 4)
        and is_table(table.rows)
    )
