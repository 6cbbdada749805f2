"""Reading order: that of docvortex, or of the page's own stream, whichever jumps less.

A trial (docs/quality.md, 2): S text .915 → .950; three columns .834 → .924.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from core.worker.flash.draft import Draft

_BACK_PT = 4.0


def in_order(drafts: list[Draft]) -> list[Draft]:
    """The drafts of one page in the order that jumps less."""
    streamed = by_stream(drafts)
    return streamed if jumps(streamed) < jumps(drafts) else drafts


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
