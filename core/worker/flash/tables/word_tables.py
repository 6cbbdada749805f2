"""Tables with neither rules nor numbers, by their words: short texts in columns, row below row.

docvortex takes such a column for a paragraph, and liteparse sees one such table and not another.
Columns of running text stand at the same heights, too: they are told by lines that fill their
column, and by words that go on from line to line.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box, around
from core.worker.flash.tables.lite_tables import is_index, is_text
from core.worker.flash.tables.open_tables import region_of
from core.worker.flash.text.lines import HYPHENS, TextLine, rows
from core.worker.flash.text.marks import item_mark

_LETTERS = 40
_ALIGNED_PT = 2.0
_LEAST_ROWS = 3
_STEP_EM = 2.8
_GAP_EM = 1.0
_LOOSE_EM = 1.6
"""Rows of two columns are further apart than the lines of two addresses side by side."""
_MOST_WORDS = 4
_MOST_SMALL = 0.34
_UNEVEN = 1.25
_NOT_IN = (RegionKind.TABLE, RegionKind.PICTURE, RegionKind.FORMULA, RegionKind.INDEX)


def word_tables(segments: Sequence[TextLine], found: Sequence[Region]) -> list[Region]:
    """Tables of a page that nothing else has found; ``found`` is all that was."""
    boxes = [region.box for region in found if region.kind in _NOT_IN]
    free = [
        segment
        for segment in segments
        if not segment.angle and not any(box.holds(*segment.box.center) for box in boxes)
    ]
    lines = rows(free)
    if sum(len(line) >= 2 for line in lines) < _LEAST_ROWS:
        return []
    tables: list[Region] = []
    for run in _runs(lines):
        if not _is_table(run):
            continue
        box = around([segment.box for line in run for segment in line])
        region = region_of(box, [word for line in run for one in line for word in one.words], ())
        if region is not None and not is_text(region, found, free) and _is_alone(box, lines):
            tables.append(region)
    return tables


def _runs(lines: Sequence[list[TextLine]]) -> list[list[list[TextLine]]]:
    """Lines of short pieces below each other, with nothing between, in the same columns."""
    runs: list[list[list[TextLine]]] = []
    for line in lines:
        last = runs[-1] if runs else []
        if not _is_row(line):
            runs.append([])
        elif last and _goes_on(last, line):
            last.append(line)
        else:
            runs.append([line])
    return [run for run in runs if len(run) >= _LEAST_ROWS]


def _is_row(line: Sequence[TextLine]) -> bool:
    return len(line) >= 2 and all(
        one.letters <= _LETTERS
        and not one.is_mono
        and item_mark(one.words) is None
        and not one.text.endswith(HYPHENS)
        for one in line
    )


def _goes_on(run: Sequence[Sequence[TextLine]], line: Sequence[TextLine]) -> bool:
    above = run[-1]
    step = line[0].baseline - above[0].baseline
    return (
        0 < step <= _STEP_EM * line[0].size
        and abs(line[0].size - above[0].size) <= 0.1 * above[0].size
        and sum(any(_is_below(one, other) for one in above) for other in line) >= 2
    )


def _is_below(above: TextLine, line: TextLine) -> bool:
    a, b = above.box, line.box
    return (
        abs(a.x0 - b.x0) <= _ALIGNED_PT
        or abs(a.x1 - b.x1) <= _ALIGNED_PT
        or abs(a.center[0] - b.center[0]) <= _ALIGNED_PT
    )


def _is_table(run: Sequence[Sequence[TextLine]]) -> bool:
    cells = [one for line in run for one in line]
    size = cells[0].size
    steps = [b[0].baseline - a[0].baseline for a, b in itertools.pairwise(run)]
    has_head = all(one.is_bold for one in run[0]) and not any(one.is_bold for one in run[1])
    columns = statistics.median(len(line) for line in run)
    if columns < 3 and not has_head and min(steps) < _LOOSE_EM * size:
        return False
    gaps = [b.box.x0 - a.box.x1 for line in run for a, b in itertools.pairwise(line)]
    return (
        min(gaps) >= _GAP_EM * size
        and max(steps[has_head:] or steps) <= _UNEVEN * min(steps[has_head:] or steps)
        and statistics.median(len(one.words) for one in cells) <= _MOST_WORDS
        and sum(one.text[0].islower() for one in cells) <= _MOST_SMALL * len(cells)
        and not is_index(cells)
    )


def _is_alone(box: Box, lines: Sequence[Sequence[TextLine]]) -> bool:
    """Nothing stands beside it: a part of the rows of a page in columns is no table."""
    return not any(
        box.y0 <= one.box.center[1] <= box.y1 and not box.holds(*one.box.center, 1.0)
        for line in lines
        for one in line
    )
