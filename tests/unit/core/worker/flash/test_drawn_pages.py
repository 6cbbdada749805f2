"""Kinds of pages that were read wrongly, drawn: shaded tables, drafts of contracts, algorithms."""

from __future__ import annotations

import itertools

from reportlab.pdfgen.canvas import Canvas

from tests.support.drawn_pages import Drawn

PROSE = (
    "The harbour master kept a book in which every ship that came in was",
    "written down with its name and the day, and he was proud of it. In the",
    "winter of that year the book was lost, and nobody could say which of",
    "the ships had paid and which had not. So a new one was begun in spring.",
)


def prose(canvas: Canvas, y: float) -> None:
    canvas.setFont("Times-Roman", 11)
    for number, line in enumerate(PROSE):
        canvas.drawString(72, y - 14 * number, line)


def test_the_last_white_row_of_a_shaded_table_is_in_it(drawn: Drawn) -> None:
    rows = [
        ("Time", "Room", "Talk", "Speaker"),
        ("9:00", "North hall", "Books of harbours and trade in winter", "A. Lindqvist"),
        ("10:00", "Tower", "Light and fog", "B. Osei"),
        ("11:00", "North hall", "Salt", "C. Marin"),
        ("12:00", "Quay", "A walk along the quay (bring warm clothes)", "all"),
    ]

    def page(canvas: Canvas) -> None:
        prose(canvas, 760)
        for number, row in enumerate(rows):
            y = 660 - 19 * number
            if number % 2 == 0 and number < 4:
                canvas.setFillGray(0.9)
                for left, right in itertools.pairwise((68, 136, 206, 456, 538)):
                    canvas.rect(left, y - 6, right - left, 19, stroke=0, fill=1)
                canvas.setFillGray(0)
            canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 9.5)
            for x, text in zip((72, 140, 210, 460), row, strict=True):
                canvas.drawString(x, y, text)
        prose(canvas, 520)

    lines = drawn(page).splitlines()
    assert "| 11:00 | North hall | Salt | C. Marin |" in lines
    assert "| 12:00 | Quay | A walk along the quay (bring warm clothes) | all |" in lines
    assert sum("harbour master kept" in line and "|" not in line for line in lines) == 2


def test_what_is_struck_out_is_told(drawn: Drawn) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, 760)
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, 660, "The owner pays ten twelve coins for each day at the quay.")
        canvas.line(144, 663, 157.5, 663)
        canvas.drawString(72, 630, "An underlined word is none of these.")
        canvas.line(86, 628, 138, 628)

    text = drawn(page)
    assert "The owner pays ~~ten~~ twelve coins" in text
    assert text.count("~~") == 2


def test_the_steps_of_an_algorithm_are_no_table(drawn: Drawn) -> None:
    steps = ("sort S by day", "for each ship s in S", "if length(s) < q then", "give s a berth")

    def page(canvas: Canvas) -> None:
        prose(canvas, 760)
        for number, step in enumerate(steps, start=1):
            canvas.drawString(72, 680 - 14 * number, f"{number}:")
            canvas.drawString(72 + 18 + 12 * number, 680 - 14 * number, step)
        prose(canvas, 560)

    text = drawn(page)
    assert "|" not in text
    assert all(step.replace("<", "") in text.replace("\\<", "").replace("<", "") for step in steps)
