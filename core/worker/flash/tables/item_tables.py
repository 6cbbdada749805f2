"""Lists that were taken for tables: the sidebar of a CV beside its posts."""

from __future__ import annotations

from collections.abc import Sequence

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.marks import ROUND_BULLETS

_ITEM_SHARE = 0.25
"""Items to rows. A table may have a list in one of its cells."""


def holds_items(region: Region, segments: Sequence[TextLine]) -> bool:
    """Whether a table that no rules hold together has items of a list for rows."""
    if region.kind is not RegionKind.TABLE:
        return False
    items = sum(
        one.words[0].text in ROUND_BULLETS and len(one.words) > 1 and not one.angle
        for one in segments
        if region.box.holds(*one.box.center)
    )
    return items > 0 and items >= _ITEM_SHARE * len(region.rows)
