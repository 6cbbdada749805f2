"""Items of lists that are written from right to left: their mark stands at the right of the text.

Programs write the marks where they like, often after the whole list, and PDFium reads the number of
an item from left to right, ".1" for "1.".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.worker.flash.model import Word
from core.worker.flash.text.lines import TextLine, rows
from core.worker.flash.text.marks import BULLETS
from core.worker.flash.text.words import is_rtl

_NUMBER = re.compile(r"^([.)(]?)(\d{1,3})([.)(]?)$")
_GAP_EM = 4.0
_TOUCH_PT = 1.0


def with_rtl_marks(segments: Sequence[TextLine]) -> list[TextLine]:
    """The segments, with each mark as the first word of its line."""
    if not any(is_rtl(segment.text) for segment in segments if not segment.angle):
        return list(segments)
    moved: dict[int, TextLine | None] = {}
    for row in rows([segment for segment in segments if not segment.angle]):
        last = row[-1]
        if (line := _within(last)) is not None:
            moved[id(last)] = line
        elif len(row) > 1 and (mark := _before(row[-2], last)) is not None:
            text = row[-2]
            moved[id(text)] = TextLine((mark, *text.words), text.index)
            moved[id(last)] = None
    kept = [moved.get(id(segment), segment) for segment in segments]
    return [segment for segment in kept if segment is not None]


def _within(line: TextLine) -> TextLine | None:
    """A line whose mark is one of its words, at its right."""
    if len(line.words) < 2 or not is_rtl(line.text):
        return None
    for place in (0, len(line.words) - 1):
        word = line.words[place]
        rest = line.words[:place] + line.words[place + 1 :]
        if word.box.x0 >= max(one.box.x1 for one in rest) - _TOUCH_PT and (mark := _mark(word)):
            return TextLine((mark, replace(rest[0], glued=False), *rest[1:]), line.index)
    return None


def _before(text: TextLine, mark: TextLine) -> Word | None:
    gap = mark.box.x0 - text.box.x1
    if len(mark.words) != 1 or not is_rtl(text.text) or not -_TOUCH_PT <= gap < _GAP_EM * text.size:
        return None
    return _mark(mark.words[0])


def _mark(word: Word) -> Word | None:
    """As it is read: "1." for ".1", and "1)" for "(1"."""
    if word.text in BULLETS:
        return word
    found = _NUMBER.match(word.text)
    if found is None or bool(found[1]) == bool(found[3]):
        return None
    sign = "." if "." in (found[1], found[3]) else ")"
    return replace(word, text=found[2] + sign)
