"""Pages with a text layer to layouts: PDFium's words over docvortex's regions, slice by slice."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from core.worker.flash.document.progress import Share, progress_hooks
from core.worker.flash.document.source import FlashSource, part
from core.worker.flash.layout.contents import with_contents, without_contents
from core.worker.flash.layout.draft import PageLayout
from core.worker.flash.layout.drawn_bullets import with_drawn_bullets
from core.worker.flash.layout.drop_caps import with_drop_caps
from core.worker.flash.layout.grouping import group
from core.worker.flash.layout.regions import Region, regions
from core.worker.flash.layout.rtl_items import with_rtl_marks
from core.worker.flash.layout.text_boxes import without_text_boxes
from core.worker.flash.layout.vertical_text import is_vertical, vertical_layout
from core.worker.flash.model import Box, Word
from core.worker.flash.pages.docvortex_steps import regions_only
from core.worker.flash.tables.item_tables import holds_items
from core.worker.flash.tables.lite_tables import LiteTable, read_tables, with_tables
from core.worker.flash.tables.number_tables import number_tables
from core.worker.flash.tables.open_tables import open_tables
from core.worker.flash.tables.ruled_tables import ruled_tables, with_ruled
from core.worker.flash.text.lines import to_segments
from core.worker.flash.text.rules import read_drawing
from core.worker.flash.text.words import PageFrame, frame_of, read_words
from core.worker.service import ProgressCallback

SLICE_PAGES = 24
"""At a time: 619 pages in one go took 4.1 GB; a page in hand is worth about 6 MB."""
LONG_PAGES, LONG_SLICE_PAGES = 240, 12
"""Of a longer document all words are held as well, about half a megabyte a page (735 MB at 619
pages with slices of 24), so fewer pages are in hand."""
_log = logging.getLogger(__name__)


def read_pages(source: FlashSource, step: ProgressCallback, share: Share) -> list[PageLayout]:
    """The layouts of all pages of a source; ``page`` is the place in it."""
    total = len(source.indices)
    layouts: list[PageLayout] = []
    size = LONG_SLICE_PAGES if total > LONG_PAGES else SLICE_PAGES
    for start in range(0, total, size):
        places = tuple(range(start, min(total, start + size)))
        chunk = source if len(places) == total else part(source, places)
        within = share.within(start / total, (start + len(places)) / total)
        found = _regions(chunk, step, within)
        tables = read_tables(chunk.data, len(places))
        layouts += _layouts(chunk, start, found, tables)
    return layouts


def _regions(source: FlashSource, step: ProgressCallback, share: Share) -> list[list[Region]]:
    """docvortex's regions, page by page; none where it fails."""
    import pypdfium2
    from docvortex.analyzers.native import PdfModel
    from docvortex.document.pdf import PDFDocument
    from docvortex.postprocess.document import model_json_to_middle_json
    from docvortex.schema import DocumentMetadata, ModelJson, Producer

    try:
        with PDFDocument(source.data) as document:
            with progress_hooks(document, source, step, share), regions_only():
                pages = PdfModel().predict(document)
            sizes = [document.page_size(place) for place in range(document.page_count)]
    except pypdfium2.PdfiumError:
        _log.exception("docvortex cannot analyse these pages; their lines are read alone.")
        return [[] for _ in source.indices]
    middle = model_json_to_middle_json(
        ModelJson(
            pages=pages,
            page_index_map=[],
            metadata=DocumentMetadata(
                file_suffix="pdf", producer=Producer(name="docvortex", version="0")
            ),
        )
    )
    return [
        regions(page, float(width), float(height))
        for page, (width, height) in zip(middle.pages, sizes, strict=True)
    ]


def _layouts(
    source: FlashSource, start: int, found: list[list[Region]], tables: list[list[LiteTable]]
) -> Iterator[PageLayout]:
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    with pdfium_guard():
        document = pypdfium2.PdfDocument(source.data)
        try:
            for place in range(len(source.indices)):
                page = document[place]
                try:
                    yield _layout(document, page, start + place, found[place], tables[place])
                finally:
                    page.close()
        finally:
            document.close()


def _layout(
    document: Any,  # noqa: ANN401
    page: Any,  # noqa: ANN401
    place: int,
    found: list[Region],
    tables: list[LiteTable],
) -> PageLayout:
    frame = frame_of(page)
    width, height = frame.size
    words = _linked(read_words(page), _links(document, page, frame))
    if is_vertical(words):
        return vertical_layout(place, (width, height), words, found)
    drawing = read_drawing(page, frame)
    segments = with_rtl_marks(with_drop_caps(to_segments(words)))
    segments = with_drawn_bullets(segments, drawing.dots)
    entries, segments = with_contents(place, segments)
    rules = drawing.rules
    found = without_text_boxes(found, drawing, segments)
    found = [one for one in found if not holds_items(one, segments)]
    ruled = ruled_tables(rules, segments)
    ruled += open_tables(rules, segments, ruled)
    whole = with_tables(with_ruled(without_contents(found, entries), ruled), tables, segments)
    whole += number_tables(segments, whole)
    drafts = group(place, segments, whole, width * height, entries)
    return PageLayout(place, width, height, drafts)


def _linked(words: list[Word], links: list[tuple[Box, str]]) -> list[Word]:
    if not links:
        return words
    return [
        next((replace(word, link=link) for box, link in links if box.holds(*word.box.center)), word)
        for word in words
    ]


def _links(document: Any, page: Any, frame: PageFrame) -> list[tuple[Box, str]]:  # noqa: ANN401
    """Boxes of the page that lead to an address in the web."""
    from pypdfium2 import raw

    found = []
    position, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        length = raw.FPDFAction_GetURIPath(document.raw, action, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(document.raw, action, buffer, length)
        address = buffer.value.decode("utf-8", "replace").strip()
        if address.startswith(("http://", "https://", "mailto:")) and raw.FPDFLink_GetAnnotRect(
            link, rect
        ):
            found.append((frame.box(rect.left, rect.bottom, rect.right, rect.top), address))
    return found
