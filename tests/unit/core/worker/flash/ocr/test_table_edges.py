"""Where a scanned table begins and ends."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.ocr.findings import FoundPage, FoundTable
from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.lines import LineWord, OcrLine
from core.worker.flash.ocr.models import Models
from core.worker.flash.ocr.open_grids import completed
from core.worker.flash.ocr.page_reader import PageReader
from core.worker.flash.ocr.table_edges import inner_rows, rows_of, without_outer_text
from tests.unit.core.worker.flash.ocr.pages import frame


def line(text: str, x0: float, row: int) -> OcrLine:
    y = 40.0 * row
    span = Span(x0, y, x0 + 11 * len(text), y + 30)
    return OcrLine(span, (LineWord(text, span, 0.99),), 22.0, 0.1)


SUMS = [
    *(line("Pos", 60, 2), line("Text", 140, 2), line("Sum", 400, 2)),
    *(line("1", 60, 3), line("Drill", 140, 3), line("258.00", 400, 3)),
    *(line("2", 60, 4), line("Delivery", 140, 4), line("9.90", 400, 4)),
]
ABOVE = [line("Current account", 60, 0), line("IBAN GB29 NWBK 6016 1331", 60, 1)]
BELOW = [line("Please pay within 30 days", 60, 5), line("Thank you for all", 60, 6)]


def test_lines_of_text_above_and_below_are_none_of_the_rows() -> None:
    assert without_outer_text([*ABOVE, *SUMS, *BELOW]) == SUMS
    assert inner_rows(rows_of([*ABOVE, *SUMS])) == (2, 5)
    assert without_outer_text(SUMS) == SUMS


def test_heads_over_columns_and_names_of_groups_stay() -> None:
    over = line("Year 2024", 330, 1)
    assert without_outer_text([over, *SUMS]) == [over, *SUMS]
    group = line("Tools", 60, 5)  # short: it ends before the second column
    assert without_outer_text([*SUMS, group]) == [*SUMS, group]
    inside = [*SUMS[:6], line("Tools and all that goes with them", 60, 4)]
    inside += [line("2", 60, 5), line("Rope", 140, 5)]
    assert without_outer_text(inside) == inside


def test_pieces_of_a_faint_rule_are_one() -> None:
    full = [Span(141, y, 1098, y + 1) for y in (445.0, 484.0)]
    pieces = [Span(142, 562, 682, 563), Span(727, 560, 1030, 561)]
    assert [(one.x0, one.x1) for one in completed([*full, *pieces])] == [(141, 1098)] * 3
    # Rules over some columns, and one that is mostly missing, stay as they are.
    heads = [Span(400, 460, 700, 461), Span(720, 460, 1098, 461)]
    assert completed([full[0], *heads, full[1]]) == [full[0], *heads, full[1]]
    short = [Span(141, 520, 500, 521)]
    assert completed([*full, *short]) == [*full, *short]


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Models())


def text_of(page: FoundPage) -> list[str]:
    return [" ".join(word.text for word in one.words) for one in page.lines]


@pytest.mark.slow
def test_the_paragraph_below_a_scanned_table_is_text(reader: PageReader) -> None:
    rows = [("Wood", "Height", "Age"), ("Willow", "12.5", "30"), ("Alder", "17.0", "48")]
    rows += [("Poplar", "24.1", "35"), ("Ash", "19.6", "60")]
    texts = ("The trees at the lower weir in May", "All were measured from the south bank.")

    def paint(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(40, 250, texts[0])
        for number, row in enumerate(rows):
            for text, x in zip(row, (40, 130, 220), strict=True):
                canvas.drawString(x, 226 - 18 * number, text)
        canvas.drawString(40, 130, texts[1])

    page = reader.read(frame(paint))
    (table,) = (part for part in page.parts if isinstance(part, FoundTable))
    assert [cell.text for cell in table.cells] == [text for row in rows for text in row]
    assert text_of(page) == list(texts)
