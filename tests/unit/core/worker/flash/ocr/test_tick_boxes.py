"""Boxes to tick in scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.ocr.bullets import with_bullets
from core.worker.flash.ocr.image import Span, ink_of
from core.worker.flash.ocr.lines import LineWord, OcrLine
from core.worker.flash.ocr.models import Models
from core.worker.flash.ocr.page_reader import PageReader
from core.worker.flash.ocr.tick_boxes import tick_boxes, with_tick_boxes
from tests.unit.core.worker.flash.ocr.pages import frame

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

EM = 24.0
INK = (20, 20, 20)


def paper() -> Image:
    return np.full((300, 600, 3), 240, np.uint8)


def box(image: Image, x: int, y: int, side: int = 18, tick: bool = False) -> None:
    cv2.rectangle(image, (x, y), (x + side, y + side), INK, 2)
    if tick:
        cv2.line(image, (x + 4, y + 9), (x + 8, y + 14), INK, 2)
        cv2.line(image, (x + 8, y + 14), (x + 20, y - 3), INK, 2)


def read(text: str, x: float, middle: float) -> OcrLine:
    words = []
    at = x
    for part in text.split():
        words.append(LineWord(part, Span(at, middle - 15, at + 11 * len(part), middle + 15), 0.98))
        at = words[-1].span.x1 + 8
    return OcrLine(Span(x, middle - 15, at, middle + 15), tuple(words), EM, 0.1)


def texts(image: Image, *lines: OcrLine) -> list[str]:
    return [
        line.text for line in with_bullets(ink_of(image), with_tick_boxes(ink_of(image), lines))
    ]


def test_boxes_that_were_dropped_are_found_and_told_apart() -> None:
    image = paper()
    box(image, 90, 52)
    box(image, 90, 92, tick=True)
    assert texts(image, read("A new member", 120, 61), read("One before", 120, 101)) == [
        "☐ A new member",
        "☑ One before",
    ]


@pytest.mark.parametrize("said", ["口", "D", "口Cash"])
def test_what_a_box_was_read_as_goes(said: str) -> None:
    image = paper()
    box(image, 90, 52)
    text = f"{said} Cash" if len(said) == 1 else said
    assert texts(image, read(text, 90, 61)) == ["☐ Cash"]


def test_several_boxes_of_one_line_stand_before_their_words() -> None:
    image = paper()
    box(image, 90, 52)
    box(image, 190, 52, tick=True)
    line = OcrLine(
        Span(118, 46, 300, 76),
        (
            LineWord("Cash", Span(118, 46, 162, 76), 0.9),
            LineWord("Card", Span(222, 46, 300, 76), 0.9),
        ),
        EM,
        0.1,
    )
    assert texts(image, line) == ["☐ Cash ☑ Card"]


def test_letters_and_cells_are_no_boxes() -> None:
    image = paper()
    cv2.ellipse(image, (100, 61), (9, 9), 0, 0, 360, INK, 3)  # an o
    cv2.rectangle(image, (200, 40), (330, 80), INK, 2)  # a field to fill in
    box(image, 400, 52)
    cv2.rectangle(image, (385, 52), (396, 70), INK, 2)  # a letter right before it
    assert tick_boxes(ink_of(image), EM) == []
    image = paper()
    box(image, 120, 52)  # the middle letter of a word that was read
    line = read("the country", 60, 61)
    assert with_tick_boxes(ink_of(image), [line]) == [line]


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Models())


@pytest.mark.slow
@pytest.mark.parametrize("slant", [0.0, 0.7])
def test_a_scanned_form_keeps_its_ticks(reader: PageReader, slant: float) -> None:
    items = (
        ("I am a new member", False),
        ("I was one last year", True),
        ("We agree to this", True),
    )

    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 250, "Please tick what applies to you, and send it back:")
        for number, (text, tick) in enumerate(items):
            y = 222 - 22 * number
            canvas.rect(62, y - 1, 9, 9)
            if tick:
                canvas.line(63.5, y + 3, 66, y)
                canvas.line(66, y, 70, y + 7)
            canvas.drawString(80, y, text)

    page = reader.read(frame(paint, slant_deg=slant))
    found = [" ".join(word.text for word in line.words) for line in page.lines]
    assert found[1:] == [f"{'☑' if tick else '☐'} {text}" for text, tick in items]
