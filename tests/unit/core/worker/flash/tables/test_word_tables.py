"""Tables with neither rules nor numbers."""

from __future__ import annotations

import pytest

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box
from core.worker.flash.tables.word_tables import word_tables
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import PROSE, line

PEOPLE = (
    ("Team", "Task", "Lead"),
    ("Storage", "Move the archive", "Ada"),
    ("Network", "Replace switches", "Boris"),
    ("Support", "Train new staff", "Chen"),
)


def table(
    rows: tuple[tuple[str, ...], ...],
    step: float = 18.0,
    xs: tuple[float, ...] = (72.0, 150.0, 280.0),
    **style: object,
) -> list[TextLine]:
    return [
        line(text, x, 200 + step * number, bold=number == 0 and "bold" in style)
        for number, row in enumerate(rows)
        for x, text in zip(xs, row, strict=False)
    ]


def texts(found: list[Region]) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in one.rows] for one in found]


def test_short_texts_in_columns_are_a_table() -> None:
    around = [line(text, 72, 100 + 12 * number) for number, text in enumerate(PROSE)]
    assert texts(word_tables([*around, *table(PEOPLE)], [])) == [[list(row) for row in PEOPLE]]


def test_two_columns_are_one_where_their_rows_stand_apart_or_have_a_head() -> None:
    pairs = (("Chair", "Ines Duarte"), ("Clerk", "Paul Okafor"), ("Auditor", "Mia Berg"))
    assert len(word_tables(table(pairs), [])) == 1
    assert word_tables(table(pairs, step=12), []) == []  # two addresses side by side
    headed = (("Office", "Name"), *pairs)
    assert len(word_tables(table(headed, step=12, bold=True), [])) == 1


@pytest.mark.parametrize(
    "rows",
    [
        (("• one", "• two", "• three"), ("• four", "• five", "• six"), ("• a b", "• c", "• d")),
        (("A. red", "B. blue", "C. no"), ("A. one", "B. two", "C. six"), ("A. a", "B. b", "C. c")),
        (("we met on", "of the first", "and at the"), ("a Monday", "report was", "end it was"),
         ("in the hall", "heard by all", "closed late")),
    ],
)  # fmt: skip
def test_items_answers_and_columns_of_text_are_none(rows: tuple[tuple[str, ...], ...]) -> None:
    assert word_tables(table(rows, step=12), []) == []


def test_what_is_a_table_already_or_has_text_beside_it_is_left() -> None:
    known = Region(RegionKind.TABLE, Box(60, 180, 400, 280))
    assert word_tables(table(PEOPLE), [known]) == []
    assert word_tables([*table(PEOPLE), line(PROSE[0][:30], 420, 227)], []) == []
