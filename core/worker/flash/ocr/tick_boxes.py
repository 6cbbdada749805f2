"""Boxes to tick in scans: the networks drop them, or read them as "口", "D", "0".

So they are looked for in the ink: four strokes about as long as a letter is high, at right angles
and no longer. What is inked within them is a tick.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.worker.flash.ocr.image import Span, hull
from core.worker.flash.ocr.lines import LineWord, OcrLine

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

EMPTY, TICKED = "☐", "☑"
SIDES_EM = (0.55, 1.25)
STROKE_EM = 0.38
"""A shorter stroke is no side: those of letters are."""
CORNER_EM = 0.2
"""How far the ends of two sides may lie apart."""
UNEQUAL = 1.25
THICK_EM = 0.45
SIDE_INK = 0.8
"""Share of a side that is inked."""
BLANK_EM = 0.2
"""Beside a box, where a letter would have its neighbours."""
INKED = 0.06
GAP_EM = 2.6
OFF_MIDDLE_EM = 0.5
_READ_AS = frozenset("□☐☑☒■口囗O0DoQ[]|✓✔√vV×xX")


@dataclass(frozen=True)
class TickBox:
    """A box of the page, in pixels."""

    span: Span
    is_ticked: bool

    @property
    def text(self) -> str:
        return TICKED if self.is_ticked else EMPTY


def with_tick_boxes(dark: Image, lines: Sequence[OcrLine]) -> list[OcrLine]:
    """The lines of a level picture with their boxes as words. ``dark``: its ink (`ink_of`)."""
    level = [line for line in lines if not line.standing and line.words]
    if not level:
        return list(lines)
    boxes = tick_boxes(dark, statistics.median(line.size for line in level))
    placed: dict[int, list[TickBox]] = {}
    for box in boxes:
        near = [
            (gap, number)
            for number, line in enumerate(lines)
            if (gap := _gap(box, line)) is not None
        ]
        if near:
            placed.setdefault(min(near)[1], []).append(box)
    taken = [box.span for found in placed.values() for box in found]
    kept = []
    for number, line in enumerate(lines):
        if number in placed:
            kept.append(_with(line, placed[number]))
        elif not line.repeats(taken):
            kept.append(line)
    return kept


def tick_boxes(dark: Image, em: float) -> list[TickBox]:
    """All boxes of a page whose letters are so large."""
    import cv2
    import numpy

    if em < 6:
        return []
    reach = max(3, round(STROKE_EM * em))
    level = _strokes(cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((1, reach), numpy.uint8)))
    upright = _strokes(cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((reach, 1), numpy.uint8)))
    least, most = SIDES_EM[0] * em, SIDES_EM[1] * em
    thick = THICK_EM * em
    tops = [one for one in level if least <= one.width <= most and one.height <= thick]
    sides = [one for one in upright if least <= one.height <= most and one.width <= thick]
    found: list[TickBox] = []
    for top in tops:
        low = [one for one in sides if abs(one.y0 - top.y0) <= CORNER_EM * em]
        for left in (one for one in low if abs(one.x0 - top.x0) <= CORNER_EM * em):
            for right in (one for one in low if abs(one.x1 - top.x1) <= CORNER_EM * em):
                span = Span(left.x0, top.y0, right.x1, max(left.y1, right.y1))
                foot = _foot(span, tops, em)
                if left is right or foot is None:
                    continue
                span = Span(span.x0, span.y0, span.x1, foot.y1)
                if not _is_square(span):
                    continue
                if not (_has_sides(dark, span) and _stands_alone(dark, span, em)):
                    continue
                inner = Span(left.x1 + 1, top.y1 + 1, right.x0 - 1, foot.y0 - 1)
                if not any(other.span.holds(span.mid_x, span.mid_y) for other in found):
                    found.append(TickBox(span, _ink(dark, inner) > INKED))
    return found


def _strokes(picture: Image) -> list[Span]:
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(picture, connectivity=8)
    return [
        Span(float(x), float(y), float(x + width), float(y + height))
        for x, y, width, height, _ in stats[1:count]
    ]


def _is_square(span: Span) -> bool:
    return max(span.width, span.height) <= UNEQUAL * min(span.width, span.height)


def _foot(span: Span, strokes: Sequence[Span], em: float) -> Span | None:
    reach = CORNER_EM * em
    return next(
        (
            one
            for one in strokes
            if abs(one.y1 - span.y1) <= reach
            and abs(one.x0 - span.x0) <= reach
            and abs(one.x1 - span.x1) <= reach
            and one.mid_y > span.mid_y
        ),
        None,
    )


def _has_sides(dark: Image, span: Span) -> bool:
    """Whether all four sides are inked from corner to corner, as those of a G or an o are not."""
    step = max(2, round(0.15 * span.width))
    box = dark[int(span.y0) : int(span.y1), int(span.x0) : int(span.x1)] > 0
    bands = ((box[:step], 0), (box[-step:], 0), (box[:, :step], 1), (box[:, -step:], 1))
    return all(float(band.any(axis=axis).mean()) >= SIDE_INK for band, axis in bands)


def _stands_alone(dark: Image, span: Span, em: float) -> bool:
    """Nothing at its left; at its right a tick may reach out of it, but not at its foot."""
    blank, half = BLANK_EM * em, span.mid_y
    left = Span(span.x0 - blank - 1, span.y0, span.x0 - 1, span.y1)
    right = Span(span.x1 + 1, half, span.x1 + blank + 1, span.y1)
    return _ink(dark, left) < INKED and _ink(dark, right) < INKED


def _ink(dark: Image, span: Span) -> float:
    """Share of a part of the picture that is inked."""
    inside = dark[
        max(0, int(span.y0)) : max(0, int(span.y1)), max(0, int(span.x0)) : max(0, int(span.x1))
    ]
    return float((inside > 0).mean()) if inside.size else 0.0


def _gap(box: TickBox, line: OcrLine) -> float | None:
    """How far right of a box the next word of a line begins; ``None`` where it is none of it."""
    em, span = line.size, box.span
    if (
        line.standing
        or not line.words
        or any(_is_read(word, span, em) for word in line.words)
        or abs(span.mid_y - line.span.mid_y) > OFF_MIDDLE_EM * em
        or not SIDES_EM[0] * em <= span.height <= SIDES_EM[1] * em
    ):
        return None
    gaps = [
        max(0.0, word.span.x0 - span.x1)
        for word in line.words
        if word.span.mid_x > span.x1 and not _is_box(word, span)
    ]
    return min(gaps) if gaps and min(gaps) <= GAP_EM * em else None


def _is_read(word: LineWord, span: Span, em: float) -> bool:
    """Whether a letter was read there that is one: the second of a word, or no such letter."""
    if not word.span.x0 - 0.3 * em < span.mid_x < word.span.x1:
        return False
    return word.text[0] not in _READ_AS or (
        span.mid_x > word.span.x0 + em and not _is_box(word, span)
    )


def _is_box(word: LineWord, span: Span) -> bool:
    return len(word.text) <= 2 and span.x0 <= word.span.mid_x <= span.x1


def _with(line: OcrLine, boxes: Sequence[TickBox]) -> OcrLine:
    words = list(line.words)
    for box in sorted(boxes, key=lambda one: one.span.x0):
        span = box.span
        words = [word for word in words if not _is_box(word, span)]
        place = next((i for i, one in enumerate(words) if one.span.mid_x > span.x1), len(words))
        if place < len(words):
            words[place] = _without_box(words[place], span)
        words.insert(place, LineWord(box.text, span, 1.0))
    return replace(line, words=tuple(words), span=hull([line.span, *(box.span for box in boxes)]))


def _without_box(word: LineWord, span: Span) -> LineWord:
    """What a box was read as at the beginning of a word goes."""
    its = word.span
    if len(word.text) < 2 or word.text[0] not in _READ_AS or its.x0 > span.mid_x:
        return word
    return LineWord(word.text[1:], Span(span.x1, its.y0, its.x1, its.y1), word.score)
