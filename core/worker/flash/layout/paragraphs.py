"""Lines below each other to paragraphs: where a new one begins, an item, or a line of its own."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections.abc import Sequence

from core.worker.flash.layout.hard_lines import first_items, is_hard
from core.worker.flash.text.item_numbers import counts_on, values_of
from core.worker.flash.text.lines import HYPHENS, TextLine, ends_sentence
from core.worker.flash.text.marks import INDEX_ENTRY, counts_items, is_dash, item_mark, starts_item
from core.worker.flash.text.words import is_cjk

_SIZE_STEP = 1.1
_WIDE_EM = 1.9
"""Double spacing sets lines 2.3 em apart: these are a paragraph only where they fill the width."""
_BROKEN_EM = 4.0
_SHORT_LETTERS = 26
_LABEL = re.compile(r"^(?:Fig(?:ure)?|Tab(?:le|elle)?|Abb|Plate)\.?\s*[\dIVX]")
"""Of a caption, whose text stands in the next line."""
_LEAST_SHORT = 3
"""Short lines, where nothing else says how far their column reaches."""
_GAP = 1.45
"""Lines this much further apart than usual are of two paragraphs (field A31: 30 pt apart)."""


def paragraphs(
    lines: Sequence[TextLine],
    right: float = -math.inf,
    wrapped_at: float | None = None,
    *,
    is_far: bool = False,
    is_verse: bool = False,
) -> list[list[TextLine]]:
    """Lines of one region, cut where a new paragraph begins; ``right``: how far their column
    reaches, where that is known; ``wrapped_at``: where running text in it is wrapped; ``is_far``:
    lines that begin as these do are far longer; ``is_verse``: each of them is one of its own."""
    if not lines:
        return []
    least = 2 if is_far else _LEAST_SHORT
    told = lines[1:] if len(lines) > 1 and lines[0].is_bold else lines  # "Bill to", an address
    if (
        is_verse
        or (_are_short(told, least) and not _are_wrapped(told, wrapped_at))
        or _are_entries(lines)
    ):
        return [[line] for line in lines]
    steps = [below.baseline - above.baseline for above, below in itertools.pairwise(lines)]
    usual = statistics.median(steps) if len(steps) >= 2 else 0.0
    right = max(right, *(line.box.x1 for line in lines))
    firsts = first_items(lines)
    parts = [[lines[0]]]
    for index in range(1, len(lines)):
        if index in firsts or _begins(parts[-1], lines[index], usual, right):
            parts.append([])
        parts[-1].append(lines[index])
    return parts


def _begins(part: Sequence[TextLine], line: TextLine, usual: float, right: float) -> bool:
    above = part[-1]
    size = max(above.size, line.size)
    step = line.baseline - above.baseline
    if (
        max(line.size, above.size) > _SIZE_STEP * min(line.size, above.size)
        and min(line.letters, above.letters) >= 4  # not a line of scripts only
    ):
        return True
    if (
        above.is_bold != line.is_bold
        and (not line.is_bold or (not above.is_bold and step > 1.2 * size))
        and _is_alone(part if above.is_bold else [line], right)
    ):
        return True
    if above.is_mono != line.is_mono and not wraps_code(above, line):
        return True
    if starts_item(line.words) and not _goes_on_after_dash(part, line, right):
        return True
    if ends_sentence(above.text) and counts_items(line.words):
        return True
    if item_mark(line.words) is not None and (
        _counts_on(part, line)
        or _has_room(above, line, right)
        or _begins_inner_list(part, line, right)
    ):
        return True
    if _is_head_in_other_font(part, line) or _leaves_item(part, line, right):
        return True
    if _DASH_END.search(above.text) and (
        counts_items(line.words) or line.start > above.start + size
    ):
        return True
    if step > (_GAP * usual if usual else 1.9 * size) and step > 1.3 * size:
        return True
    if step > _WIDE_EM * size and (ends_sentence(above.text) or _has_room(above, line, right)):
        return True
    return (
        _breaks_off(above, line, right)
        or _is_broken(above, line, right)
        or is_hard(above, line, has_room=_has_room(above, line, right))
    )


_DASH_END = re.compile(r"(?:[:：]|\w\s?[—–]|;|；)$")
"""What laws end a line with before the items, and the terms, that they list."""


def _leaves_item(part: Sequence[TextLine], line: TextLine, right: float) -> bool:
    """The sentence that an item interrupted goes on further left than the item is set in, and
    would have had room in its last line ("(ii) before it departs, / whichever is the earlier")."""
    return (
        item_mark(part[0].words) is not None
        and line.start < part[0].start - line.size
        and _has_room(part[-1], line, right)
    )


def _goes_on_after_dash(part: Sequence[TextLine], line: TextLine, right: float) -> bool:
    """A dash of running text that happens to begin a line ("… a conflict / - leading to the error
    above."): the line above is full, ends no sentence, stands no further left, and is no item."""
    above = part[-1]
    return (
        is_dash(line.words)
        and item_mark(part[0].words) is None
        and not ends_sentence(above.text)
        and not _has_room(above, line, right)
        and abs(line.box.x0 - above.box.x0) < 0.3 * line.size
    )


def _counts_on(part: Sequence[TextLine], line: TextLine) -> bool:
    """An item below or beside another, in line with it: "i." above "ii."."""
    first, mark = item_mark(part[0].words), item_mark(line.words)
    return (
        first is not None
        and mark is not None
        and counts_on(first.marker, mark.marker)
        and (
            abs(part[0].start - line.start) < 0.5 * line.size
            or abs(part[-1].baseline - line.baseline) < 0.3 * line.size
        )
    )


def _begins_inner_list(part: Sequence[TextLine], line: TextLine, right: float) -> bool:
    """ "(a)" below "3. … (6 points)", set in further than the text above it."""
    first, mark = item_mark(part[0].words), item_mark(line.words)
    return (
        first is not None
        and mark is not None
        and not mark.is_bullet
        and 1 in values_of(mark.marker)
        and line.start > part[0].words[min(first.words, len(part[0].words) - 1)].box.x0 - line.size
        and line.start > part[0].start + line.size
        and part[-1].text.endswith((")", "]", "）"))
    )


def _is_head_in_other_font(part: Sequence[TextLine], line: TextLine) -> bool:
    """A numbered line in a font of its own above a paragraph in another, as Korean reports set
    their heads: neither larger nor bold (docs/quality.md)."""
    if len(part) != 1 or item_mark(part[0].words) is None or ends_sentence(part[0].text):
        return False
    return _fonts(part[0]).isdisjoint(_fonts(line))


def _fonts(line: TextLine) -> set[str]:
    """Of what is no sign and no number."""
    return {word.font for word in line.words if any(c.isalpha() for c in word.text)}


def _is_alone(part: Sequence[TextLine], right: float) -> bool:
    """Bold lines of a heading: whole lines in one style; the last does not reach the right."""
    return len(part) <= 3 and part[-1].box.x1 < right - 0.5 * part[-1].size


def _breaks_off(above: TextLine, line: TextLine, right: float) -> bool:
    """The line above ends a sentence, and the next word would have had room in it."""
    return ends_sentence(above.text) and _has_room(above, line, right)


def _is_broken(above: TextLine, line: TextLine, right: float) -> bool:
    """The line above ends far from the edge of its column although the next word would have fitted
    there twice over: an address, a signature, verse (docs/quality.md)."""
    return (
        abs(above.box.x0 - line.box.x0) < 0.3 * line.size
        and not above.is_mono
        and not (above.is_bold and line.is_bold)
        and not line.text[0].islower()
        and right - above.box.x1 > 2 * _first_width(line) + _BROKEN_EM * line.size
    )


def _are_short(lines: Sequence[TextLine], least: int) -> bool:
    """Short lines, each of which begins as no line of a sentence has to: an address, a list of
    ingredients. Prose in so narrow a column has lines that begin with a small letter."""
    if len(lines) < least:
        return False
    first, step = lines[0], 0.3 * lines[0].size
    is_flush = all(abs(line.box.x0 - first.box.x0) < step for line in lines)
    ends_flush = all(abs(line.box.x1 - first.box.x1) < step for line in lines)
    is_justified = first.box.x0 > lines[1].box.x0 + step  # set in, as the first of a paragraph
    if not is_flush or len(lines) < _LEAST_SHORT:
        # Less is known of these: each has to begin as a name or a number does.
        begins = all(line.text[0].isupper() or line.text[0].isdigit() for line in lines)
        if (
            not begins
            or not (is_flush or (ends_flush and not is_justified))
            or _LABEL.match(first.text)
        ):
            return False
    return all(
        line.letters <= _SHORT_LETTERS
        and not (line.is_bold or line.is_mono or line.angle)
        and not is_cjk(line.text[0])
        and not line.text[0].islower()
        and not line.text.endswith(HYPHENS)
        for line in lines
    )


def _are_wrapped(lines: Sequence[TextLine], wrapped_at: float | None) -> bool:
    """Whether short lines are running text all the same: German prose in a narrow column has nouns
    at the beginning of many lines. No line would have taken up the next word, and there is a word
    within them that is no name, as there is in a sentence."""
    return (
        wrapped_at is not None
        and all(line.box.x1 <= wrapped_at + line.size for line in lines)
        and not any(_has_room(above, line, wrapped_at) for above, line in itertools.pairwise(lines))
        and any(word.text[0].islower() for line in lines for word in line.words[1:])
    )


def _are_entries(lines: Sequence[TextLine]) -> bool:
    """Of an index; those that wrap are paragraphs as all others."""
    return len(lines) >= 3 and all(INDEX_ENTRY.match(line.text) for line in lines)


def _first_width(line: TextLine) -> float:
    """Of the first word; of Chinese a letter, since lines break between any two."""
    first = line.words[0]
    return first.box.width / len(first.text) if is_cjk(first.text[0]) else first.box.width


def _has_room(above: TextLine, line: TextLine, right: float) -> bool:
    """The first word would have had room in the line above, had it belonged there."""
    return right - above.box.x1 > _first_width(line) + line.size


def wraps_code(above: TextLine, line: TextLine) -> bool:
    """Inline code that goes on in the next line, which begins where the text of an item does."""
    step = line.baseline - above.baseline
    mark = item_mark(above.words)
    lefts = [above.words[0].box.x0]
    if mark is not None and len(above.words) > mark.words:
        lefts.append(above.words[mark.words].box.x0)
    return (
        above.words[-1].mono
        and not above.is_mono
        and 0 < step < 1.6 * above.size
        and any(abs(line.box.x0 - left) < 0.5 * above.size for left in lefts)
    )
