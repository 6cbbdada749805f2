"""Tables without rules that fell into parts, because a cell of two lines stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box
from core.worker.flash.tables.open_tables import region_of
from core.worker.flash.text.lines import TextLine

_GAP_EM = 6.0
_SHARED = 0.9
_LETTERS = 60
"""A longer line between two tables is a paragraph."""


def with_parts_joined(found: Sequence[Region], segments: Sequence[TextLine]) -> list[Region]:
    """The regions of a page; two tables with rows between them, in their columns, are one."""
    kept = list(found)
    tables = sorted(
        (one for one in found if one.kind is RegionKind.TABLE and one.is_added and not one.borders),
        key=lambda one: one.box.y0,
    )
    place = 0
    while place + 1 < len(tables):
        whole = _joined(tables[place], tables[place + 1], segments)
        if whole is None:
            place += 1
            continue
        kept = [one for one in kept if one not in tables[place : place + 2]] + [whole]
        tables[place : place + 2] = [whole]
    return kept


def _joined(upper: Region, lower: Region, segments: Sequence[TextLine]) -> Region | None:
    a, b = upper.box, lower.box
    width = min(a.width, b.width)
    if min(a.x1, b.x1) - max(a.x0, b.x0) < _SHARED * width or b.y0 <= a.y1:
        return None
    box = a.union(b)
    inside = [one for one in segments if not one.angle and box.holds(*one.box.center, 1.0)]
    between = [one for one in inside if a.y1 < one.box.center[1] < b.y0]
    if not between or b.y0 - a.y1 > _GAP_EM * between[0].size:
        return None
    if len(between) < 2 or any(_is_apart(one, box) for one in between):
        return None
    whole = region_of(box, [word for one in inside for word in one.words], ())
    if whole is None or _width(whole) != max(_width(upper), _width(lower)):
        return None
    return whole if len(whole.rows) > len(upper.rows) + len(lower.rows) else None


def _is_apart(line: TextLine, box: Box) -> bool:
    """A heading or a sentence: what stands between two tables and is of none."""
    return line.is_bold or line.letters > _LETTERS or line.box.width > 0.6 * box.width


def _width(table: Region) -> int:
    return max(sum(cell.columns for cell in row) for row in table.rows)
