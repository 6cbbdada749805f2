"""Ruled tables by their lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.worker.flash.ocr.grids import OcrGrid, find_grids

LEFT, TOP, WIDTH, HEIGHT = 100, 150, 200, 60


def drawn(*, without: set[tuple[str, int, int]] = frozenset()) -> list[OcrGrid]:  # type: ignore[assignment]
    """A table of 3 × 3 cells; ``without`` names borders: ("right" or "below", row, column)."""
    image = np.full((900, 800, 3), 250, np.uint8)
    for row in range(4):
        for column in range(4):
            x, y = LEFT + column * WIDTH, TOP + row * HEIGHT
            if column < 3 and ("below", row - 1, column) not in without:
                cv2.line(image, (x, y), (x + WIDTH, y), (20, 20, 20), 2)
            if row < 3 and ("right", row, column - 1) not in without:
                cv2.line(image, (x, y), (x, y + HEIGHT), (20, 20, 20), 2)
            if row < 3 and column < 3:
                cv2.putText(image, "word", (x + 30, y + 40), 0, 0.8, (20, 20, 20), 2)
    return find_grids(image)


def test_a_full_grid_has_all_its_cells() -> None:
    (grid,) = drawn()
    assert [(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells] == [
        (row, column, 1, 1) for row in range(3) for column in range(3)
    ]
    assert abs(grid.span.x0 - LEFT) <= 3
    assert abs(grid.span.y1 - (TOP + 3 * HEIGHT)) <= 3


def test_cells_without_a_border_between_them_are_one() -> None:
    (grid,) = drawn(without={("right", 0, 0), ("right", 0, 1), ("below", 1, 0)})
    spans = {(cell.row, cell.column): (cell.rows, cell.columns) for cell in grid.cells}
    assert spans[0, 0] == (1, 3)
    assert spans[1, 0] == (2, 1)
    assert spans[1, 1] == (1, 1)
    assert len(grid.cells) == 6


def test_text_alone_is_no_grid() -> None:
    image = np.full((900, 800, 3), 250, np.uint8)
    for row in range(20):
        cv2.putText(image, "HHHH EEEE LLLL TTTT IIII", (50, 60 + 40 * row), 0, 1.0, (20, 20, 20), 2)
    assert find_grids(image) == []


def dotted(on: int, off: int, *, colour: int = 40, noise: float = 0.0) -> list[OcrGrid]:
    """The table of 3 × 3 cells, its rules one pixel wide and of dots or dashes."""
    image = np.full((900, 800, 3), 250, np.uint8)
    for place in range(4):
        x, y = LEFT + place * WIDTH, TOP + place * HEIGHT
        across = [at for at in range(LEFT, LEFT + 3 * WIDTH) if at % (on + off) < on]
        down = [at for at in range(TOP, TOP + 3 * HEIGHT) if at % (on + off) < on]
        image[y, across] = colour
        image[down, x] = colour
    for row in range(3):
        for column in range(3):
            at = (LEFT + column * WIDTH + 30, TOP + row * HEIGHT + 40)
            cv2.putText(image, "word", at, 0, 0.8, (20, 20, 20), 2)
    grain = np.random.default_rng(3).normal(0, noise, image.shape[:2])[:, :, None]
    return find_grids(np.clip(image - 10 + grain, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(("on", "off"), [(1, 1), (1, 2), (1, 4), (2, 3), (8, 6)])
def test_rules_of_dots_and_dashes_are_seen(on: int, off: int) -> None:
    (grid,) = dotted(on, off)
    assert [(cell.rows, cell.columns) for cell in grid.cells] == [(1, 1)] * 9


def test_grey_dots_are_seen_through_noise_and_noise_alone_is_no_grid() -> None:
    (grid,) = dotted(1, 1, colour=130, noise=5.0)
    assert len(grid.cells) == 9
    assert dotted(1, 1, colour=250, noise=9.0) == []


def test_a_faint_upright_rule_may_have_gaps() -> None:
    image = np.full((900, 800, 3), 250, np.uint8)
    for place in range(4):
        cv2.line(image, (100, 150 + 60 * place), (700, 150 + 60 * place), (20, 20, 20), 1)
        cv2.line(image, (100 + 200 * place, 150), (100 + 200 * place, 330), (20, 20, 20), 1)
        image[150:330:20, 100 + 200 * place] = 250
        image[151:330:20, 100 + 200 * place] = 250
    (grid,) = find_grids(image)
    assert len(grid.cells) == 9
