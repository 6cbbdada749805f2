"""Tables without rules that fell into parts."""

from __future__ import annotations

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import Box
from core.worker.flash.tables.parted_tables import with_parts_joined
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import line

HEAD = (("Date", "Text", "Out", "In"), ("1 May", "Rope", "2.50", ""), ("2 May", "Tar", "3.10", ""))
FOOT = (("4 May", "Nails", "1.20", ""), ("5 May", "Paint", "8.00", ""))
XS = (72.0, 140.0, 260.0, 330.0)


def cells(rows: tuple[tuple[str, ...], ...], top: float) -> list[TextLine]:
    return [
        line(text, x, top + 20 * number)
        for number, row in enumerate(rows)
        for x, text in zip(XS, row, strict=True)
        if text
    ]


def table(rows: tuple[tuple[str, ...], ...], top: float) -> Region:
    foot = top + 20 * (len(rows) - 1) + 2
    grid = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Region(RegionKind.TABLE, Box(72, top - 8, 350, foot), grid, is_added=True)


PARTS = [table(HEAD, 100), table(FOOT, 190)]
AROUND = [*cells(HEAD, 100), *cells(FOOT, 190)]


def test_a_row_with_a_cell_of_two_lines_holds_the_parts_together() -> None:
    row = [line("3 May", 72, 165), line("Wages and", 140, 159), line("fees", 140, 171)]
    (whole,) = with_parts_joined(PARTS, [*AROUND, *row, line("9.00", 330, 165)])
    assert [[cell.text for cell in row] for row in whole.rows] == [
        *(list(row) for row in HEAD),
        ["3 May", "Wages and fees", "", "9.00"],
        *(list(row) for row in FOOT),
    ]


def test_two_tables_stay_two() -> None:
    heading = [line("Second year", 72, 165, bold=True)]
    assert with_parts_joined(PARTS, [*AROUND, *heading]) == PARTS
    sentence = [line("In the second year the society had more to pay for", 72, 159)]
    sentence += [line("ropes and for nails.", 72, 171)]
    assert with_parts_joined(PARTS, [*AROUND, *sentence]) == PARTS
    assert with_parts_joined(PARTS, AROUND) == PARTS
