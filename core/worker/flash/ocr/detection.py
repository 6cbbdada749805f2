"""Where lines of text are: PP-OCRv6's detection network, and rectangles around what it marks.

The network gives for each pixel how likely it lies in the core of a line of text (DB, "Real-time
Scene Text Detection with Differentiable Binarization"). Cores are made into rectangles, and these
are grown back to the size of the line, by the area and the border of the core.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.worker.flash.ocr.models import Model, Models

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image, Quad

CORE = 0.3
"""Likelihood from which on a pixel belongs to a core. This and the next three: RapidOCR 3.10."""
CERTAIN = 0.5
GROWTH = 1.6
MOST = 3000
"""Lines of a page: a page of noise has no end of them."""
SHORT_SIDE = 736
"""A smaller picture is enlarged to this before it is looked at."""
_STEP = 32
_LEAST_CORE = 3.0
_LEAST_LINE = 5.0


def find_lines(models: Models, image: Image) -> list[Quad]:
    """Quadrilaterals around lines, in pixels of ``image``, in no order that means anything."""
    import cv2
    import numpy

    height, width = image.shape[:2]
    scale = max(1.0, SHORT_SIDE / min(height, width))
    if scale * max(height, width) > 4 * SHORT_SIDE:  # a strip: enlarged it would fill the memory
        scale = max(1.0, 4 * SHORT_SIDE / max(height, width))
    columns, rows = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height))
    resized = cv2.resize(image, (columns, rows))
    tensor = (resized.astype(numpy.float32) / 127.5 - 1.0).transpose(2, 0, 1)[numpy.newaxis]
    likely = models.run(Model.DETECTION, numpy.ascontiguousarray(tensor))[0][0, 0]
    cores = cv2.dilate((likely > CORE).astype(numpy.uint8), numpy.ones((2, 2), numpy.uint8))
    contours, _ = cv2.findContours(cores, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours[:MOST]:
        center, (along, across), angle = cv2.minAreaRect(contour)
        if min(along, across) < _LEAST_CORE:
            continue
        corners = cv2.boxPoints((center, (along, across), angle))
        if _mean_within(likely, corners) < CERTAIN:
            continue
        grow = along * across * GROWTH / (along + across)
        if min(along, across) + grow < _LEAST_LINE:
            continue
        corners = cv2.boxPoints((center, (along + grow, across + grow), angle))
        corners = corners * numpy.array([width / columns, height / rows])
        corners = corners.clip([0, 0], [width, height])
        found.append(from_the_start(corners))
    return found


def _mean_within(likely: Image, corners: Quad) -> float:
    import cv2
    import numpy

    height, width = likely.shape
    x0, y0 = numpy.floor(corners.min(axis=0)).astype(int).clip(0, [width - 1, height - 1])
    x1, y1 = numpy.ceil(corners.max(axis=0)).astype(int).clip(0, [width - 1, height - 1])
    mask = numpy.zeros((y1 - y0 + 1, x1 - x0 + 1), numpy.uint8)
    cv2.fillPoly(mask, [(corners - [x0, y0]).astype(numpy.int32)], 1)
    return float(cv2.mean(likely[y0 : y1 + 1, x0 : x1 + 1], mask)[0])


def from_the_start(corners: Quad) -> Quad:
    """The corners from the top left one, clockwise, for a line that runs to the right."""
    import numpy

    by_x = corners[numpy.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left = left[numpy.argsort(left[:, 1])]
    right = right[numpy.argsort(right[:, 1])]
    return numpy.array([left[0], right[0], right[1], left[1]])


def is_upright(quad: Quad) -> bool:
    """Whether it stands: a line that runs down or up the page."""
    across = math.dist(quad[0], quad[1])
    down = math.dist(quad[0], quad[3])
    return down >= 1.5 * across
