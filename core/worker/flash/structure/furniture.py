"""Running headers and footers, page numbers, what a browser prints around a page."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.worker.flash.layout.draft import BodyStyle, Draft, PageLayout
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import BlockKind

EDGE = 0.12
"""Furniture stands within this share of the page's height from its edges."""
_MARGIN = 0.17
"""A head with the page's number stands lower where the margins are wide (LNCS, books)."""
_PARTED_EM = 3.0
_NEAR_PT = 6.0
_LETTERS = 120
_LEAST_BOLD = 3
_LARGER_STEP, _LEAST_STEPS = 1.3, 3
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—\s]*(?:page|seite|p\.|第)?\s*\d{1,4}\s*(?:页)?(?:\s*(?:/|of|von|共)\s*\d{1,4}\s*页?)?[-–—\s]*"
    r"|[ivxlc]{1,6}|(?:\d{1,2}|[A-Z])[-–]\d{1,3})$",
    re.IGNORECASE,
)
_NUMBER_LAST = re.compile(r"\D\s+\d{1,4}$")
_NUMBER_FIRST = re.compile(r"^\d{1,4}\s+\D")
"""At the foot of a page a number comes first in a note."""
_PRINTED = re.compile(r"^(?:https?|file)://\S+|^\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}")


@dataclass(frozen=True)
class Repeats:
    """What the pages have in common."""

    texts: frozenset[str]
    exact: frozenset[str]
    """Those that are the same on each page to the last letter and digit."""
    is_single: bool
    """There is one page only, so nothing can be repeated: docvortex's word is taken."""


def mark_furniture(pages: Sequence[PageLayout], body: BodyStyle) -> None:
    """Mark what belongs to the pages and not to the text.

    Numbered titles at the top of pages differ from furniture in size and weight, and are kept
    (field A7); a line of the body's size that is the same on each page is kept once (field A8).
    """
    repeated = _repeated(pages)
    seen: set[str] = set()
    for layout in pages:
        texts = [draft for draft in layout.drafts if draft.is_text()]
        ends = _ends(layout, texts)
        for draft in texts:
            if len(texts) == 1 and not _PAGE_NUMBER.match(draft.text.strip()):
                break  # the only line of a page is what it says (field A34)
            if _is_furniture(draft, layout, body, repeated, ends):
                key = _key(draft.text)
                if _is_like_body(draft, body) and key in repeated.texts and key not in seen:
                    seen.add(key)
                    continue
                draft.kind = BlockKind.FURNITURE
        _mark_beside_numbers(texts, body)
        _mark_parted_foot(texts, layout, ends)


def _mark_beside_numbers(texts: Sequence[Draft], body: BodyStyle) -> None:
    """What stands on one line with the page's number, in small letters, is furniture, too."""
    numbers = [
        draft
        for draft in texts
        if draft.kind is BlockKind.FURNITURE
        and (
            _PAGE_NUMBER.match(draft.text.strip())
            or _PRINTED.match(draft.text.strip())
            or _has_number(draft.text.strip())
        )
    ]
    for draft in texts:
        if (
            draft.kind is BlockKind.PARAGRAPH
            and len(draft.lines) == 1
            and draft.letters <= _LETTERS
            and any(_is_beside(draft, number, body) for number in numbers)
        ):
            draft.kind = BlockKind.FURNITURE


def _is_beside(draft: Draft, number: Draft, body: BodyStyle) -> bool:
    """On the line of a page's number, in small letters or in those of the number."""
    line, its = draft.lines[0], number.lines[0]
    if abs(its.baseline - line.baseline) >= 1.0:
        return False
    alike = abs(line.size - its.size) < 0.3 and line.font == its.font
    return (
        line.size < 0.95 * body.size
        or draft.region is RegionKind.FURNITURE
        or (
            alike
            and line.size <= 1.2 * body.size
            and line.is_bold == its.is_bold
            and draft.region is not RegionKind.TITLE
        )
    )


