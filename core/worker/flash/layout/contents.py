"""Tables of contents: one entry a line, with its title and its page, and no dots between them.

Leaders are written as one word, as words of one dot each, or drawn dot by dot, so tables and
paragraphs of dots came of them. The leader is taken out before anything else looks at the lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import BlockKind, Box, Word
from core.worker.flash.text.lines import TextLine, rows, spaced
from core.worker.flash.text.marks import item_mark

_DOTS = ".·…‥․∙•⋅‧・⋯_"
_DASHES = "-–—─┄┈"
_LEADER = re.compile(rf"^[{re.escape(_DOTS + _DASHES)}]+$")
_IN_WORD = re.compile(r"(\.{4,}|[…⋯]{2,}|[·․∙⋅‧・]{3,}|_{4,})")
_MANY = {"…": 3, "⋯": 3, "‥": 2}
_LEAST_DOTS, _LEAST_DASHES = 4, 8
"""Fewer are marks of the text: an ellipsis, dashes."""
_PAGE = re.compile(r"^\(?(?:[A-Z]{1,3}[-.–]?)?\d{1,4}(?:[-–]\d{1,4})?\)?$|^[ivxlcIVXLC]{1,7}$")
_NUMBER = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3})*|[A-Z](?:\.\d{1,3})*|[IVXLC]{1,6}|第.{1,4}[章节条部分])[.:)]?$"
)
_TITLE_EM = 3.0
"""A title ends no further before its leader."""
_NUMBER_EM = 6.0
"""A number stands no further before its title."""
_CHAPTER_EM = 4.0
"""A chapter stands no further left than its parts."""
_APART_EM = 0.8
"""A number at the end of a line of text stands no further from its word."""
_EDGE_EM = 0.6
_NEAR_EM = 5.0
_LINE_EM = 1.7
_LEAST_ENTRIES = 2
RISING = 0.7
"""Share of the pages that are no lower than the one before."""


@dataclass(frozen=True)
class _Entry:
    title: tuple[Word, ...]
    page: Word
    index: int

    @property
    def line(self) -> TextLine:
        page = replace(self.page, glued=False)
        if not spaced(self.title[-1].text, page.text):  # an ideograph and wide digits
            page = replace(page, text=f" {page.text}", glued=True)
        return TextLine((*self.title, page), self.index)

    @property
    def size(self) -> float:
        return max(1.0, self.page.size)

    def is_in_line(self, page: Word) -> bool:
        """Whether a page stands in the same column of pages."""
        return abs(page.box.x1 - self.page.box.x1) <= _EDGE_EM * self.size


def with_contents(
    page: int, segments: Sequence[TextLine], before: Sequence[Draft] = ()
) -> tuple[list[Draft], list[TextLine]]:
    """The entries of a page's table of contents, and the segments that are of none; ``before``:
    the entries of the page before, whose table may go on."""
    upright = [segment for segment in segments if not segment.angle]
    lines = rows(upright)
    sure = [entry for line in lines for entry in _entries(line)]
    if len(sure) < _LEAST_ENTRIES:
        sure = _below_title(lines) or _going_on(lines, before)
    if len(sure) < _LEAST_ENTRIES or not _count_up(sorted(sure, key=lambda one: one.index)):
        return [], list(segments)
    found = {
        number: entries
        for number, line in enumerate(lines)
        if (entries := _entries(line, sure) or _without_leader(line, sure))
    }
    used: set[int] = set()
    drafts: list[Draft] = []
    for number, entries in sorted(found.items()):
        used |= {id(segment) for segment in lines[number]}
        for entry in entries:
            above = _lines_above(entry.line, lines[:number], used)
            used |= {id(line) for line in above}
            drafts.append(_draft(page, [*above, entry.line]))
    rest = [segment for segment in segments if id(segment) not in used]
    for number, entries in found.items():
        rest += _left_over(lines[number], entries)
    return drafts, sorted(rest, key=lambda one: one.index)


TITLE = re.compile(
    r"^(?:(?:table of )?contents|list of (?:figures|tables)|inhalt(?:sverzeichnis)?|sommaire"
    r"|table des matières|índice|indice|目\s*[录錄次]|차례|목차)$",
    re.IGNORECASE,
)
_BLANK_EM = 2.0
_LEAST_BELOW_TITLE = 3
_MOST_ABOVE = 2
"""Lines of a running head above the first entry of a page."""


def _below_title(lines: Sequence[Sequence[TextLine]]) -> list[_Entry]:
    """Entries without leaders, or with a drawn one: below a title that says what they are, numbers
    that stand apart, in one column."""
    first = next((n for n, line in enumerate(lines) if _is_title(line)), len(lines))
    return _without_leaders(lines[first + 1 :])


def _going_on(lines: Sequence[Sequence[TextLine]], before: Sequence[Draft]) -> list[_Entry]:
    """The same at the top of the next page, where its pages count on."""
    last = next((one.lines[-1].words[-1].text.strip() for one in reversed(before)), "")
    if not last.isdigit():
        return []
    found = _without_leaders(lines)
    pages = [one.page.text for one in found]
    if not pages or not all(text.isdigit() and int(text) >= int(last) for text in pages):
        return []
    top = next(number for number, line in enumerate(lines) if line[0].index == found[0].index)
    return found if top <= _MOST_ABOVE else []


def _without_leaders(lines: Sequence[Sequence[TextLine]]) -> list[_Entry]:
    found = []
    for line in lines:
        *title, page = _words_of(line)
        if (
            title
            and _PAGE.match(page.text)
            and page.box.x0 - title[-1].box.x1 > _BLANK_EM * page.size
            and any(c.isalpha() for word in title for c in word.text)
        ):
            found.append(_Entry(tuple(title), page, line[0].index))
    in_column = [one for one in found if one.is_in_line(found[0].page)]
    return in_column if len(in_column) >= _LEAST_BELOW_TITLE else []


def _is_title(line: Sequence[TextLine]) -> bool:
    return len(line) == 1 and bool(TITLE.match(line[0].text.strip()))


def _draft(page: int, lines: list[TextLine]) -> Draft:
    mark = item_mark(lines[0].words)
    return Draft(
        page, lines, BlockKind.LIST_ITEM, RegionKind.INDEX, marker=mark.written if mark else "-"
    )


def is_entry(draft: Draft) -> bool:
    """Whether a draft was made here."""
    return draft.kind is BlockKind.LIST_ITEM and draft.region is RegionKind.INDEX


def without_contents(found: Sequence[Region], drafts: Sequence[Draft]) -> list[Region]:
    """Regions without tables and pictures that were made of entries."""
    boxes = [draft.box for draft in drafts]
    visual = (RegionKind.TABLE, RegionKind.PICTURE, RegionKind.FORMULA)

    def is_of_entries(region: Region) -> bool:
        held = sum(box.area for box in boxes if region.box.holds(*box.center))
        return held > 0.3 * region.box.area

    return [one for one in found if one.kind not in visual or not is_of_entries(one)]


def _entries(line: Sequence[TextLine], sure: Sequence[_Entry] = ()) -> list[_Entry]:
    """The entries of one line: title, leader, page, and the same again in the next column. In line
    with the ``sure`` ones a leader may be short."""
    words = _words_of(line)
    entries: list[_Entry] = []
    start = 0
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and _LEADER.match(words[end].text):
            end += 1
        if end == place:
            place += 1
            continue
        if (
            end < len(words)
            and _PAGE.match(words[end].text)
            and (_is_leader(words[place:end]) or _is_in_line(words[end], sure))
            and (title := _title(words[start:place]))
        ):
            entries.append(_Entry(title, words[end], _index_of(title[0], line)))
            start = end + 1
        place = end + 1
    after = words[start:] if entries else []
    if after and after[0].box.x0 - entries[-1].page.box.x1 < entries[-1].size:
        return []  # the number is the first of several: a row of figures
    return entries


def _index_of(word: Word, line: Sequence[TextLine]) -> int:
    return next((one.index for one in line if one.box.x1 > word.box.x0), line[-1].index)


def _is_in_line(page: Word, sure: Sequence[_Entry]) -> bool:
    return sum(one.is_in_line(page) for one in sure) >= _LEAST_ENTRIES


def _words_of(line: Sequence[TextLine]) -> list[Word]:
    return [part for segment in line for word in segment.words for part in _parted(word)]


def _parted(word: Word) -> Iterator[Word]:
    """A word with the leader that was written right behind it, in pieces."""
    parts = [part for part in _IN_WORD.split(word.text) if part]
    if len(parts) == 1:
        yield word
        return
    left = word.box.x0
    for number, part in enumerate(parts):
        right = left + word.box.width * len(part) / len(word.text)
        box = Box(left, word.box.y0, right, word.box.y1)
        yield replace(word, text=part, box=box, glued=word.glued and not number)
        left = right


def _is_leader(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    dots = sum(_MANY.get(letter, 1) for letter in text if letter in _DOTS)
    dashes = sum(letter in _DASHES for letter in text)
    return dots >= _LEAST_DOTS or dashes >= _LEAST_DASHES


def _title(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words that end right before a leader, and the number before them."""
    start = len(words)
    while start and (
        start == len(words)
        or words[start].box.x0 - words[start - 1].box.x1 < _TITLE_EM * words[start].size
    ):
        start -= 1
    if start and _NUMBER.match(words[start - 1].text):
        gap = words[start].box.x0 - words[start - 1].box.x1
        is_first = start == 1 or words[start - 1].box.x0 - words[start - 2].box.x1 > gap
        start -= is_first and gap < _NUMBER_EM * words[start].size
    title = tuple(words[start:])
    if title and re.search(r"\w{4}\.$", title[-1].text):  # the first dot of the leader
        title = (*title[:-1], replace(title[-1], text=title[-1].text[:-1]))
    return title if any(c.isalpha() for word in title for c in word.text) else ()


