"""Lines that were found as one over two columns or two cells are parted before they are read.

Two columns of LaTeX stand 10 pt apart, no further than some sentences of justified text. So a gap
parts a line only where the lines above and below leave the same place empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.worker.flash.ocr.image import Span, around_quad, cut_out, side_lengths

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Image, Quad

GAP = 0.45
"""Heights of a line's box: a gap that may be a gutter."""
SURE_GAP = 1.8
"""Such a gap parts a line, whatever the others do: cells of a table."""
NEAR = 12
"""Heights above and below, in which other lines are looked at."""
AGREEING = 5
DISAGREEING = 0.15
"""Of the lines near by may at most run through a gutter."""


@dataclass(frozen=True)
class _Gap:
    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class _Candidate:
    quad: Quad
    span: Span
    gaps: tuple[_Gap, ...]


def part_at_gutters(image: Image, quads: Sequence[Quad]) -> list[Quad]:
    """The same lines, some of them in pieces."""
    candidates = [_candidate(image, quad) for quad in quads]
    parted: list[Quad] = []
    for one in candidates:
        cuts = [gap for gap in one.gaps if _is_sure(gap, one) or _is_gutter(gap, one, candidates)]
        parted += _pieces(one, cuts)
    return parted


def _candidate(image: Image, quad: Quad) -> _Candidate:
    import numpy

    span = around_quad(quad)
    along, across = side_lengths(quad)
    if along < 6 * across:
        return _Candidate(quad, span, ())
    inked = numpy.nonzero(_inked_columns(cut_out(image, quad)))[0]
    empty = numpy.diff(inked)
    gaps = tuple(
        _Gap(span.x0 + float(inked[place]) + 1, span.x0 + float(inked[place + 1]))
        for place in numpy.nonzero(empty >= GAP * across)[0]
    )
    return _Candidate(quad, span, gaps)


def _is_sure(gap: _Gap, one: _Candidate) -> bool:
    return gap.end - gap.start >= SURE_GAP * one.span.height


def _is_gutter(gap: _Gap, one: _Candidate, candidates: Sequence[_Candidate]) -> bool:
    """Whether the lines near by leave its middle free, on both sides of it."""
    left = right = through = 0
    reach = NEAR * one.span.height
    for other in candidates:
        if other is one or abs(other.span.mid_y - one.span.mid_y) > reach:
            continue
        if other.span.x1 <= one.span.x0 or other.span.x0 >= one.span.x1:
            continue  # of a column beside it: it would agree to any gap
        if other.span.x1 <= gap.middle + 0.3 * one.span.height:
            left += 1
        elif other.span.x0 >= gap.middle - 0.3 * one.span.height:
            right += 1
        elif any(abs(its.middle - gap.middle) < 0.6 * one.span.height for its in other.gaps):
            left, right = left + 1, right + 1
        else:
            through += 1
    return (
        min(left, right) >= 2
        and left + right >= AGREEING
        and through <= DISAGREEING * (left + right)
    )


def _pieces(one: _Candidate, cuts: Sequence[_Gap]) -> list[Quad]:
    if not cuts:
        return [one.quad]
    reach = 0.15 * one.span.height
    width = max(1.0, one.span.width)
    pieces = []
    start = one.span.x0
    for gap in cuts:
        pieces.append((start, min(gap.middle, gap.start + reach)))
        start = max(gap.middle, gap.end - reach)
    pieces.append((start, one.span.x1))
    return [
        _part_of(one.quad, (a - one.span.x0) / width, (b - one.span.x0) / width) for a, b in pieces
    ]


def _part_of(quad: Quad, start: float, end: float) -> Quad:
    import numpy

    top, foot = quad[1] - quad[0], quad[2] - quad[3]
    return numpy.array(
        [
            quad[0] + start * top,
            quad[0] + end * top,
            quad[3] + end * foot,
            quad[3] + start * foot,
        ]
    )


def _inked_columns(picture: Image) -> Image:
    """Whether each column has ink; what touches the upper and lower edge is none of the line."""
    import cv2
    import numpy

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    grey = cv2.GaussianBlur(grey, (3, 3), 0).astype(numpy.int16)
    edge = round(0.12 * grey.shape[0])
    inner = grey[edge : grey.shape[0] - edge]
    distance = numpy.abs(inner - int(numpy.median(inner)))
    strongest = max(40.0, float(numpy.percentile(distance, 98)))
    return numpy.asarray((distance > 0.35 * strongest).any(axis=0))
