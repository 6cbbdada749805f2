"""Pages that were photographed from the side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.worker.flash.ocr.frame import ImageFrame, moved
from core.worker.flash.ocr.image import Span, around_quad
from core.worker.flash.ocr.keystone import without_keystone

if TYPE_CHECKING:
    from core.worker.flash.ocr.image import Quad

WIDTH, HEIGHT = 1200, 1600


def quad(x: float, y: float, slope: float, wide: float = 500.0, high: float = 24.0) -> Quad:
    rise = slope * wide
    corners = [(x, y), (x + wide, y + rise), (x + wide, y + rise + high), (x, y + high)]
    return np.array(corners, float)


def page() -> ImageFrame:
    return ImageFrame(np.full((HEIGHT, WIDTH, 3), 255, np.uint8), np.diag([0.5, 0.5, 1.0]))


def slopes(quads: list[Quad]) -> list[float]:
    return [math.degrees(math.atan2(one[1][1] - one[0][1], one[1][0] - one[0][0])) for one in quads]


def leaning(pull: float) -> list[Quad]:
    """Lines in two columns that fall by ``pull`` times their height over the middle."""
    return [
        quad(x, y, pull * (y - HEIGHT / 2)) for y in range(100, HEIGHT - 100, 90) for x in (60, 640)
    ]


@pytest.mark.parametrize("pull", [3e-5, -6e-5])
def test_lines_that_run_together_are_made_parallel(pull: float) -> None:
    quads = leaning(pull)
    found = without_keystone(page(), quads)
    assert found is not None
    assert max(map(abs, slopes(quads))) > 1.0
    assert max(map(abs, slopes(found[1]))) < 0.3


def test_a_box_leads_back_to_the_page_through_the_projection() -> None:
    quads = leaning(5e-5)
    found = without_keystone(page(), quads)
    assert found is not None
    frame, level = found
    box = frame.box(around_quad(level[0]))
    assert (box.x0, box.y0) == pytest.approx((30, 50), abs=14)
    corner = Span(0, 0, WIDTH, HEIGHT)
    assert frame.box(corner).width == pytest.approx(WIDTH / 2, rel=0.1)
    assert moved(level[0], np.eye(3)).tolist() == level[0].tolist()


def test_parallel_lines_few_lines_and_lines_in_all_directions_are_left() -> None:
    assert without_keystone(page(), leaning(0.0)) is None
    assert without_keystone(page(), leaning(6e-5)[:6]) is None
    astray = [quad(60, y, 0.03 * (-1) ** n) for n, y in enumerate(range(100, 1500, 60))]
    assert without_keystone(page(), astray) is None
