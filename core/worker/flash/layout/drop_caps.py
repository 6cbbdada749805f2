"""Initials that reach over several lines: the first letter of a chapter or an article.

Their baseline is that of the second line or the third, so that they ended up within the first
sentence ("he sensors … two T metres above"). Found in books and magazines made for a trial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.text.lines import TextLine

_LARGER = 1.7
_MOST_LETTERS = 2
"""The letter, and a quotation mark before it."""
_NEAR_EM = 1.0


def with_drop_caps(segments: Sequence[TextLine]) -> list[TextLine]:
    """The segments of a page, each initial at the beginning of the line that it belongs to."""
    kept = list(segments)
    for segment in segments:
        if not _begins_with_initial(segment):
            continue
        place = kept.index(segment)
        parts = _parted(segment)
        others = [*kept[:place], *parts[1:], *kept[place + 1 :]]
        first = _line_of(parts[0], others)
        if first is None:
            continue
        word, letter = first.words[0], parts[0].words[0]
        head = replace(word, text=letter.text, box=letter.box, glued=False)
        line = TextLine((head, replace(word, glued=True), *first.words[1:]), first.index)
        kept = [line if one is first else one for one in others]
    return kept


def _begins_with_initial(segment: TextLine) -> bool:
    first = segment.words[0]
    return (
        not segment.angle
        and len(first.text) <= _MOST_LETTERS
        and first.text[-1].isalpha()
        and first.text[-1].isupper()
        and (len(segment.words) == 1 or first.size >= _LARGER * segment.words[1].size)
    )


def _parted(segment: TextLine) -> list[TextLine]:
    """The initial, and what stands beside it on the line of its foot."""
    rest = segment.words[1:]
    parts = [TextLine(segment.words[:1], segment.index)]
    return [*parts, TextLine(rest, segment.index + 1)] if rest else parts


def _line_of(initial: TextLine, segments: Sequence[TextLine]) -> TextLine | None:
    """The uppermost of two lines or more that begin right of the initial, within its height."""
    box = initial.box
    beside = [
        one
        for one in segments
        if not one.angle
        and initial.size >= _LARGER * one.size
        and 0 <= one.box.x0 - box.x1 + 0.3 * one.size <= _NEAR_EM * one.size + 0.3 * one.size
        and box.y0 - 0.3 * initial.size <= one.box.center[1] <= initial.baseline + 0.2 * one.size
    ]
    if len(beside) < 2:
        return None
    beside.sort(key=lambda one: one.baseline)
    first = beside[0]
    return first if first.text[0].isalpha() else None
