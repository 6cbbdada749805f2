"""Tables that liteparse sees: in ruled and in unruled text, at a fraction of a second a page.

Where docvortex has none (a trial, docs/quality.md 5: facts on tables 0 → 12 of 20).
"""

from __future__ import annotations

import itertools
import logging
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.markdown.cells import cell_of
from core.worker.flash.markdown.grid import Cell, is_table
from core.worker.flash.model import Box, Word, around
from core.worker.flash.tables.item_tables import holds_items
from core.worker.flash.tables.open_tables import region_of
from core.worker.flash.tables.rows_below import rows_below
from core.worker.flash.text.lines import TextLine, rows
from core.worker.flash.text.marks import INDEX_ENTRY

_LONG_ROW = 60
"""Letters: a row of one cell that is longer, at an end of a table, is a paragraph."""
_PROSE = 45
"""Letters: where the usual cell is longer, columns of text were taken for a table."""
_SHARED = 0.1
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LiteTable:
    """Rows of texts with the boxes they were read from."""

    box: Box
    rows: tuple[tuple[tuple[str, Box | None], ...], ...]


def read_tables(data: bytes, pages: int) -> list[list[LiteTable]]:
    """Page by page. Nothing where liteparse is not installed, or fails on the document."""
    try:
        import liteparse
    except ImportError:
        _log.warning("liteparse is not installed: tables without rules are read as text.")
        return [[] for _ in range(pages)]
    parser = liteparse.LiteParse(
        ocr_enabled=False,
        output_format="markdown",
        extract_blocks=True,
        extract_links=False,
        num_workers=1,
        quiet=True,
    )
    try:
        result = parser.parse(data)
    except Exception:  # whatever the library raises: its tables are a gain, not a need
        _log.exception("liteparse cannot read the document; its tables are left out.")
        return [[] for _ in range(pages)]
    finally:
        parser.close()
    found: list[list[LiteTable]] = [[] for _ in range(pages)]
    for page in result.pages:
        if 1 <= page.page_num <= pages:
            found[page.page_num - 1] = [
                table for block in page.blocks or () if (table := _table(block)) is not None
            ]
    return found


def _table(block: Any) -> LiteTable | None:  # noqa: ANN401
    if block.kind != "table" or block.bbox is None:
        return None
    rows = ([block.header] if block.header else []) + list(block.rows or ())
    return LiteTable(
        _box(block.bbox),
        tuple(tuple((cell.text, cell.bbox and _box(cell.bbox)) for cell in row) for row in rows),
    )


def _box(rect: Any) -> Box:  # noqa: ANN401
    return Box(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height)


def with_tables(
    found: Sequence[Region], tables: Sequence[LiteTable], segments: Sequence[TextLine]
) -> list[Region]:
    """docvortex's regions and the tables that it has not; a picture that is a table is one."""
    regions = list(found)
    for table in tables:
        region = _region(table, segments)
        if region is None or any(
            one.kind is RegionKind.TABLE and _share(region.box, one.box) > _SHARED
            for one in regions
        ):
            continue
        if (
            _is_figure(region, regions)
            or is_text(region, found, segments)
            or holds_items(region, segments)
        ):
            continue
        regions = [
            one
            for one in regions
            if not (
                one.kind is RegionKind.PICTURE
                and one.box.area > 0
                and region.box.overlap(one.box) > 0.6 * one.box.area
            )
        ]
        regions.append(region)
    return regions


_FULL_SHARE, _SMALL_SHARE, _TEXT_SHARE = 0.6, 0.3, 0.6


def is_text(table: Region, found: Sequence[Region], segments: Sequence[TextLine]) -> bool:
    """Narrow columns of justified text, whose wide spaces are no borders of cells: docvortex saw
    text there, its lines fill their column, and many of them begin with a small letter."""
    upright = [one for one in segments if not one.angle]
    total = sum(one.letters for one in upright if table.box.holds(*one.box.center))
    text = 0
    for region in found:
        if region.kind is not RegionKind.TEXT or not region.box.overlap(table.box):
            continue
        inside = [one for one in upright if region.box.holds(*one.box.center, 1.0)]
        if _fills_column(rows(inside)):
            text += sum(one.letters for one in inside if table.box.holds(*one.box.center))
    return text >= _TEXT_SHARE * max(1, total)


def _fills_column(lines: Sequence[Sequence[TextLine]]) -> bool:
    if len(lines) < 4:
        return False
    left = min(line[0].box.x0 for line in lines)
    right = max(line[-1].box.x1 for line in lines)
    full = sum(
        line[0].box.x0 < left + line[0].size and line[-1].box.x1 > right - line[0].size
        for line in lines
    )
    small = sum(line[0].text[0].islower() for line in lines)
    return full >= _FULL_SHARE * len(lines) and small >= _SMALL_SHARE * len(lines)


_CAPTION = re.compile(r"\b(?:Fig(?:ure)?|Abb)\.? ?\d|^图 ?\d")


