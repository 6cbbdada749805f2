"""A frame around text, or a colour behind it, is no picture (a timetable beside an article became
one, and the heading below it with it).
"""

from __future__ import annotations

from collections.abc import Sequence

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.rules import Drawing

_MOST_SHAPES = 2
"""A frame and what fills it; the simplest drawing is made of more."""
_LEAST_LINES = 2
_SLACK_PT = 2.0


def without_text_boxes(
    found: Sequence[Region], drawing: Drawing, segments: Sequence[TextLine]
) -> list[Region]:
    """The regions without pictures in which text alone stands, within a frame at most."""
    return [one for one in found if not _is_text_box(one, drawing, segments)]


def _is_text_box(region: Region, drawing: Drawing, segments: Sequence[TextLine]) -> bool:
    if region.kind is not RegionKind.PICTURE:
        return False
    if any(region.box.overlap(box) > 0 for box in drawing.pictures):
        return False
    inside = [box for box in drawing.shapes if region.box.holds(*box.center, _SLACK_PT)]
    lines = [one for one in segments if region.box.holds(*one.box.center, _SLACK_PT)]
    return (
        0 < len(inside) <= _MOST_SHAPES
        and len(lines) >= _LEAST_LINES
        and all(_frames(box, lines) for box in inside)
        and not any(one.angle for one in lines)
    )


def _frames(box: Box, lines: Sequence[TextLine]) -> bool:
    """Most of what stands in the region stands in the box: a photograph has its words beside it."""
    held = sum(box.holds(*one.box.center, _SLACK_PT) for one in lines)
    return 2 * held >= len(lines)
