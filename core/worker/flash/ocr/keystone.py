"""Photographs of pages that were taken from the side: lines that run together are made parallel.

Once the middle of a page is level, a line above the middle falls and one below it rises, or the
other way round, by the more the further it lies from the middle: all lead to one point at the side
of the page. The projection that takes this point to infinity makes them level.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.worker.flash.ocr.frame import ImageFrame, moved
from core.worker.flash.ocr.image import side_lengths

if TYPE_CHECKING:
    from core.worker.flash.ocr.frame import Matrix
    from core.worker.flash.ocr.image import Quad

LEAST_DEG = 0.4
"""At the top and the foot of the page: less is no matter for the order of lines."""
MOST_DEG = 12.0
_LEAST_LINES = 8
_LONG = 8.0
"""Lines that are longer than high by this factor say well how they fall."""
_BETTER = 0.6
"""Of the spread of the lines' slants: what may be left of it."""


def without_keystone(
    frame: ImageFrame, quads: Sequence[Quad]
) -> tuple[ImageFrame, list[Quad]] | None:
    """The picture and its lines with the lines made parallel; ``None`` where they are so, or run
    in no common direction."""
    import numpy

    pull = _pull(frame, quads)
    if pull == 0.0:
        return None
    x, y = frame.width / 2, frame.height / 2
    there = numpy.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]], float)
    project = numpy.array([[1, 0, 0], [0, 1, 0], [pull, 0, 1]], float)
    back = numpy.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)
    matrix: Matrix = back @ project @ there
    return frame.projected(matrix), [moved(quad, matrix) for quad in quads]


def _pull(frame: ImageFrame, quads: Sequence[Quad]) -> float:
    """One over the distance of the point where all lines meet, in pixels to the left of the middle
    of the page; 0 for lines that are parallel enough."""
    x, y = frame.width / 2, frame.height / 2
    told = []
    for quad in quads:
        along, across = side_lengths(quad)
        if along < _LONG * across or quad[1][0] <= quad[0][0]:
            continue
        slope = float((quad[1][1] - quad[0][1]) / (quad[1][0] - quad[0][0]))
        if abs(slope) < math.tan(math.radians(MOST_DEG)):
            mid_x, mid_y = float(quad[:, 0].mean()), float(quad[:, 1].mean())
            told.append((mid_y - slope * (mid_x - x) - y, slope))
    if len(told) < _LEAST_LINES:
        return 0.0
    heights = sum(height * height for height, _ in told)
    middle = statistics.median(slope for _, slope in told)
    pull = sum(height * (slope - middle) for height, slope in told) / max(1.0, heights)
    edge = math.degrees(math.atan(abs(pull) * y))
    if not LEAST_DEG <= edge <= MOST_DEG:
        return 0.0
    before = statistics.pstdev(slope for _, slope in told)
    after = statistics.pstdev(slope - pull * height for height, slope in told)
    return pull if after <= _BETTER * before else 0.0
