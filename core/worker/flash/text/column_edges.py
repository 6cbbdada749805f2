"""How far the column of a text reaches to the right, though its own lines are short.

A block of two lines does not say whether they were wrapped or broken off: its neighbours in the
column do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from core.worker.flash.text.lines import TextLine

_LEFT_EM = 1.0
_RAGGED_EM = 2.0
_LEAST_LINES = 3
_LEAST_WRAPPED = 2
_LEAST_WIDTH_EM = 12.0
_SIZE = 0.2
_STEP_EM = 1.7
_FAR = 2.5
_LEAST_VERSE = 4
_CAPITAL = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я“‘\"']")


class ColumnEdges:
    """Right edges of the columns of one page."""

    def __init__(self, segments: Sequence[TextLine]) -> None:
        self._wrapped = list(_wrapped(segments))
        self._verse = frozenset(_verse(segments))
        self._lines = [
            (one.box.x0, one.box.x1, one.size, one.index)
            for one in segments
            if not one.angle and one.size > 0
        ]

    def right_of(self, lines: Sequence[TextLine]) -> float:
        """The edge of the column that these lines begin in, in points; their own where many of
        them, or no others, say more. An edge is where three lines end that begin as they do."""
        own = max((line.box.x1 for line in lines), default=0.0)
        if not lines or lines[0].angle:
            return own
        left = min(line.box.x0 for line in lines)
        size = lines[0].size
        if sum(line.box.x1 >= own - _RAGGED_EM * size for line in lines) > _LEAST_LINES:
            return own
        inside = {line.index for line in lines}
        near = sorted(
            x1
            for x0, x1, its, index in self._lines
            if index not in inside
            and abs(x0 - left) < _LEFT_EM * size
            and abs(its - size) < _SIZE * size
            and x1 - x0 >= _LEAST_WIDTH_EM * size
        )
        for index in range(_LEAST_LINES - 1, len(near)):
            edge = near[index]
            if edge < own - 0.5 * size:
                continue
            if near[index - _LEAST_LINES + 1] >= edge - _RAGGED_EM * size:
                return max(own, edge)
        return own

    def is_far_from(self, lines: Sequence[TextLine]) -> bool:
        """Whether a line of the page begins as these do, in their size, and is so long that none
        of them can have been wrapped."""
        if not lines or lines[0].angle:
            return False
        left, size = min(line.box.x0 for line in lines), lines[0].size
        width = max(line.box.x1 for line in lines) - left
        inside = {line.index for line in lines}
        return any(
            x1 - x0 >= _FAR * width
            and abs(x0 - left) < 0.3 * size
            and abs(its - size) < 0.05 * size
            and index not in inside
            for x0, x1, its, index in self._lines
        )

    def is_verse(self, lines: Sequence[TextLine]) -> bool:
        """Whether all of these are lines of a poem, or set like them."""
        return len(lines) >= 2 and all(line.index in self._verse for line in lines)

    def wrapped_at(self, lines: Sequence[TextLine]) -> float | None:
        """Where running text that begins as these lines do is wrapped; ``None`` where the page has
        no such text. A line that begins with a small letter shows that the one above was wrapped.
        """
        left, size = min(line.box.x0 for line in lines), lines[0].size
        ends = [
            x1
            for x0, x1, its in self._wrapped
            if abs(x0 - left) < 0.3 * size and abs(its - size) < 0.05 * size
        ]
        return max(ends) if len(ends) >= _LEAST_WRAPPED else None


def _wrapped(segments: Sequence[TextLine]) -> Iterator[tuple[float, float, float]]:
    """Left and right edge, and size, of lines that go on in the next one."""
    upright = [one for one in segments if not one.angle and one.size > 0]
    for above, below in itertools.pairwise(sorted(upright, key=lambda one: one.index)):
        if (
            below.text[0].islower()
            and 0 < below.baseline - above.baseline < _STEP_EM * above.size
            and abs(above.box.x0 - below.box.x0) < 0.3 * above.size
            and abs(above.size - below.size) < 0.05 * above.size
        ):
            yield above.box.x0, above.box.x1, above.size


def _verse(segments: Sequence[TextLine]) -> Iterator[int]:
    """Indices of lines below each other that all begin with a capital and of which some would
    have taken up the next one's first word: a poem. Docvortex parts it into pairs of lines."""
    stanza: list[TextLine] = []
    for line in [
        *sorted((one for one in segments if not one.angle), key=lambda one: one.index),
        None,
    ]:
        above = stanza[-1] if stanza else None
        if (
            line is not None
            and above is not None
            and 0 < line.baseline - above.baseline < _STEP_EM * above.size
            and abs(above.box.x0 - line.box.x0) < 0.3 * above.size
            and abs(above.size - line.size) < 0.05 * above.size
        ):
            stanza.append(line)
            continue
        if len(stanza) >= _LEAST_VERSE and _is_verse(stanza):
            yield from (one.index for one in stanza)
        stanza = [line] if line is not None else []


def _is_verse(lines: Sequence[TextLine]) -> bool:
    right = max(line.box.x1 for line in lines)
    loose = sum(
        right - above.box.x1 > below.words[0].box.width + below.size
        for above, below in itertools.pairwise(lines)
    )
    return 3 * loose >= len(lines) - 1 and all(
        _CAPITAL.match(line.text) and not line.is_bold and not line.is_mono for line in lines
    )