def _count_up(entries: Sequence[_Entry]) -> bool:
    """Pages count up, as prices and amounts do not."""
    values = [int(found.group()) for one in entries if (found := re.search(r"\d+", one.page.text))]
    pairs = list(itertools.pairwise(values))
    return sum(a <= b for a, b in pairs) >= RISING * len(pairs)


def _without_leader(line: Sequence[TextLine], sure: Sequence[_Entry]) -> list[_Entry]:
    """An entry without dots among the others: chapters, and titles that fill the line."""
    words = _words_of(line)
    *title, page = words
    like = [one for one in sure if one.is_in_line(page)]
    if not title or not _PAGE.match(page.text) or len(like) < _LEAST_ENTRIES:
        return []
    heights = [one.page.baseline for one in like]
    reach = _NEAR_EM * page.size
    left = min(one.title[0].box.x0 for one in like)
    is_among = (
        min(heights) - reach < page.baseline < max(heights) + reach
        and title[0].box.x0 > left - _CHAPTER_EM * page.size
        and page.box.x0 - title[-1].box.x1 > _APART_EM * page.size
        and any(c.isalpha() for word in title for c in word.text)
    )
    return [_Entry(tuple(title), page, line[0].index)] if is_among else []


def _lines_above(
    line: TextLine, above: Sequence[Sequence[TextLine]], used: set[int]
) -> list[TextLine]:
    """The lines of a title of several lines, of which the last has the page."""
    found: list[TextLine] = []
    for row in reversed(above):
        if len(row) > 2 or any(id(one) in used for one in row):
            break
        whole = TextLine(tuple(word for one in row for word in one.words), row[0].index)
        if not _is_begun(whole, found[0] if found else line):
            break
        found.insert(0, whole)
        used |= {id(one) for one in row}
    return found


def _is_begun(above: TextLine, line: TextLine) -> bool:
    size = max(above.size, 1.0)
    if (
        not 0 < line.baseline - above.baseline < _LINE_EM * size
        or abs(above.size - line.size) > 0.1 * size
        or above.is_bold != line.is_bold
        or _NUMBER.match(line.words[0].text)
    ):
        return False
    is_set_in = line.box.x0 > above.box.x0 + 0.5 * size
    return line.text[0].islower() or (is_set_in and bool(_NUMBER.match(above.words[0].text)))


def _left_over(line: Sequence[TextLine], entries: Sequence[_Entry]) -> Iterator[TextLine]:
    """Segments beside the entries, of another column."""
    taken = [word.box for entry in entries for word in (*entry.title, entry.page)]
    reach = [(min(word.box.x0 for word in entry.title), entry.page.box.x1) for entry in entries]
    for segment in line:
        inside = any(box.overlap(segment.box) > 0 for box in taken)
        if not inside and not any(x0 <= segment.box.center[0] <= x1 for x0, x1 in reach):
            yield segment
