"""Slanted text: watermarks are no part of the text, heads of columns are, stamps are kept."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.support.drawn_pages import Draw, Drawn

PROSE = (
    "The harbour master kept a book in which every ship that came in was",
    "written down with its name and the day, and he was proud of it. In the",
    "winter of that year the book was lost, and nobody could say which of",
    "the ships had paid and which had not. So a new one was begun in spring.",
)
HEADS = ("Received", "Completed", "Returned", "Total cost")
ROWS = (
    ("Rope", "12", "9", "3", "140"),
    ("Salt", "40", "38", "2", "96"),
    ("Oil", "7", "7", "0", "61"),
)


def prose(canvas: Canvas, y: float = 740.0, times: int = 8) -> None:
    canvas.setFont("Times-Roman", 11)
    for _ in range(times):
        for line in PROSE:
            canvas.drawString(72, y, line)
            y -= 14
        y -= 12


def turned(canvas: Canvas, text: str, x: float, y: float, degrees: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(degrees)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def diagonal(canvas: Canvas) -> None:
    canvas.setFillGray(0.85)
    canvas.setFont("Helvetica-Bold", 60)
    turned(canvas, "CONFIDENTIAL DRAFT", 80, 200, 50)
    canvas.setFillGray(0)
    prose(canvas)


def falling(canvas: Canvas) -> None:
    prose(canvas)
    canvas.setFont("Helvetica", 48)
    turned(canvas, "do not copy", 120, 700, -40)


def small_and_often(canvas: Canvas) -> None:
    prose(canvas)
    canvas.setFont("Helvetica", 8)
    for number in range(12):
        turned(
            canvas, "north.example/reader", 30 + 180 * (number % 3), 20 + 190 * (number // 3), 30
        )


def level(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    canvas.setFont("Helvetica-Bold", 90)
    canvas.drawString(90, 560, "SAMPLE")
    canvas.setFillGray(0)
    prose(canvas)


@pytest.mark.parametrize("page", [diagonal, falling, small_and_often, level])
def test_a_watermark_is_no_part_of_the_text(drawn: Drawn, page: Draw) -> None:
    assert drawn(page).split("\n\n") == [*[" ".join(PROSE)] * 7, " ".join(PROSE) + "\n"]


@pytest.mark.parametrize("degrees", [0, 30, 45, 60, 90])
def test_heads_of_columns_stand_in_their_row(drawn: Drawn, degrees: int) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, times=1)
        canvas.setFont("Times-Bold", 11)
        canvas.drawString(72, 580, "Goods")
        for number, head in enumerate(HEADS):
            turned(canvas, head, 205 + 75 * number, 580, degrees)
        canvas.line(72, 572, 500, 572)
        canvas.setFont("Times-Roman", 11)
        for number, row in enumerate(ROWS):
            for x, text in zip((72, 200, 275, 350, 425), row, strict=True):
                canvas.drawString(x, 558 - 16 * number, text)
        canvas.line(72, 520, 500, 520)
        prose(canvas, 480, times=2)

    text = drawn(page)
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert table[0] == "| Goods | Received | Completed | Returned | Total cost |"
    assert table[2:] == [f"| {' | '.join(row)} |" for row in ROWS]
    assert "#" not in text
    assert "**" not in text


def test_a_stamp_beside_the_text_is_kept(drawn: Drawn) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, times=2)
        canvas.setFont("Helvetica-Bold", 20)
        turned(canvas, "PAID in March", 300, 300, 20)

    text = drawn(page)
    assert "PAID in March" in text
    assert "#" not in text


def test_a_large_title_is_no_watermark(drawn: Drawn) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 40)
        canvas.drawString(72, 780, "The book of ships")
        prose(canvas, times=3)

    assert drawn(page).startswith("# The book of ships\n\nThe harbour")
