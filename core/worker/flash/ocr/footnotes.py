"""Notes at the foot of scanned pages: small print below all text of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind

SMALL = 0.88
"""Of the body's size: notes of 8 pt below text of 10 pt, measured a tenth wrong."""
LOWER_PART = 0.4
"""Of the page's height: what begins above is no note of it."""
_MARK = re.compile(r"^(?:[*†‡§¶]{1,3}|[①-⑳]|[（(\[]?\d{1,3}[）)\].]?)(?:\s|(?=[^\d\s.,]))")
_SIGN = re.compile(r"[*†‡§¶]{1,3}")
_ASIDE = (RegionKind.FURNITURE, RegionKind.CAPTION)


def mark_notes(drafts: Sequence[Draft], body_size: float, height: float) -> None:
    """Call notes what is set smaller than the body at the foot of its column, and begins with a
    mark as notes do; ``height`` of the page in points."""
    texts = [one for one in drafts if one.is_text() and one.region not in _ASIDE]
    small = [
        one
        for one in texts
        if one.size <= SMALL * body_size
        and one.box.y0 > LOWER_PART * height
        and not one.lines[0].angle
        and not any(_is_below(other, one) and other.size > SMALL * body_size for other in texts)
    ]
    last = [one for one in texts if not any(_is_below(other, one) for other in texts)]
    referred = [one for one in last if one not in small and _is_referred_to(one, texts)]
    for first in (*small, *referred):
        if _MARK.match(first.text) is None or first.region is RegionKind.FOOTNOTE:
            continue
        for one in (*small, first):
            if one is first or _is_below(one, first):
                one.region = RegionKind.FOOTNOTE


def _is_referred_to(note: Draft, texts: Sequence[Draft]) -> bool:
    """Whether a word of the page carries the sign that it begins with ("unfavourable*")."""
    sign = _SIGN.match(note.text)
    return sign is not None and any(
        re.search(rf"\w{re.escape(sign.group())}(?![\w*])", one.text) is not None
        for one in texts
        if one is not note
    )


def _is_below(one: Draft, other: Draft) -> bool:
    """Further down in the same column."""
    beside = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
    return beside > 0 and one.box.y0 >= other.box.y1 - 0.5 * other.size
