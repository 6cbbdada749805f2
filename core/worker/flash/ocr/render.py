"""The picture of a page that is read: 150 dpi, within a bound on its pixels."""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any

from core.worker.flash.ocr.frame import ImageFrame

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image

DPI = 150
"""Better than 200 on every page with known text that was tried (docs/quality.md)."""
LONG_SIDE = 2500
MOST_PIXELS = 3_200_000
"""Of the picture: an A4 page at 150 dpi has 2.2 million, and the networks' memory grows with them
(0.6 GB there, 1.3 GB at 5 million, measured). A page may be of any size, up to kilometres."""
SHORT_ENOUGH = 1750
"""A page of pixels that were taken for points is drawn at its own size, but not below this."""
SMALL_PAGE = 421.0
"""Points: a page whose long side is no longer (A6) is a whole page of print scanned finely, or one
whose resolution was given wrongly: letters of 3 pt are 7 pixels high at 150 dpi."""
_AS_LARGE = 0.5
"""Of the largest picture: parts of one scan."""
_CLOSE_UP = 3
_INK = 50
_POINTS = 72


def scale_for(width: float, height: float, own_pixels: float | None) -> float:
    """Pixels a point for a page of that size in points.

    ``own_pixels``: of the long side of the picture that fills the page, where there is one.
    """
    long_side = max(width, height, 1.0)
    pixels = min(long_side * DPI / _POINTS, float(LONG_SIDE))
    if own_pixels is not None:
        if long_side <= SMALL_PAGE:
            pixels = max(pixels, min(own_pixels, float(SHORT_ENOUGH)))
        pixels = min(pixels, max(own_pixels, float(SHORT_ENOUGH)))
    scale = pixels / long_side
    area = max(1.0, width) * max(1.0, height)
    return min(scale, math.sqrt(MOST_PIXELS / area))


def draw(page: Any, own_pixels: float | None = None) -> ImageFrame:  # noqa: ANN401
    """The page as it is displayed, drawn by PDFium. The caller holds PDFium's lock.

    PDFium reads pictures line by line: one of 35,000 × 35,000 takes 6 s and 86 MB (measured).
    """
    import numpy

    width, height = page.get_size()
    scale = scale_for(width, height, own_pixels)
    to_page = numpy.diag([1 / scale, 1 / scale, 1.0])
    return ImageFrame(_drawn(page, scale), to_page)


def _drawn(page: Any, scale: float) -> Image:  # noqa: ANN401
    import numpy

    bitmap = page.render(scale=scale, may_draw_forms=False)
    try:
        pixels = bitmap.to_numpy()
        if pixels.ndim == 2 or pixels.shape[2] == 1:
            return numpy.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
        return numpy.ascontiguousarray(pixels[:, :, :3])
    finally:
        with contextlib.suppress(AttributeError):
            bitmap.close()


def own_pixels(page: Any) -> float | None:  # noqa: ANN401
    """Long side in pixels of the page, by the finest of the large pictures on it: a scan may be a
    coarse background and a fine mask of letters. ``None`` without one."""
    from pypdfium2 import raw

    width, height = page.get_size()
    found: list[tuple[float, float]] = []
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_CLOSE_UP):
        left, bottom, right, top = picture.get_bounds()
        area = max(0.0, right - left) * max(0.0, top - bottom)
        columns, rows = picture.get_px_size()
        if area > 0 and columns * rows:
            found.append((area, (columns * rows / area) ** 0.5))
    largest = max((area for area, _ in found), default=0.0)
    if largest < 0.02 * width * height or not found:
        return None
    density = max(density for area, density in found if area >= _AS_LARGE * largest)
    return float(density * max(width, height))


def ink_share(frame: ImageFrame) -> float:
    """Share of the pixels that stand out from the paper; the outermost 3 % of the sides, where the
    scanner's lid casts its shadow, are left out."""
    import cv2
    import numpy

    grey = cv2.cvtColor(frame.image, cv2.COLOR_BGR2GRAY)
    edge = round(0.03 * max(grey.shape))
    inner = cv2.GaussianBlur(grey, (5, 5), 0)[edge:-edge, edge:-edge].astype(numpy.int16)
    if not inner.size:
        return 0.0
    return float((numpy.abs(inner - int(numpy.median(inner))) > _INK).mean())
