"""Tables by their lines: a grid of rules is a table, and says itself where cells are merged.

Wrapped lines of a cell stay in it (field A23, A24; docs/quality.md, trial 5).
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.markdown.cells import cell_of
from core.worker.flash.markdown.grid import Cell, is_table
from core.worker.flash.model import Box, Word, around
from core.worker.flash.text.lines import TextLine

_TOUCH_PT = 2.5
_SNAP_PT = 2.5
_LEAST_CELL_PT = 5.0
_OPEN_PT = 12.0
_ONE_COLUMN_LETTERS = 120
_COVER = 0.85
"""A rule separates two cells when it runs along this share of their border."""
_MOST_PLACES = 20_000


@dataclass(frozen=True)
class Grid:
    """Where the lines of a table are, and which borders of its places are drawn."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    right: frozenset[tuple[int, int]]
    """Places (row, column) with a rule at their right."""
    below: frozenset[tuple[int, int]]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def ruled_tables(rules: Sequence[Box], segments: Sequence[TextLine]) -> list[Region]:
    """The tables of a page that are drawn as grids."""
    words = [word for segment in segments for word in segment.words]
    found = []
    for group in _connected(rules):
        frame = _frame_rules(group)
        for part in (frame, group) if _is_nested(group, frame) else (group, frame):
            grid = _grid(part)
            if grid is None:
                continue
            inside = [word for word in words if grid.box.holds(*word.box.center)]
            rows = _rows(grid, inside)
            if rows and (is_table(rows) or _is_one_column(rows, inside)):
                found.append(
                    Region(RegionKind.TABLE, grid.box, rows, is_added=True, borders=grid.xs)
                )
            if rows:
                break
    return found


def _frame_rules(rules: Sequence[Box]) -> list[Box]:
    """Only those that run through the whole of it: a table in one of its cells is text there."""
    whole = around(list(rules))
    upright = [rule for rule in rules if rule.width < rule.height]
    level = [rule for rule in rules if rule.width >= rule.height]
    return [
        rule
        for rule in upright
        if _covers(
            [(one.y0, one.y1) for one in upright if abs(one.x0 - rule.x0) <= _SNAP_PT],
            whole.y0,
            whole.y1,
        )
    ] + [
        rule
        for rule in level
        if _covers(
            [(one.x0, one.x1) for one in level if abs(one.y0 - rule.y0) <= _SNAP_PT],
            whole.x0,
            whole.x1,
        )
    ]


def _is_nested(rules: Sequence[Box], frame: Sequence[Box]) -> bool:
    """There is a level rule that ends at upright ones, and at none that runs through."""
    outer = [rule.center[0] for rule in frame if rule.width < rule.height]
    known = {id(rule) for rule in frame}
    rest = [rule for rule in rules if id(rule) not in known]
    inner = [rule.center[0] for rule in rest if rule.width < rule.height]

    def is_at(x: float, places: Sequence[float]) -> bool:
        return any(abs(x - place) <= _TOUCH_PT for place in places)

    return any(
        rule.width >= 2 * _LEAST_CELL_PT
        and all(is_at(x, inner) and not is_at(x, outer) for x in (rule.x0, rule.x1))
        for rule in _whole_rules([one for one in rest if one.width >= one.height])
    )


def _whole_rules(level: Sequence[Box]) -> list[Box]:
    """Level rules in one piece that are drawn cell by cell: a piece of one that a cell over two
    rows breaks off ends at upright rules, and is no side of a table within a cell."""
    whole: list[Box] = []
    for rule in sorted(level, key=lambda one: (round(one.center[1]), one.x0)):
        last = whole[-1] if whole else None
        if (
            last is not None
            and abs(last.center[1] - rule.center[1]) <= 1.0
            and rule.x0 <= last.x1 + _TOUCH_PT
        ):
            whole[-1] = last.union(rule)
        else:
            whole.append(rule)
    return whole


