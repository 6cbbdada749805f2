"""Lines that stay lines: labels with their values, lines with wide blanks in them, and the first
items of lists, which no number before them announces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from core.worker.flash.text.item_numbers import counts_on, values_of
from core.worker.flash.text.lines import TextLine, ends_sentence
from core.worker.flash.text.marks import item_mark
from core.worker.flash.text.words import is_cjk

_BLANK_EM = 2.5
"""Within a line: no justified text is set so wide."""
_FLUSH_EM = 0.3
_SET_IN = (1.6, 2.6)
"""In letters: how far the first line of a Chinese paragraph is set in."""
_LABEL = re.compile(r"^[A-ZÀ-Þ][\w.’'/&-]*(?: [\w.’'/&()-]+){0,2} ?:|^[\u4e00-\u9fff]{2,8}[:：]")
"""What a form, a letter or minutes begin a line with: "Date: …", "收件人：…"."""
_FIRST_REACH = 8
"""Lines of an answer before the next one."""
_QUOTED = re.compile(r"^>(?:\s|>|$)")
"""A line of a letter that is answered; each has the sign."""


def is_hard(above: TextLine, line: TextLine, *, has_room: bool) -> bool:
    """Whether a line is one of its own, though it stands below ``above`` as in a paragraph."""
    if has_room and is_cjk(line.text[0]) and _SET_IN[0] < _set_in(above, line) < _SET_IN[1]:
        return True
    if abs(above.start - line.start) > _FLUSH_EM * line.size:
        return False
    if _has_blank(above) or _has_blank(line) or set(above.text) == {"_"}:
        return True
    if _QUOTED.match(line.text) and _QUOTED.match(above.text):
        return True
    if not _LABEL.match(line.text):
        return False
    if is_cjk(line.text[0]):
        return ends_sentence(above.text) or bool(_LABEL.match(above.text))
    return has_room and bool(_LABEL.match(above.text))


def _set_in(above: TextLine, line: TextLine) -> float:
    return (line.start - above.start) / max(1.0, line.size)


def _has_blank(line: TextLine) -> bool:
    """A blank as a tab makes it, but for the one behind a bullet or a number."""
    mark = item_mark(line.words)
    words = line.words[mark.words - (mark.rest != "") :] if mark else line.words
    return not line.angle and any(
        after.box.x0 - before.box.x1 > _BLANK_EM * line.size
        for before, after in itertools.pairwise(words)
    )


def first_items(lines: Sequence[TextLine]) -> frozenset[int]:
    """Places of the lines that begin a list: their mark counts one, and one below, set in as far,
    counts on from it ("A. zero", "B. towards the centre"). In line with the text above it, such a
    mark says nothing else."""
    found = []
    marks = [(place, mark) for place, line in enumerate(lines) if (mark := item_mark(line.words))]
    for number, (place, mark) in enumerate(marks):
        if mark.is_bullet or 1 not in values_of(mark.marker):
            continue
        line = lines[place]
        if any(
            other - place <= _FIRST_REACH
            and abs(lines[other].start - line.start) < _FLUSH_EM * line.size
            and counts_on(mark.marker, its.marker)
            for other, its in marks[number + 1 :]
        ):
            found.append(place)
    return frozenset(found)