def _is_figure(table: Region, found: Sequence[Region]) -> bool:
    """The words in and around pictures: their captions, or pictures in its midst."""
    if any(_CAPTION.search(cell.text) for row in table.rows for cell in row):
        return True
    pictures = [one.box for one in found if one.kind is RegionKind.PICTURE]
    covered = sum(table.box.overlap(box) for box in pictures)
    whole = any(table.box.overlap(box) > 0.6 * max(box.area, table.box.area) for box in pictures)
    return covered > 0.3 * table.box.area and not whole


def _share(box: Box, other: Box) -> float:
    smaller = min(box.area, other.area)
    return box.overlap(other) / smaller if smaller > 0 else 0.0


def _region(table: LiteTable, segments: Sequence[TextLine]) -> Region | None:
    """The table in our own words; ``None`` where it is none."""
    rows = [row for row in table.rows if any(text.strip() for text, _ in row)]
    while rows and _is_paragraph(rows[0]):
        rows = rows[1:]
    while rows and _is_paragraph(rows[-1]):
        rows = rows[:-1]
    boxes = [box for row in rows for _, box in row if box is not None]
    if len(rows) < 2 or not boxes:
        return None
    rows += rows_below(rows, segments)
    boxes = [box for row in rows for _, box in row if box is not None]
    whole = around(boxes)
    inside = [segment for segment in segments if whole.holds(*segment.box.center, 1.0)]
    if not inside or all(segment.is_mono for segment in inside):
        return None
    lengths = [len(text) for row in rows for text, _ in row if text.strip()]
    if statistics.median(lengths) > _PROSE:
        return None
    words = [word for segment in inside for word in segment.words]
    if _cuts_text(rows, words) or is_index(inside):
        return None
    if _stacks_numbers(rows) and (own := region_of(whole, words, ())) is not None:
        return own
    placed = [(*word.box.center, word) for word in words]
    cells = tuple(tuple(_cell(text, box, placed) for text, box in row) for row in rows)
    if not is_table(cells):
        return None
    return Region(RegionKind.TABLE, whole, cells, is_added=True)


_INDEX_SHARE = 0.6
_NUMBER = re.compile(r"^[-−+$€£¥(]*\d[\d\s.,:%)]*$")


def is_index(inside: Sequence[TextLine]) -> bool:
    """Entries of a book's index, in columns side by side: "accretion in channels, 89, 127–184"."""
    lines = [line for line in inside if line.letters > 1]
    entries = sum(bool(INDEX_ENTRY.match(line.text)) for line in lines)
    return entries >= 4 and entries >= _INDEX_SHARE * len(lines)


def _stacks_numbers(rows: Sequence[Sequence[tuple[str, Box | None]]]) -> bool:
    """Two rows as one: two numbers in two cells of a row; "12 345" may be one number."""
    return any(sum(_is_stacked(text) for text, _ in row) >= 2 for row in rows)


def _is_stacked(text: str) -> bool:
    numbers = text.split()
    return (
        len(numbers) >= 2
        and all(_NUMBER.match(number) for number in numbers)
        and not re.fullmatch(r"\d{3}", numbers[-1])
    )


_CUT_EM = 0.5
_CUT_SHARE = 0.25
_CUT_LETTERS = 3


def _cuts_text(rows: Sequence[Sequence[tuple[str, Box | None]]], words: Sequence[Word]) -> bool:
    """Whether in a quarter of its rows the border between two cells falls into running text, where
    no more than a space is: labels and values of a form, with the paragraphs between them."""
    told = cut = 0
    for row in rows:
        boxes = [box for text, box in row if text.strip() and box is not None]
        filled = [[word for word in words if box.holds(*word.box.center, 0.5)] for box in boxes]
        pairs = [
            (max(a, key=lambda one: one.box.x1), min(b, key=lambda one: one.box.x0))
            for a, b in itertools.pairwise(filled)
            if a and b
        ]
        told += bool(pairs)
        cut += any(
            abs(left.baseline - right.baseline) < 0.2 * right.size
            and right.box.x0 - left.box.x1 < _CUT_EM * right.size
            and len(right.text) >= _CUT_LETTERS
            and right.text.strip(".,;:!?").isalpha()  # "$ 1,204" is set as tightly
            for left, right in pairs
        )
    return cut >= 2 and cut >= _CUT_SHARE * told


def _is_paragraph(row: Sequence[tuple[str, Box | None]]) -> bool:
    filled = [text for text, _ in row if text.strip()]
    return len(filled) == 1 and len(filled[0]) > _LONG_ROW


_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1")


def _cell(text: str, box: Box | None, words: Sequence[tuple[float, float, Word]]) -> Cell:
    """The words within a cell's box; liteparse's own text where they are not the same letters.

    ``words``: with their centres.
    """
    plain = _EMPHASIS.sub(r"\2", text.replace("<br>", "\n").replace("\\", ""))
    own = [] if box is None else [word for x, y, word in words if box.holds(x, y, 0.5)]
    told = cell_of(own)
    return told if own and _letters(told.text) == _letters(plain) else Cell(plain)


def _letters(text: str) -> str:
    return "".join(sorted(re.sub(r"\W", "", text)))
