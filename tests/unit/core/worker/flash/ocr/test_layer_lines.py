"""Lines of text layers over pictures of pages: what is taken of a layer, and what is let be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy
import pytest

from core.worker.flash.model import Box, Word
from core.worker.flash.ocr.frame import ImageFrame
from core.worker.flash.ocr.layer_lines import is_upright, layer_lines

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

SCALE = 2.0
LINE = " ".join(["harbour"] * 5)


def placed(text: str, x: float, foot: float, width: float = 50.0) -> Word:
    return Word(text, Box(x, foot - 10, x + width, foot + 2), size=11, baseline=foot)


def page() -> tuple[ImageFrame, list[Word]]:
    """Twelve lines of five words, each with strokes where it stands."""
    image: Image = numpy.full((842 * 2, 595 * 2, 3), 255, numpy.uint8)
    words = [placed("harbour", 72 + 54 * n, 100 + 15 * row) for row in range(12) for n in range(5)]
    for word in words:
        top, foot = int((word.baseline - 7) * SCALE), int(word.baseline * SCALE)
        for x in range(int(word.box.x0 * SCALE), int(word.box.x1 * SCALE), 7):
            image[top:foot, x : x + 3] = 0
    return ImageFrame(image, numpy.diag([1 / SCALE, 1 / SCALE, 1.0])), words


def test_lines_are_those_of_the_layer() -> None:
    found = layer_lines(*page())
    assert found is not None
    assert [line.text for line in found.lines] == [LINE] * 12


@pytest.mark.parametrize(
    "stray",
    [
        placed("wide", 72, 400, width=900_000),
        Word("high", Box(72, -400_000, 122, 400_000), size=800_000, baseline=400),
        placed("elsewhere", 9e6, -9e6),
    ],
    ids=lambda word: str(word.text),
)
def test_a_word_that_is_larger_than_its_page_or_off_it_is_let_be(stray: Word) -> None:
    frame, words = page()
    found = layer_lines(frame, [*words[:30], stray, *words[30:]])
    assert found is not None
    assert [line.text for line in found.lines] == [LINE] * 12


def test_a_layer_without_ink_below_it_does_not_fit() -> None:
    frame, words = page()
    moved = [placed(one.text, one.box.x0, one.baseline + 400) for one in words]
    assert layer_lines(frame, moved) is None
    assert layer_lines(frame, []) is None


def test_what_stands_is_a_line_of_its_own() -> None:
    frame, words = page()
    stamp = Word("lent", Box(20, 300, 32, 350), size=11, angle=270, baseline=30)
    found = layer_lines(frame, [*words, stamp])
    assert found is not None
    assert [(line.text, line.standing) for line in found.lines[12:]] == [("lent", 1)]


def test_a_layer_that_mostly_stands_or_runs_to_the_left_is_read_otherwise() -> None:
    level = placed("harbour", 0, 100)
    standing = replace(level, angle=90)
    hebrew = replace(level, text="נמל")
    assert is_upright([level] * 20 + [standing])
    assert not is_upright([level, standing])
    assert not is_upright([level, *[hebrew] * 5])
    assert not is_upright([])
