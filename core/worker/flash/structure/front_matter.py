"""What stands between the title of a paper and its first section: authors and dates are none of its
headings, though they are set larger than its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.model import BlockKind
from core.worker.flash.structure.headings import number_depth

_FIRST_SECTION = re.compile(
    r"^(?:abstract|summary|introduction|zusammenfassung|kurzfassung|r[ée]sum[ée]|resumen|摘\s*要)\b",
    re.IGNORECASE,
)
_MOST = 12
"""Blocks of authors and their institutes."""


def mark_authors(drafts: Sequence[Draft]) -> None:
    """Headings below the title that are not bold, in a style that no later heading has, with the
    abstract or a first numbered section right after them, become paragraphs."""
    flow = [draft for draft in drafts if draft.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)]
    place = next((i for i, one in enumerate(flow) if one.kind is BlockKind.HEADING), None)
    if place is None:
        return
    title = flow[place]
    below: list[Draft] = []
    for draft in flow[place + 1 : place + 1 + _MOST]:
        if draft.kind is BlockKind.HEADING and _is_first_section(draft):
            break
        if draft.page != title.page or draft.is_bold or draft.size >= title.size:
            return
        below.append(draft)
    else:
        return
    known = {id(one) for one in (title, *below)}
    later = {
        round(one.size)
        for one in flow
        if one.kind is BlockKind.HEADING and not one.is_bold and id(one) not in known
    }
    for draft in below:
        if draft.kind is BlockKind.HEADING and round(draft.size) not in later:
            draft.kind = BlockKind.PARAGRAPH


def _is_first_section(draft: Draft) -> bool:
    return bool(_FIRST_SECTION.match(draft.text.strip())) or number_depth(draft.text) == 1
