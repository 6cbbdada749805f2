"""Contents in scans: the layout network takes them for tables, or for pictures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from core.worker.flash.layout.contents import RISING, TITLE
from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.layout import LayoutKind, LayoutRegion
from core.worker.flash.ocr.lines import OcrLine

_PAGE = re.compile(r"(?:^|[\s.…·])(\d{1,4})$")
LEAST_ENTRIES = 3
_SHARE = 0.5
"""Of the lines of text below the title, that end with a page."""


def contents_of(lines: Sequence[OcrLine]) -> Span | None:
    """Where a page's contents are: below a title that says so; ``None`` where there are none."""
    title = next((line for line in lines if TITLE.match(line.text.strip(" .·…"))), None)
    if title is None:
        return None
    below = sorted(
        (line for line in lines if line.span.y0 > title.span.mid_y), key=lambda one: one.span.mid_y
    )
    texts = [line for line in below if any(c.isalpha() for c in line.text)]
    pages = [
        (line, int(found[1]))
        for line in below
        if (found := _PAGE.search(line.text)) and _has_title(line, texts)
    ]
    pairs = list(itertools.pairwise(number for _, number in pages))
    rising = sum(a <= b for a, b in pairs)
    if (
        len(pages) < LEAST_ENTRIES
        or len(pages) < _SHARE * len(texts)
        or rising < RISING * len(pairs)
    ):
        return None
    return Span(
        min(line.span.x0 for line in below),
        title.span.y1,
        max(line.span.x1 for line in below),
        pages[-1][0].span.y1,
    )


def _has_title(page: OcrLine, texts: Sequence[OcrLine]) -> bool:
    """In its line, or at its height: on a page that leans, the table network pairs them better."""
    near = 0.4 * page.span.height
    return any(
        one is page or abs(one.span.mid_y - page.span.mid_y) < min(near, 0.4 * one.span.height)
        for one in texts
    )


def without_tables(regions: Sequence[LayoutRegion], contents: Span | None) -> list[LayoutRegion]:
    """The regions without tables and figures that lie within the contents."""
    if contents is None:
        return list(regions)
    return [
        one
        for one in regions
        if one.kind not in (LayoutKind.TABLE, LayoutKind.FIGURE)
        or not contents.holds(one.span.mid_x, one.span.mid_y)
    ]
