"""magic-pdf's paragraphs as Markdown, and the exact place that each came from.

Its Markdown is its blocks' Markdown, one after the other, with an empty line in between; so each
is rendered alone, by its own function, and its span is known without looking for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

JOINT = "\n\n"
TEXT_TYPES = ("text", "list", "index")
"""Of these a later block may have been joined to an earlier one, over a page break too."""

Render = Callable[[list[Any]], list[str]]
"""``ocr_mk_markdown_with_para_core_v2`` with its mode and folder of pictures filled in."""


def markdown_and_blocks(
    pages: Sequence[Mapping[str, Any]], render: Render, clean: Callable[[str], str]
) -> tuple[str, list[dict[str, object]]]:
    """The document, and the objects of ``blocks.json``: spans in characters, boxes in points.

    ``pages`` is the ``pdf_info`` of magic-pdf's ``middle.json``. ``clean`` makes of text what can
    be written to a file.
    """
    texts: list[str] = []
    blocks: list[dict[str, object]] = []
    position = 0
    joining: dict[str, object] | None = None
    for page in pages:
        index = int(page["page_idx"])
        for block in page.get("para_blocks") or ():
            place: dict[str, object] = {"page": index, "bbox": _bbox(block)}
            if block.get("lines_deleted"):  # its lines went to the block before it
                if joining is not None:
                    _join(joining, place)
                continue
            for text in map(clean, render([block])):
                start = position + (len(JOINT) if texts else 0)
                position = start + len(text)
                texts.append(text)
                entry: dict[str, object] = {
                    "type": str(block["type"]),
                    "md_start": start,
                    "md_end": position,
                    **place,
                }
                blocks.append(entry)
                if block["type"] in TEXT_TYPES:
                    joining = entry
    return JOINT.join(texts), blocks


def _join(block: dict[str, object], place: dict[str, object]) -> None:
    parts = block.setdefault("parts", [{"page": block["page"], "bbox": block["bbox"]}])
    assert isinstance(parts, list)
    parts.append(place)


def _bbox(block: Mapping[str, Any]) -> list[float] | None:
    box = block.get("bbox")
    if not box or len(box) != 4:
        return None
    return [round(float(value), 2) for value in box]
