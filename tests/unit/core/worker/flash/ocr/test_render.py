"""How large the picture of a page is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.ocr.render import LONG_SIDE, scale_for


@pytest.mark.parametrize(
    ("size", "own", "long_side"),
    [
        ((595, 842), None, 1754),  # A4 at 150 dpi
        ((842, 1191), None, 2127),  # A3: bounded by its area
        ((400, 1191), None, 2481),
        ((14_400_000, 14_400_000), None, 1789),
        ((1225, 1800), 1800, 1800),  # pixels of the scan that were taken for points
        ((595, 842), 842, 1750),  # a scan of 72 dpi is enlarged all the same
        ((595, 842), 9000, 1754),
        ((181, 303), 2500, 1750),  # a page of a book whose scan says that it is 4 inches high
        ((181, 303), 700, 700),
    ],
)
def test_the_long_side_in_pixels(
    size: tuple[float, float], own: float | None, long_side: int
) -> None:
    assert round(scale_for(*size, own) * max(size)) == pytest.approx(long_side, abs=1)


@given(st.floats(0, 1e8), st.floats(0, 1e8), st.none() | st.floats(0, 1e6))
def test_no_page_is_drawn_too_large(width: float, height: float, own: float | None) -> None:
    scale = scale_for(width, height, own)
    assert 0 < scale * max(width, height, 1.0) <= LONG_SIDE + 1
