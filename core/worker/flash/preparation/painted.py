"""What a page paints, object by object in the order of painting, as PDFium reads it.

Boxes are (x0, y0, x1, y1) in the page's own space: points, y upwards, before the page is turned.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass
from enum import Enum
from typing import Any

from core.worker.flash.preparation.content import MAX_DEPTH, TextPath
from core.worker.flash.preparation.matrix import IDENTITY, Matrix, times

Area = tuple[float, float, float, float]
Colour = tuple[int, int, int]

_OPAQUE = 255
_CORNERS = 4
_SEGMENTS_OF_A_LINE = 2


class Paint(Enum):
    """The kinds of objects that matter here."""

    TEXT = "text"
    PICTURE = "picture"
    FILL = "fill"
    LINE = "line"
    """A stroked path: what it encloses is not painted."""
    OTHER = "other"
    """A shading, or something else of more than one colour."""


@dataclass(frozen=True, slots=True)
class Painted:
    """One object."""

    paint: Paint
    area: Area
    colour: Colour | None
    """Of the fill; ``None`` where it is not one colour."""
    is_opaque: bool
    """Nothing shows through it, and its area is a rectangle that it fills."""
    clip: Area | None = None
    """Outside of this nothing of it shows."""
    path: TextPath = ()
    mode: int = 0
    """How text is drawn: 3 is not at all, 7 only clips (ISO 32000-2, 9.3.6)."""
    size: float = 0.0
    """Height of the letters' em, as it is on the page."""
    angle: float = 0.0
    """Of the line that the text stands on, in degrees against the clock."""
    is_mirrored: bool = False
    is_faint: bool = False
    """Its alpha is 0."""


def painted(page: Any) -> list[Painted]:  # noqa: ANN401 - a pypdfium2 page
    """All objects of a page, those of nested forms in their place."""
    from pypdfium2 import raw

    count = raw.FPDFPage_CountObjects(page.raw)
    handles = (raw.FPDFPage_GetObject(page.raw, index) for index in range(count))
    return list(_walk(handles, IDENTITY, (), None, 0))


def _walk(
    handles: Iterator[Any], outer: Matrix, path: TextPath, clip: Area | None, depth: int
) -> Iterator[Painted]:
    from pypdfium2 import raw

    texts = forms = 0
    for handle in handles:
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield _text(handle, outer, (*path, texts), clip)
            texts += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            here = (*path, forms)
            forms += 1
            if depth >= MAX_DEPTH:
                continue
            count = raw.FPDFFormObj_CountObjects(handle)
            inner = (raw.FPDFFormObj_GetObject(handle, index) for index in range(count))
            matrix = times(_matrix(handle), outer)
            own = _cut(clip, _clip(handle, outer))
            yield from _walk(inner, matrix, here, own, depth + 1)
        else:
            yield _drawing(handle, kind, outer, clip)


def _text(handle: Any, outer: Matrix, path: TextPath, clip: Area | None) -> Painted:  # noqa: ANN401
    from pypdfium2 import raw

    a, b, c, d, _, _ = times(_matrix(handle), outer)
    size = c_float()
    raw.FPDFTextObj_GetFontSize(handle, byref(size))
    colour, alpha = _fill(handle)
    return Painted(
        Paint.TEXT,
        _bounds(handle, outer),
        colour,
        is_opaque=False,
        clip=_cut(clip, _clip(handle, outer)),
        path=path,
        mode=raw.FPDFTextObj_GetTextRenderMode(handle),
        size=abs(size.value) * math.hypot(c, d),
        angle=math.degrees(math.atan2(b, a))
        if size.value >= 0
        else math.degrees(math.atan2(-b, -a)),
        is_mirrored=a * d - b * c < 0,
        is_faint=alpha == 0,
    )


def _drawing(handle: Any, type_: int, outer: Matrix, clip: Area | None) -> Painted:  # noqa: ANN401
    from pypdfium2 import raw

    area = _bounds(handle, outer)
    own = _cut(clip, _clip(handle, outer))
    is_plain = not raw.FPDFPageObj_HasTransparency(handle) and _is_upright(
        times(_matrix(handle), outer)
    )
    if type_ == raw.FPDF_PAGEOBJ_IMAGE:
        return Painted(Paint.PICTURE, area, None, is_opaque=is_plain, clip=own)
    if type_ != raw.FPDF_PAGEOBJ_PATH:
        return Painted(Paint.OTHER, area, None, is_opaque=False, clip=own)
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(handle, byref(fill), byref(stroke))
    if not fill.value:
        is_straight = raw.FPDFPath_CountSegments(handle) <= _SEGMENTS_OF_A_LINE
        kind = Paint.OTHER if stroke.value and is_straight else Paint.LINE  # a thick one is a bar
        return Painted(kind, area, None, is_opaque=False, clip=own)
    colour, alpha = _fill(handle)
    is_opaque = is_plain and alpha == _OPAQUE and _is_rectangle(handle)
    return Painted(Paint.FILL, area, colour, is_opaque=is_opaque, clip=own)


def _fill(handle: Any) -> tuple[Colour | None, int]:  # noqa: ANN401
    from pypdfium2 import raw

    red, green, blue, alpha = (c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(
        handle, byref(red), byref(green), byref(blue), byref(alpha)
    ):
        return None, _OPAQUE
    return (red.value, green.value, blue.value), alpha.value


def _is_rectangle(handle: Any) -> bool:  # noqa: ANN401
    """Whether a path is one axis-parallel rectangle."""
    from pypdfium2 import raw

    count = raw.FPDFPath_CountSegments(handle)
    if not _CORNERS <= count <= _CORNERS + 2:
        return False
    xs, ys = set(), set()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO or (kind == raw.FPDF_SEGMENT_MOVETO and index):
            return False
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        xs.add(round(x.value, 2))
        ys.add(round(y.value, 2))
    return len(xs) == 2 and len(ys) == 2


def _clip(handle: Any, outer: Matrix) -> Area | None:  # noqa: ANN401
    """The box around what clips it; ``None`` where nothing does."""
    from pypdfium2 import raw

    clip = raw.FPDFPageObj_GetClipPath(handle)
    found: Area | None = None
    for number in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0):
        points = []
        for index in range(raw.FPDFClipPath_CountPathSegments(clip, number)):
            segment = raw.FPDFClipPath_GetPathSegment(clip, number, index)
            x, y = c_float(), c_float()
            raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            points.append((x.value, y.value))
        if points:
            found = _cut(found, _around(points, outer))
    return found


def _bounds(handle: Any, outer: Matrix) -> Area:  # noqa: ANN401
    from pypdfium2 import raw

    left, bottom, right, top = (c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(handle, byref(left), byref(bottom), byref(right), byref(top))
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if outer == IDENTITY:
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return _around([(x0, y0), (x0, y1), (x1, y0), (x1, y1)], outer)


def _around(points: list[tuple[float, float]], matrix: Matrix) -> Area:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _cut(one: Area | None, other: Area | None) -> Area | None:
    if one is None or other is None:
        return one or other
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def _matrix(handle: Any) -> Matrix:  # noqa: ANN401
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, byref(matrix)):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _is_upright(matrix: Matrix) -> bool:
    a, b, c, d, _, _ = matrix
    size = max(map(abs, (a, b, c, d)))
    return max(abs(b), abs(c)) < size / 100 or max(abs(a), abs(d)) < size / 100
