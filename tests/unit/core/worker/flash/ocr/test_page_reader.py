"""Pages read by the real networks."""

from __future__ import annotations

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from core.worker.flash.ocr.findings import FoundPage, FoundTable
from core.worker.flash.ocr.models import Models
from core.worker.flash.ocr.page_reader import PageReader
from tests.unit.core.worker.flash.ocr.pages import HEIGHT, WIDTH, frame

LINES = (
    "The harbour master counted nine boats",
    "before the fog came in from the north,",
    "and wrote 1,482 crates into his book.",
    "Nobody asked him for the keys again.",
)


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Models())


def letter(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 14)
    for number, text in enumerate(LINES):
        canvas.drawString(60, 230 - 22 * number, text)


def text_of(page: FoundPage) -> str:
    return "\n".join(" ".join(word.text for word in line.words) for line in page.lines)


@pytest.mark.slow
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_is_read_whichever_way_it_lies(reader: PageReader, turns: int) -> None:
    page = reader.read(frame(letter, turns=turns))
    assert text_of(page) == "\n".join(LINES)
    assert all(line.score > 0.9 for line in page.lines)


@pytest.mark.slow
def test_words_lie_where_they_are_drawn_on_a_slanted_page(reader: PageReader) -> None:
    page = reader.read(frame(letter, slant_deg=2.0))
    assert text_of(page) == "\n".join(LINES)
    first = page.lines[0].words[0]
    assert first.text == "The"
    assert first.box.x0 == pytest.approx(60, abs=8)
    assert HEIGHT - first.box.y1 == pytest.approx(230, abs=12)
    assert all(
        0 <= word.box.x0 <= word.box.x1 <= WIDTH for line in page.lines for word in line.words
    )
    assert page.lines[0].size == pytest.approx(14, rel=0.2)


@pytest.mark.slow
def test_a_ruled_table_is_a_table_lying_or_standing(reader: PageReader) -> None:
    rows = [["Boat", "Crates", "Day"], ["Petrel", "612", "Monday"], ["Gannet", "87", "Friday"]]

    def paint(canvas: Canvas) -> None:
        table = Table(rows, colWidths=100, rowHeights=30)
        table.setStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)])
        table.wrapOn(canvas, WIDTH, HEIGHT)
        table.drawOn(canvas, 50, 120)

    for turns in (0, 1):
        (part,) = reader.read(frame(paint, turns=turns)).parts
        assert isinstance(part, FoundTable)
        assert part.is_ruled
        assert [cell.text for cell in part.cells] == [text for row in rows for text in row]


@pytest.mark.slow
def test_a_blank_page_and_one_of_grain_hold_nothing(reader: PageReader) -> None:
    assert reader.read(frame(lambda _canvas: None)).parts == ()
    assert reader.read(frame(lambda _canvas: None, noise=40)).letters == 0


@pytest.mark.slow
def test_what_a_pause_raises_ends_the_work(reader: PageReader) -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        reader.read(frame(letter), stop)
