"""Which drafts are headings, and of which level.

From a trial over docvortex's blocks (docs/quality.md): S headF1 .70 → .91.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.worker.flash.layout.draft import BodyStyle, Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import BlockKind
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.marks import HEADING_NUMBER, item_mark
from core.worker.flash.text.words import is_cjk, is_hangul

LARGER = 1.15
MAX_LINES = 3
_TITLE_LINES = 6
"""Of a title far larger than the body, in a narrow column."""
MAX_LETTERS = 160
_JOIN_EM = 1.7
_TITLE_PAGE_LETTERS = 300
_LABEL_PT = 60.0
_RIGHT_LETTERS = 24
_CHAPTER_LETTERS = 22
_NO_HEADING_END = re.compile(r"[.,;:。，；：、!！][\"'”’)）]*$")
_ABBREVIATED_END = re.compile(r"\b(?:etc|Inc|Ltd|Co|Jr|Sr|al|vs)\.$")
_ADDRESS = re.compile(r"@[\w.-]+\.\w|https?://|www\.")
_CAPTION = re.compile(r"^(?:Fig(?:ure)?|Table|Tab|Abb|图|表|Listing|Algorithm)\.?\s*[\dIVX]")
_DATE_OR_NUMBER = re.compile(r"^[\W\d_]+$")


def mark_headings(drafts: list[Draft], body: BodyStyle) -> list[Draft]:
    """The drafts with their headings marked and joined; levels come from :func:`set_levels`."""
    flow = [draft for draft in drafts if draft.is_text()]
    after = {id(one): two for one, two in itertools.pairwise(flow)}
    before = {id(two): one for one, two in itertools.pairwise(flow)}
    for draft in flow:
        if _ends_greeting(before.get(id(draft)), draft, body):
            continue
        if is_heading(draft, body, after.get(id(draft))):
            draft.kind = BlockKind.HEADING
    return _joined(drafts)


def is_heading(draft: Draft, body: BodyStyle, following: Draft | None) -> bool:
    """A short block that is larger than the body, or bold before plain text, or numbered where
    docvortex saw a title, too; not one that ends as a sentence does."""
    text = draft.text.strip()
    if (
        len(draft.lines) > (_TITLE_LINES if draft.size > 1.3 * body.size else MAX_LINES)
        or draft.letters > MAX_LETTERS
        or draft.lines[0].angle
        or _DATE_OR_NUMBER.match(text)
        or _ADDRESS.search(text)
        or _CAPTION.match(text)
        or draft.region in (RegionKind.FOOTNOTE, RegionKind.CAPTION, RegionKind.INDEX)
    ):
        return False
    mark = item_mark(draft.lines[0].words)
    if mark is not None and mark.is_bullet:
        return False
    ends = bool(_NO_HEADING_END.search(text)) and not _ABBREVIATED_END.search(text)
    if mark is not None and not ends and _is_head_in_other_font(draft, body, following):
        return True
    numbered = HEADING_NUMBER.match(text) is not None
    if draft.size >= LARGER * body.size:
        return not ends or (draft.size >= 1.4 * body.size and draft.letters < 80)
    if ends or draft.size < 0.8 * body.size:
        return False
    if draft.is_mono and not body.mono:
        return False
    if _is_chapter(draft) and following is not None and not _is_chapter(following):
        return draft.size >= 0.98 * body.size
    if draft.is_bold and not body.bold:
        return _stands_alone(draft, following)
    if numbered and draft.region is RegionKind.TITLE and not _is_plain_item(text):
        return draft.size >= 0.98 * body.size
    if draft.region is RegionKind.TITLE:
        return _differs(draft, body) and _stands_alone(draft, following)
    return False


def _ends_greeting(before: Draft | None, draft: Draft, body: BodyStyle) -> bool:
    """A name below "Yours sincerely,", whose initial looks like the letter of a section."""
    return (
        before is not None
        and before.page == draft.page
        and before.text.rstrip().endswith((",", "，"))
        and before.box.y0 < draft.box.y0
        and not draft.is_bold
        and draft.size < LARGER * body.size
    )


def _is_head_in_other_font(draft: Draft, body: BodyStyle, following: Draft | None) -> bool:
    """A numbered line in a font of its own right above a paragraph in the body's (Korean reports:
    "(1) …" in a sans serif over text in a serif; headF1 of the corpus's .17 → .71)."""
    if len(draft.lines) != 1 or following is None or following.page != draft.page:
        return False
    step = following.lines[0].baseline - draft.lines[0].baseline
    fonts = {word.font for word in draft.lines[0].words if any(c.isalpha() for c in word.text)}
    under = {word.font for word in following.lines[0].words if any(c.isalpha() for c in word.text)}
    return (
        0 < step < 2.5 * draft.size
        and draft.size >= 0.98 * body.size
        and body.font in under
        and fonts.isdisjoint(under)
        and any(is_cjk(c) or is_hangul(c) for c in draft.text)
    )


