"""Lines that stand within a table and in none of its cells; lines in a block of another column."""

from __future__ import annotations

from core.worker.flash.layout.grouping import group
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import BlockKind, Box
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import PROSE, line

AREA = 595.0 * 842.0


def table(*rows: tuple[str, ...], foot: float, borders: tuple[float, ...] = ()) -> Region:
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    box = Box(70, 90, 400, foot)
    return Region(RegionKind.TABLE, box, cells, is_added=True, borders=borders)


def shown(segments: list[TextLine], *regions: Region) -> list[tuple[BlockKind, str]]:
    return [(draft.kind, draft.text) for draft in group(0, segments, regions, AREA)]


DISHES = [
    line("Nut roast", 72, 100),
    line("13.50", 360, 100),
    line("with gravy and greens", 72, 112, italic=True),
    line("Lamb shank", 72, 130),
    line("17.90", 360, 130),
    line("slow cooked for hours", 72, 142, italic=True),
]


def test_a_table_that_leaves_out_every_second_line_is_none() -> None:
    found = shown(DISHES, table(("Nut roast", "13.50"), ("Lamb shank", "17.90"), foot=150))
    assert BlockKind.TABLE not in {kind for kind, _ in found}
    whole = " ".join(text for _, text in found)
    assert all(one.text in whole for one in DISHES)


def test_one_line_that_a_table_leaves_out_stands_beside_it() -> None:
    rows = [("North quay", "12.4"), ("Old weir", "9.8"), ("Mill race", "2.1"), ("Mole", "7.5")]
    segments = [
        one
        for number, (name, depth) in enumerate(rows)
        for one in (line(name, 72, 100 + 14 * number), line(depth, 300, 100 + 14 * number))
    ]
    note = line("by Berg", 72, 156)
    found = shown([*segments, note], table(*rows, foot=162))
    assert [text for kind, text in found if kind is not BlockKind.TABLE] == ["by Berg"]
    assert [kind for kind, _ in found].count(BlockKind.TABLE) == 1
    # A drawn grid is a table whatever its cells leave out.
    found = shown(DISHES, table(("Nut roast", "13.50"), foot=150, borders=(70, 300, 400)))
    assert [kind for kind, _ in found].count(BlockKind.TABLE) == 1
    assert "slow cooked for hours" in " ".join(text for kind, text in found if "slow" in text)


def test_a_table_that_holds_its_words_in_another_form_leaves_out_nothing() -> None:
    segments = [line("Eﬃciency", 72, 100), line("x²", 200, 100), line("Total", 72, 114)]
    found = shown(segments, table(("Efficiency", "x2"), ("TOTAL", ""), foot=120))
    assert [kind for kind, _ in found] == [BlockKind.TABLE]


def two_columns(items: tuple[str, ...]) -> tuple[list[TextLine], list[Region]]:
    """A list at the foot of the left column; the last line of the right one is at its height."""
    left = [line(text, 72, 300 + 12 * number) for number, text in enumerate(items)]
    right = [line(text[:40], 320, 276 + 12 * number) for number, text in enumerate(PROSE)]
    regions = [
        Region(RegionKind.TEXT, Box(318, 266, 560, 292)),
        Region(RegionKind.TEXT, Box(70, 291, 560, 303)),
        Region(RegionKind.TEXT, Box(70, 304, 200, 316)),
    ]
    return [*left, *right], regions


def test_the_last_line_of_a_column_stays_with_its_paragraph() -> None:
    for items in (("1. Count the fish", "2. Remove a weir"), ("• Willows", "• Alders")):
        segments, regions = two_columns(items)
        found = [text for _, text in shown(segments, *regions)]
        assert " ".join(text[:40].strip() for text in PROSE) in found
        assert [text for text in found if text in items] == list(items)
