"""``blocks.json``: where each block of the Markdown came from: its span, its page, its box."""

from __future__ import annotations

from core.worker.flash.model import BlockKind, Box, PageBlock
from core.worker.flash.structure.assembly import Assembled

TYPES = {
    BlockKind.HEADING: "paragraph_title",
    BlockKind.PARAGRAPH: "text",
    BlockKind.LIST_ITEM: "list",
    BlockKind.CODE: "code",
    BlockKind.TABLE: "table",
    BlockKind.FORMULA: "equation",
    BlockKind.PICTURE: "image",
    BlockKind.CAPTION: "caption",
    BlockKind.FOOTNOTE: "page_footnote",
    BlockKind.FURNITURE: "header",
    BlockKind.FORM_FIELD: "form_field",
    BlockKind.NOTE: "note",
}
"""The names that the engines of MinerU use, where they have one."""


def block_records(assembled: Assembled) -> list[dict[str, object]]:
    """The objects of ``blocks.json``. Spans are in characters, ascending, and never overlap."""
    found: list[dict[str, object]] = []
    for first, start, end, places in assembled.spans:
        block: dict[str, object] = {
            "type": _type(first),
            "md_start": start,
            "md_end": end,
            "page": first.page,
            "bbox": _corners(first.box),
        }
        if len(places) > 1:
            block["parts"] = [{"page": place.page, "bbox": _corners(place.box)} for place in places]
        scores = [(place.score, len(place.text)) for place in places if place.score is not None]
        if scores:
            letters = sum(count or 1 for _, count in scores)
            block["score"] = round(sum(s * (count or 1) for s, count in scores) / letters, 3)
        doubts = [(place.page, doubt) for place in places for doubt in place.doubts]
        if doubts:
            block["doubtful"] = [
                {
                    "page": page,
                    "bbox": _corners(doubt.box),
                    "score": round(doubt.score, 3),
                    "text": doubt.text,
                }
                for page, doubt in doubts
            ]
        found.append(block)
    return found


def _type(block: PageBlock) -> str:
    if block.kind is BlockKind.HEADING and block.level == 1:
        return "doc_title"
    return TYPES[block.kind]


def _corners(box: Box) -> list[float]:
    return [round(value, 2) for value in (box.x0, box.y0, box.x1, box.y1)]
