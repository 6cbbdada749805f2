"""Prices and amounts at the right end of lines, far from what they belong to: menus, price lists.

They were a column of their own, after all that they are the prices of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.text.lines import TextLine

LEAST_VALUES = 2
MOST_LINES = 2
"""Of the text that a value belongs to: beside more, it is the next column's."""
LETTERS = 14
GAP_EM = 1.5
_VALUE = re.compile(r"^(?:[A-Z]{3} ?|[€$£¥] ?)?[-–]?\d[\d.,’' ]*(?: ?(?:[€$£¥%]|[A-Z]{3}|元|円))?$")


def with_values(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a page, each value at the end of the line that it stands on."""
    values = [one for one in drafts if _is_values(one)]
    lines = [line for one in values for line in one.lines]
    if len(lines) < LEAST_VALUES:
        return list(drafts)
    owners = {id(line): found for line in lines if (found := _owner(line, drafts)) is not None}
    joined = [one for one in values if all(id(line) in owners for line in one.lines)]
    if sum(len(one.lines) for one in joined) < LEAST_VALUES:
        return list(drafts)
    for value in (line for one in joined for line in one.lines):
        draft, place = owners[id(value)]
        before = draft.lines[place]
        draft.lines[place] = TextLine((*before.words, *value.words), before.index)
    return [one for one in drafts if one not in joined]


def _is_values(draft: Draft) -> bool:
    return draft.is_text() and all(_is_value(line) for line in draft.lines)


def _is_value(line: TextLine) -> bool:
    return not line.angle and line.letters <= LETTERS and _VALUE.match(line.text) is not None


def _owner(value: TextLine, drafts: Sequence[Draft]) -> tuple[Draft, int] | None:
    """The draft and the place in it of the line right before a value on its height."""
    level = [
        (draft, place, line)
        for draft in drafts
        if draft.is_text()
        for place, line in enumerate(draft.lines)
        if line is not value
        and not line.angle
        and abs(line.baseline - value.baseline) <= 0.15 * value.size
        and line.box.x1 < value.box.x0
    ]
    if not level:
        return None
    draft, place, line = max(level, key=lambda one: one[2].box.x1)
    if (
        _is_value(line)
        or len(draft.lines) > MOST_LINES
        or value.box.x0 - line.box.x1 < GAP_EM * value.size
        or abs(line.size - value.size) > 0.1 * value.size
    ):
        return None
    return draft, place
