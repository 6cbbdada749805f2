"""Bullets that are drawn, not written: browsers draw the discs, circles and squares of lists, and
LaTeX's slides draw balls. Without them, lists were paragraphs of lines run together.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.worker.flash.model import Box, Word
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.marks import item_mark

_REACH_EM = 2.5
"""From a bullet to its text."""
_SIZE_EM = (0.2, 0.75)
_ALIKE_PT = 0.4
_LEAST_ALIKE = 2
"""Bullets of one size on a page: a single dot is an ornament."""


def with_drawn_bullets(segments: Sequence[TextLine], dots: Sequence[Box]) -> list[TextLine]:
    """The segments, those that stand right of a drawn bullet with one as their first word."""
    before: dict[int, Box] = {}
    for dot in dots:
        place = _text_of(dot, segments)
        if place is not None:
            before[place] = dot
    alike = {
        place: dot
        for place, dot in before.items()
        if sum(_is_alike(dot, other) for other in before.values()) >= _LEAST_ALIKE
    }
    return [
        TextLine((_bullet(alike[place], segment), *segment.words), segment.index)
        if place in alike
        else segment
        for place, segment in enumerate(segments)
    ]


def _text_of(dot: Box, segments: Sequence[TextLine]) -> int | None:
    """The place of the segment next to it on its right; ``None`` where a word is on its left."""
    x, y = dot.center
    near = [
        (segment.box.x0, place)
        for place, segment in enumerate(segments)
        if (
            not segment.angle
            and segment.baseline - segment.size < y < segment.baseline
            and -_REACH_EM * segment.size < segment.box.x0 - x < _REACH_EM * segment.size
        )
        or segment.box.holds(x, y)
    ]
    if not near:
        return None
    left, place = min(near)
    segment = segments[place]
    least, most = (share * segment.size for share in _SIZE_EM)
    if left < dot.x1 - 1 or not least <= dot.height <= most:
        return None
    return place if item_mark(segment.words) is None else None


def _is_alike(one: Box, other: Box) -> bool:
    return abs(one.width - other.width) < _ALIKE_PT and abs(one.height - other.height) < _ALIKE_PT


def _bullet(dot: Box, segment: TextLine) -> Word:
    first = segment.words[0]
    return Word("•", dot, first.font, segment.size, baseline=segment.baseline)
