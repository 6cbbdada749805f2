"""Tables that go on over pages, and such that do not."""

from __future__ import annotations

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import BlockKind, Box
from core.worker.flash.structure.assembly import assemble
from core.worker.flash.structure.stage import structure
from tests.support.flash_lines import block, layout, line
from tests.support.flash_markdown import body, markdown


def table(
    page: int,
    *rows: tuple[str, ...],
    x: float = 72.0,
    wide: float = 400.0,
    foot: float = 760.0,
    borders: tuple[float, ...] = (),
) -> Draft:
    """One that reaches to the foot of its page, where ``foot`` says nothing else."""
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    box = Box(x, 100, x + wide, foot)
    kind, region = BlockKind.TABLE, RegionKind.TABLE
    return Draft(page, kind=kind, region=region, area=box, rows=cells, borders=borders)


def test_a_table_that_goes_on_over_pages_is_one() -> None:
    pages = [
        [table(0, ("Day", "Sum"), ("1 May", "10"))],
        [block("Table 2 (continued)", y=80, page=1), table(1, ("Day", "Sum"), ("2 May", "20"))],
        [table(2, ("3 May", "30")), body(300, 2)],
    ]
    done = structure([layout(drafts, page) for page, drafts in enumerate(pages)])
    made = assemble(done.blocks(), [draft.joins_previous for draft in done.drafts])
    rows = ["| Day | Sum |", "| --- | --- |", "| 1 May | 10 |", "| 2 May | 20 |", "| 3 May | 30 |"]
    assert made.markdown.splitlines()[:5] == rows
    assert "continued" not in made.markdown
    assert [place.page for place in made.spans[0][3]] == [0, 1, 2]


def test_tables_with_text_between_them_or_of_other_shape_are_two() -> None:
    def shown(*between: Draft, second: Draft) -> int:
        return markdown([table(0, ("a", "b"), ("c", "d"))], [*between, second]).count("|\n| --- |")

    same = (("a", "b"), ("e", "f"))
    assert shown(second=table(1, *same)) == 1
    assert shown(body(60, 1), second=table(1, *same)) == 2
    assert shown(second=table(1, *same, x=200)) == 2
    assert shown(second=table(1, ("a", "b", "c"), ("e", "f", "g"))) == 2
    assert shown(second=table(1, ("g", "h"), ("e", "f"), wide=300)) == 2  # no head in common


def test_a_table_under_another_head_is_another_table() -> None:
    def shown(second: Draft) -> int:
        first = table(0, ("Place", "Depth"), ("Quay", "12"), ("Weir", "9"))
        return markdown([first], [second]).count("|\n| --- |")

    assert shown(table(1, ("Lock", "7"), ("Mole", "5"), ("Pier", "3"))) == 1
    assert shown(table(1, ("Place", "Depth"), ("Mole", "5"), ("Pier", "3"))) == 1
    assert shown(table(1, ("Lock", "none"), ("Mole", "open"), ("Pier", "shut"))) == 1
    assert shown(table(1, ("Pump", "Power"), ("Old", "7.5"), ("New", "11"))) == 2
    words = table(1, ("Name", "Task"), ("Anna", "Survey"), ("Mia", "Accounts"))
    assert shown(words) == 1  # nothing tells the first row from the rest
    words = table(1, ("Name", "Task"), ("Anna", "Survey"), ("Mia", "Accounts"))
    words.lines = [
        *(line(text, x, 100, bold=True) for text, x in (("Name", 80), ("Task", 180))),
        *(line(text, x, 115) for text, x in (("Anna", 80), ("Survey", 180))),
    ]
    assert shown(words) == 2
    group = table(1, ("North", ""), ("Mole", "5"), ("Pier", "3"))
    group.lines = [line("North", 80, 100, bold=True), line("Mole", 80, 115), line("5", 180, 115)]
    assert shown(group) == 1


def test_a_table_with_room_below_it_does_not_go_on() -> None:
    def shown(first: Draft, *pages: list[Draft]) -> int:
        return markdown([first], *pages).count("|\n| --- |")

    first, second = (("Name", "Role"), ("Anna", "Clerk")), (("Tool", "Place"), ("Pump", "Shed"))
    assert shown(table(0, *first), [table(1, *second, foot=130)]) == 1
    assert shown(table(0, *first, foot=130), [table(1, *second, foot=130)]) == 2
    # The same where its head is the same: two tables, or the parts of two pages.
    again = table(1, first[0], ("Mia", "Judge"), foot=130)
    assert shown(table(0, *first, foot=130), [again]) == 2
    # Rows so high that the next one had no room, and a page with notes at its foot.
    rows = tuple((f"{number} of them", "Clerk") for number in range(3))
    assert shown(table(0, *rows, foot=480), [table(1, *rows)]) == 1
    note = block("1 As of May.", y=520, size=7, region=RegionKind.FOOTNOTE)
    pages = [[table(0, *first, foot=500), note], [table(1, *second, foot=130)], [body(750, 2)]]
    assert markdown(*pages).count("|\n| --- |") == 1
    # No page is full: the lower margin is like the upper one.
    assert shown(table(0, *first, foot=600), [table(1, *second, foot=130)]) == 1


def test_tables_whose_columns_part_elsewhere_are_two() -> None:
    def shown(one: tuple[float, ...], other: tuple[float, ...], x: float = 72.0) -> int:
        first = table(0, ("Name", "Role"), ("Anna", "Clerk"), borders=one)
        second = table(1, ("Tool", "Place"), ("Pump", "Shed"), borders=other, x=x)
        return markdown([first], [second]).count("|\n| --- |")

    assert shown((72, 200, 472), (72, 201, 472)) == 1
    assert shown((72, 200, 472), (72, 260, 472)) == 2
    assert shown((72, 200, 472), ()) == 1  # rules that were not seen say nothing
    assert shown((72, 200, 472), (76, 204, 476), x=76) == 1  # margins of left and right pages
