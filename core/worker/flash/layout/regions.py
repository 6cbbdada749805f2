"""docvortex's blocks as regions of a page: what its analysis is used for.

Its text is not: words come from PDFium with their fonts (``words``). Its tables, pictures and
formulas are, and where it saw that lines belong together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from core.worker.flash.markdown.grid import Cell, from_html, is_table
from core.worker.flash.model import Box


class RegionKind(str, Enum):
    """What docvortex took a region for."""

    TEXT = "text"
    TITLE = "title"
    FURNITURE = "furniture"
    ASIDE = "aside"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    PICTURE = "picture"
    FORMULA = "formula"
    TABLE = "table"
    INDEX = "index"


@dataclass(frozen=True)
class Region:
    """One block of docvortex."""

    kind: RegionKind
    box: Box
    rows: tuple[tuple[Cell, ...], ...] = ()
    """Of a table."""
    is_added: bool = False
    """Not docvortex's: it has no place in its order."""
    borders: tuple[float, ...] = ()
    """Of a table whose columns are parted by rules: where these stand, in points from the left."""


_KINDS = {
    "text": RegionKind.TEXT,
    "ref_text": RegionKind.TEXT,
    "list": RegionKind.TEXT,
    "index": RegionKind.INDEX,
    "code": RegionKind.TEXT,
    "doc_title": RegionKind.TITLE,
    "paragraph_title": RegionKind.TITLE,
    "header": RegionKind.FURNITURE,
    "footer": RegionKind.FURNITURE,
    "page_number": RegionKind.FURNITURE,
    "aside_text": RegionKind.ASIDE,
    "page_footnote": RegionKind.FOOTNOTE,
    "image": RegionKind.PICTURE,
    "chart": RegionKind.PICTURE,
    "equation": RegionKind.FORMULA,
    "table": RegionKind.TABLE,
}
_VISUAL = {"image", "chart", "table", "code"}


def regions(page: Any, width: float, height: float) -> list[Region]:  # noqa: ANN401
    """Of one page of docvortex's MiddleJson; ``width`` and ``height`` are those displayed."""
    return [region for block in page.blocks for region in _of(block, width, height)]


def _of(block: Any, width: float, height: float) -> Iterator[Region]:  # noqa: ANN401
    kind = str(block.type)
    if block.bbox is None or kind not in _KINDS:
        return
    box = _box(block.bbox, width, height)
    if kind in _VISUAL:
        for child in block.content:
            part = str(child.type)
            if part.endswith("_body"):
                rows = from_html(child.content) if part == "table_body" else []
                if part == "table_body" and not is_table(rows):
                    yield Region(RegionKind.TEXT, _box(child.bbox or block.bbox, width, height))
                    continue
                cells = tuple(tuple(row) for row in rows)
                yield Region(_KINDS[kind], _box(child.bbox or block.bbox, width, height), cells)
            elif child.bbox is not None:
                yield Region(RegionKind.CAPTION, _box(child.bbox, width, height))
        return
    if kind in ("list", "index"):
        yield from _children(block, width, height) or [Region(_KINDS[kind], box)]
        return
    yield Region(_KINDS[kind], box)


def _children(block: Any, width: float, height: float) -> list[Region]:  # noqa: ANN401
    """The items of a list or of a table of contents, where they have boxes of their own."""
    kind = _KINDS[str(block.type)]
    found = []
    for child in block.content:
        if str(child.type) in ("list", "index"):
            found += _children(child, width, height)
        elif child.bbox is not None:
            found.append(Region(kind, _box(child.bbox, width, height)))
    return found


def _box(shares: tuple[float, float, float, float], width: float, height: float) -> Box:
    x0, y0, x1, y1 = shares
    return Box(x0 * width, y0 * height, x1 * width, y1 * height)
