"""A table that goes on over a page is one table, and its repeated heads are told once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
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

Row = tuple[Cell, ...]


def join_tables(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the rows of each continuation in the table that it continues; its place on
    the page stays, with no rows, right after it."""
    kept: list[Draft] = []
    open_at = -1
    between: list[Draft] = []
    for draft in drafts:
        if open_at >= 0 and draft.kind is BlockKind.TABLE and _goes_on(kept, open_at, draft):
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


def _goes_on(kept: Sequence[Draft], open_at: int, draft: Draft) -> bool:
    """On the page after the last part, as wide as it, with as many columns, under no other head."""
    last = kept[_after_parts(kept, open_at) - 1]
    table = kept[open_at]
    return (
        draft.page == last.page + 1
        and width_of(table.rows) == width_of(draft.rows)
        and abs(last.box.x0 - draft.box.x0) <= _SIDE_PT
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
