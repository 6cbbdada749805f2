"""Numbers of lines in the margin or in the gutter, as patents, bills and transcripts have them:
they belong to the page, and cut the sentences that they stand beside.

A column of numbers that count may be of a table, or of items, as well. So lines of text have to
stand beside each of them, or to pass by between those that count by fives.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.model import Box, Word
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.rules import LEAST_PT

_STEPS = (1, 2, 5, 10)
_LEAST = {1: 5, 2: 4, 5: 3, 10: 3}
_IN_LINE_PT = 1.5
_EVEN = 0.12
"""How far a step from one to the next may differ from the usual one."""
_BETWEEN = 3
_PITCH_EM = (1.0, 2.6)
"""From line to line."""
_LONG_LETTERS = 24
_WORDS_LETTERS = 8
_SMALL = 0.25
"""Share of lines of running text that begin with a small letter, at least."""
_LEAST_WITHIN = 2
_SPEAKER = 2
_GAP_EM = 0.5


def without_line_numbers(segments: Sequence[TextLine]) -> list[TextLine]:
    """The segments of a page without the numbers of its lines."""
    numbers = [one for one in segments if _number(one) is not None]
    if len(numbers) < min(_LEAST.values()):
        return list(segments)
    dropped: set[int] = set()
    for column in _columns(numbers):
        for run in _counting(column):
            step = _value(run[1]) - _value(run[0])
            if len(run) >= _LEAST[step] and (
                _numbers_text(run, segments) if step < 5 else _stand_apart(run, segments)
            ):
                dropped |= {id(one) for one in run}
    if not dropped:
        return list(segments)
    return [
        TextLine(one.words[1:], one.index) if id(one) in dropped and len(one.words) > 1 else one
        for one in segments
        if id(one) not in dropped or len(one.words) > 1
    ]


def are_numbered(box: Box, before: Sequence[TextLine], after: Sequence[TextLine]) -> bool:
    """Whether a box holds numbers that were taken out: a table that was made with them is none."""
    kept = {id(word) for one in after for word in one.words}
    gone = (one.words[0] for one in before if id(one.words[0]) not in kept)
    return sum(box.holds(*word.box.center) for word in gone) >= _LEAST_WITHIN


def _number(segment: TextLine) -> Word | None:
    """The number that a segment is, or begins with at some distance from its text."""
    first = segment.words[0]
    if (
        segment.angle
        or segment.is_mono
        or not (first.text.isascii() and first.text.isdigit() and len(first.text) <= 3)
    ):
        return None
    if len(segment.words) > 1:
        gap = segment.words[1].box.x0 - first.box.x1
        if segment.words[1].glued or gap < _GAP_EM * first.size:
            return None
    return first


def _value(segment: TextLine) -> int:
    return int(segment.words[0].text)


def _columns(numbers: Sequence[TextLine]) -> list[list[TextLine]]:
    """Those that begin, end, or have their middle, at one place; from top to bottom."""
    found: list[list[TextLine]] = []
    for one in sorted(numbers, key=lambda one: one.baseline):
        box = one.words[0].box
        for column in found:
            last = column[-1].words[0].box
            if (
                abs(last.x1 - box.x1) <= _IN_LINE_PT
                or abs(last.x0 - box.x0) <= _IN_LINE_PT
                or abs(last.center[0] - box.center[0]) <= _IN_LINE_PT
            ):
                column.append(one)
                break
        else:
            found.append([one])
    return found


def _counting(column: Sequence[TextLine]) -> list[list[TextLine]]:
    """Runs that count by one of the steps, evenly down the page."""
    runs: list[list[TextLine]] = []
    for one in column:
        run = runs[-1] if runs else []
        step = _value(one) - _value(run[-1]) if run else 0
        usual = _value(run[1]) - _value(run[0]) if len(run) > 1 else step
        if run and step == usual and step in _STEPS:
            run.append(one)
        else:
            runs.append([one])
    return [run for run in runs if len(run) >= min(_LEAST.values()) and _is_even(run)]


def _is_even(run: Sequence[TextLine]) -> bool:
    steps = [b.baseline - a.baseline for a, b in itertools.pairwise(run)]
    usual = statistics.median(steps)
    off = sum(abs(step - usual) > _EVEN * usual for step in steps)
    return usual > LEAST_PT and off <= 0.1 * len(steps)


def _numbers_text(run: Sequence[TextLine], segments: Sequence[TextLine]) -> bool:
    """Each stands before one long line of running text, in which sentences go on."""
    told: list[str] = []
    for one in run:
        number = one.words[0]
        if len(one.words) > 1:
            beside = [replace(one, words=one.words[1:])]
        else:
            beside = [
                other
                for other in segments
                if other is not one
                and abs(other.baseline - number.baseline) <= 0.2 * max(other.size, 1.0)
            ]
        beside.sort(key=lambda one: one.box.x0)
        if beside and beside[0].box.x0 < number.box.x1:
            return False
        if len(beside) > 1 + (len(beside[0].text) <= _SPEAKER):  # "Q.", and what was asked
            return False
        told += [" ".join(other.text for other in beside)] if beside else []
    small = sum(text[:1].islower() for text in told)
    long = sum(len(text) >= _LONG_LETTERS for text in told)
    return 2 * len(told) > len(run) and small >= _SMALL * len(told) and 2 * long >= len(told)


def _stand_apart(run: Sequence[TextLine], segments: Sequence[TextLine]) -> bool:
    """Lone numbers as far apart as that number of lines, which pass by between some of them."""
    if any(len(one.words) > 1 for one in run):
        return False
    boxes = [one.box for one in run]
    column = Box(min(b.x0 for b in boxes), boxes[0].y0, max(b.x1 for b in boxes), boxes[-1].y1)
    lines = [one for one in segments if one.letters >= _WORDS_LETTERS and not one.angle]
    if not lines or any(one.box.overlap(column) > 0 for one in lines):
        return False
    pitch = (run[-1].baseline - run[0].baseline) / (_value(run[-1]) - _value(run[0]))
    size = statistics.median(line.size for line in lines)
    passed = sum(
        sum(upper.baseline < line.baseline < lower.baseline - 1 for line in lines) >= _BETWEEN
        for upper, lower in itertools.pairwise(run)
    )
    return _PITCH_EM[0] * size <= pitch <= _PITCH_EM[1] * size and passed >= 2
