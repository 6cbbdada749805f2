"""Where each block of the Markdown came from: its span, its page, its box.

docvortex renders Markdown block by block and joins the pieces. The pieces are recorded while the
public function renders, and then found again in its text, so the spans are exact by construction:
what is not found has none. In a version without these functions the blocks are rendered one by
one; those that were joined over a page break are then not found.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from core.worker.flash.document.source import FlashSource
from core.worker.flash.model import Box
from core.worker.flash.text.characters import cleaned

RENDERER = "docvortex.render._internal.markdown.renderer"
_PIECE = "render_planned_block"
_PLAN = "build_render_plan"


@dataclass(frozen=True)
class BlockRegion:
    """A rectangle on a page of the original document."""

    page: int
    bbox: tuple[float, float, float, float] | None
    """x0, y0, x1, y1 in points from the top left of the page as it is displayed."""


@dataclass
class RenderedBlock:
    """A block's Markdown, before it is found in the whole, and all places it was put from."""

    type: str
    text: str
    places: list[BlockRegion]


@dataclass
class _Recording:
    """What the renderer did, in its order."""

    plan: list[Any] = field(default_factory=list)
    pieces: list[tuple[Any, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Sizes:
    """The pages that were read, and how large they are."""

    source: FlashSource
    displayed: Mapping[int, tuple[float, float]]
    """BlockRegion of a page in the source → its displayed width and height in points."""

    def pages(self) -> dict[int, tuple[float, float]]:
        """Page of the original document → displayed width and height in points."""
        return {
            self.source.indices[place]: self.source.original_size(place, size)
            for place, size in self.displayed.items()
            if all(0 < side < math.inf for side in size)
        }

    def place(self, place: int, shares: tuple[float, float, float, float] | None) -> BlockRegion:
        """Where a box is that is given in shares of a page of the source."""
        page, size = self.source.indices[place], self.displayed.get(place)
        if shares is None or size is None or not all(0 < side < math.inf for side in size):
            return BlockRegion(page, None)
        (width, height), (x0, y0, x1, y1) = size, shares
        read = Box(x0 * width, y0 * height, x1 * width, y1 * height)
        box = self.source.original_box(place, read, size)
        return BlockRegion(
            page, (round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2))
        )


def render(middle: Any, sizes: Sizes) -> tuple[str, list[RenderedBlock]]:  # noqa: ANN401
    """The document's Markdown and its pieces in order."""
    from docvortex.render.markdown import render_markdown

    recording = _Recording()
    with _recorded(recording):
        markdown = cleaned(render_markdown(middle))
    if recording.pieces:
        return markdown, _planned_pieces(recording, sizes)
    return markdown, _single_pieces(middle, sizes)


def blocks(markdown: str, pieces: list[RenderedBlock]) -> list[dict[str, object]]:
    """The objects of ``blocks.json``. Spans are in characters, ascending, and never overlap."""
    found = []
    cursor = 0
    for piece in pieces:
        text = cleaned(piece.text).strip()
        start = markdown.find(text, cursor) if text else -1
        if start < 0:
            continue
        cursor = start + len(text)
        first = piece.places[0]
        block: dict[str, object] = {
            "type": piece.type,
            "md_start": start,
            "md_end": cursor,
            "page": first.page,
            "bbox": first.bbox,
        }
        if len(piece.places) > 1:
            block["parts"] = [{"page": place.page, "bbox": place.bbox} for place in piece.places]
        found.append(block)
    return found


@contextmanager
def _recorded(recording: _Recording) -> Iterator[None]:
    """Note the plan and the pieces while the renderer works, where it is the one that is known."""
    try:
        renderer = importlib.import_module(RENDERER)
        render_piece, build_plan = getattr(renderer, _PIECE), getattr(renderer, _PLAN)
    except (ImportError, AttributeError):
        yield
        return

    def recording_plan(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        pages = build_plan(*arguments, **named)
        recording.plan = [planned for page in pages for planned in page]
        return pages

    def recording_piece(planned: Any, **named: Any) -> Any:  # noqa: ANN401
        text = render_piece(planned, **named)
        recording.pieces.append((planned, text or ""))
        return text

    setattr(renderer, _PLAN, recording_plan)
    setattr(renderer, _PIECE, recording_piece)
    try:
        yield
    finally:
        setattr(renderer, _PLAN, build_plan)
        setattr(renderer, _PIECE, render_piece)


def _planned_pieces(recording: _Recording, sizes: Sizes) -> list[RenderedBlock]:
    joined = _joined(recording.plan)
    return [
        RenderedBlock(
            str(planned.block.type),
            text,
            [
                _place(part.block, part.page_idx, sizes)
                for part in (planned, *joined.get(id(planned), ()))
            ],
        )
        for planned, text in recording.pieces
    ]


def _joined(plan: list[Any]) -> dict[int, list[Any]]:
    """For each block that is rendered, those after it that were joined to it.

    The planner marks a continuation as removed and joins it to the last block before it that was
    kept and can take it: text to text or to a list's last item, everything else to its own kind.
    """
    joined: dict[int, list[Any]] = {}
    last: dict[str, Any] = {}
    for planned in plan:
        kind = str(planned.block.type)
        if not planned.removed:
            last[kind] = planned
            if kind == "list":
                last["text"] = planned
        elif kind in last:
            joined.setdefault(id(last[kind]), []).append(planned)
    return joined


def _single_pieces(middle: Any, sizes: Sizes) -> list[RenderedBlock]:  # noqa: ANN401
    from docvortex.options import LatexDelimitersConfig
    from docvortex.render.markdown import render_single_block

    delimiters = LatexDelimitersConfig()
    return [
        RenderedBlock(
            str(block.type),
            render_single_block(block, delimiters=delimiters, asset_base_url="") or "",
            [_place(block, page.page_idx, sizes)],
        )
        for page in middle.pages
        for block in page.blocks
    ]


def _place(block: Any, page: int, sizes: Sizes) -> BlockRegion:  # noqa: ANN401
    return sizes.place(page, getattr(block, "bbox", None))
