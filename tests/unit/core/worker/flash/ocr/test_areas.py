"""What is a picture, and what the network only calls one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.worker.flash.ocr.areas import areas_of
from core.worker.flash.ocr.frame import ImageFrame
from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.layout import LayoutKind, LayoutRegion
from core.worker.flash.ocr.lines import LineWord, OcrLine

REGION = LayoutRegion(LayoutKind.FIGURE, Span(50, 50, 750, 550), 0.9)


def word(x: float, y: float, text: str = "Boats") -> OcrLine:
    span = Span(x, y, x + 80, y + 26)
    return OcrLine(span, (LineWord(text, span, 0.99),), 20.0, 0.1)


def picture(*, drawn: bool) -> ImageFrame:
    image = np.full((600, 800, 3), 245, np.uint8)
    for line in LINES:
        x, y = int(line.span.x0), int(line.span.y1) - 6
        cv2.putText(image, "Boats", (x, y), 0, 0.8, (20, 20, 20), 2)
    if drawn:
        cv2.polylines(image, [np.array([(80, 500), (300, 200), (700, 120)])], False, (0, 0, 0), 3)
        cv2.rectangle(image, (70, 70), (730, 520), (0, 0, 0), 2)
    return ImageFrame(image, np.eye(3))


LINES = [word(100 + 300 * column, 100 + 90 * row) for row in range(4) for column in range(2)]


@pytest.mark.parametrize("drawn", [True, False])
def test_a_figure_has_ink_besides_its_words(drawn: bool) -> None:
    areas, rest = areas_of(picture(drawn=drawn), LINES, [REGION], [])
    assert len(areas) == drawn
    assert rest == ([] if drawn else LINES)
    if drawn:
        assert areas[0][1].words.split() == ["Boats"] * 8


@pytest.mark.parametrize("rules", [(140,), (140, 320, 500)])
def test_a_page_of_short_lines_with_rules_is_no_picture(rules: tuple[int, ...]) -> None:
    lines = [word(100 + 300 * column, 100 + 45 * row) for row in range(9) for column in range(2)]
    image = np.full((600, 800, 3), 245, np.uint8)
    for line in lines:
        x, y = int(line.span.x0), int(line.span.y1) - 6
        cv2.putText(image, "Boats", (x, y), 0, 0.8, (20, 20, 20), 2)
    for y in rules:
        cv2.line(image, (90, y), (710, y), (20, 20, 20), 1)
    frame = ImageFrame(image, np.eye(3))
    assert areas_of(frame, lines, [REGION], []) == ([], lines)
    # The same, with a drawing as large as the page.
    cv2.polylines(image, [np.array([(80, 560), (300, 60), (700, 80)])], False, (0, 0, 0), 9)
    cv2.rectangle(image, (70, 70), (730, 540), (0, 0, 0), 5)
    areas, rest = areas_of(frame, lines, [REGION], [])
    assert len(areas) == 1
    assert rest == []


def test_a_figure_full_of_text_is_text() -> None:
    lines = [
        word(60, 60 + 60 * row, "A line of the length that running text has") for row in range(4)
    ]
    areas, rest = areas_of(picture(drawn=True), lines, [REGION], [])
    assert areas == []
    assert rest == lines


@pytest.mark.parametrize(("text", "is_formula"), [("Article 2 Use", False), ("E = m c 2", True)])
def test_a_formula_of_ordinary_words_is_text(text: str, is_formula: bool) -> None:
    region = LayoutRegion(LayoutKind.EQUATION, Span(90, 90, 300, 140), 0.9)
    lines = [word(100, 100, text)]
    areas, rest = areas_of(picture(drawn=False), lines, [region], [])
    assert [area.words for _, area in areas] == ([text] if is_formula else [])
    assert rest == ([] if is_formula else lines)
