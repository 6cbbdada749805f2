"""Cells of ruled tables, and the lines that were read in them."""

from __future__ import annotations

from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.lines import LineWord, OcrLine
from core.worker.flash.ocr.table_cells import OcrCell, fill, parted


def line(text: str, x0: float, y0: float) -> OcrLine:
    span = Span(x0, y0, x0 + 10 * len(text), y0 + 20)
    return OcrLine(span, (LineWord(text, span, 0.9),), 16, 0.1)


WHOLE = OcrCell(0, 0, 1, 3, Span(0, 0, 300, 40))
BELOW = [OcrCell(1, n, 1, 1, Span(100 * n, 40, 100 * n + 100, 80)) for n in range(3)]


def test_texts_beside_each_other_are_in_cells_of_their_own() -> None:
    lines = [line("Depth", 10, 10), line("Flow", 110, 10), line("Station", 210, 10)]
    cells = parted([WHOLE, *BELOW], lines)
    assert [(cell.column, cell.columns) for cell in cells[:3]] == [(0, 1), (1, 1), (2, 1)]
    assert cells[3:] == BELOW
    assert fill(cells, lines)[:3] == ["Depth", "Flow", "Station"]


def test_between_texts_that_are_far_apart_an_empty_cell_is_left() -> None:
    cells = parted([WHOLE, *BELOW], [line("Depth", 10, 10), line("Station", 210, 10)])
    assert [(cell.column, cell.columns) for cell in cells[:3]] == [(0, 1), (1, 1), (2, 1)]


def test_a_cell_with_one_text_or_with_lines_of_it_stays_merged() -> None:
    for lines in (
        [line("Sum", 10, 10)],
        [line("The depth of all the stations", 5, 10)],
        [line("Depth of", 10, 0), line("all stations", 120, 20)],
        [line("A title that reaches over", 5, 0), line("its", 5, 20), line("end", 210, 20)],
    ):
        assert parted([WHOLE, *BELOW], lines) == [WHOLE, *BELOW]
