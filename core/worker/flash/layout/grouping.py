"""Segments of a page to drafts: docvortex's regions say what belongs together, lines correct it."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.left_out import without_loss
from core.worker.flash.layout.paragraphs import paragraphs
from core.worker.flash.layout.plain_formulas import MATH_FONTS
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.layout.respacing import respaced
from core.worker.flash.layout.strays import move_strays
from core.worker.flash.model import BlockKind
from core.worker.flash.text.column_edges import ColumnEdges
from core.worker.flash.text.item_numbers import counts_on
from core.worker.flash.text.lines import TextLine, rows, whole_line
from core.worker.flash.text.marks import item_mark
from core.worker.flash.text.words import is_cjk

_VISUAL = {RegionKind.PICTURE, RegionKind.FORMULA, RegionKind.TABLE}
_SLACK_PT = 2.0
_BACKGROUND_SHARE = 0.6
"""A picture that covers this share of the page is its background."""
_COLUMN_EM = 1.2


def group(
    page: int,
    segments: Sequence[TextLine],
    found: Sequence[Region],
    area: float,
    made: Sequence[Draft] = (),
) -> list[Draft]:
    """The drafts of a page, in docvortex's order; what it left out comes where the stream has it.

    ``area`` is that of the page in square points; ``made`` are drafts of other segments.
    """
    boxes = [
        region
        for region in found
        if not (region.kind is RegionKind.PICTURE and region.box.area > _BACKGROUND_SHARE * area)
    ]
    members: dict[int, list[TextLine]] = {}
    loose: list[TextLine] = []
    for segment in segments:
        place = _region_of(segment, boxes)
        if place is None:
            loose.append(segment)
        else:
            members.setdefault(place, []).append(segment)
    move_strays(members, boxes)
    boxes, spilled = without_loss(boxes, members)
    loose += spilled
    edges = ColumnEdges(segments)
    drafts: list[Draft] = []
    added: list[Draft] = []
    for place, region in enumerate(boxes):
        inside = members.get(place, [])
        if region.is_added:
            added.append(_visual(page, region, inside))
        elif region.kind in _VISUAL:
            if region.kind is RegionKind.PICTURE and (prose := _prose_within(region, inside)):
                if prose < _TEXT_SHARE:
                    drafts.append(_visual(page, region, []))
                drafts += _text_drafts(page, inside, RegionKind.TEXT, edges)
            elif region.kind is RegionKind.FORMULA and is_prose(inside):
                drafts += _text_drafts(page, inside, RegionKind.TEXT, edges)
            else:
                drafts.append(_visual(page, region, inside))
        elif inside:
            drafts += _text_drafts(page, inside, region.kind, edges)
    for draft in (*added, *_loose_drafts(page, loose, edges), *made):
        drafts.insert(_place_of(draft, drafts), draft)
    return drafts


def _region_of(segment: TextLine, found: Sequence[Region]) -> int | None:
    """The smallest region that holds it; a table before all others."""
    x, y = segment.box.center
    holding = [
        (region.kind is not RegionKind.TABLE, region.box.area, index)
        for index, region in enumerate(found)
        if region.box.holds(x, y, _SLACK_PT)
    ]
    return min(holding)[2] if holding else None


_PROSE_LETTERS = 30
_TEXT_SHARE = 0.2
"""A picture of which lines of text cover this share is a box around text."""


def _prose_within(region: Region, inside: Sequence[TextLine]) -> float:
    """Share of a picture that text covers, when there are sentences in it, not labels only."""
    sentences = [line for line in inside if line.letters >= _PROSE_LETTERS and not line.angle]
    if len(sentences) < 2 or not is_prose(sentences):
        return 0.0
    return sum(line.box.area for line in inside) / max(1.0, region.box.area)


_WORD = re.compile(r"[^\W\d_]{3,}")


def is_prose(segments: Sequence[TextLine]) -> bool:
    """Ordinary words that docvortex took for a formula: no letter of a mathematical font, and
    most letters in words (66 outputs looked at, docs/quality.md)."""
    words = [word for segment in segments for word in segment.words]
    letters = sum(len(word.text) for word in words)
    if not letters or any(MATH_FONTS.search(word.font) for word in words):
        return False
    told = sum(len(found) for word in words for found in _WORD.findall(word.text))
    cjk = sum(is_cjk(c) for word in words for c in word.text)
    return told + cjk >= 0.6 * letters


def _visual(page: int, region: Region, inside: list[TextLine]) -> Draft:
    kind = {
        RegionKind.PICTURE: BlockKind.PICTURE,
        RegionKind.FORMULA: BlockKind.FORMULA,
        RegionKind.TABLE: BlockKind.TABLE,
    }[region.kind]
    rows = region.rows
    if rows and not region.is_added:
        rows = respaced(rows, [word for segment in inside for word in segment.words])
    return Draft(page, inside, kind, region.kind, region.box, rows=rows, borders=region.borders)


def _text_drafts(
    page: int, segments: Sequence[TextLine], kind: RegionKind | None, edges: ColumnEdges
) -> list[Draft]:
    drafts = []
    for angle in sorted({segment.angle for segment in segments}):
        upright = [segment for segment in segments if segment.angle == angle]
        for column in _columns(upright):
            lines = [line for row in rows(column) for line in _line_or_items(row)]
            drafts += [
                Draft(page, part, region=kind)
                for part in paragraphs(
                    lines,
                    edges.right_of(lines),
                    edges.wrapped_at(lines),
                    is_far=edges.is_far_from(lines),
                    is_verse=edges.is_verse(lines),
                )
            ]
    return drafts


def _line_or_items(row: list[TextLine]) -> list[TextLine]:
    """Segments of one line are one line, but for items that stand side by side, as the answers of
    a question do ("A. 2.5 m/s … B. 5 m/s")."""
    starts = [index for index, one in enumerate(row) if item_mark(one.words) is not None]
    if len(starts) < 2 or starts[0] != 0:
        return [whole_line(row)]
    marks = [mark.marker for index in starts if (mark := item_mark(row[index].words))]
    if not all(counts_on(one, two) for one, two in itertools.pairwise(marks)):
        return [whole_line(row)]
    ends = [*starts[1:], len(row)]
    return [whole_line(row[start:end]) for start, end in zip(starts, ends, strict=True)]


def _columns(segments: Sequence[TextLine]) -> list[list[TextLine]]:
    """Columns that stand side by side in one region (pdfplumber; MinerU #3591, field A5).

    They are parted by a blank from top to bottom with two lines or more on both right; a bullet
    and its text, or a label and its value, are not.
    """
    if len(segments) < 4 or segments[0].angle:
        return [list(segments)]
    ordered = sorted(segments, key=lambda one: one.box.x0)
    size = statistics.median(segment.size for segment in segments)
    reach = ordered[0].box.x1
    for index in range(1, len(ordered)):
        left, right = ordered[:index], ordered[index:]
        if (
            ordered[index].box.x0 - reach >= _COLUMN_EM * size
            and _is_column(left)
            and _is_column(right)
        ):
            return _columns(left) + _columns(right)
        reach = max(reach, ordered[index].box.x1)
    return [list(segments)]


def _is_column(segments: Sequence[TextLine]) -> bool:
    lines = {round(segment.baseline) for segment in segments}
    letters = sum(segment.letters for segment in segments)
    return len(lines) >= 2 and letters >= 12 * len(lines)


def _loose_drafts(page: int, loose: Sequence[TextLine], edges: ColumnEdges) -> list[Draft]:
    """Lines that docvortex left out, those next to each other together."""
    groups: list[list[TextLine]] = []
    for segment in loose:
        for group_ in reversed(groups[-4:]):
            if _adjoins(group_[-1], segment):
                group_.append(segment)
                break
        else:
            groups.append([segment])
    return [draft for one in groups for draft in _text_drafts(page, one, None, edges)]


def _adjoins(above: TextLine, below: TextLine) -> bool:
    if above.angle != below.angle or abs(above.size - below.size) > 0.1 * above.size:
        return False
    if above.angle:
        return True
    level = abs(above.baseline - below.baseline) < 0.3 * above.size
    near = 0 <= below.box.x0 - above.box.x1 < 2 * above.size
    under = 0 < below.baseline - above.baseline < 1.8 * above.size
    beside = min(above.box.x1, below.box.x1) - max(above.box.x0, below.box.x0)
    return (level and near) or (under and beside > 0)


def _place_of(draft: Draft, drafts: Sequence[Draft]) -> int:
    """After the block that comes before it in the stream; by height where the stream has none."""
    before = [
        (other.index, place)
        for place, other in enumerate(drafts)
        if other.lines and other.index < draft.index
    ]
    return max(before)[1] + 1 if before else 0
