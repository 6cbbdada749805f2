"""Reading order: that of docvortex, or of the page's own stream, whichever jumps less.

A trial (docs/quality.md, 2): S text .915 → .950; three columns .834 → .924.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.model import BlockKind
from core.worker.flash.text.lines import ends_sentence

_BACK_PT = 4.0
_MOST_OUTER = 3
_OUTER_EM = 1.2
_BROKEN = 0.3
"""Of a jump: what a sentence that is cut by the order weighs."""
_SMALL = 0.97
"""Of the usual size: a title at the top of a page is no running head."""


def in_order(drafts: list[Draft]) -> list[Draft]:
    """The drafts of one page in the order that jumps less; what stands above or below all else
    comes first or last, wherever the stream has it (many programs write it at the end)."""
    head = _outermost(drafts, downwards=True)
    rest = [draft for draft in drafts if draft not in head]
    foot = _outermost(rest, downwards=False)
    rest = [draft for draft in rest if draft not in foot]
    streamed = by_stream(rest)
    if streamed == rest:
        return [*head, *rest, *foot]
    is_better = jumps(streamed) + _BROKEN * breaks(streamed) < jumps(rest) + _BROKEN * breaks(rest)
    return [*head, *(streamed if is_better else rest), *foot]


def breaks(drafts: Sequence[Draft]) -> int:
    """How often a sentence stops in the middle, and how often one goes on from nowhere: columns of
    two bands of a newspaper that are read one after the other."""
    count = 0
    for above, below in itertools.pairwise(drafts):
        if not (above.is_text() and below.is_text()):
            continue
        is_open = len(above.lines) >= 2 and _is_open(above)
        goes_on = below.text[:1].islower()
        count += (is_open and below.text[:1].isupper()) + (
            goes_on and len(above.lines) >= 2 and ends_sentence(above.text)
        )
    return count


def _is_open(draft: Draft) -> bool:
    """Its last line is full, and ends no sentence."""
    last = draft.lines[-1]
    return not ends_sentence(last.text) and last.box.x1 >= draft.box.x1 - _OUTER_EM * last.size


def _letters(draft: Draft) -> int:
    return draft.letters


def _outermost(drafts: Sequence[Draft], *, downwards: bool) -> list[Draft]:
    """Small single lines at one height with a blank between them and all else."""

    def depth(draft: Draft) -> float:
        return draft.box.y0 if downwards else -draft.box.y1

    def end(draft: Draft) -> float:
        return draft.box.y1 if downwards else -draft.box.y0

    ordered = sorted(drafts, key=depth)
    size = max(drafts, key=_letters).size if drafts else 0.0
    reach = -math.inf
    for number, draft in enumerate(ordered[: _MOST_OUTER + 1]):
        if number and depth(draft) - reach >= _OUTER_EM * size:
            found = ordered[:number]
            return sorted(found, key=lambda one: one.box.x0)
        if (
            len(draft.lines) != 1
            or draft.kind is not BlockKind.PARAGRAPH
            or draft.lines[0].angle
            or draft.size >= _SMALL * size
            or (number and depth(draft) > depth(ordered[0]) + 0.5 * size)
        ):
            return []
        reach = max(reach, end(draft))
    return []


def by_stream(drafts: Sequence[Draft]) -> list[Draft]:
    """In the order of the stream; what has no text comes after the block that it is below."""
    written = sorted((draft for draft in drafts if draft.lines), key=lambda one: one.index)
    for draft in drafts:
        if not draft.lines:
            written.insert(_place(draft, written), draft)
    return written


def _place(draft: Draft, written: Sequence[Draft]) -> int:
    above = [
        (other.box.y1, place)
        for place, other in enumerate(written)
        if other.box.y1 <= draft.box.y0 + _BACK_PT
        and min(other.box.x1, draft.box.x1) > max(other.box.x0, draft.box.x0)
    ]
    return max(above)[1] + 1 if above else 0


def jumps(drafts: Sequence[Draft]) -> float:
    """How often the eye goes up again, other than to the next column; how far, in a tie."""
    count = 0.0
    for above, below in itertools.pairwise(drafts):
        a, b = above.box, below.box
        beside = min(a.x1, b.x1) - max(a.x0, b.x0)
        if b.y0 >= a.y1 - _BACK_PT or (beside > 0 and b.y0 > a.y0):
            count += 0.001 * (beside <= 0)
        elif b.x0 >= a.x1 - _BACK_PT:
            count += 0.25  # the next column
        else:
            count += 1.0
    return count
