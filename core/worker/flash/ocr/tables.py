"""The tables of a page: ruled ones by their lines, others by the network or by alignment."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from core.worker.flash.ocr.findings import FoundCell, FoundTable
from core.worker.flash.ocr.frame import ImageFrame
from core.worker.flash.ocr.grids import find_grids
from core.worker.flash.ocr.image import Span, hull
from core.worker.flash.ocr.layout import LayoutKind, LayoutRegion
from core.worker.flash.ocr.lines import OcrLine
from core.worker.flash.ocr.models import Models
from core.worker.flash.ocr.open_grids import open_grids
from core.worker.flash.ocr.table_cells import OcrCell, fill, is_worth_it, parted, together
from core.worker.flash.ocr.table_edges import without_outer_text
from core.worker.flash.ocr.table_network import recognise

LEAST_ROWS = 3
LEAST_ROWS_OF_PAIRS = 4
"""Of rows of short pieces, to be a table: with two columns they may be labels and values."""
MOSTLY = 0.6
MOST_CELL_LETTERS = 60
ROWS_ALIKE = 0.25
"""The network's rows are believed where they differ by no more than this from the lines seen."""
LEAST_TOGETHER = 2
"""Of texts that the network has side by side in one cell: one may be an item and its number."""
SPANNING = 2.5
"""Times the usual width of a cell's line."""

Placed = tuple[Span, FoundTable]


def find_tables(
    models: Models | None,
    frame: ImageFrame,
    lines: Sequence[OcrLine],
    regions: Sequence[LayoutRegion],
) -> tuple[list[Placed], list[OcrLine]]:
    """The tables, and the lines outside of them. Without ``models`` only the ruled ones."""
    rest = list(lines)
    found: list[Placed] = []
    for grid in find_grids(frame.image):
        inside = [line for line in rest if _is_in(line, grid.span)]
        table = _table(frame, grid.span, parted(grid.cells, inside), inside, is_ruled=True)
        if table is not None:
            found.append((grid.span, table))
            rest = [line for line in rest if line not in inside]
    between = open_grids(frame, rest, [span for span, _ in found])
    for region in regions:
        if region.kind is not LayoutKind.TABLE or models is None:
            continue
        if any(span.overlap(region.span) > 0.3 * region.span.area for span, _ in found):
            continue
        inside = [line for line in rest if _is_in(line, region.span)]
        if len(inside) < 4:
            continue
        inner = without_outer_text(inside)
        if len(inner) < len(inside):
            inside, span = inner, hull([line.span for line in inner])
        else:
            span = hull([region.span, *(line.span for line in inside)])
        cells = _networked(models, frame, span, inside)
        if any(
            span.overlap(other) > MOSTLY * min(span.area, other.area)
            and (together(cells, inside) >= LEAST_TOGETHER or span.area < MOSTLY * other.area)
            for other, _ in between
        ):
            continue  # the rules and the blanks say more
        table = _table(frame, span, cells, inside, is_ruled=False)
        if table is not None:
            found.append((span, table))
            rest = [line for line in rest if line not in inside]
    for span, placed in between:
        if any(span.overlap(other) > 0.3 * min(span.area, other.area) for other, _ in found):
            continue
        inside = [line for line in rest if _is_in(line, span)]
        letters = sum(line.letters for line in inside)
        score = sum(line.score * line.letters for line in inside) / max(1, letters)
        found.append((span, FoundTable(frame.box(span), placed, round(score, 3), is_ruled=False)))
        rest = [line for line in rest if line not in inside]
    return found, rest


def table_of_rows(frame: ImageFrame, rows: Sequence[Sequence[OcrLine | None]]) -> FoundTable | None:
    """A table of lines that stand in rows and columns; ``None`` where they make none."""
    lines = [line for row in rows for line in row if line is not None]
    if len(lines) < sum(len(row) for row in rows) or len(rows) < LEAST_ROWS:
        return None
    if statistics.median(line.letters for line in lines) > MOST_CELL_LETTERS:
        return None
    cells = aligned_cells(lines)
    shared = sum(len(row) > 1 for row in rows)
    if shared < LEAST_ROWS or shared < MOSTLY * len(rows):
        return None
    columns = max(cell.column for cell in cells) + 1
    if columns < 2 or (columns == 2 and len(rows) < LEAST_ROWS_OF_PAIRS):
        return None
    span = hull([line.span for line in lines])
    return _table(frame, span, cells, lines, is_ruled=False)


