"""Where each page of a continuous view lies. No widget: figures in, figures out.

Points are a page's own, from its top left as displayed; pixels are logical ones of the view's
whole content, from its top left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF

from core.documents.block import Box

POINT = 96 / 72
"""Pixels of a point at 100 %."""
GAP = 12
MARGIN = 12
MIN_SCALE, MAX_SCALE = 0.05 * POINT, 8 * POINT
MAX_SIDE = 200_000
"""Pixels: a page of 14,400,000 points exists, in a test file."""


class FitMode(Enum):
    """How the scale is chosen."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class PdfLayout:
    """Pages one below the other, centred, at one scale and one turn."""

    def __init__(
        self,
        sizes: Sequence[tuple[float, float]],
        scale: float,
        turn: int,
        width: int,
        gap: int = GAP,
    ) -> None:
        """``sizes`` in points, ``scale`` in pixels a point, ``turn`` in quarters clockwise.

        ``gap``: pixels between two pages.
        """
        self.sizes = sizes
        self.scale = scale
        self.turn = turn % 4
        self._pages: list[tuple[int, int]] = [self._pixels(number) for number in range(len(sizes))]
        widest = max((page[0] for page in self._pages), default=0)
        self.width = max(width, widest + 2 * MARGIN)
        self._tops: list[int] = []
        top = MARGIN
        for _, height in self._pages:
            self._tops.append(top)
            top += height + gap
        self.height = top - gap + MARGIN if self._pages else 0

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def rect(self, page: int) -> QRect:
        """A page's rectangle in pixels."""
        width, height = self._pages[page]
        return QRect((self.width - width) // 2, self._tops[page], width, height)

    def page_at(self, y: float) -> int:
        """The page at, or else above, a height."""
        return max(0, bisect_right(self._tops, y) - 1)

    def visible(self, top: float, bottom: float) -> range:
        """The pages that show between two heights."""
        if not self._pages:
            return range(0)
        first = self.page_at(top)
        if self._tops[first] + self._pages[first][1] < top:
            first += 1
        return range(first, max(first, self.page_at(bottom) + 1))

    def to_pixels(self, page: int, box: Box) -> QRectF:
        """A box in points of a page, in pixels of the content."""
        x0, y0 = self._turned(page, box[0], box[1])
        x1, y1 = self._turned(page, box[2], box[3])
        rect = QRectF(QPointF(x0, y0), QPointF(x1, y1)).normalized()
        return rect.translated(QPointF(self.rect(page).topLeft()))

    def to_points(self, at: QPointF) -> tuple[int, float, float] | None:
        """The page under a place of the content, and where on it; ``None`` between pages."""
        if not self._pages:
            return None
        page = self.page_at(at.y())
        rect = self.rect(page)
        if not rect.contains(at.toPoint()):
            return None
        x, y = (at.x() - rect.x()) / self.scale, (at.y() - rect.y()) / self.scale
        width, height = self.sizes[page]
        match self.turn:
            case 1:
                x, y = y, height - x
            case 2:
                x, y = width - x, height - y
            case 3:
                x, y = width - y, x
        return page, x, y

    def _turned(self, page: int, x: float, y: float) -> tuple[float, float]:
        width, height = self.sizes[page]
        match self.turn:
            case 1:
                x, y = height - y, x
            case 2:
                x, y = width - x, height - y
            case 3:
                x, y = y, width - x
        return x * self.scale, y * self.scale

    def _pixels(self, page: int) -> tuple[int, int]:
        width, height = turned_size(self.sizes[page], self.turn)
        return (
            max(1, min(MAX_SIDE, round(width * self.scale))),
            max(1, min(MAX_SIDE, round(height * self.scale))),
        )


def turned_size(size: tuple[float, float], turn: int) -> tuple[float, float]:
    """A page's size once turned."""
    return (size[1], size[0]) if turn % 2 else size


def fitting_scale(
    sizes: Sequence[tuple[float, float]], fit: FitMode, page: int, turn: int, view: tuple[int, int]
) -> float:
    """The scale at which the usual page, or for ``FitMode.PAGE`` this one, fills the view.

    One wide table page among hundreds must not make all others small: the usual width is the
    middle one of all.
    """
    if not sizes:
        return POINT
    room_x, room_y = max(1, view[0] - 2 * MARGIN), max(1, view[1] - 2 * MARGIN)
    if fit is FitMode.PAGE:
        width, height = turned_size(sizes[min(page, len(sizes) - 1)], turn)
        scale = min(room_x / width, room_y / height)
    else:
        widths = sorted(turned_size(size, turn)[0] for size in sizes)
        scale = room_x / widths[len(widths) // 2]
    return max(MIN_SCALE, min(MAX_SCALE, scale))
