"""Tables of scans between level rules, without upright ones: the way books and papers set them.

The network guesses their columns, and takes two that stand near for one; the layout takes some for
a figure. The rules and the blanks between what was read say more: they go through the same rules as
those of text pages (``tables/open_tables``).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import Box, Word
from core.worker.flash.ocr.findings import FoundCell
from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.lines import LineWord, OcrLine, joined_words
from core.worker.flash.tables.open_tables import open_tables
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.marks import ROUND_BULLETS

if TYPE_CHECKING:
    from core.worker.flash.ocr.frame import ImageFrame
    from core.worker.flash.ocr.image import Image

LEAST_RULE = 1 / 45
"""Of the page's long side: strokes of letters are shorter."""
MOST_HEIGHT = 7
"""Pixels at 150 dpi: what is thicker is a bar."""
MOST_LEAN = 0.004
"""Height over width of what is left when a page was set level."""
RULE_GAP = 9
"""Pixels: a wider gap ends a rule of a scan."""
SAME_HEIGHT, SAME_END = 4, 7
"""Pixels within which pieces lie at one height, and rules end at one place."""
MOSTLY_DRAWN = 0.8
PARTED_EM = 1.3
"""Words of one line that are further apart stand in two cells."""
BODY_EM = 0.4
"""Half the height of letters: the boxes of lines reach into each other."""


def open_grids(
    frame: ImageFrame, lines: Sequence[OcrLine], taken: Sequence[Span]
) -> list[tuple[Span, tuple[FoundCell, ...]]]:
    """The tables between level rules of a level picture, but for what lies in ``taken``."""
    level = [line for line in lines if not line.standing]
    if len(level) < 4:
        return []
    scale = frame.points_per_pixel
    size = scale * statistics.median(line.size for line in level)

    rules = [
        Box(scale * span.x0, scale * span.y0, scale * span.x1, scale * span.y1)
        for span in completed(_rules(frame.image))
        if not any(other.holds(span.mid_x, span.mid_y) for other in taken)
    ]
    if len(rules) < 2:
        return []
    segments = [
        TextLine(tuple(_word(part, scale, size) for part in _with_bullet(words)), number)
        for number, line in enumerate(level)
        if not any(other.holds(line.span.mid_x, line.span.mid_y) for other in taken)
        for words in _parted(line)
    ]
    found: list[tuple[Span, tuple[FoundCell, ...]]] = []
    for region in sorted(open_tables(rules, segments, ()), key=lambda one: -one.box.area):
        if _is_section(region.rows):
            continue
        sides = (region.box.x0, region.box.y0, region.box.x1, region.box.y1)
        span = Span(*(side / scale for side in sides))
        if not any(span.overlap(other) > 0.3 * span.area for other, _ in found):  # rules of a head
            found.append((span, tuple(_placed(region.rows))))
    return found


def _rules(image: Image) -> list[Span]:
    """Level rules, in pixels."""
    import cv2
    import numpy

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -8
    )
    length = max(20, round(max(grey.shape) * LEAST_RULE))
    # A rule that leans by a pixel is thin and broken; letters have no strokes of this length.
    thick = cv2.dilate(dark, numpy.ones((2, 1), numpy.uint8))
    across = cv2.morphologyEx(thick, cv2.MORPH_OPEN, numpy.ones((1, length), numpy.uint8))
    across = cv2.dilate(across, numpy.ones((3, RULE_GAP), numpy.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        is_thin = (
            area <= (MOST_HEIGHT + 3) * width and height <= MOST_LEAN * width + 2 * MOST_HEIGHT
        )
        if is_thin and width >= length + RULE_GAP:
            half = RULE_GAP // 2
            middle = y + height / 2
            found.append(Span(x + half, middle - 0.5, x + width - half, middle + 0.5))
    return found


def completed(rules: Sequence[Span]) -> list[Span]:
    """Rules that came in pieces, as one where these make up most of a rule of the same table."""
    found: list[Span] = []
    heights: list[list[Span]] = []
    for rule in sorted(rules, key=lambda one: one.mid_y):
        if heights and rule.mid_y - heights[-1][0].mid_y <= SAME_HEIGHT:
            heights[-1].append(rule)
        else:
            heights.append([rule])
    for pieces in heights:
        left, right = min(one.x0 for one in pieces), max(one.x1 for one in pieces)
        drawn = sum(one.width for one in pieces)
        whole = next(
            (
                other
                for other in sorted(rules, key=lambda one: one.width)
                if other not in pieces
                and other.width > right - left - SAME_END
                and drawn >= MOSTLY_DRAWN * other.width
                and other.x0 - SAME_END <= left
                and right <= other.x1 + SAME_END
                and (left <= other.x0 + SAME_END or right >= other.x1 - SAME_END)
            ),
            None,
        )
        if whole is None:
            found += pieces
        else:
            found.append(Span(whole.x0, pieces[0].y0, whole.x1, pieces[0].y1))
    return found


def _parted(line: OcrLine) -> Iterator[list[LineWord]]:
    """The words of a line, in parts that stand in cells of their own."""
    part: list[LineWord] = []
    for word in line.words:
        if part and word.span.x0 - part[-1].span.x1 > PARTED_EM * line.size:
            yield part
            part = []
        part.append(word)
    if part:
        yield part


def _is_section(rows: Sequence[Sequence[Cell]]) -> bool:
    """Posts and their years below the rule of a heading; the next heading is the last row."""
    width = max((len(row) for row in rows), default=0)
    return width == 2 and len(rows[-1]) == 2 and not rows[-1][1].text


def _with_bullet(words: list[LineWord]) -> list[list[LineWord]]:
    """A bullet apart from its text: items with years at their right are no table."""
    if len(words) > 1 and words[0].text in ROUND_BULLETS:
        return [words[:1], words[1:]]
    return [words]


def _word(words: Sequence[LineWord], scale: float, size: float) -> Word:
    """All of a piece as one word, as high as its letters are."""
    middle = scale * statistics.mean(word.span.mid_y for word in words)
    x0, x1 = scale * words[0].span.x0, scale * words[-1].span.x1
    half = BODY_EM * size
    return Word(
        joined_words(words),
        Box(x0, middle - half, max(x1, x0 + 1.0), middle + half),
        size=size,
        baseline=middle,
    )


def _placed(rows: Sequence[Sequence[Cell]]) -> Iterator[FoundCell]:
    """Cells with their places: those that reach down from above leave theirs to no other."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken |= {
                (row + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.columns)
            }
            text = " ".join(cell.text.split())
            yield FoundCell(row, column, cell.rows, cell.columns, text)