def _is_chapter(draft: Draft) -> bool:
    """A short line that begins with 第…章, 第…节, 第…条 or 一、 and ends no sentence: a heading in
    a scan, too, where the weight of such letters says little. Two in a row are contents, or items.
    """
    text = draft.text.strip()
    found = HEADING_NUMBER.match(text)
    return (
        found is not None
        and bool(found.group("chapter") or found.group("section") or "、" in found.group())
        and len(draft.lines) == 1
        and len(found.group()) < len(text) <= _CHAPTER_LETTERS
        and not _NO_HEADING_END.search(text)
        and not text[-1].isdigit()
    )


def _is_plain_item(text: str) -> bool:
    """A number of one level is an item where its style says no more: "1. Clone the sources"."""
    found = HEADING_NUMBER.match(text)
    return found is not None and bool(found.group("decimal")) and number_depth(text) == 1


def _differs(draft: Draft, body: BodyStyle) -> bool:
    """In the body's font and no larger it is none; capitals or another font say something."""
    capitals = draft.text.upper() == draft.text and any(c.isalpha() for c in draft.text.lower())
    capitals = capitals and draft.text.lower() != draft.text
    return draft.size >= 0.98 * body.size and (
        capitals or (len(draft.lines) == 1 and _is_of_one_font(draft, body))
    )


def _is_of_one_font(draft: Draft, body: BodyStyle) -> bool:
    """All of it, and that another than the body's; an emoji or a foreign letter is no style."""
    fonts = {word.font for word in draft.lines[0].words}
    return len(fonts) == 1 and body.font not in fonts and draft.text.isascii()


def _stands_alone(draft: Draft, following: Draft | None) -> bool:
    """Bold text before more bold text is emphasis, or a head of a table that was missed."""
    if following is None:
        return draft.region is RegionKind.TITLE
    if following.page != draft.page:
        return True
    level = (
        min(draft.box.y1, following.box.y1) - max(draft.box.y0, following.box.y0) > 0.5 * draft.size
    )
    # not a label and its value
    return not (level and draft.box.x1 <= following.box.x0 < draft.box.x1 + _LABEL_PT)


def _joined(drafts: list[Draft]) -> list[Draft]:
    """Lines of one heading are one heading."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last is not None and _is_right_part(draft, last):
            whole = (*last.lines[0].words, *draft.lines[0].words)
            last.lines = [TextLine(whole, last.lines[0].index)]
            continue
        if last is not None and _is_rest_of(draft, last):
            last.lines += draft.lines
            continue
        kept.append(draft)
    return kept


def _is_right_part(draft: Draft, last: Draft) -> bool:
    """What stands at the right end of a heading's line in its style: the years of a post, a sum."""
    return (
        last.kind is BlockKind.HEADING
        and (draft.kind is BlockKind.HEADING or draft.is_text())
        and draft.page == last.page
        and len(draft.lines) == len(last.lines) == 1
        and draft.letters <= _RIGHT_LETTERS
        and any(c.isdigit() for c in draft.text)  # else it is the head of a column beside it
        and abs(draft.lines[0].baseline - last.lines[0].baseline) < 0.2 * last.size
        and abs(draft.size - last.size) < 0.3
        and draft.is_bold == last.is_bold
        and draft.box.x0 >= last.box.x1
    )


def _is_rest_of(draft: Draft, last: Draft) -> bool:
    if not (
        draft.kind is last.kind is BlockKind.HEADING
        and draft.page == last.page
        and abs(draft.size - last.size) < 0.3
        and draft.is_bold == last.is_bold
        and len(draft.lines) + len(last.lines) <= MAX_LINES
    ):
        return False
    step = draft.lines[0].baseline - last.lines[-1].baseline
    beside = min(draft.box.x1, last.box.x1) - max(draft.box.x0, last.box.x0)
    return (
        0 < step <= _JOIN_EM * draft.size
        and beside > 0
        and _is_in_line(draft, last)
        and HEADING_NUMBER.match(draft.text) is None
        and not (HEADING_NUMBER.match(last.text) and last.box.width < 0.5 * draft.box.width)
    )


