"""Tables of scans between level rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from core.worker.flash.ocr.findings import FoundPage, FoundTable
from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.lines import LineWord, OcrLine
from core.worker.flash.ocr.models import Models
from core.worker.flash.ocr.open_grids import open_grids
from core.worker.flash.ocr.page_reader import PageReader
from core.worker.flash.ocr.table_cells import OcrCell, together
from tests.unit.core.worker.flash.ocr.pages import HEIGHT, WIDTH, frame

STATIONS = [
    ["Station", "Depth (m)", "Flow (m/s)", "Samples"],
    ["North quay", "12.4", "0.31", "18"],
    ["Old weir", "9.8", "0.54", "22"],
    ["Mill race", "2.1", "1.20", "9"],
    ["South mole", "15.0", "0.12", "31"],
]
SHIPS = [
    ["Year", "Ships", "Lost"],
    ["1901", "212", "3"],
    ["1902", "", "1"],
    ["1903", "198", ""],
    ["1904", "240", "2"],
]


def ruled(rows: list[list[str]], width: float, *numbers: int) -> Callable[[Canvas], None]:
    """A table with three level rules; columns of ``numbers`` end at their right."""

    def paint(canvas: Canvas) -> None:
        table = Table(rows, colWidths=width, rowHeights=18)
        style: list[tuple[object, ...]] = [
            ("FONT", (0, 0), (-1, -1), "Times-Roman", 11),
            ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
            ("LINEBELOW", (0, 0), (-1, 0), 0.6, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
        ]
        style += [("ALIGN", (column, 0), (column, -1), "RIGHT") for column in numbers]
        table.setStyle(style)
        table.wrapOn(canvas, WIDTH, HEIGHT)
        table.drawOn(canvas, 30, 120)

    return paint


def line(text: str, x0: float, y: float, x1: float) -> OcrLine:
    span = Span(x0, y - 16, x1, y + 16)
    return OcrLine(span, (LineWord(text, span, 0.99),), 22.0, 0.1)


def lines_of(rows: list[list[str]], width: float) -> list[OcrLine]:
    """As they are read: each cell a line, in pixels at 150 dpi."""
    found = []
    foot = HEIGHT - 120
    for number, row in enumerate(rows):
        y = (foot - 18 * (len(rows) - number) + 9) * 150 / 72
        for column, text in enumerate(row):
            x = (30 + width * column + 6) * 150 / 72
            if text:
                found.append(line(text, x, y, x + 10.5 * len(text)))
    return found


@pytest.mark.parametrize(("rows", "width"), [(STATIONS, 85.0), (SHIPS, 60.0)])
@pytest.mark.parametrize("slant", [0.0, 0.05])
def test_cells_are_what_stands_between_the_blanks(
    rows: list[list[str]], width: float, slant: float
) -> None:
    page = frame(ruled(rows, width), slant_deg=slant)
    ((_, cells),) = open_grids(page, lines_of(rows, width), [])
    table = {(cell.row, cell.column): cell.text for cell in cells}
    assert table == {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}


def test_without_rules_or_where_a_table_is_known_there_is_none() -> None:
    lines = lines_of(SHIPS, 60)
    assert open_grids(frame(lambda _canvas: None), lines, []) == []
    whole = Span(0, 0, WIDTH * 150 / 72, HEIGHT * 150 / 72)
    assert open_grids(frame(ruled(SHIPS, 60)), lines, [whole]) == []


def test_text_between_two_rules_is_no_table() -> None:
    def paint(canvas: Canvas) -> None:
        for y in (260, 120):
            canvas.line(30, y, 390, y)

    prose = [
        line("The harbour master counted nine boats before the fog", 70, 120 + 38 * n, 780)
        for n in range(5)
    ]
    assert open_grids(frame(paint), prose, []) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["MSc Hydrology, York", "2015"], ["BSc Geography, Hull", "2013"], ["Languages", ""]],
        [["Survey lead", "2019"], ["• Led a team", ""], ["• Dug a well", ""], ["Clerk", "2015"]],
    ],
)
def test_posts_between_the_rules_of_headings_are_no_table(rows: list[list[str]]) -> None:
    lines = [
        OcrLine(one.span, tuple(words_of(one)), one.size, one.weight) for one in lines_of(rows, 180)
    ]

    def paint(canvas: Canvas) -> None:
        for y in (120, 120 + 18 * len(rows)):
            canvas.line(30, y, 390, y)

    assert open_grids(frame(paint), lines, []) == []


def words_of(one: OcrLine) -> list[LineWord]:
    """The bullet of an item is a word of its own."""
    text, span = one.text, one.span
    if not text.startswith("• "):
        return list(one.words)
    bullet = Span(span.x0, span.y0, span.x0 + 10, span.y1)
    return [
        LineWord("•", bullet, 0.99),
        LineWord(text[2:], Span(span.x0 + 24, span.y0, span.x1, span.y1), 0.99),
    ]


def test_two_texts_beside_each_other_in_one_cell_are_counted() -> None:
    wide, narrow = Span(0, 0, 400, 40), Span(400, 0, 600, 40)
    cells = [OcrCell(0, 0, 1, 1, wide), OcrCell(0, 1, 1, 1, narrow)]
    lines = [line("0.31", 20, 20, 70), line("18", 300, 20, 330), line("9", 420, 20, 440)]
    assert together(cells, lines) == 1
    assert together(cells, [lines[0], lines[2]]) == 0
    below = line("and more", 20, 60, 140)
    assert together([OcrCell(0, 0, 1, 1, Span(0, 0, 400, 80))], [lines[0], below]) == 0


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Models())


def cells_of(page: FoundPage) -> dict[tuple[int, int], str]:
    (table,) = (part for part in page.parts if isinstance(part, FoundTable))
    return {(cell.row, cell.column): cell.text for cell in table.cells if cell.text}


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "width"), [(STATIONS, 85.0), (SHIPS, 60.0)])
def test_a_scanned_table_with_level_rules_keeps_its_columns(
    reader: PageReader, rows: list[list[str]], width: float
) -> None:
    page = reader.read(frame(ruled(rows, width, 1, 2, 3), slant_deg=0.4))
    wanted = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    assert cells_of(page) == wanted
