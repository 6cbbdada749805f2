"""Results of MinerU made elsewhere: where their Markdown's paragraphs stood on the page.

They hold no ``blocks.json``, but what the engine knew: ``*_middle.json`` (magic-pdf, and MinerU
up to 2: boxes in points), ``structured_content.json`` (MinerU 4: boxes as shares of the page, its
size beside them) or ``*_content_list.json`` (the page alone is certain). Their blocks are
found in the Markdown by the letters they begin with, in order; what is not found has no place.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.documents.block import Block, Box

log = logging.getLogger(__name__)

MAX_BYTES = 256 << 20
PROBE = 24
"""Letters by which a block is looked for."""
MAX_AHEAD = 20_000
"""Characters that may lie between two blocks that follow each other."""


@dataclass(frozen=True, slots=True)
class _Known:
    type: str
    text: str
    page: int
    bbox: Box | None


def foreign_blocks(folder: Path, markdown: str) -> tuple[Block, ...] | None:
    """The blocks of a folder that Headframe did not make; ``None`` when it holds no such file."""
    for pattern, read in (
        ("*middle.json", _middle),
        ("*structured_content.json", _structured),
        ("*content_list.json", _listed),
    ):
        for path in sorted(folder.glob(pattern)):
            try:
                if path.stat().st_size > MAX_BYTES:
                    continue
                known = list(read(json.loads(path.read_bytes())))
            except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
                log.info("%s is not what its name says", path, exc_info=True)
                continue
            if known:
                return _found(known, markdown)
    return None


def _middle(value: Any) -> Iterator[_Known]:  # noqa: ANN401
    for number, page in enumerate(value["pdf_info"]):
        index = page.get("page_idx", number)
        for block in page.get("para_blocks") or page.get("preproc_blocks") or ():
            text = " ".join(_strings(block))
            yield _Known(str(block.get("type", "text")), text, int(index), _box(block.get("bbox")))


def _structured(value: Any) -> Iterator[_Known]:  # noqa: ANN401
    layout = value.get("extensions", {}).get("docvortex_layout", {}).get("pages", ())
    sizes = {page["page_idx"]: (page["width_pt"], page["height_pt"]) for page in layout}
    for page in value["pages"]:
        index = int(page["page_idx"])
        for block in page.get("blocks", ()):
            box = _box(block.get("bbox"), sizes.get(index))
            text = " ".join(_strings(block.get("content")))
            yield _Known(str(block.get("type", "text")), text, index, box)


def _listed(value: Any) -> Iterator[_Known]:  # noqa: ANN401
    for entry in value:
        text = " ".join(_strings({key: entry.get(key) for key in _LISTED_TEXTS}))
        # Its boxes are shares of a page whose size it does not tell: the page alone is certain.
        yield _Known(str(entry.get("type", "text")), text, int(entry["page_idx"]), None)


_LISTED_TEXTS = ("text", "img_path", "table_caption", "image_caption", "table_body", "list_items")
_TEXTS = frozenset({"content", "image_path", "img_path", "html", "latex", *_LISTED_TEXTS})


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401
    """The texts in a block, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict | list) or key in _TEXTS:
                yield from _strings(item)


def _box(value: Any, size: tuple[float, float] | None = None) -> Box | None:  # noqa: ANN401
    if not isinstance(value, list) or len(value) != 4:
        return None
    numbers = [float(number) for number in value]
    if not all(abs(number) < 1e6 for number in numbers):
        return None
    width, height = size or (1.0, 1.0)
    x0, y0, x1, y1 = numbers
    return (x0 * width, y0 * height, x1 * width, y1 * height)


def _found(known: list[_Known], markdown: str) -> tuple[Block, ...]:
    """The blocks' paragraphs in the Markdown, looked for in order."""
    letters, where = _letters(markdown)
    starts: list[tuple[int, _Known]] = []
    at = 0
    for block in known:
        probe = _letters(block.text)[0][:PROBE]
        place = letters.find(probe, at, at + MAX_AHEAD) if len(probe) > 1 else -1
        if place < 0:
            continue
        at = place + len(probe)
        start = _paragraph_start(markdown, where[place])
        if not starts or start > starts[-1][0]:
            starts.append((start, block))
    blocks = []
    for number, (start, block) in enumerate(starts):
        limit = starts[number + 1][0] if number + 1 < len(starts) else len(markdown)
        end = start + len(markdown[start:limit].rstrip())
        if start < end:
            blocks.append(Block(block.type, start, end, block.page, block.bbox))
    return tuple(blocks)


def _letters(text: str) -> tuple[str, list[int]]:
    """A text's letters and digits alone, and where each stood."""
    where = [place for place, char in enumerate(text) if char.isalnum()]
    # Lower case letter by letter: for some, as for ß, the whole would be longer.
    return "".join(text[place].lower()[0] for place in where), where


def _paragraph_start(markdown: str, place: int) -> int:
    start = markdown.rfind("\n\n", 0, place)
    start = 0 if start < 0 else start + 2
    while start < place and markdown[start].isspace():
        start += 1
    return start
