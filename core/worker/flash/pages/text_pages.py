"""Pages with a text layer to layouts: PDFium's words over docvortex's regions, slice by slice."""

from __future__ import annotations

import ctypes
import logging
from dataclasses import dataclass, replace
from typing import Any

from core.worker.flash.document.progress import Share, progress_hooks
from core.worker.flash.document.source import FlashSource, part
from core.worker.flash.layout.contents import is_entry, with_contents, without_contents
from core.worker.flash.layout.draft import Draft, PageLayout
from core.worker.flash.layout.drawn_bullets import with_drawn_bullets
from core.worker.flash.layout.drop_caps import with_drop_caps
from core.worker.flash.layout.grouping import group
from core.worker.flash.layout.line_numbers import are_numbered, without_line_numbers
from core.worker.flash.layout.plain_formulas import without_plain_formulas
from core.worker.flash.layout.regions import Region, RegionKind, regions
from core.worker.flash.layout.right_values import with_values
from core.worker.flash.layout.rtl_items import with_rtl_marks
from core.worker.flash.layout.slanted_text import part_slanted
from core.worker.flash.layout.text_boxes import without_text_boxes
from core.worker.flash.layout.vertical_text import is_vertical, vertical_layout
from core.worker.flash.model import Box, Word
from core.worker.flash.pages.docvortex_steps import regions_only
from core.worker.flash.tables.item_tables import holds_items
from core.worker.flash.tables.lite_tables import LiteTable, read_tables, with_tables
from core.worker.flash.tables.number_tables import number_tables
from core.worker.flash.tables.open_tables import open_tables
from core.worker.flash.tables.parted_tables import with_parts_joined
from core.worker.flash.tables.ruled_tables import ruled_tables, with_ruled
from core.worker.flash.tables.word_tables import word_tables
from core.worker.flash.text.letters import PageFrame, frame_of
from core.worker.flash.text.lines import to_segments
from core.worker.flash.text.rules import Drawing, read_drawing
from core.worker.flash.text.struck_words import with_struck
from core.worker.flash.text.typewriting import is_typewritten, plain, without_typed_rules
from core.worker.flash.text.words import read_words
from core.worker.service import ProgressCallback

SLICE_PAGES = 24
"""At a time: 619 pages in one go took 4.1 GB; a page in hand is worth about 6 MB."""
LONG_PAGES, LONG_SLICE_PAGES = 240, 12
"""Of a longer document all words are held as well, about half a megabyte a page (735 MB at 619
pages with slices of 24), so fewer pages are in hand."""
_UNTOLD = (RegionKind.FORMULA, RegionKind.INDEX)
"""What docvortex takes the aligned lines of a typed page for."""
_log = logging.getLogger(__name__)


def read_pages(source: FlashSource, step: ProgressCallback, share: Share) -> list[PageLayout]:
    """The layouts of all pages of a source; ``page`` is the place in it."""
    total = len(source.indices)
    layouts: list[PageLayout] = []
    size = LONG_SLICE_PAGES if total > LONG_PAGES else SLICE_PAGES
    is_typed: bool | None = None
    for start in range(0, total, size):
        places = tuple(range(start, min(total, start + size)))
        chunk = source if len(places) == total else part(source, places)
        within = share.within(start / total, (start + len(places)) / total)
        found = _regions(chunk, step, within)
        tables = read_tables(chunk.data, len(places))
        pages = _read(chunk)
        if is_typed is None:  # the first slice says it for all
            is_typed = is_typewritten(page.words for page in pages)
        for place, page in enumerate(pages):
            own = replace(page, words=plain(page.words), is_typed=True) if is_typed else page
            before = [one for one in layouts[-1].drafts if is_entry(one)] if layouts else []
            layouts.append(_layout(own, start + place, found[place], tables[place], before))
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


@dataclass(frozen=True)
class _ReadPage:
    """What PDFium knows of a page, as displayed."""

    size: tuple[float, float]
    words: list[Word]
    drawing: Drawing
    is_typed: bool = False


def _read(source: FlashSource) -> list[_ReadPage]:
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    found = []
    with pdfium_guard():
        document = pypdfium2.PdfDocument(source.data)
        try:
            for place in range(len(source.indices)):
                page = document[place]
                try:
                    frame = frame_of(page)
                    words = _linked(read_words(page), _links(document, page, frame))
                    found.append(_ReadPage(frame.size, words, read_drawing(page, frame)))
                finally:
                    page.close()
        finally:
            document.close()
    return found


def _layout(
    page: _ReadPage,
    place: int,
    found: list[Region],
    tables: list[LiteTable],
    before: list[Draft],
) -> PageLayout:
    (width, height), drawing = page.size, page.drawing
    words, unstruck = with_struck(page.words, drawing.rules)
    drawing = replace(drawing, rules=tuple(unstruck))
    if is_vertical(words):
        return vertical_layout(place, (width, height), words, found)
    parted = part_slanted(place, to_segments(words))
    told = parted.segments
    segments = without_line_numbers(told)
    if segments != told:
        tables = [one for one in tables if not are_numbered(one.box, told, segments)]
    segments = with_rtl_marks(with_drop_caps(segments))
    segments = with_drawn_bullets(segments, drawing.dots)
    rules = list(drawing.rules)
    if page.is_typed:
        segments, typed = without_typed_rules(segments)
        rules += typed
        found = [
            replace(one, kind=RegionKind.TEXT) if one.kind in _UNTOLD else one for one in found
        ]
    entries, segments = with_contents(place, segments, before)
    found = without_text_boxes(found, drawing, segments)
    found = without_plain_formulas(found, segments)
    found = [one for one in found if not holds_items(one, segments)]
    ruled = ruled_tables(rules, segments)
    ruled += open_tables(rules, segments, ruled)
    whole = with_tables(with_ruled(without_contents(found, entries), ruled), tables, segments)
    whole = with_parts_joined(whole, segments)
    whole += number_tables(segments, whole)
    whole += word_tables(segments, whole)
    drafts = with_values(group(place, segments, whole, width * height, entries))
    return PageLayout(place, width, height, [*drafts, *parted.watermarks])


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