def _is_in_line(draft: Draft, last: Draft) -> bool:
    """Below its beginning, or its middle; what is set in further is no line of the same heading
    (terms of a manual in bold below the head of their section)."""
    reach = 1.5 * draft.size
    return (
        draft.box.x0 - last.box.x0 < reach
        or abs(draft.box.center[0] - last.box.center[0]) < reach
        or HEADING_NUMBER.match(last.text) is not None
    )


@dataclass(frozen=True, order=True)
class _Style:
    """Styles in the order of their rank: the largest first, bold before plain."""

    size: float
    """Negative, for the order."""
    plain: bool


def set_levels(drafts: Sequence[Draft]) -> None:
    """Levels by the order of styles and by numbers: 3.1 lies one below 3, and all that is set
    like 3.1 with it. The one that is largest on the first page is the title."""
    headings = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    if not headings:
        return
    styles = sorted({_style(draft) for draft in headings})
    rank = {}
    for number, group in enumerate(_merged(styles), start=1):
        for style in group:
            rank[style] = number
    for draft in headings:
        draft.level = rank[_style(draft)]
    _by_numbers(headings)
    _close_gaps(headings)
    _raise_title(headings, drafts)


def _raise_title(headings: Sequence[Draft], drafts: Sequence[Draft]) -> None:
    """On a page of its own it is smaller than the chapters of a report, and above them."""
    first = drafts[0].page
    own = [draft for draft in headings if draft.page == first]
    text = sum(draft.letters for draft in drafts if draft.page == first)
    if not own or text > _TITLE_PAGE_LETTERS or drafts[-1].page == first:
        return
    title = max(own, key=lambda draft: draft.size)
    if HEADING_NUMBER.match(title.text) is None:
        title.level = 1


def _style(draft: Draft) -> _Style:
    return _Style(-round(draft.size * 2) / 2, not draft.is_bold)


def _merged(styles: Sequence[_Style]) -> list[list[_Style]]:
    """Sizes that differ by less than 4 % are one (rounding of what wrote the PDF)."""
    groups: list[list[_Style]] = []
    for style in styles:
        if (
            groups
            and groups[-1][0].plain == style.plain
            and (groups[-1][0].size / style.size < 1.04)
        ):
            groups[-1].append(style)
        else:
            groups.append([style])
    return groups


def number_depth(text: str) -> int | None:
    """How deep a heading's number is: 1 for "3", 2 for "3.1"; ``None`` without a number."""
    found = HEADING_NUMBER.match(text)
    if found is None:
        return None
    if decimal := found.group("decimal") or found.group("glued"):
        return decimal.count(".") + 1
    return None


def _by_numbers(headings: Sequence[Draft]) -> None:
    depths = [number_depth(draft.text) for draft in headings]
    if sum(depth is not None for depth in depths) < 2:
        return
    least = min(depth for depth in depths if depth is not None)
    if sum(depth == least for depth in depths) < 2:
        least = max(depth for depth in depths if depth is not None)
    # Of the least depth, where there are several: in one style with those below them, their rank
    # would make the sections of a paper as high as its title.
    tops = [
        draft.level - depth + 1
        for draft, depth in zip(headings, depths, strict=True)
        if depth is not None and depth <= least
    ]
    base = max(1, Counter(tops).most_common(1)[0][0])
    like: dict[_Style, Counter[int]] = {}
    for draft, depth in zip(headings, depths, strict=True):
        if depth is not None:
            draft.level = base + depth - 1
            like.setdefault(_style(draft), Counter())[draft.level] += 1
    for draft, depth in zip(headings, depths, strict=True):
        if depth is None and (known := like.get(_style(draft))):
            draft.level = min(known)


def _close_gaps(headings: Sequence[Draft]) -> None:
    """Levels without holes, at most six; none is skipped on the way down, as most of those of its
    style stand."""
    used = sorted({draft.level for draft in headings})
    place = {level: number for number, level in enumerate(used, start=1)}
    depths: dict[int, Counter[int]] = {}
    above: list[tuple[int, int]] = []  # rank and depth of those that hold the next one
    for draft in headings:
        rank = place[draft.level]
        while above and above[-1][0] >= rank:
            above.pop()
        # "Abstract" in small bold letters right below the title is no heading of the fourth level.
        above.append((rank, above[-1][1] + 1 if above else rank))
        depths.setdefault(rank, Counter())[above[-1][1]] += 1
    for draft in headings:
        found = depths[place[draft.level]]
        draft.level = min(6, max(found, key=lambda depth: (found[depth], -depth)))
