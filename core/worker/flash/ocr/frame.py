"""A picture of a page or of a part of it, and the way from its pixels back to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.worker.flash.model import Box
from core.worker.flash.ocr.image import Span, turned

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.worker.flash.ocr.image import Image, Quad

    Matrix = npt.NDArray[Any]
    """3 × 3, homogeneous coordinates."""


@dataclass(frozen=True)
class ImageFrame:
    """A picture whose lines may still be turned, slanted, or neither."""

    image: Image
    to_page: Matrix
    """From pixels of ``image`` to points from the top left of the displayed page; a projection
    where the page was photographed from the side."""
    angle: int = 0
    """Degrees clockwise, of quarter turns, by which its content is turned on the page."""

    @property
    def width(self) -> int:
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        return int(self.image.shape[0])

    @property
    def points_per_pixel(self) -> float:
        import numpy

        return float(abs(numpy.linalg.det(self.to_page[:2, :2])) ** 0.5)

    def box(self, span: Span) -> Box:
        """The rectangle on the page around a part of the picture."""
        import numpy

        corners = numpy.array(
            [
                (span.x0, span.y0, 1),
                (span.x1, span.y0, 1),
                (span.x1, span.y1, 1),
                (span.x0, span.y1, 1),
            ]
        )
        placed = corners @ self.to_page.T
        placed = placed[:, :2] / placed[:, 2:]
        (x0, y0), (x1, y1) = placed.min(axis=0), placed.max(axis=0)
        return Box(*(round(float(value), 2) for value in (x0, y0, x1, y1)))

    def turned(self, quarter_turns: int) -> tuple[ImageFrame, Matrix]:
        """Turned clockwise, and the matrix from the old pixels to the new ones."""
        import numpy

        width, height = self.width, self.height
        moves = {
            0: [[1, 0, 0], [0, 1, 0]],
            1: [[0, -1, height], [1, 0, 0]],
            2: [[-1, 0, width], [0, -1, height]],
            3: [[0, 1, 0], [-1, 0, width]],
        }
        matrix = numpy.array([*moves[quarter_turns % 4], [0, 0, 1]], float)
        frame = ImageFrame(
            turned(self.image, quarter_turns),
            self.to_page @ numpy.linalg.inv(matrix),
            (self.angle - 90 * quarter_turns) % 360,
        )
        return frame, matrix

    def levelled(self, slant_deg: float) -> tuple[ImageFrame, Matrix]:
        """Turned a little about its middle, so that lines falling by that angle are level."""
        import cv2
        import numpy

        center = (self.width / 2, self.height / 2)
        matrix = numpy.vstack([cv2.getRotationMatrix2D(center, slant_deg, 1.0), [0, 0, 1]])
        image = cv2.warpAffine(
            self.image,
            matrix[:2],
            (self.width, self.height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return ImageFrame(image, self.to_page @ numpy.linalg.inv(matrix), self.angle), matrix

    def projected(self, matrix: Matrix) -> ImageFrame:
        """As a projection of its pixels shows it."""
        import cv2
        import numpy

        image = cv2.warpPerspective(
            self.image,
            matrix,
            (self.width, self.height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return ImageFrame(image, self.to_page @ numpy.linalg.inv(matrix), self.angle)

    def cut(self, span: Span) -> ImageFrame:
        """A part of it."""
        import numpy

        x0, y0 = max(0, int(span.x0)), max(0, int(span.y0))
        part = self.image[y0 : max(y0 + 1, int(span.y1)), x0 : max(x0 + 1, int(span.x1))]
        move = numpy.array([[1, 0, x0], [0, 1, y0], [0, 0, 1]], float)
        return ImageFrame(part, self.to_page @ move, self.angle)


def moved(quad: Quad, matrix: Matrix) -> Quad:
    """A quadrilateral in the pixels of another frame."""
    import numpy

    placed: Quad = numpy.c_[quad, numpy.ones(len(quad))] @ matrix.T
    return placed[:, :2] / placed[:, 2:]
