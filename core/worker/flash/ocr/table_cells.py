"""Cells of a table, the words that belong into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.lines import LineWord, OcrLine, joined_words
from core.worker.flash.ocr.recognition import is_wide

WHOLE_LINE = 0.6
"""A line of which this share lies in one cell belongs there with all its words."""
BESIDE = 0.2
"""Of its height a text may reach over a border."""
APART = 0.5
"""Blank between two texts of one line, in their height, that says they stand in two cells."""
LEAST_FILLED = 0.34
"""Of a table's cells; one with fewer is a picture of boxes, or a form."""


@dataclass(frozen=True)
class OcrCell:
    """One cell: its place in the table, how far it spans, and where it is on the picture."""

    row: int
    column: int
    rows: int
    columns: int
    span: Span


def parted(cells: Sequence[OcrCell], lines: Sequence[OcrLine]) -> list[OcrCell]:
    """Merged cells that hold texts beside each other are parted at the border between them: a faint
    rule was not seen there."""
    borders = {cell.column: cell.span.x0 for cell in sorted(cells, key=lambda one: -one.column)}
    found: list[OcrCell] = []
    for cell in cells:
        inside = [line.span for line in lines if cell.span.holds(line.span.mid_x, line.span.mid_y)]
        cuts = [
            column
            for column in range(cell.column + 1, cell.column + cell.columns)
            if column in borders and _is_between(borders[column], inside)
        ]
        ends = [*cuts, cell.column + cell.columns]
        for start, end in zip([cell.column, *cuts], ends, strict=True):
            x0 = cell.span.x0 if start == cell.column else borders[start]
            x1 = cell.span.x1 if end == ends[-1] else borders[end]
            span = Span(x0, cell.span.y0, x1, cell.span.y1)
            found.append(OcrCell(cell.row, start, cell.rows, end - start, span))
    return found


def _is_between(border: float, inside: Sequence[Span]) -> bool:
    """Whether two texts of one line stand on both sides of it, and none runs through."""
    left = [span for span in inside if span.x1 <= border + BESIDE * span.height]
    right = [span for span in inside if span.x0 >= border - BESIDE * span.height]
    return len(left) + len(right) == len(inside) and any(
        one.shares_rows(other) > 0.5 for one in left for other in right
    )


def together(cells: Sequence[OcrCell], lines: Sequence[OcrLine]) -> int:
    """How many texts have another one at their right, with a blank between, in the same cell."""
    held: dict[int, list[Span]] = {}
    for line in lines:
        held.setdefault(_home(cells, line.span), []).append(line.span)
    return sum(
        any(
            other.x0 - span.x1 > APART * span.height and span.shares_rows(other) > 0.5
            for other in inside
        )
        for inside in held.values()
        for span in inside
    )


def fill(cells: Sequence[OcrCell], lines: Sequence[OcrLine]) -> list[str]:
    """The text of each cell: a line goes where most of it lies, else each of its words does."""
    held: list[list[LineWord]] = [[] for _ in cells]
    for line in lines:
        home = _home(cells, line.span)
        if line.span.overlap(cells[home].span) >= WHOLE_LINE * line.span.area:
            held[home] += line.words
            continue
        for word in line.words:
            held[_home(cells, word.span)].append(word)
    return [cell_text(words) for words in held]


def cell_text(words: Sequence[LineWord]) -> str:
    """Words in rows: those at one height belong to one line of the cell."""
    rows: list[list[LineWord]] = []
    for word in sorted(words, key=lambda word: word.span.mid_y):
        if rows and rows[-1][0].span.shares_rows(word.span) > 0.5:
            rows[-1].append(word)
        else:
            rows.append([word])
    text = ""
    for row in rows:
        part = joined_words(sorted(row, key=lambda word: word.span.x0))
        if text and not (is_wide(text[-1]) and is_wide(part[0])):
            text += " "
        text += part
    return text


def is_worth_it(cells: Sequence[OcrCell], texts: Sequence[str]) -> bool:
    """Whether it is a table, and not a page of boxes with little in them."""
    rows = max((cell.row + cell.rows for cell in cells), default=0)
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    filled = sum(bool(text) for text in texts)
    return rows * columns >= 4 and columns >= 2 and filled >= max(3, LEAST_FILLED * len(cells))


def _home(cells: Sequence[OcrCell], word: Span) -> int:
    best, best_key = 0, (-1.0, 0.0)
    for index, cell in enumerate(cells):
        shared = word.overlap(cell.span) / max(1.0, word.area)
        away = max(cell.span.x0 - word.mid_x, word.mid_x - cell.span.x1, 0.0) + 2 * max(
            cell.span.y0 - word.mid_y, word.mid_y - cell.span.y1, 0.0
        )
        if (key := (round(shared, 3), -away)) > best_key:
            best, best_key = index, key
    return best
