"""The boxes of the Markdown's units on the pages: which is under a point, and how they look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.documents.block import Box
from core.documents.doubts import DoubtfulPlace
from gui.reading.block_types import COLOURS, BlockOverlay

DOUBT_COLOUR = "#9a6400"
"""On paper, which is white in dark too."""


class BlockOverlays:
    """The overlays of one document, and what the user does with them."""

    def __init__(self) -> None:
        self.coloured = False
        """Every box shows, in the colour of its kind."""
        self.hovered: frozenset[int] = frozenset()
        """Units that are framed lightly."""
        self.selected: frozenset[int] = frozenset()
        """Units that are framed strongly."""
        self.doubts: Sequence[DoubtfulPlace] = ()
        """What OCR is not sure of."""
        self.doubt: DoubtfulPlace | None = None
        """The one that is looked at."""
        self._by_page: dict[int, list[BlockOverlay]] = {}
        self._by_unit: dict[int, list[BlockOverlay]] = {}

    def put(self, overlays: Iterable[BlockOverlay], doubts: Sequence[DoubtfulPlace] = ()) -> None:
        """Take these in place of all there were."""
        self.doubts = doubts
        self.doubt = None
        self._by_page = {}
        self._by_unit = {}
        for overlay in overlays:
            self._by_page.setdefault(overlay.place.page, []).append(overlay)
            self._by_unit.setdefault(overlay.unit, []).append(overlay)
        self.hovered = self.selected = frozenset()

    def all(self) -> list[BlockOverlay]:
        """Those that were put, page by page."""
        return [overlay for overlays in self._by_page.values() for overlay in overlays]

    def of(self, unit: int) -> Sequence[BlockOverlay]:
        """Where a unit is."""
        return self._by_unit.get(unit, ())

    def unit_at(self, page: int, x: float, y: float) -> int:
        """The unit at a place of a page in points, or -1; the smallest box wins."""
        best, best_area = -1, float("inf")
        for overlay in self._by_page.get(page, ()):
            x0, y0, x1, y1 = overlay.place.bbox
            area = (x1 - x0) * (y1 - y0)
            if x0 <= x <= x1 and y0 <= y <= y1 and area < best_area:
                best, best_area = overlay.unit, area
        return best

    def paint(
        self, painter: QPainter, page: int, accent: QColor, rect_of: Callable[[int, Box], QRectF]
    ) -> None:
        """Draw a page's overlays; ``rect_of`` tells where a box of a page is."""
        for overlay in self._by_page.get(page, ()):
            strong = overlay.unit in self.selected
            light = overlay.unit in self.hovered
            if not (strong or light or self.coloured):
                continue
            colour = QColor(COLOURS[overlay.kind]) if self.coloured else accent
            fill = QColor(colour)
            fill.setAlpha(46 if strong else 34 if light else 20)
            painter.setBrush(fill)
            painter.setPen(QPen(colour, 2 if strong else 1))
            box = rect_of(page, overlay.place.bbox)
            painter.drawRoundedRect(box.adjusted(-3, -2, 3, 2), 3, 3)
        self._paint_doubts(painter, page, rect_of)

    def _paint_doubts(
        self, painter: QPainter, page: int, rect_of: Callable[[int, Box], QRectF]
    ) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for doubt in self.doubts:
            if doubt.region is None or doubt.region.page != page:
                continue
            box = rect_of(page, doubt.region.bbox).adjusted(-1, -1, 1, 1)
            is_current = doubt == self.doubt
            style = Qt.PenStyle.DashLine if is_current else Qt.PenStyle.DotLine
            painter.setPen(QPen(QColor(DOUBT_COLOUR), 2, style))
            if is_current:
                painter.drawRect(box)
            else:
                painter.drawLine(box.bottomLeft(), box.bottomRight())
