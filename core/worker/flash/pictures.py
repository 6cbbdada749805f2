"""Pictures and formulas as files: cut out of the rendered page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from core.worker.flash.document.source import FlashSource
from core.worker.flash.layout.draft import Draft, PageLayout
from core.worker.flash.model import BlockKind, Box

DPI = 200
MOST_PIXELS = 12_000_000
"""Of one picture: a page of 14 million points is no reason for a picture of a gigabyte."""
LEAST_PT = 6.0
"""Smaller ones in width or height are specks and rules."""
_QUALITY = 88


def cut_out(
    drafts: Sequence[Draft],
    pages: Sequence[PageLayout],
    source: FlashSource,
    staging: Path,
    before: Callable[[int], None],
) -> None:
    """Write the file of each picture and formula below ``staging``, and name it in its draft.

    ``before`` is called with each page's place in ``source`` that has some. Raises ``OSError``.
    """
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    wanted = [
        draft
        for draft in drafts
        if draft.kind in (BlockKind.PICTURE, BlockKind.FORMULA)
        and draft.box.width >= LEAST_PT
        and draft.box.height >= LEAST_PT
    ]
    if not wanted:
        return
    (staging / "images").mkdir(exist_ok=True)
    wanted.sort(key=lambda one: one.page)
    layouts = {layout.page: layout for layout in pages}
    with pdfium_guard():
        document = pypdfium2.PdfDocument(source.data)
        try:
            for place, group in groupby(wanted, key=lambda one: one.page):
                before(place)
                page = document[place]
                try:
                    for number, draft in enumerate(group, start=1):
                        kind = "formula" if draft.kind is BlockKind.FORMULA else "picture"
                        name = f"images/page_{place + 1}_{kind}_{number}.jpg"
                        data = _jpeg(page, layouts[place].displayed(draft.box))
                        if data is not None:
                            (staging / name).write_bytes(data)
                            draft.asset = name
                finally:
                    page.close()
        finally:
            document.close()


def _jpeg(page: Any, box: Box) -> bytes | None:  # noqa: ANN401
    """``None`` for a box that lies off the page."""
    width, height = page.get_size()
    box = Box(max(0, box.x0), max(0, box.y0), min(width, box.x1), min(height, box.y1))
    if box.width < 1 or box.height < 1:
        return None
    scale = min(DPI / 72, math.sqrt(MOST_PIXELS / box.area))
    bitmap = page.render(
        scale=scale, crop=(box.x0, height - box.y1, width - box.x1, box.y0), may_draw_forms=True
    )
    try:
        buffer = BytesIO()
        bitmap.to_pil().convert("RGB").save(buffer, "JPEG", quality=_QUALITY)
        return buffer.getvalue()
    finally:
        bitmap.close()
