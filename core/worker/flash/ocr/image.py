"""Pictures of pages, and places on them: quadrilaterals in pixels, lines along them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.worker.flash.rectangle import Rectangle

if TYPE_CHECKING:
    import numpy.typing as npt

    Image = npt.NDArray[Any]
    """Height × width × 3, 8 bits, blue first, as OpenCV has it."""
    Quad = npt.NDArray[Any]
    """4 × 2, pixels: the corners from the start of the line's top, clockwise."""


_CONTRAST = 16
"""Of 255: how much darker than its surroundings ink is."""


@dataclass(frozen=True, slots=True)
class Span(Rectangle):
    """In pixels."""

    @property
    def mid_x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def mid_y(self) -> float:
        return (self.y0 + self.y1) / 2

    def shares_rows(self, other: Span) -> float:
        """Of the lower one's height, how much lies at one height with the other: 0 to 1."""
        shared = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, shared) / max(1.0, min(self.height, other.height))

    def moved(self, right: float, down: float) -> Span:
        return Span(self.x0 + right, self.y0 + down, self.x1 + right, self.y1 + down)

    def grown(self, by: float) -> Span:
        return Span(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


def hull(spans: list[Span]) -> Span:
    """The smallest rectangle around these; there is at least one."""
    return Span(
        min(span.x0 for span in spans),
        min(span.y0 for span in spans),
        max(span.x1 for span in spans),
        max(span.y1 for span in spans),
    )


def around_quad(quad: Quad) -> Span:
    """The rectangle around a quadrilateral."""
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return Span(float(x0), float(y0), float(x1), float(y1))


def ink_of(image: Image) -> Image:
    """Where it is darker than its surroundings: height × width, 255 or 0. Found once a page."""
    import cv2

    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    return cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 61, -_CONTRAST
    )


def turned(image: Image, quarter_turns: int) -> Image:
    """The picture turned clockwise by that many times 90°."""
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(image, -quarter_turns))


def side_lengths(quad: Quad) -> tuple[float, float]:
    """Length along the line and across it, in pixels."""
    along = max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]))
    across = max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]))
    return along, across


def cut_out(image: Image, quad: Quad) -> Image:
    """The line's picture, made level."""
    import cv2
    import numpy

    along, across = (max(1, round(side)) for side in side_lengths(quad))
    corners = numpy.array([(0, 0), (along, 0), (along, across), (0, across)], numpy.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(numpy.float32), corners)
    return cv2.warpPerspective(
        image, matrix, (along, across), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
