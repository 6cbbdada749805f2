"""Bullets of lists in scans: the networks drop them, or read them as "·", "。", "-", "o".

So they are looked for in the ink: a small compact mark before the text of a line, with a blank
behind it and nothing before it. One alone is a speck, or the end of something: marks count where
two lines have the same at the same place, or where the network read a mark there as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from core.worker.flash.ocr.image import Span, hull
from core.worker.flash.ocr.lines import LineWord, OcrLine
from core.worker.flash.ocr.tick_boxes import EMPTY, TICKED

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

BEFORE_EM, WITHIN_EM = 3.5, 3.0
"""How far before and behind the start of a line a mark and the text after it are looked for."""
WORD_GAP_EM = 0.2
ALONE_EM = 1.0
"""Blank before a mark: what stands nearer is text, and the mark a part of it."""
GAPS_EM = (0.22, 2.6)
"""Blank between a mark and its text."""
WIDE_GAP_EM = 0.5
"""Behind what may be a letter of its own."""
SIDES_EM = (0.12, 0.66)
LARGE_EM = 0.9
"""Of a square, which no letter looks like."""
SQUARE = 0.86
SMALL_RING_EM = 0.36
"""A ring that is larger may be the letter o."""
MOST_UNEQUAL = 1.5
SOLID = 0.7
"""Share of its box that a disc (.79) or a square (1) fills; a ring has less, and so do letters."""
RING = 0.3
DASH_EM = (0.25, 1.15)
FLAT_EM = 0.22
OFF_MIDDLE_EM = 0.34
ALIKE_EM = 0.45
"""Marks and texts of one list stand below each other within this."""
_MARKS = frozenset("•·∙●○◦■□▪▫◆◇-–—−.。°*~»>=_¤¢+")
"""What the network reads such a mark as, and no word begins with."""
_LETTERS = frozenset("oOe0")


class _Shape(Enum):
    ROUND = "•"
    """Or square, full or not: a scan does not say which for sure, and Markdown has one."""
    DASH = "–"


@dataclass(frozen=True)
class _Mark:
    """What stands before the text of a line."""

    shape: _Shape
    span: Span
    text_at: float
    """Where the text behind it begins, in pixels from the left."""


def with_bullets(dark: Image, lines: Sequence[OcrLine]) -> list[OcrLine]:
    """The lines of a level picture; an item's begins with its bullet as a word of its own.

    ``dark``: the picture's ink (`ink_of`).
    """
    found = {number: mark for number, line in enumerate(lines) if (mark := _mark(dark, line))}
    sure = {
        number: mark
        for number, mark in found.items()
        if _is_read(lines[number], mark)
        or any(
            other != number and _are_alike(mark, found[other], lines[number].size)
            for other in found
        )
    }
    # A mark that was read as a line of its own is not said twice.
    marks = [mark.span.grown(0.3 * lines[number].size) for number, mark in sure.items()]
    kept = []
    for number, line in enumerate(lines):
        if number in sure:
            kept.append(_marked(line, sure[number]))
        elif not line.repeats(marks):
            kept.append(line)
    return kept


def _mark(dark: Image, line: OcrLine) -> _Mark | None:
    """The mark before a line's text, by its ink."""
    em = line.size
    if line.standing or em < 6 or not line.words or line.letters < 2 or _has_box(line):
        return None
    parts = list(_runs(_inked(dark, line), WORD_GAP_EM * em))
    for place, (one, text) in enumerate(itertools.pairwise(parts)):
        if one.box.x0 > line.span.x0 + em:
            return None
        before = parts[place - 1].box.x1 if place else one.box.x0 - BEFORE_EM * em
        gap = text.box.x0 - one.box.x1
        if one.box.x0 - before < ALONE_EM * em or not GAPS_EM[0] * em <= gap <= GAPS_EM[1] * em:
            continue
        if text.box.x0 < line.span.x0 - 0.5 * em or text.box.x0 > line.span.x0 + 2.2 * em:
            continue  # the text of another line
        shape = _shape(one, em, line.span.mid_y, gap)
        if shape is not None:
            mark = _Mark(shape, one.box, text.box.x0)
            return None if _is_letter(line, mark) else mark
    return None


def _has_box(line: OcrLine) -> bool:
    return line.words[0].text in (EMPTY, TICKED)


@dataclass(frozen=True)
class _Run:
    """Ink without a blank in it."""

    box: Span
    fill: float
    """Share of the box that is inked."""
    pieces: int


