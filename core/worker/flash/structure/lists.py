"""Items of lists: bullets, numbers, nesting (docs/quality.md, trial 4: 31 → 234 of 385 items)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import BlockKind
from core.worker.flash.text.item_numbers import counts_on, values_of
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.marks import BULLETS, ItemMark, item_mark

_NEST_EM = 0.7
EMPTY_BOX, TICKED_BOX = "- [ ]", "- [x]"
_SQUARES = ("□", "▢")


def attach_bullets(drafts: list[Draft]) -> list[Draft]:
    """A bullet in a block of its own goes to the text at its right."""
    kept: list[Draft] = []
    lonely = [draft for draft in drafts if draft.is_text() and _is_only_mark(draft)]
    for draft in drafts:
        if draft in lonely:
            continue
        if draft.is_text():
            for mark in lonely:
                if mark.page == draft.page and _stands_before(mark, draft.lines[0]):
                    first = draft.lines[0]
                    draft.lines[0] = TextLine(
                        (*mark.lines[0].words, *first.words),
                        min(first.index, mark.lines[0].index),
                    )
                    lonely.remove(mark)
                    break
        kept.append(draft)
    return _back(kept, lonely, drafts)


def _back(kept: list[Draft], lonely: Sequence[Draft], drafts: Sequence[Draft]) -> list[Draft]:
    """What found no text stays where it was."""
    if not lonely:
        return kept
    return [draft for draft in drafts if draft in kept or draft in lonely]


def _is_only_mark(draft: Draft) -> bool:
    return (
        len(draft.lines) == 1
        and len(draft.lines[0].words) == 1
        and (draft.text in BULLETS or bool(re.fullmatch(r"[(（]?\w{1,3}[.)）、]", draft.text)))
    )


def _stands_before(mark: Draft, line: TextLine) -> bool:
    box = mark.lines[0].box
    return (
        -1 <= line.box.x0 - box.x1 < 4 * line.size
        and line.box.y0 - 0.3 * line.size <= box.center[1] <= line.box.y1 + 0.3 * line.size
    )


def mark_items(drafts: Sequence[Draft]) -> None:
    """Mark the items, and how deep each is."""
    candidates = [
        (draft, mark)
        for draft in drafts
        if draft.is_text()
        and draft.region not in (RegionKind.FOOTNOTE, RegionKind.CAPTION)
        and (mark := item_mark(draft.lines[0].words)) is not None
        and draft.letters > len(mark.marker)
    ]
    for place, (draft, mark) in enumerate(candidates):
        if mark.is_bullet or _counts(candidates, place):
            draft.kind = BlockKind.LIST_ITEM
            draft.marker = mark.written
    _mark_empty_boxes([draft for draft, _ in candidates])
    _nest(drafts)


def _mark_empty_boxes(items: Sequence[Draft]) -> None:
    """A square is a bullet, and beside a box that is ticked it is an empty one."""
    for forward in (items, items[::-1]):
        for before, draft in itertools.pairwise(forward):
            if (
                before.marker in (EMPTY_BOX, TICKED_BOX)
                and draft.marker == "-"
                and draft.text[:1] in _SQUARES
                and abs(draft.lines[0].start - before.lines[0].start) < draft.size
            ):
                draft.marker = EMPTY_BOX


def _counts(candidates: Sequence[tuple[Draft, ItemMark]], place: int) -> bool:
    """A number is one of a list when the next or the last item counts on ("1986. A great year"
    is none, field A31)."""
    draft, mark = candidates[place]
    if not values_of(mark.marker):
        return False
    for other in (place - 1, place + 1):
        if 0 <= other < len(candidates):
            neighbour, its = candidates[other]
            if (
                counts_on(mark.marker, its.marker, other - place)
                and abs(neighbour.page - draft.page) <= 1
            ):
                return True
    # Over bullets that are nested in it.
    near = [its.marker for _, its in candidates[max(0, place - 12) : place + 12]]
    return any(
        counts_on(mark.marker, other)
        or (counts_on(other, mark.marker) and 0 not in values_of(other))
        for other in near
    )


def _nest(drafts: Sequence[Draft]) -> None:
    """Depth by how far the marks are set in, within one list."""
    stack: list[float] = []
    page = -1
    before: Draft | None = None
    for draft in drafts:
        if draft.kind is not BlockKind.LIST_ITEM:
            if draft.kind not in (BlockKind.FURNITURE, BlockKind.FOOTNOTE):
                stack, before = [], None
            continue
        if before is not None and _is_beside(before, draft):
            draft.level, before = before.level, draft
            continue
        before = draft
        left, step = draft.lines[0].start, _NEST_EM * max(draft.size, 6)
        if draft.page != page:
            page = draft.page  # margins of left and right pages differ: keep depth only
        while stack and left < stack[-1] - step:
            stack.pop()
        if not stack or left > stack[-1] + step:
            if stack and left - stack[-1] > 20 * step:
                stack = []  # another column
            stack.append(left)
        draft.level = min(len(stack) - 1, 5)


def _is_beside(before: Draft, draft: Draft) -> bool:
    """On the line of the item before it, as the answers of a question are."""
    first, last = draft.lines[0], before.lines[-1]
    return (
        draft.page == before.page
        and abs(first.baseline - last.baseline) < 0.3 * draft.size
        and first.box.x0 > last.box.x1
        and item_mark(first.words) is not None
    )
