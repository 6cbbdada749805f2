"""Ruled tables: their lines are found in the picture, and the cells between them.

Where a table is ruled all over, its own lines say more than a network (docs/quality.md:
neighbours .99 against .65 with spans).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.table_cells import OcrCell

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

LEAST_RULE = 1 / 45
"""Of the page's long side: letters have shorter strokes."""
LEAST_SIDE = 1 / 20
"""A grid is at least so wide and high, of the same; smaller ones are ornaments and tick boxes."""
DRAWN = 0.6
"""Share of a border that must be drawn for it to part two cells."""
SAME_RULE = 5
"""Pixels: rules that are so close are one."""
MOST_RULES = 120
DOT_SIDE, DASH_LENGTH = 4, 20
"""Pixels at 150 dpi: no letter is so thin and short, but for its points."""
DOT_GAP = 9
"""Pixels: dots of one rule are no further apart."""
DOT_CONTRAST = 22
CROSSING = 12
FAINT_GAP = 4


@dataclass(frozen=True)
class OcrGrid:
    """A ruled table: its place, and its cells from left to right and from top to foot."""

    span: Span
    cells: tuple[OcrCell, ...]


def find_grids(image: Image) -> list[OcrGrid]:
    """The ruled tables of a level picture."""
    import cv2
    import numpy

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -8
    )
    length = max(20, round(max(grey.shape) * LEAST_RULE))
    dots = _specks(grey)
    across = cv2.bitwise_or(_opened(dark, (length, 1)), _dotted(dots, (length, 1)))
    # Down, gaps of a faint rule are closed as well: across, they may be those between letters.
    down = _opened(_closed(dark, (1, FAINT_GAP)), (1, length))
    down = cv2.bitwise_or(down, _dotted(dots, (1, length)))
    # A scan's rules waver by a pixel or two, and have gaps where they cross.
    across = cv2.dilate(across, numpy.ones((3, 5), numpy.uint8))
    down = cv2.dilate(down, numpy.ones((5, 3), numpy.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.bitwise_or(across, down), connectivity=8
    )
    least = max(grey.shape) * LEAST_SIDE
    grids = []
    for label in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[label])
        if width < least or height < least / 2:
            continue
        window = numpy.s_[y : y + height, x : x + width]
        grid = _grid(across[window], down[window], x, y)
        if grid is not None:
            grids.append(grid)
    return _outermost(grids)


def _opened(dark: Image, kernel: tuple[int, int]) -> Image:
    import cv2
    import numpy

    size = numpy.ones((kernel[1], kernel[0]), numpy.uint8)
    return cv2.morphologyEx(dark, cv2.MORPH_OPEN, size)


def _closed(drawn: Image, kernel: tuple[int, int]) -> Image:
    import cv2
    import numpy

    size = numpy.ones((kernel[1], kernel[0]), numpy.uint8)
    return cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, size)


def _specks(grey: Image) -> Image:
    """The dots and dashes of which rules are made: small, alone, and darker than noise."""
    import cv2
    import numpy

    dark = cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -DOT_CONTRAST
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    thin = numpy.minimum(width, height) <= DOT_SIDE
    small = thin & (numpy.maximum(width, height) <= DASH_LENGTH)
    small[0] = False  # what is not dark
    return numpy.where(small[labels], dark, 0).astype(numpy.uint8)


def _dotted(dots: Image, kernel: tuple[int, int]) -> Image:
    """Rules of dots or dashes; they reach over the place where they cross, which is no speck."""
    import cv2
    import numpy

    along = 0 if kernel[0] > 1 else 1
    gap = (DOT_GAP, 1) if along == 0 else (1, DOT_GAP)
    reach = numpy.ones((1, 2 * CROSSING + 1) if along == 0 else (2 * CROSSING + 1, 1), numpy.uint8)
    return cv2.dilate(_opened(_closed(dots, gap), kernel), reach)


def _grid(across: Image, down: Image, left: int, top: int) -> OcrGrid | None:
    """The grid of one group of rules that touch, or ``None`` where they make no cells."""
    rows = _rules(across, 1)
    columns = _rules(down, 0)
    if not (3 <= len(rows) <= MOST_RULES and 3 <= len(columns) <= MOST_RULES):
        if not (len(rows) >= 2 and len(columns) >= 2 and len(rows) + len(columns) >= 6):
            return None
        if max(len(rows), len(columns)) > MOST_RULES:
            return None
    cells = _cells(across > 0, down > 0, rows, columns)
    if len(cells) < 3:
        return None
    placed = tuple(
        OcrCell(
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            Span(cell.span.x0 + left, cell.span.y0 + top, cell.span.x1 + left, cell.span.y1 + top),
        )
        for cell in cells
    )
    span = Span(left + columns[0], top + rows[0], left + columns[-1], top + rows[-1])
    return OcrGrid(span, placed)


def _rules(drawn: Image, axis: int) -> list[int]:
    """Where rules lie, by how much of the grid's width or height is drawn there."""
    import numpy

    profile = (drawn > 0).sum(axis=axis)
    least = max(12, 0.06 * drawn.shape[axis])
    places: list[list[int]] = []
    for place in numpy.nonzero(profile >= least)[0]:
        if places and place - places[-1][-1] <= SAME_RULE:
            places[-1].append(int(place))
        else:
            places.append([int(place)])
    return [round(sum(group) / len(group)) for group in places]


def _cells(across: Image, down: Image, rows: list[int], columns: list[int]) -> list[OcrCell]:
    """Elementary cells joined where no border is drawn between them, in rectangles."""
    height, width = len(rows) - 1, len(columns) - 1

    def open_below(row: int, column: int) -> bool:
        band = across[
            max(0, rows[row + 1] - 4) : rows[row + 1] + 5, columns[column] : columns[column + 1]
        ]
        inner = band[:, band.shape[1] // 8 : -max(1, band.shape[1] // 8)]
        return not inner.size or float(inner.any(axis=0).mean()) < DRAWN

    def open_right(row: int, column: int) -> bool:
        band = down[
            rows[row] : rows[row + 1], max(0, columns[column + 1] - 4) : columns[column + 1] + 5
        ]
        inner = band[band.shape[0] // 8 : -max(1, band.shape[0] // 8)]
        return not inner.size or float(inner.any(axis=1).mean()) < DRAWN

    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            end = column + 1
            while end < width and (row, end) not in taken and open_right(row, end - 1):
                end += 1
            foot = row + 1
            while foot < height and all(
                open_below(foot - 1, place) for place in range(column, end)
            ):
                foot += 1
            taken |= {(r, c) for r in range(row, foot) for c in range(column, end)}
            span = Span(columns[column], rows[row], columns[end], rows[foot])
            cells.append(OcrCell(row, column, foot - row, end - column, span))
    return cells


def _outermost(grids: list[OcrGrid]) -> list[OcrGrid]:
    grids.sort(key=lambda grid: -grid.span.area)
    kept: list[OcrGrid] = []
    for grid in grids:
        if not any(grid.span.overlap(other.span) > 0.5 * grid.span.area for other in kept):
            kept.append(grid)
    return kept
