"""Bold letters of the body's size in scans, and sizes of lines with many tall letters."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.model import Box
from core.worker.flash.ocr.findings import FoundLine, FoundPage, FoundRun, FoundWord
from core.worker.flash.ocr.layouts import to_layouts
from core.worker.flash.ocr.lines import _height_em
from core.worker.flash.ocr.models import Models
from core.worker.flash.ocr.page_reader import PageReader
from core.worker.flash.ocr.strokes import stroke_width
from core.worker.flash.structure.stage import structure
from tests.unit.core.worker.flash.ocr.pages import HEIGHT, WIDTH, frame

PROSE = (
    "The council met on the bridge in the winter and spoke of copper",
    "and of the harbour, where the lamps had not been lit for a week",
    "because the last oil for them was sold before the frost came.",
)


@pytest.mark.parametrize("width", [2, 3, 5])
def test_the_width_of_strokes_is_that_of_most_of_them(width: int) -> None:
    picture = np.full((40, 300, 3), 240, np.uint8)
    for x in range(20, 280, 20):
        cv2.rectangle(picture, (x, 8), (x + width - 1, 32), (20, 20, 20), -1)
    cv2.rectangle(picture, (20, 18), (280, 20), (20, 20, 20), -1)  # a stroke along the line
    assert stroke_width(picture) == pytest.approx(width, abs=0.6)
    assert stroke_width(np.full((40, 300, 3), 240, np.uint8)) == 0.0


def test_tall_letters_above_the_fullest_rows_say_that_these_are_small_ones() -> None:
    assert _height_em("Ballast", 0.4) == _height_em("some words")
    assert _height_em("Ballast", 0.1) == _height_em("CAPITALS", 0.4)
    assert _height_em("Sir Ian Lyu", 0.05) == _height_em("CAPITALS")
    assert _height_em("Tip", 0.05) == _height_em("some words", 0.05)


def found(text: str, top: float, stroke: float, left: float = 50.0) -> FoundLine:
    words, x, size = [], left, 10.0
    for word in text.split(" "):
        width = len(word) * size * 0.5
        words.append(FoundWord(word, Box(x, top, x + width, top + 1.3 * size), 0.98))
        x += width + size * 0.3
    return FoundLine(tuple(words), size, 0.1, 0.5, stroke=stroke)


def markdown(*lines: FoundLine) -> str:
    return structure(to_layouts({0: FoundPage((FoundRun(lines),))}, {0: (595.0, 842.0)})).text()


def test_wider_strokes_are_bold_and_a_head_though_the_size_is_the_body_s() -> None:
    body = [found(text, 60 + 14 * number, 0.7) for number, text in enumerate(PROSE)]
    head = "Lamps of the town"
    assert markdown(found(head, 40, 0.92), *body).startswith(f"# {head}\n\nThe council")
    assert not markdown(found(head, 40, 0.76), *body).startswith("#")


def test_what_stands_beside_or_further_up_is_of_another_block() -> None:
    address = ("Roof Works", "9 Dock Road", "Hull")
    sender = [found(text, 40 + 13 * n, 0.7, left=400) for n, text in enumerate(address)]
    body = [found(text, 120 + 14 * n, 0.7) for n, text in enumerate(PROSE)]
    text = markdown(*sender, found("Ms Harriet Blom", 90, 0.7), *body)
    assert text.startswith("Roof Works\n\n9 Dock Road\n\nHull\n\nMs Harriet Blom\n\nThe")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plain", "bold"), [("Times-Roman", "Times-Bold"), ("Helvetica", "Helvetica-Bold")]
)
def test_bold_heads_of_a_scan_are_headings_and_plain_lines_none(plain: str, bold: str) -> None:
    heads = ("1. Lamps of the town", "Ballast")

    def paint(canvas: Canvas) -> None:
        y = 270.0
        for head in heads:
            canvas.setFont(bold, 10.5)
            canvas.drawString(40, y, head)
            canvas.setFont(plain, 10.5)
            for number, text in enumerate(PROSE, start=1):
                canvas.drawString(40, y - 15 * number, text)
            y -= 80
        canvas.drawString(40, y, "Yours sincerely")

    page = PageReader(Models()).read(frame(paint, slant_deg=0.4))
    text = structure(to_layouts({0: page}, {0: (float(WIDTH), float(HEIGHT))})).text()
    assert [row.lstrip("# ") for row in text.splitlines() if row.startswith("#")] == list(heads)