def aligned_cells(lines: Sequence[OcrLine]) -> list[OcrCell]:
    """Cells by the gutters between columns, and by the heights of lines."""
    height = statistics.median(line.span.height for line in lines)
    columns = _columns(lines, 0.3 * height)
    inset = 0.25 * height
    rows = _intervals([(line.span.y0 + inset, line.span.y1 - inset) for line in lines], 0.0)
    columns = _never_together(columns, rows, lines, 3 * height)
    return [
        OcrCell(row, column, 1, 1, Span(x0, y0, x1, y1))
        for row, (y0, y1) in enumerate(rows)
        for column, (x0, x1) in enumerate(columns)
    ]


def _columns(lines: Sequence[OcrLine], gap: float) -> list[tuple[float, float]]:
    """Where columns lie; heads and notes that reach over several of them do not join them."""
    widths = sorted(line.span.width for line in lines)
    usual = widths[len(widths) // 2]
    narrow = [line for line in lines if line.span.width <= SPANNING * usual]
    columns = _intervals([(line.span.x0, line.span.x1) for line in narrow or lines], gap)
    return [
        (
            min([x0, *(line.span.x0 for line in lines if _only_in(line, x0, x1, columns))]),
            max([x1, *(line.span.x1 for line in lines if _only_in(line, x0, x1, columns))]),
        )
        for x0, x1 in columns
    ]


def _never_together(
    columns: Sequence[tuple[float, float]],
    rows: Sequence[tuple[float, float]],
    lines: Sequence[OcrLine],
    near: float,
) -> list[tuple[float, float]]:
    """A head to the left over numbers to the right is one column: no row has something in both."""
    kept = [columns[0]]
    for start, end in columns[1:]:
        before = kept[-1]
        if start - before[1] < near and not any(
            _holds(row, before, lines) and _holds(row, (start, end), lines) for row in rows
        ):
            kept[-1] = (before[0], end)
        else:
            kept.append((start, end))
    return kept


def _holds(row: tuple[float, float], column: tuple[float, float], lines: Sequence[OcrLine]) -> bool:
    return any(
        row[0] <= line.span.mid_y <= row[1] and column[0] <= line.span.mid_x <= column[1]
        for line in lines
    )


def _only_in(line: OcrLine, x0: float, x1: float, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether it touches this column and no other."""
    touched = [one for one in columns if line.span.x0 < one[1] and line.span.x1 > one[0]]
    return touched == [(x0, x1)]


def _intervals(pairs: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """What these cover, in pieces that are further apart than ``gap``."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(pairs):
        if merged and start <= merged[-1][1] + gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _networked(
    models: Models, frame: ImageFrame, span: Span, lines: Sequence[OcrLine]
) -> list[OcrCell]:
    """The network's cells where it saw about as many rows as there are, else the aligned ones."""
    aligned = aligned_cells(lines)
    part = frame.cut(span.grown(4))
    left, top = max(0, int(span.x0 - 4)), max(0, int(span.y0 - 4))
    cells = [
        OcrCell(
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            Span(cell.span.x0 + left, cell.span.y0 + top, cell.span.x1 + left, cell.span.y1 + top),
        )
        for cell in recognise(models, part.image)
    ]
    if not cells:
        return aligned
    seen = max(cell.row for cell in aligned) + 1
    said = max(cell.row + cell.rows for cell in cells)
    if together(cells, lines) >= LEAST_TOGETHER:
        return aligned  # two columns were taken for one
    return cells if abs(seen - said) <= max(1, ROWS_ALIKE * seen) or said < seen else aligned


def _table(
    frame: ImageFrame,
    span: Span,
    cells: Sequence[OcrCell],
    lines: Sequence[OcrLine],
    *,
    is_ruled: bool,
) -> FoundTable | None:
    if not cells or not lines:
        return None
    texts = fill(cells, lines)
    if not is_worth_it(cells, texts):
        return None
    letters = sum(line.letters for line in lines)
    score = sum(line.score * line.letters for line in lines) / max(1, letters)
    found = tuple(
        FoundCell(cell.row, cell.column, cell.rows, cell.columns, text)
        for cell, text in zip(cells, texts, strict=True)
    )
    return FoundTable(frame.box(span), found, round(score, 3), is_ruled)


def _is_in(line: OcrLine, span: Span) -> bool:
    return span.holds(line.span.mid_x, line.span.mid_y)
