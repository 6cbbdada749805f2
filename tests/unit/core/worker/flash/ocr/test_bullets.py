"""Bullets of lists in scans."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.ocr.bullets import with_bullets
from core.worker.flash.ocr.findings import FoundPage
from core.worker.flash.ocr.image import Span, ink_of
from core.worker.flash.ocr.lines import LineWord, OcrLine
from core.worker.flash.ocr.models import Models
from core.worker.flash.ocr.page_reader import PageReader
from tests.unit.core.worker.flash.ocr.pages import frame

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

EM = 24
TEXT_AT = 120
TEXTS = ("Repair the gate", "Paint the rails", "Order pipes")


def paper() -> Image:
    return np.full((400, 600, 3), 240, np.uint8)


def read(*texts: str, x: float = TEXT_AT, first: int = 0) -> list[OcrLine]:
    """Lines as the network gives them, one every 40 pixels."""
    found = []
    for number, text in enumerate(texts, start=first):
        middle = 60 + 40 * number
        words = []
        at = x
        for part in text.split():
            span = Span(at, middle - 15, at + 11 * len(part), middle + 15)
            words.append(LineWord(part, span, 0.98))
            at = span.x1 + 8
        span = Span(x, middle - 15, at, middle + 15)
        found.append(OcrLine(span, tuple(words), EM, 0.1))
    return found


def write(image: Image, count: int = 3) -> None:
    """Something like letters, where the texts are."""
    for number in range(count):
        for letter in range(12):
            x, y = TEXT_AT + 11 * letter, 60 + 40 * number
            cv2.rectangle(image, (x, y - 8), (x + 8, y + 8), (20, 20, 20), 2)


def disc(image: Image, number: int, x: int = 95, radius: int = 4) -> None:
    cv2.circle(image, (x, 60 + 40 * number), radius, (20, 20, 20), -1)


def ring(image: Image, number: int) -> None:
    cv2.circle(image, (95, 60 + 40 * number), 4, (20, 20, 20), 1)


def square(image: Image, number: int) -> None:
    y = 60 + 40 * number
    cv2.rectangle(image, (86, y - 8), (102, y + 8), (20, 20, 20), -1)


def dash(image: Image, number: int) -> None:
    y = 60 + 40 * number
    cv2.rectangle(image, (88, y - 1), (101, y + 1), (20, 20, 20), -1)


@pytest.mark.parametrize("mark", [disc, ring, square, dash])
def test_a_mark_that_was_dropped_is_found_in_the_ink(mark: Callable[[Image, int], None]) -> None:
    image = paper()
    write(image)
    for number in range(3):
        mark(image, number)
    found = with_bullets(ink_of(image), read(*TEXTS))
    assert [line.words[0].text in "•–" for line in found] == [True] * 3
    assert [line.text.split(" ", 1)[1] for line in found] == list(TEXTS)
    assert all(line.span.x0 < TEXT_AT - 10 for line in found)


@pytest.mark.parametrize(
    "said", ["· Repair", "•Repair", "。Repair", ". Repair", "oRepair", "o Repair", "- Repair"]
)
def test_what_a_mark_was_read_as_goes(said: str) -> None:
    image = paper()
    write(image)
    for number in range(3):
        disc(image, number)
    lines = read(f"{said} the gate", x=90) + read(*TEXTS[1:], first=1)
    assert [line.text for line in with_bullets(ink_of(image), lines)] == [
        f"• {text}" for text in TEXTS
    ]


def test_a_mark_that_was_read_as_a_line_is_not_there_twice() -> None:
    image = paper()
    write(image)
    for number in range(3):
        disc(image, number)
    lines = [*read("e", x=88), *read(*TEXTS)]
    assert [line.text for line in with_bullets(ink_of(image), lines)] == [
        f"• {text}" for text in TEXTS
    ]


def test_specks_letters_and_minus_signs_are_no_marks() -> None:
    lines = read(*TEXTS)
    image = paper()
    write(image)
    assert with_bullets(ink_of(image), lines) == lines
    disc(image, 1)  # one alone
    assert with_bullets(ink_of(image), lines) == lines
    image = paper()
    write(image)
    for number in range(3):  # specks of dust that do not stand below each other
        disc(image, number, x=60 + 17 * number)
    assert with_bullets(ink_of(image), lines) == lines
    image = paper()
    write(image)
    for number in range(3):  # letters before them, as in the middle of a line
        disc(image, number)
        cv2.rectangle(image, (60, 52 + 40 * number), (84, 68 + 40 * number), (20, 20, 20), 2)
    assert with_bullets(ink_of(image), lines) == lines
    image = paper()
    write(image)
    for number in range(3):
        dash(image, number)
    numbers = read("17.5", "20.1", "3.2")
    assert with_bullets(ink_of(image), numbers) == numbers


@pytest.mark.parametrize("word", ["a", "y", "A", "I", "3"])
def test_lines_that_begin_with_a_letter_keep_it(word: str) -> None:
    image = paper()
    write(image)
    for number in range(3):
        ring(image, number)
    lines = [
        one
        for number, text in enumerate(TEXTS)
        for one in read(f"{word} {text}", x=90, first=number)
    ]
    assert with_bullets(ink_of(image), lines) == lines


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader(Models())


def texts_of(page: FoundPage) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in page.lines]


@pytest.mark.slow
@pytest.mark.parametrize("slant", [0.0, 0.8])
def test_items_of_a_scan_begin_with_their_bullets(reader: PageReader, slant: float) -> None:
    items = (
        "Repair the gate at the north end",
        "Order copper pipes and two lamps",
        "Publish the minutes of the meeting",
    )

    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, 250, "The council decided on the following:")
        for number, text in enumerate(items):
            y = 225 - 20 * number
            canvas.rect(66, y + 2, 4.5, 4.5, fill=1)
            canvas.drawString(82, y, text)
        for number, text in enumerate(items[:2]):
            y = 160 - 20 * number
            canvas.circle(92, y + 4, 2, fill=0)
            canvas.drawString(104, y, text)

    found = texts_of(reader.read(frame(paint, slant_deg=slant)))
    assert found[1:4] == [f"• {text}" for text in items]
    assert found[4:] == [f"• {text}" for text in items[:2]]


@pytest.mark.slow
@pytest.mark.parametrize("size", [9.5, 13])
@pytest.mark.parametrize(
    "lines",
    [
        ("a small boat on the river", "o dear me, said the miller", "I shall go and see it"),
        ("a result of the survey that", "a diverse mixture of all the", "a third of them was new"),
    ],
)
def test_lines_of_a_scan_that_begin_with_small_words_are_no_items(
    reader: PageReader, lines: tuple[str, ...], size: float
) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", size)
        for number, text in enumerate(lines):
            canvas.drawString(60, 230 - 22 * number, text)

    assert texts_of(reader.read(frame(paint))) == list(lines)