def _inked(dark: Image, line: OcrLine) -> list[tuple[Span, int]]:
    """The pieces of ink around the start of a line, with how many pixels each has."""
    import cv2

    em, middle = line.size, line.span.mid_y
    top, foot = max(0, int(middle - 0.55 * em)), int(middle + 0.55 * em) + 1
    left = max(0, int(line.span.x0 - BEFORE_EM * em))
    window = dark[top:foot, left : int(line.span.x0 + WITHIN_EM * em)]
    if not window.size:
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(window, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        if area >= max(4.0, 0.008 * em * em):
            found.append((Span(left + x, top + y, left + x + width, top + y + height), area))
    return sorted(found, key=lambda one: one[0].x0)


def _runs(pieces: Sequence[tuple[Span, int]], gap: float) -> Iterator[_Run]:
    group: list[tuple[Span, int]] = []
    for piece in pieces:
        if group and piece[0].x0 - max(span.x1 for span, _ in group) >= gap:
            yield _run(group)
            group = []
        group.append(piece)
    if group:
        yield _run(group)


def _run(group: Sequence[tuple[Span, int]]) -> _Run:
    box = hull([span for span, _ in group])
    return _Run(box, sum(area for _, area in group) / max(1.0, box.area), len(group))


def _is_letter(line: OcrLine, mark: _Mark) -> bool:
    """Whether the network read a letter there: two lines of a text may both begin with the word
    "a". Marks are read as few letters, and have more room behind them than a word."""
    first = line.words[0]
    begin = first.text[0]
    return (
        begin.isalnum()
        and _is_before(first, mark, line.size)
        and (begin not in _LETTERS or mark.text_at - mark.span.x1 < WIDE_GAP_EM * line.size)
    )


def _is_before(first: LineWord, mark: _Mark, em: float) -> bool:
    """Whether a line's first letter was read where the mark is."""
    return first.span.x0 + 0.25 * min(em, first.span.width) < mark.text_at - 0.05 * em


def _shape(one: _Run, em: float, middle: float, gap: float) -> _Shape | None:
    if one.pieces != 1 or abs(one.box.mid_y - middle) > OFF_MIDDLE_EM * em:
        return None
    width, height = one.box.width / em, one.box.height / em
    if height <= FLAT_EM and DASH_EM[0] <= width <= DASH_EM[1] and width >= 1.9 * height:
        return _Shape.DASH
    most = LARGE_EM if one.fill >= SQUARE else SIDES_EM[1]
    if not (SIDES_EM[0] <= min(width, height) and max(width, height) <= most):
        return None
    if max(width, height) > MOST_UNEQUAL * min(width, height):
        return None
    is_letter = height > SMALL_RING_EM and gap < WIDE_GAP_EM * em
    if one.fill >= SOLID or (one.fill >= RING and not is_letter):
        return _Shape.ROUND
    return None


def _are_alike(one: _Mark, other: _Mark, em: float) -> bool:
    return (
        one.shape is other.shape
        and abs(one.span.mid_x - other.span.mid_x) <= ALIKE_EM * em
        and abs(one.text_at - other.text_at) <= ALIKE_EM * em
        and abs(one.span.mid_y - other.span.mid_y) > 0.5 * em
    )


def _is_read(line: OcrLine, mark: _Mark) -> bool:
    """Whether the network saw a mark there, too, that is no dash of running text."""
    first = line.words[0].text[0]
    is_told = first in _MARKS and line.words[0].text != "*"  # else the sign of a note
    return mark.shape is not _Shape.DASH and is_told and line.letters > 1


def _marked(line: OcrLine, mark: _Mark) -> OcrLine:
    """With the mark in front, in place of what it was read as."""
    words = list(line.words)
    first = words[0]
    if mark.shape is _Shape.DASH and not _is_text(_without_mark(words, mark, line.size)):
        return line  # a minus before a number, a blank in a table
    words = _without_mark(words, mark, line.size)
    if not words:
        return line
    bullet = LineWord(mark.shape.value, mark.span, first.score)
    return replace(line, words=(bullet, *words), span=hull([mark.span, line.span]))


def _is_text(words: Sequence[LineWord]) -> bool:
    return bool(words) and words[0].text[0].isalpha()


def _without_mark(words: Sequence[LineWord], mark: _Mark, em: float) -> list[LineWord]:
    first = words[0]
    is_before = _is_before(first, mark, em)
    if len(first.text) == 1:
        is_mark = first.text in _MARKS or (first.text in _LETTERS and is_before)
        return list(words[1:] if is_mark else words)
    head, rest = first.text[0], first.text[1:]
    is_mark = head in _MARKS or (
        head in _LETTERS and is_before and (rest[0].isupper() or not rest[0].isascii())
    )
    if not is_mark:
        return list(words)
    return [LineWord(rest, _from(first.span, mark.text_at), first.score), *words[1:]]


def _from(span: Span, x0: float) -> Span:
    """The same, from there on."""
    return Span(min(max(span.x0, x0), span.x1), span.y0, span.x1, span.y1)