def _mark_parted_foot(
    texts: Sequence[Draft], layout: PageLayout, ends: tuple[float, float]
) -> None:
    """Three short texts side by side on the last line of a page, at its left, in its middle and
    at its right: a foot ("Revision 2.4 … P/N 119 … 10 June"), whatever its size."""
    foot = sorted(
        (
            draft
            for draft in texts
            if draft.kind is BlockKind.PARAGRAPH
            and len(draft.lines) == 1
            and draft.letters <= _LETTERS // 3
            and not draft.lines[0].angle
            and draft.box.y1 >= ends[1] - _NEAR_PT
            and draft.box.y0 > (1 - _MARGIN) * layout.height
        ),
        key=lambda one: one.box.x0,
    )
    if len(foot) != 3 or len({round(one.lines[0].baseline) for one in foot}) != 1:
        return
    left, middle, right = foot
    gaps = (middle.box.x0 - left.box.x1, right.box.x0 - middle.box.x1)
    if min(gaps) < _PARTED_EM * middle.size or not all(
        _is_apart(one, layout, foot) for one in foot
    ):
        return
    # In the middle of the other two, as no row of three columns is by chance.
    if abs(middle.box.center[0] - (left.box.x0 + right.box.x1) / 2) <= 3 * middle.size:
        for draft in foot:
            draft.kind = BlockKind.FURNITURE


def _is_furniture(
    draft: Draft,
    layout: PageLayout,
    body: BodyStyle,
    repeated: Repeats,
    ends: tuple[float, float],
) -> bool:
    if draft.region is RegionKind.ASIDE:
        return draft.lines[0].angle != 0 or draft.size > 1.5 * body.size
    if draft.letters > _LETTERS or draft.lines[0].angle:
        return False
    text = draft.text.strip()
    box = draft.box
    outermost = box.y0 <= ends[0] + _NEAR_PT or box.y1 >= ends[1] - _NEAR_PT
    at_top, at_foot = box.y1 < EDGE * layout.height, box.y0 > (1 - EDGE) * layout.height
    if not (at_top or at_foot):
        if _is_numbered_head(draft, layout, body, ends):
            return True
        is_low = box.y0 > (1 - 1.5 * EDGE) * layout.height and box.y1 >= ends[1] - _NEAR_PT
        return is_low and _PAGE_NUMBER.match(text) is not None and _is_apart(draft, layout)
    if outermost and draft.size <= 1.2 * body.size and _PAGE_NUMBER.match(text):
        return True
    if outermost and _PRINTED.match(text):
        return True
    if draft.size > 1.1 * body.size or (draft.is_bold and not body.bold):
        # It looks like a heading, and is none where it stands on page after page, word for word.
        return draft.size <= 1.3 * body.size and text in repeated.exact
    if _key(text) in repeated.texts:
        return not (_is_like_body(draft, body) and _adjoins_text(draft, layout, repeated))
    if (
        outermost
        and len(draft.lines) == 1
        and draft.region is not RegionKind.FOOTNOTE
        and (_NUMBER_LAST.search(text) or (at_top and _NUMBER_FIRST.search(text)))
        and draft.size < 0.96 * body.size
        and _is_apart(draft, layout)
    ):
        return True  # a running title with the page's number, on a page that stands alone
    if outermost and at_top and _is_seen_head(draft, layout, body):
        return True
    return (
        draft.region is RegionKind.FURNITURE
        and draft.size < (1.02 if repeated.is_single else 0.95) * body.size
        and _is_head_or_foot(draft, layout)
    )


def _is_numbered_head(
    draft: Draft, layout: PageLayout, body: BodyStyle, ends: tuple[float, float]
) -> bool:
    """A running title with the page's number, alone on the first line below a wide margin."""
    text = draft.text.strip()
    return (
        draft.box.y0 <= ends[0] + 1.0
        and draft.box.y1 < _MARGIN * layout.height
        and len(draft.lines) == 1
        and draft.size < 0.96 * body.size
        and not draft.is_bold
        and draft.region not in (RegionKind.TITLE, RegionKind.CAPTION)
        and _has_number(text)
        and _is_apart(draft, layout)
    )


def _is_like_body(draft: Draft, body: BodyStyle) -> bool:
    return draft.size >= 0.97 * body.size and not _PAGE_NUMBER.match(draft.text.strip())


def _is_apart(draft: Draft, layout: PageLayout, beside: Sequence[Draft] = ()) -> bool:
    """A blank of two lines parts it from the text, but for what stands ``beside`` it."""
    box = draft.box
    for other in layout.drafts:
        if other is draft or other.region is RegionKind.FURNITURE or other in beside:
            continue
        gap = max(other.box.y0 - box.y1, box.y0 - other.box.y1)
        if gap < 0.6 * draft.size:
            return False
    return True


