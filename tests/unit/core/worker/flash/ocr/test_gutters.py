"""Where lines that were found as one are parted, and where a wide space is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy

from core.worker.flash.ocr.gutters import part_at_gutters
from core.worker.flash.ocr.image import around_quad

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image, Quad

HEIGHT, STEP = 24, 32


def quad(x0: int, x1: int, row: int) -> Quad:
    y0 = 40 + STEP * row
    return numpy.array([(x0, y0), (x1, y0), (x1, y0 + HEIGHT), (x0, y0 + HEIGHT)], float)


def page(lines: dict[int, list[tuple[int, int]]]) -> Image:
    """Ink between these places of each row."""
    image = numpy.full((900, 1200, 3), 255, numpy.uint8)
    for row, pieces in lines.items():
        for x0, x1 in pieces:
            for x in (*range(x0, x1 - 3, 8), x1 - 3):  # strokes
                image[46 + STEP * row : 58 + STEP * row, x : x + 3] = 0
    return image


def test_two_columns_that_were_found_as_one_line_are_parted() -> None:
    rows = range(10)
    image = page({row: [(50, 390), (410, 750)] for row in rows})
    parted = part_at_gutters(image, [quad(48, 752, row) for row in rows])
    assert len(parted) == 20
    assert {round(around_quad(one).x1) < 410 for one in parted[::2]} == {True}


def test_other_columns_agree_to_no_gap_of_a_line() -> None:
    """A wide space in the first of three columns, above two short lines."""
    ink = {0: [(50, 380)], 1: [(50, 200), (214, 380)], 2: [(50, 190)], 3: [(50, 180)]}
    quads = [quad(48, pieces[-1][1] + 2, row) for row, pieces in ink.items()]
    for x0 in (420, 800):
        for row in range(10):
            quads.append(quad(x0, x0 + 330, row))
            ink.setdefault(row, []).append((x0 + 2, x0 + 328))
    assert len(part_at_gutters(page(ink), quads)) == len(quads)
