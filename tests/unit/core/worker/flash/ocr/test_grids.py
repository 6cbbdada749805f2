"""Ruled tables by their lines."""

from __future__ import annotations

import cv2
import numpy as np

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
