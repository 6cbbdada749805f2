"""Tables without any rules, by their numbers: columns of figures below each other, and what stands
beside them (sheets, statements; docs/quality.md, "Tables without a grid")."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box, around
from core.worker.flash.tables.open_tables import region_of
from core.worker.flash.text.lines import TextLine

_NUMBER = re.compile(r"^[$€£¥(+–−-]*\s?\d[\d\s.,:/]*\s?[%)KMBT]?$")
_LEADER = re.compile(r"\.{4,}|(?:\. ){3,}|…{2,}|·{4,}")
_LINE_NUMBER = re.compile(r"^\d{1,3}:$")
_ALIGNED_PT = 2.0
_LEAST_ROWS = 3
_STEP_EM = 2.6
_REACH_EM = 28.0
"""A label and its number are no further apart."""
_LETTERS = 48
_NOT_IN = (RegionKind.TABLE, RegionKind.PICTURE, RegionKind.FORMULA, RegionKind.INDEX)


def number_tables(segments: Sequence[TextLine], found: Sequence[Region]) -> list[Region]:
    """Tables of a page that nothing else has found; ``found`` is all that was."""
    boxes = [region.box for region in found if region.kind in _NOT_IN]
    short = [
        segment
        for segment in segments
        if not segment.angle
        and segment.letters <= _LETTERS
        and not segment.is_mono
        and not any(box.holds(*segment.box.center) for box in boxes)
    ]
    tables = []
    for body in _runs(_rows(short)):
        run = _with_head(body, short)
        if _is_listing(run):
            continue
        members = [segment for row in run for segment in row]
        box = around([segment.box for segment in members])
        words = [word for segment in members for word in segment.words]
        region = region_of(box, words, ())
        if region is not None:
            tables.append(region)
    return tables


def _rows(short: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines with a number that stands in a column of numbers, and its neighbours on that line."""
    numbers = [segment for segment in short if _NUMBER.match(segment.text)]
    stacked = {id(one) for one in numbers if _has_column(one, numbers)}
    rows: list[list[TextLine]] = []
    for segment in sorted(short, key=lambda one: (one.baseline, one.box.x0)):
        if rows and abs(rows[-1][0].baseline - segment.baseline) <= 0.3 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    kept = []
    for row in rows:
        row.sort(key=lambda one: one.box.x0)
        for part in _near(row):
            if len(part) >= 2 and any(id(one) in stacked for one in part):
                kept.append(part)
    return kept


def _near(row: Sequence[TextLine]) -> list[list[TextLine]]:
    parts: list[list[TextLine]] = []
    for segment in row:
        if parts and segment.box.x0 - parts[-1][-1].box.x1 <= _REACH_EM * segment.size:
            parts[-1].append(segment)
        else:
            parts.append([segment])
    return parts


def _has_column(one: TextLine, numbers: Sequence[TextLine]) -> bool:
    """Two other numbers stand above or below it, in line with it."""
    near = [
        other
        for other in numbers
        if abs(other.box.x1 - one.box.x1) <= _ALIGNED_PT
        or abs(other.box.x0 - one.box.x0) <= _ALIGNED_PT
        or abs(other.box.center[0] - one.box.center[0]) <= _ALIGNED_PT
    ]
    return len(near) >= _LEAST_ROWS


def _runs(rows: Sequence[list[TextLine]]) -> list[list[list[TextLine]]]:
    """Rows below each other, in columns of one number at least."""
    runs: list[list[list[TextLine]]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and 0 < row[0].baseline - last[0].baseline <= _STEP_EM * row[0].size
            and _is_below(last, row)
        ):
            runs[-1].append(row)
        else:
            runs.append([row])
    return [run for run in runs if len(run) >= _LEAST_ROWS]


def _is_below(above: Sequence[TextLine], row: Sequence[TextLine]) -> bool:
    return any(
        _NUMBER.match(one.text)
        and (
            abs(one.box.x1 - other.box.x1) <= _ALIGNED_PT
            or abs(one.box.x0 - other.box.x0) <= _ALIGNED_PT
            or abs(one.box.center[0] - other.box.center[0]) <= _ALIGNED_PT
        )
        for one in row
        for other in above
    )


def _with_head(run: list[list[TextLine]], short: Sequence[TextLine]) -> list[list[TextLine]]:
    """The line of heads right above the numbers, where it has a head for two columns or more."""
    top = run[0][0]
    box = around([segment.box for row in run for segment in row])
    wide = Box(box.x0 - 6 * top.size, box.y0, box.x1 + 4 * top.size, box.y1)
    above = sorted(
        (
            segment
            for segment in short
            if 0 < top.baseline - segment.baseline <= _STEP_EM * top.size
            and wide.x0 <= segment.box.x0
            and segment.box.x1 <= wide.x1
        ),
        key=lambda one: one.box.x0,
    )
    lines = {round(segment.baseline) for segment in above}
    if len(above) < 2 or len(lines) != 1:
        return run
    return [above, *run]


def _is_listing(run: Sequence[Sequence[TextLine]]) -> bool:
    """A table of contents, numbered items, numbered lines, equations: numbers that only count."""
    if any(_LEADER.search(one.text) for row in run for one in row):
        return True
    firsts = [_whole_number(row[0].text) for row in run]
    lasts = [_whole_number(row[-1].text) for row in run]
    width = max(len(row) for row in run)
    if (
        width == 2
        and sum(_LINE_NUMBER.match(row[0].text) is not None for row in run) > len(run) / 2
    ):
        return True  # the steps of an algorithm
    counts = [value for value in firsts if value is not None]
    if width == 2 and len(counts) >= 2 and _is_counting(counts):
        return True
    pages = [value for value in lasts if value is not None]
    return (
        width <= 3
        and len(pages) >= len(run) - 1
        and all(a <= b for a, b in itertools.pairwise(pages))
        and sum(any(c.isalpha() for c in row[0].text + row[-2].text) for row in run) >= len(run) - 1
        and len(set(pages)) >= 2
        and max(pages) < 2000
    )


def _is_counting(values: Sequence[int]) -> bool:
    return values[0] <= 3 and all(0 < b - a <= 5 for a, b in itertools.pairwise(values))


def _whole_number(text: str) -> int | None:
    bare = text.strip("()[]. ")
    return int(bare) if bare.isdigit() and len(bare) <= 6 else None
