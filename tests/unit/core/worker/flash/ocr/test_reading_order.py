"""Columns, rows and bands of a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.ocr.image import Span
from core.worker.flash.ocr.reading_order import Item, in_order


def items(*boxes: tuple[float, float, float, float], letters: int = 40) -> list[Item]:
    """Lines at these places."""
    return [Item(number, Span(*box), letters) for number, box in enumerate(boxes)]


def numbers(found: list[Item]) -> list[int]:
    return [item.number for run in in_order(found) for item in run.items]


def column(
    left: float, top: float, lines: int, width: float = 380
) -> list[tuple[float, float, float, float]]:
    return [(left, top + 30 * n, left + width, top + 30 * n + 24) for n in range(lines)]


def test_two_columns_are_read_one_after_the_other_below_their_title() -> None:
    title = (200, 40, 700, 80)
    left, right = column(50, 100, 8), column(460, 107, 8)
    mixed = [box for pair in zip(left, right, strict=True) for box in pair]
    order = numbers(items(title, *mixed))
    assert order == [0, *range(1, 17, 2), *range(2, 17, 2)]


def test_a_figure_over_both_columns_parts_them() -> None:
    above = [*column(50, 100, 3), *column(460, 100, 3)]
    below = [*column(50, 500, 3), *column(460, 500, 3)]
    found = items(*above, *below)
    found.append(Item(12, Span(50, 220, 840, 450), 0, is_line=False))
    assert numbers(found) == [0, 1, 2, 3, 4, 5, 12, 6, 7, 8, 9, 10, 11]


def test_short_pieces_side_by_side_are_rows() -> None:
    labels, values = column(50, 100, 5, 90), column(300, 100, 5, 60)
    mixed = [box for pair in zip(labels, values, strict=True) for box in pair]
    (run,) = in_order(items(*mixed, letters=6))
    assert [[item.number for item in row] for row in run.rows] == [
        [0, 1],
        [2, 3],
        [4, 5],
        [6, 7],
        [8, 9],
    ]


def test_the_blank_after_short_lines_is_no_gutter() -> None:
    """A heading, and a paragraph whose last line is short: one column."""
    found = items((50, 40, 300, 70), *column(50, 100, 4, 700), (50, 220, 200, 244))
    assert numbers(found) == [0, 1, 2, 3, 4, 5]
    assert len(in_order(found)) == 1


@given(
    st.lists(
        st.tuples(
            st.floats(0, 900), st.floats(0, 900), st.floats(1, 800), st.floats(5, 60), st.booleans()
        ),
        max_size=25,
    )
)
def test_nothing_is_lost_and_nothing_comes_twice(
    boxes: list[tuple[float, float, float, float, bool]],
) -> None:
    found = [
        Item(number, Span(x, y, x + width, y + height), int(width / 8), is_line)
        for number, (x, y, width, height, is_line) in enumerate(boxes)
    ]
    assert sorted(numbers(found)) == list(range(len(found)))


def test_a_right_column_that_begins_a_little_higher_is_read_after_the_left_one() -> None:
    """A page that leans, or whose left column begins below a heading."""
    title = (50, 20, 300, 50)
    left, right = column(50, 112, 8), column(460, 86, 9)
    order = numbers(items(title, *left, *right))
    assert order == [0, *range(1, 9), *range(9, 18)]
    far = numbers(items((460, 20, 840, 44), *left, *column(460, 112, 8)))
    assert far[0] == 0  # a date at the right of the head of a letter stays above
