"""Slanted and standing text of a page: heads of columns, and watermarks over the text.

Read as lines they would come among the text letter by letter: "CONFIDENTIAL DRAFT" over three pages
of prose made 21 headings of a letter each, and a table whose heads are slanted had none.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import Box
from core.worker.flash.text.lines import TextLine

HEAD_LETTERS = 40
LEAST_HEADS = 2
REACH_EM = 4.0
"""How far below their heads the first cells of columns begin."""
APART_EM = 1.2
BESIDE_EM = 1.5
"""How far a cell may lie beside the foot of its slanted head."""
SAME_ROW_EM = 0.8
OFTEN = 3
"""The same slanted words so often on one page are a watermark."""
LARGE = 1.8
"""Times the size of the text under it: level words are a watermark only where they are so large."""
COVERED = 2
"""Lines of text that a watermark runs over."""
MOST = 300
"""Turned lines of a page: more are the labels of a map or a plan."""


@dataclass(frozen=True)
class PartedText:
    """The segments of a page without what is slanted over them."""

    segments: list[TextLine]
    watermarks: list[Draft]


def part_slanted(page: int, segments: Sequence[TextLine]) -> PartedText:
    """Set heads of columns upright, in the row above their cells; part watermarks from the text."""
    texts = [one for one in segments if not one.angle]
    if len(segments) - len(texts) > MOST:
        return PartedText(list(segments), [])
    heads = _heads(segments, texts)
    over = {id(one) for one in _watermarks(segments, texts) if one.index not in heads}
    found = [heads.get(one.index, one) for one in segments if id(one) not in over]
    marks = [Draft(page, [one], region=RegionKind.ASIDE) for one in segments if id(one) in over]
    return PartedText(found, marks)


def _watermarks(segments: Sequence[TextLine], texts: Sequence[TextLine]) -> Iterator[TextLine]:
    counts = Counter((one.angle, one.text) for one in segments if one.angle % 90)
    usual = statistics.median(one.size for one in texts) if texts else 0.0
    for line in segments:
        if line.angle % 90:
            is_often = counts[line.angle, line.text] >= OFTEN
            if is_often or _lines_under(line, texts) >= COVERED:
                yield line
        elif not line.angle and line.size >= LARGE * usual:
            under = [one for one in texts if one.size * LARGE <= line.size]
            if len(under) > COVERED and _lines_under(line, under) >= COVERED:
                yield line


def _lines_under(line: TextLine, texts: Sequence[TextLine]) -> int:
    """How many lines of text it crosses, by points along its middle."""
    near = [one for one in texts if one is not line and one.box.overlap(line.box) > 0]
    places = _points(line) if near else []
    return sum(any(one.box.holds(x, y) for x, y in places) for one in near)


def _points(line: TextLine) -> list[tuple[float, float]]:
    box, steps = line.box, 2 * max(2, line.letters)
    rises = line.angle > 180
    if not line.angle:
        rows = (0.25, 0.5, 0.75)  # tall letters hold whole lines
        return [
            (box.x0 + box.width * n / steps, box.y0 + box.height * row)
            for n in range(steps + 1)
            for row in rows
        ]
    return [
        (
            box.x0 + box.width * n / steps,
            box.y1 - box.height * n / steps if rises else box.y0 + box.height * n / steps,
        )
        for n in range(steps + 1)
    ]


def _heads(segments: Sequence[TextLine], texts: Sequence[TextLine]) -> dict[int, TextLine]:
    """Index of a segment → the same upright, in its column."""
    turned = [one for one in segments if one.angle % 180 and one.letters <= HEAD_LETTERS]
    found: dict[int, TextLine] = {}
    for angle in sorted({one.angle for one in turned}):
        own = sorted((one for one in turned if one.angle == angle), key=lambda one: _foot(one)[1])
        for row in _rows(own):
            cells = [_cell_below(one, texts) for one in row]
            if sum(cell is not None for cell in cells) < max(LEAST_HEADS, 0.6 * len(row)):
                continue
            if any(_lines_under(one, texts) for one in row):
                continue
            foot = _row_beside(row, texts)
            for one, cell in zip(row, cells, strict=True):
                found[one.index] = _upright(one, cell, foot)
    return found


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Those whose feet stand at one height, from left to right, each a column apart."""
    rows: list[list[TextLine]] = []
    for line in lines:
        if rows and abs(_foot(rows[-1][0])[1] - _foot(line)[1]) <= SAME_ROW_EM * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    ordered = [sorted(row, key=lambda one: _foot(one)[0]) for row in rows]
    return [
        row
        for row in ordered
        if len(row) >= LEAST_HEADS
        and all(
            _foot(two)[0] - _foot(one)[0] >= APART_EM * one.size
            for one, two in itertools.pairwise(row)
        )
    ]


def _foot(line: TextLine) -> tuple[float, float]:
    """The lower end of a line that stands or is slanted."""
    box = line.box
    if line.angle in (90, 270):
        return (box.x0 + box.x1) / 2, box.y1
    lean = 0.7 * line.size * abs(math.sin(math.radians(line.angle)))
    return (box.x0 + lean if line.angle > 180 else box.x1 - lean), box.y1


def _cell_below(head: TextLine, texts: Sequence[TextLine]) -> Box | None:
    """The nearest word below a head's foot."""
    x, y = _foot(head)
    reach = BESIDE_EM * head.size
    near = [
        word.box
        for line in texts
        if 0 < line.baseline - y <= REACH_EM * head.size
        for word in line.words
        if word.box.x0 - reach <= x <= word.box.x1 + reach
    ]
    return min(near, key=lambda box: (round(box.y0), abs(box.center[0] - x)), default=None)


def _row_beside(row: Sequence[TextLine], texts: Sequence[TextLine]) -> float:
    """The baseline of their row: that of a head that is level, or where they end."""
    y = max(_foot(one)[1] for one in row)
    size = row[0].size
    level = [one.baseline for one in texts if abs(one.baseline - y) <= SAME_ROW_EM * size]
    return min(level, key=lambda baseline: abs(baseline - y), default=y)


def _upright(head: TextLine, cell: Box | None, baseline: float) -> TextLine:
    x, _ = _foot(head)
    x0, x1 = (x - head.size, x + head.size) if cell is None else (cell.x0, cell.x1)
    word = head.words[0]
    text = " ".join(one.text for one in head.words)
    top = min(head.box.y0, baseline - 0.8 * head.size)  # as high as it is: no blank row above it
    box = Box(x0, top, x1, baseline + 0.2 * head.size)
    return TextLine((replace(word, text=text, box=box, angle=0, baseline=baseline),), head.index)