def _is_one_column(rows: Sequence[tuple[Cell, ...]], words: Sequence[Word]) -> bool:
    """Short texts in cells below each other; code in a frame is none."""
    return (
        len(rows) >= 2
        and all(len(row) == 1 and 0 < len(row[0].text) <= _ONE_COLUMN_LETTERS for row in rows)
        and not any(word.mono for word in words)
    )


def _connected(rules: Sequence[Box]) -> list[list[Box]]:
    """Rules that touch, together."""
    parents = list(range(len(rules)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    ordered = sorted(range(len(rules)), key=lambda index: rules[index].x0)
    active: list[int] = []
    for index in ordered:
        rule = rules[index]
        active = [other for other in active if rules[other].x1 >= rule.x0 - _TOUCH_PT]
        for other in active:
            if rules[other].y0 - _TOUCH_PT <= rule.y1 and rule.y0 - _TOUCH_PT <= rules[other].y1:
                parents[root(index)] = root(other)
        active.append(index)
    groups: dict[int, list[Box]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return [group for group in groups.values() if len(group) >= 4]


def _grid(rules: Sequence[Box]) -> Grid | None:
    """``None`` where the rules enclose fewer than two places."""
    level = [rule for rule in rules if rule.width >= rule.height]
    upright = [rule for rule in rules if rule.width < rule.height]
    ys = _snapped([(rule.y0 + rule.y1) / 2 for rule in level])
    xs = _snapped([(rule.x0 + rule.x1) / 2 for rule in upright])
    xs = _with_open_sides(xs, level)
    head = _open_head(ys, upright)
    ys = [*head, *ys]
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    if len(xs) < 3 and len(ys) < 3:
        return None  # a frame around text is no table
    rows, columns = range(len(ys) - 1), range(len(xs) - 1)
    by_x: dict[int, list[Box]] = {}
    for rule in upright:
        by_x.setdefault(_nearest(xs, (rule.x0 + rule.x1) / 2), []).append(rule)
    by_y: dict[int, list[Box]] = {}
    for rule in level:
        by_y.setdefault(_nearest(ys, (rule.y0 + rule.y1) / 2), []).append(rule)
    right = frozenset(
        (row, column)
        for row in rows
        for column in columns
        if _covers([(rule.y0, rule.y1) for rule in by_x.get(column + 1, ())], ys[row], ys[row + 1])
    )
    below = frozenset(
        (row, column)
        for row in rows
        for column in columns
        if row + 1 < len(head)
        or _covers(
            [(rule.x0, rule.x1) for rule in by_y.get(row + 1, ())], xs[column], xs[column + 1]
        )
    )
    return Grid(tuple(xs), tuple(ys), right, below)


def _with_open_sides(xs: list[float], level: Sequence[Box]) -> list[float]:
    """The outer columns have no rule at their sides where papers set tables: the level rules
    reach over them."""
    if not xs or not level:
        return xs
    left, right = min(rule.x0 for rule in level), max(rule.x1 for rule in level)
    if xs[0] - left >= _OPEN_PT and sum(rule.x0 <= left + _SNAP_PT for rule in level) >= 2:
        xs = [left, *xs]
    if right - xs[-1] >= _OPEN_PT and sum(rule.x1 >= right - _SNAP_PT for rule in level) >= 2:
        xs = [*xs, right]
    return xs


def _open_head(ys: list[float], upright: Sequence[Box]) -> list[float]:
    """The same of heads without a rule above them: where they begin, and where all upright rules
    break."""
    if not ys or not upright:
        return []
    top = min(rule.y0 for rule in upright)
    columns = {round(rule.x0) for rule in upright if rule.y0 <= top + _SNAP_PT}
    if ys[0] - top < _OPEN_PT or len(columns) < 2:
        return []
    breaks = [
        rule.y1
        for rule in upright
        if top + _OPEN_PT <= rule.y1 <= ys[0] - _OPEN_PT
        and {round(one.x0) for one in upright if abs(one.y1 - rule.y1) <= 1.0} >= columns
    ]
    return [top, *_snapped(breaks)]


def _snapped(values: Sequence[float]) -> list[float]:
    """One value for those that lie together: a rule may be drawn twice, or cell by cell."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SNAP_PT:
            groups[-1].append(value)
        else:
            groups.append([value])
    means = [sum(group) / len(group) for group in groups]
    kept = means[:1]
    for value in means[1:]:
        if value - kept[-1] >= _LEAST_CELL_PT:
            kept.append(value)
    return kept


def _nearest(values: Sequence[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))


def _covers(parts: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    reach, covered = start, 0.0
    for first, last in sorted(parts):
        low, high = max(first, reach), min(last, end)
        if high > low:
            covered += high - low
            reach = high
    return covered >= _COVER * (end - start)


def _rows(grid: Grid, words: Sequence[Word]) -> tuple[tuple[Cell, ...], ...]:
    """Cells with their spans; nothing where a merged cell is no rectangle."""
    height, width = len(grid.ys) - 1, len(grid.xs) - 1
    taken: set[tuple[int, int]] = set()
    texts: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        x, y = word.box.center
        row = min(height - 1, max(0, bisect_right(grid.ys, y) - 1))
        column = min(width - 1, max(0, bisect_right(grid.xs, x) - 1))
        texts.setdefault((row, column), []).append(word)
    rows: list[tuple[Cell, ...]] = []
    for row in range(height):
        cells: list[Cell] = []
        for column in range(width):
            if (row, column) in taken:
                continue
            columns = 1
            while column + columns < width and (row, column + columns - 1) not in grid.right:
                columns += 1
            down = 1
            while row + down < height and not any(
                (row + down - 1, column + step) in grid.below for step in range(columns)
            ):
                down += 1
            places = {(row + r, column + c) for r in range(down) for c in range(columns)}
            if places & taken:
                return ()
            taken |= places
            parts = [texts.get((row, column + step), []) for step in range(columns)]
            if down == 1 and _are_apart(parts, grid.xs[column + 1 : column + columns]):
                cells += [cell_of(part) for part in parts]
                continue
            inside = [word for place in sorted(places) for word in texts.get(place, ())]
            cells.append(cell_of(inside, down, columns))
        if cells:
            rows.append(tuple(cells))
    return _without_empty(rows)


def _are_apart(parts: Sequence[Sequence[Word]], borders: Sequence[float]) -> bool:
    """Whether texts keep to the columns of the rows that have upright rules: rows between bands of
    colour have none, and are no merged cell."""
    filled = [part for part in parts if part]
    if len(filled) < 2:
        return False
    words = [word for part in filled for word in part]
    if any(word.box.x0 < x - 1 and word.box.x1 > x + 1 for x in borders for word in words):
        return False
    return all(
        min(word.box.x0 for word in right) - max(word.box.x1 for word in left) >= right[0].size
        for left, right in itertools.pairwise(filled)
    )


def _without_empty(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Without rows that hold nothing and that nothing reaches into."""
    if any(cell.rows > 1 for row in rows for cell in row):
        return tuple(rows)
    return tuple(row for row in rows if any(cell.text for cell in row))


def with_ruled(found: Sequence[Region], ruled: Sequence[Region]) -> list[Region]:
    """A ruled table takes the place of what docvortex saw there: a table without its merged
    cells, a picture (field A23)."""
    kept = [
        one
        for one in found
        if one.kind not in (RegionKind.TABLE, RegionKind.PICTURE, RegionKind.FORMULA)
        or not any(
            region.box.overlap(one.box) > 0.6 * min(one.box.area, region.box.area)
            and (one.kind is not RegionKind.PICTURE or one.box.area < 1.5 * region.box.area)
            for region in ruled
        )
    ]
    return [*kept, *ruled]
