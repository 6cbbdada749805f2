"""A table that goes on over a page is one table, and its repeated heads are told once.

Two tables of one shape stand below each other as often (the staff of a year on one page, the tools
on the next). What tells them apart: text or a caption between them, a head that looks like one,
rules that part their columns elsewhere, and room below the first: a table that goes on fills its
page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from core.worker.flash.layout.draft import Draft, PageLayout
from core.worker.flash.markdown.grid import Cell, width_of
from core.worker.flash.model import BlockKind

_SIDE_PT = 6.0
_CONTINUED = re.compile(
    r"^\(?(?:(?:table|tab\.?)\s*[\w.]*\W*)?(?:continued|cont(?:inue)?d?\.|fortsetzung)\b"
    r"|^[（(]?续[上前]?表",
    re.IGNORECASE,
)
_MOST_HEADS = 3
_HEAD_SHARE = 0.6
"""A head has words over this share of its columns."""
_NUMBERS = 0.7
_WORDS = re.compile(r"[^\W\d_]{2}")
_BORDER_PT = 4.0
_ROOM_ROWS = 3
_ROOM_SHARE = 0.25
"""Of the height that the page has for text: with so much of it free below a table, the next row
would have stood there."""
_MARGINS = 1.5
"""A page's lower margin, in those of the upper one, where no page of the document is full."""

Row = tuple[Cell, ...]


def join_tables(drafts: Sequence[Draft], pages: Sequence[PageLayout] = ()) -> list[Draft]:
    """The drafts with the rows of each continuation in the table that it continues; its place on
    the page stays, with no rows, right after it. ``pages`` say where tables have to break."""
    areas = _text_areas(drafts, pages)
    kept: list[Draft] = []
    open_at = -1
    between: list[Draft] = []
    for draft in drafts:
        if open_at >= 0 and draft.kind is BlockKind.TABLE and _goes_on(kept, open_at, draft, areas):
            table = kept[open_at]
            table.rows = (*table.rows, *_without_heads(table.rows, draft.rows))
            draft.rows, draft.joins_previous = (), True
            place = _after_parts(kept, open_at)
            for one in between:
                kept.remove(one)
            kept.insert(place, draft)
            between = []
            continue
        kept.append(draft)
        if draft.kind is BlockKind.TABLE:
            open_at, between = len(kept) - 1, []
        elif open_at >= 0 and _is_continued(draft, kept[open_at]):
            between.append(draft)
        elif draft.kind is not BlockKind.FOOTNOTE:
            open_at, between = -1, []
    return kept


def _after_parts(kept: Sequence[Draft], place: int) -> int:
    """Behind a table and the places of its parts that are known already."""
    place += 1
    while place < len(kept) and kept[place].joins_previous and not kept[place].rows:
        place += 1
    return place


def _text_areas(
    drafts: Sequence[Draft], pages: Sequence[PageLayout]
) -> dict[int, tuple[float, float]]:
    """Page → where its text may begin and end: as far as on any page of its size."""
    spans: dict[int, tuple[float, float]] = {}
    for draft in drafts:
        box = draft.box
        top, foot = spans.get(draft.page, (box.y0, box.y1))
        spans[draft.page] = (min(top, box.y0), max(foot, box.y1))
    of_size: dict[tuple[int, int], tuple[float, float]] = {}
    for page in pages:
        if page.page in spans:
            size, (top, foot) = (round(page.width), round(page.height)), spans[page.page]
            known = of_size.get(size, (top, foot))
            of_size[size] = (min(top, known[0]), max(foot, known[1]))
    areas = {}
    for page in pages:
        if page.page in spans:
            top, foot = of_size[round(page.width), round(page.height)]
            areas[page.page] = (top, max(foot, page.height - _MARGINS * top))
    return areas


def _has_room_below(
    last: Draft, draft: Draft, kept: Sequence[Draft], areas: Mapping[int, tuple[float, float]]
) -> bool:
    """Whether the first row of ``draft`` would have stood below ``last`` by far."""
    if last.page not in areas:
        return False
    top, foot = areas[last.page]
    below = [
        one.box.y0 for one in kept if one.page == last.page and one.box.y0 >= last.box.y1 - _SIDE_PT
    ]
    room = min([foot, *below]) - last.box.y1
    row = draft.box.height / max(1, len(draft.rows))
    return room > max(_ROOM_ROWS * row, _ROOM_SHARE * (foot - top))


def _has_other_borders(one: Draft, other: Draft) -> bool:
    """Whether rules part their columns at other places."""
    return len(one.borders) == len(other.borders) and any(
        abs((a - one.box.x0) - (b - other.box.x0)) > _BORDER_PT
        for a, b in zip(one.borders, other.borders, strict=True)
    )


def _goes_on(
    kept: Sequence[Draft], open_at: int, draft: Draft, areas: Mapping[int, tuple[float, float]]
) -> bool:
    """On the page after the last part, which it fills, as wide as it, with as many columns at the
    same places, under no other head."""
    last = kept[_after_parts(kept, open_at) - 1]
    table = kept[open_at]
    return (
        draft.page == last.page + 1
        and width_of(table.rows) == width_of(draft.rows)
        and abs(last.box.x0 - draft.box.x0) <= _SIDE_PT
        and not _has_other_borders(last, draft)
        and not _has_room_below(last, draft, kept, areas)
        and (
            _heads(table.rows, draft.rows) > 0
            or (abs(last.box.x1 - draft.box.x1) <= _SIDE_PT and not _has_own_head(draft))
        )
    )


def _has_own_head(draft: Draft) -> bool:
    """Words above columns of numbers, or a row of bold words: another table of the same shape."""
    first, *rest = draft.rows
    if not rest or sum(cell.columns for cell in first if cell.text) < _HEAD_SHARE * width_of(
        draft.rows
    ):
        return False
    if not all(_WORDS.search(cell.text) for cell in first if cell.text):
        return False
    return _stands_over_numbers(first, rest) or _is_bold(draft)


def _stands_over_numbers(first: Row, rest: Sequence[Row]) -> bool:
    for place, head in enumerate(first):
        below = [row[place].text for row in rest if len(row) == len(first) and row[place].text]
        numbers = sum(not re.search(r"[^\W\d_]{2}", text) for text in below)
        if head.text and len(below) >= 2 and numbers >= _NUMBERS * len(below):
            return True
    return False


def _is_bold(draft: Draft) -> bool:
    """Its first line is, and the rest is not."""
    if not draft.lines:
        return False
    top = min(line.baseline for line in draft.lines)
    head = [line for line in draft.lines if line.baseline - top < 0.5 * line.size]
    rest = [line for line in draft.lines if line not in head]
    return (
        all(line.is_bold for line in head)
        and bool(rest)
        and sum(line.is_bold for line in rest) < (1 - _NUMBERS) * len(rest)
    )


def _is_continued(draft: Draft, table: Draft) -> bool:
    """The line above the rest of it: "Table 2 (continued)"."""
    return (
        draft.page > table.page
        and len(draft.lines) == 1
        and bool(_CONTINUED.search(draft.text.strip()))
    )


def _heads(first: Sequence[Row], rest: Sequence[Row]) -> int:
    """How many rows at the top of both are the same."""
    count = 0
    for one, other in zip(first[:_MOST_HEADS], rest, strict=False):
        if [cell.text for cell in one] != [cell.text for cell in other]:
            break
        count += 1
    return count


def _without_heads(first: Sequence[Row], rest: Sequence[Row]) -> Sequence[Row]:
    return rest[_heads(first, rest) :]