def _has_number(text: str) -> bool:
    """At its beginning or end, where a running title has that of its page."""
    return bool(_NUMBER_LAST.search(text) or _NUMBER_FIRST.search(text))


def _is_seen_head(draft: Draft, layout: PageLayout, body: BodyStyle) -> bool:
    """A line with the page's number, of which a piece was seen to be of the margin (scans)."""
    pieces = [draft, *_on_its_line(draft, layout)]
    return (
        len(draft.lines) == 1
        and _has_number(draft.text.strip())
        and draft.size <= 1.05 * body.size
        and any(one.region is RegionKind.FURNITURE for one in pieces)
        and _is_head_or_foot(draft, layout)
    )


def _is_head_or_foot(draft: Draft, layout: PageLayout) -> bool:
    """Parted from the text by a blank, or by a step that is larger than those of the text: boxes of
    lines in scans leave no blank between them."""
    beside = _on_its_line(draft, layout)
    if _is_apart(draft, layout, beside):
        return True
    others = [
        line
        for other in layout.drafts
        if other is not draft and other not in beside and other.is_text()
        for line in other.lines
    ]
    steps = [
        below.baseline - above.baseline
        for other in layout.drafts
        if other.is_text()
        for above, below in itertools.pairwise(other.lines)
    ]
    if len(steps) < _LEAST_STEPS or not others or len(draft.lines) != 1:
        return False
    nearest = min(abs(line.baseline - draft.lines[0].baseline) for line in others)
    return nearest > _LARGER_STEP * statistics.median(steps)


def _on_its_line(draft: Draft, layout: PageLayout) -> list[Draft]:
    """Short pieces to its left and right: the chapter, and the number of the page."""
    return [
        other
        for other in layout.drafts
        if other is not draft
        and len(other.lines) == 1
        and other.letters <= _LETTERS // 3
        and abs(other.box.center[1] - draft.box.center[1]) < 0.5 * draft.size
        and (other.box.x0 >= draft.box.x1 or other.box.x1 <= draft.box.x0)
    ]


def _adjoins_text(draft: Draft, layout: PageLayout, repeated: Repeats) -> bool:
    """Right above text of the page in its style: a line of a record, which may be the same in each
    ("Department: Assembly" on payslips)."""
    return any(
        0 <= other.box.y0 - draft.box.y1 < 0.6 * draft.size
        and abs(other.size - draft.size) < 0.05 * draft.size
        and abs(other.box.x0 - draft.box.x0) < 0.5 * draft.size
        and _key(other.text) not in repeated.texts
        for other in layout.drafts
        if other.is_text()
    )


def _ends(layout: PageLayout, texts: Sequence[Draft]) -> tuple[float, float]:
    upright = [draft for draft in texts if not draft.lines[0].angle]
    if not upright:
        return 0.0, layout.height
    return min(d.box.y0 for d in upright), max(d.box.y1 for d in upright)


def _key(text: str) -> str:
    """The same on each page but for its number."""
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", text.strip().lower()))


def _repeated(pages: Sequence[PageLayout]) -> Repeats:
    """Texts at one height of at least three pages, or of both of two."""
    heights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    exact: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for layout in pages:
        for draft in layout.drafts:
            if draft.is_text() and draft.letters <= _LETTERS:
                box = draft.box
                if box.y1 < EDGE * layout.height or box.y0 > (1 - EDGE) * layout.height:
                    heights[_key(draft.text)].append((layout.page, box.y0))
                    exact[draft.text.strip()].append((layout.page, box.y0))
    wanted = 3 if len(pages) > 3 else 2
    return Repeats(
        _on_pages(heights, wanted),
        _on_pages(exact, max(wanted, _LEAST_BOLD)),
        len(pages) == 1,
    )


def _on_pages(heights: Mapping[str, Sequence[tuple[int, float]]], wanted: int) -> frozenset[str]:
    """Texts that stand at one height of at least ``wanted`` pages."""
    return frozenset(
        text
        for text, places in heights.items()
        if any(c.isalpha() for c in text)
        and any(
            len({page for page, other in places if abs(other - height) <= _NEAR_PT}) >= wanted
            for _, height in places
        )
    )
