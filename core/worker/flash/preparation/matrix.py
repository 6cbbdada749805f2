"""Transformations of the plane, as PDF writes them: (a, b, c, d, e, f)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FLAT = 1e-9


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does first what the inner one does, then the outer one."""
    if outer == IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def inverse(matrix: Matrix) -> Matrix | None:
    """What undoes it; ``None`` where it flattens the plane."""
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    if abs(size) < _FLAT:
        return None
    return (
        d / size,
        -b / size,
        -c / size,
        a / size,
        (c * f - d * e) / size,
        (b * e - a * f) / size,
    )


def matrix_of(numbers: Iterable[Any] | None) -> Matrix:
    """A matrix out of six numbers of a PDF; the one that changes nothing where they are none."""
    try:
        a, b, c, d, e, f = (float(number) for number in numbers or ())
    except (TypeError, ValueError):
        return IDENTITY
    return (a, b, c, d, e, f)
