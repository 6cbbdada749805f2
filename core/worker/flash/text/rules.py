"""What is drawn on a page and says something of its text: ruling lines, and dots before items."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.worker.flash.model import Box
from core.worker.flash.text.letters import PageFrame

THIN_PT = 2.5
LEAST_PT = 4.0
"""Shorter ones are dashes and parts of letters."""
MOST_OBJECTS = 6000
"""A map or a plan of more paths has no tables that are worth its time."""
DOT_PT = (2.0, 8.0)
"""Width and height of what may be the bullet of an item."""
_DEPTH = 4
_SKEW_PT = 0.6


@dataclass(frozen=True)
class Affine:
    """A transformation, as PDF writes it."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Affine) -> Affine:
        """First ``inner``, then this one."""
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        c, d = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        e, f = self.point(inner.e, inner.f)
        return Affine(a, b, c, d, e, f)


@dataclass(frozen=True)
class Drawing:
    """As displayed."""

    rules: tuple[Box, ...] = ()
    """Thin boxes and strokes that are level or upright."""
    dots: tuple[Box, ...] = ()
    """Small shapes that are about as wide as high."""
    shapes: tuple[Box, ...] = ()
    """Bounds of all paths."""
    pictures: tuple[Box, ...] = ()
    """Bounds of images and shadings."""


@dataclass(frozen=True)
class _Seen:
    """In the page's own coordinates."""

    shapes: list[Box]
    pictures: list[Box]


def read_drawing(page: Any, frame: PageFrame) -> Drawing:  # noqa: ANN401
    """Of a page of pypdfium2; nothing of one with too many drawings."""
    from pypdfium2 import raw

    if raw.FPDFPage_CountObjects(page.raw) > MOST_OBJECTS:
        return Drawing()
    rules: list[Box] = []
    dots: list[Box] = []
    seen = _Seen([], [])
    for box in _walk(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, Affine(), seen):
        shown = frame.box(box.x0, box.y0, box.x1, box.y1)
        level = shown.height <= THIN_PT and shown.width >= LEAST_PT
        upright = shown.width <= THIN_PT and shown.height >= LEAST_PT
        if level or upright:
            rules.append(shown)
        elif _is_dot(shown):
            dots.append(shown)
        if len(rules) > MOST_OBJECTS:
            return Drawing()
    shapes, pictures = (
        tuple(frame.box(one.x0, one.y0, one.x1, one.y1) for one in boxes)
        for boxes in (seen.shapes, seen.pictures)
    )
    return Drawing(tuple(rules), tuple(dots), shapes, pictures)


def read_rules(page: Any, frame: PageFrame) -> list[Box]:  # noqa: ANN401
    """The rules of a page of pypdfium2."""
    return list(read_drawing(page, frame).rules)


def _is_dot(box: Box) -> bool:
    least, most = DOT_PT
    return (
        least <= min(box.width, box.height)
        and max(box.width, box.height) <= most
        and max(box.width, box.height) <= 1.4 * min(box.width, box.height)
    )


def _walk(
    holder: Any,  # noqa: ANN401
    count: Any,  # noqa: ANN401
    get: Any,  # noqa: ANN401
    outer: Affine,
    seen: _Seen,
    depth: int = 0,
) -> Iterator[Box]:
    """Edges of all paths, and whole what may be a dot, in the page's own coordinates."""
    from pypdfium2 import raw

    for index in range(min(count(holder), MOST_OBJECTS)):
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        bounds = _bounds(item, outer)
        if bounds is not None and _is_dot(bounds):
            seen.shapes.append(bounds)
            yield bounds
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            yield from _walk(
                item,
                raw.FPDFFormObj_CountObjects,
                raw.FPDFFormObj_GetObject,
                outer.after(_matrix(item)),
                seen,
                depth + 1,
            )
        else:
            if bounds is not None:
                (seen.shapes if kind == raw.FPDF_PAGEOBJ_PATH else seen.pictures).append(bounds)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                yield from _edges(item, outer.after(_matrix(item)))


def _bounds(item: Any, outer: Affine) -> Box | None:  # noqa: ANN401
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    (xa, ya), (xb, yb) = outer.point(left, bottom), outer.point(right, top)
    return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _matrix(item: Any) -> Affine:  # noqa: ANN401
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return Affine()
    return Affine(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _edges(item: Any, place: Affine) -> Iterator[Box]:  # noqa: ANN401
    """A thin box is one rule, however it is drawn; else each edge that is stroked."""
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    count = raw.FPDFPath_CountSegments(item)
    if not (fill.value or stroke.value) or count < 2 or count > 400:
        return
    points = list(_points(item, count, place))
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    whole = Box(min(xs), min(ys), max(xs), max(ys))
    if whole.width <= THIN_PT or whole.height <= THIN_PT:
        yield whole
        return
    if not stroke.value:
        return
    start = points[0]
    for before, after in zip(points, [*points[1:], None], strict=True):
        if before[2] == raw.FPDF_SEGMENT_MOVETO:
            start = before
        target = after
        if after is None or after[2] == raw.FPDF_SEGMENT_MOVETO:
            target = start
        elif after[2] == raw.FPDF_SEGMENT_BEZIERTO:
            continue
        assert target is not None
        edge = Box(
            min(before[0], target[0]),
            min(before[1], target[1]),
            max(before[0], target[0]),
            max(before[1], target[1]),
        )
        if min(edge.width, edge.height) <= _SKEW_PT:
            yield edge


def _points(item: Any, count: int, place: Affine) -> Iterator[tuple[float, float, int]]:  # noqa: ANN401
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield (*place.point(x.value, y.value), raw.FPDFPathSegment_GetType(segment))
