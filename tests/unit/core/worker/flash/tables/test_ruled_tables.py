"""Tables: HTML and grids to Markdown, ruled tables, cells in the page's own words."""

from __future__ import annotations

import itertools

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.layout.respacing import respaced
from core.worker.flash.markdown.grid import Cell, from_html, is_table, to_markdown
from core.worker.flash.model import Box
from core.worker.flash.tables.lite_tables import LiteTable, _is_stacked, with_tables
from core.worker.flash.tables.ruled_tables import ruled_tables, with_ruled
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import line, word


def texts(rows: object) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]  # type: ignore[attr-defined]


def test_plain_tables_are_pipes_and_spans_are_html() -> None:
    plain = from_html("<table><tr><td>a|b</td><td>*c*</td></tr><tr><td>1</td></tr></table>")
    assert to_markdown(plain) == "| a\\|b | \\*c\\* |\n| --- | --- |\n| 1 |  |"
    spanned = from_html(
        "<table><tr><th colspan=2>a &lt; b</th></tr><tr><td>x<sup>2</sup></td><td>y<br>z</td></tr>"
        "</table>"
    )
    assert to_markdown(spanned) == (
        '<table>\n<tr><td colspan="2">a &lt; b</td></tr>\n'
        "<tr><td>x<sup>2</sup></td><td>y<br>z</td></tr>\n</table>"
    )


def test_a_table_in_a_cell_is_text_of_it() -> None:
    rows = from_html(
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    )
    assert [" ".join(row[0].text.split()) for row in rows] == ["a b"]


def test_sparse_and_narrow_grids_are_none() -> None:
    assert not is_table([[Cell("a"), Cell(""), Cell("")], [Cell(""), Cell(""), Cell("b")]])
    assert not is_table([[Cell("a")], [Cell("b")]])
    assert is_table([[Cell("a"), Cell("b")], [Cell("c"), Cell("")]])


def grid(xs: list[float], ys: list[float]) -> list[Box]:
    level = [Box(xs[0], y, xs[-1], y + 0.5) for y in ys]
    return level + [Box(x, ys[0], x + 0.5, ys[-1]) for x in xs]


def cell_lines() -> list[TextLine]:
    return [
        line("Name", 82, 112),
        line("Value", 182, 112),
        line("two", 82, 132),
        line("lines", 82, 141),
        line("7", 182, 132),
    ]


def test_a_grid_of_rules_is_a_table_and_wrapped_lines_stay_in_their_cell() -> None:
    (table,) = ruled_tables(grid([80, 180, 280], [100, 120, 150]), cell_lines())
    assert texts(table.rows) == [["Name", "Value"], ["two lines", "7"]]


def test_chinese_that_is_wrapped_in_a_cell_gets_no_space() -> None:
    lines = [
        line("评级机构", 82, 112),
        line("年份", 182, 112),
        line("联合资信评估", 82, 132),
        line("有限公司", 82, 141),
        line("2023", 182, 132),
        line("end", 182, 141),
    ]
    (table,) = ruled_tables(grid([80, 180, 280], [100, 120, 150]), lines)
    assert texts(table.rows) == [["评级机构", "年份"], ["联合资信评估有限公司", "2023 end"]]


def test_a_missing_rule_merges_cells() -> None:
    rules = [rule for rule in grid([80, 180, 280], [100, 120, 150]) if rule.x0 != 180]
    rules.append(Box(180, 120, 180.5, 150))
    (table,) = ruled_tables(rules, [line("Name of the value", 120, 112), *cell_lines()[2:]])
    assert texts(table.rows) == [["Name of the value"], ["two lines", "7"]]
    assert table.rows[0][0].columns == 2


def test_a_frame_and_an_underline_are_no_tables() -> None:
    assert ruled_tables(grid([80, 280], [100, 150]), cell_lines()) == []
    assert ruled_tables([Box(80, 120, 280, 120.5)], cell_lines()) == []


def test_outer_columns_without_a_rule_at_their_sides_belong_to_the_grid() -> None:
    rules = [Box(20, y, 380, y + 0.5) for y in (100, 120, 150)]
    rules += [Box(x, 100, x + 0.5, 150) for x in (80, 180, 280)]
    lines = [*cell_lines(), line("No", 30, 112), line("3", 30, 132), line("Sum", 300, 112)]
    (table,) = ruled_tables(rules, [*lines, line("9", 300, 132)])
    assert texts(table.rows) == [["No", "Name", "Value", "Sum"], ["3", "two lines", "7", "9"]]


def test_heads_without_a_rule_above_them_belong_to_the_grid() -> None:
    rules = [Box(80, y, 280, y + 0.5) for y in (120, 150)]
    rules += [Box(x, 100, x + 0.5, 150) for x in (80, 180, 280)]
    (table,) = ruled_tables(rules, cell_lines())
    assert texts(table.rows) == [["Name", "Value"], ["two lines", "7"]]


def test_a_table_within_a_cell_is_text_of_the_cell() -> None:
    outer = grid([80, 180, 280], [100, 120, 150])
    inner = [Box(84, y, 160, y + 0.5) for y in (124, 136, 148)]
    inner += [Box(x, 124, x + 0.5, 148) for x in (84, 120, 160)]
    touching = [Box(80, 124, 84, 124.5)]
    lines = [
        line("Name", 82, 112),
        line("Value", 182, 112),
        line("a", 90, 133),
        line("b", 126, 133),
        line("1", 90, 145),
        line("2", 126, 145),
        line("7", 182, 140),
    ]
    (table,) = ruled_tables([*outer, *inner, *touching], lines)
    assert texts(table.rows) == [["Name", "Value"], ["a b 1 2", "7"]]


def test_cells_over_rows_and_columns_whose_sides_are_drawn_one_by_one_are_no_inner_table() -> None:
    xs, ys = [80, 160, 240, 320], [100, 120, 140, 160]
    level = [
        Box(left, y, right, y + 0.5)
        for y in ys
        for left, right in itertools.pairwise(xs)
        if (y, left) != (120, 160)  # the middle cell reaches over two rows
    ]
    upright = [
        Box(x, top, x + 0.5, foot)
        for x in xs
        for top, foot in itertools.pairwise(ys)
        if x in (80, 320) or top != 140  # the last row is one cell
    ]
    lines = [
        line("Time", 84, 114), line("Monday", 164, 124), line("Friday", 244, 114),
        line("8:00", 84, 134), line("Maths", 244, 134), line("Break", 190, 154),
    ]  # fmt: skip
    (table,) = ruled_tables([*level, *upright], lines)
    assert texts(table.rows) == [["Time", "Monday", "Friday"], ["8:00", "Maths"], ["Break"]]
    assert table.rows[0][1].rows == 2
    assert table.rows[2][0].columns == 3


def test_short_texts_in_cells_below_each_other_are_a_table_of_one_column() -> None:
    lines = [line("First", 82, 112), line("Second", 82, 132)]
    (table,) = ruled_tables(grid([80, 280], [100, 120, 150]), lines)
    assert texts(table.rows) == [["First"], ["Second"]]
    code = [line("a = 1", 82, 112, mono=True), line("b = 2", 82, 132, mono=True)]
    assert ruled_tables(grid([80, 280], [100, 120, 150]), code) == []


def test_a_ruled_table_takes_the_place_of_a_picture() -> None:
    picture = Region(RegionKind.PICTURE, Box(78, 98, 282, 152))
    far = Region(RegionKind.PICTURE, Box(78, 400, 282, 500))
    ruled = ruled_tables(grid([80, 180, 280], [100, 120, 150]), cell_lines())
    assert with_ruled([picture, far], ruled) == [far, *ruled]


def lite(rows: list[list[tuple[str, Box | None]]]) -> LiteTable:
    return LiteTable(Box(80, 100, 280, 150), tuple(tuple(row) for row in rows))


ROWS: list[list[tuple[str, Box | None]]] = [
    [("Name", Box(80, 102, 120, 116)), ("Value", Box(180, 102, 220, 116))],
    [("two lines", Box(80, 122, 120, 145)), ("7", Box(180, 122, 190, 136))],
]


def test_a_table_of_liteparse_comes_where_there_is_none() -> None:
    (table,) = with_tables([], [lite(ROWS)], cell_lines())
    assert texts(table.rows) == [["Name", "Value"], ["two lines", "7"]]
    known = Region(RegionKind.TABLE, Box(80, 100, 280, 150), ((Cell("x"), Cell("y")),) * 2)
    assert with_tables([known], [lite(ROWS)], cell_lines()) == [known]


def test_long_rows_at_its_ends_are_paragraphs() -> None:
    long: list[tuple[str, Box | None]] = [("word " * 20, Box(80, 60, 500, 70)), ("", None)]
    (table,) = with_tables([], [lite([long, *ROWS, long])], cell_lines())
    assert len(table.rows) == 2


def test_captions_and_code_are_no_tables() -> None:
    figure = [*ROWS, [("Figure 3. A nut", Box(80, 140, 200, 150)), ("", None)]]
    assert with_tables([], [lite(figure)], cell_lines()) == []
    code = [line("a = 1", 82, 112, mono=True), line("b = 2", 82, 132, mono=True)]
    assert with_tables([], [lite(ROWS)], code) == []


def test_joined_lines_of_a_cell_are_parted_again() -> None:
    words = [word("0.965", 100, 112), word("0.969", 100, 122), word("：", 60, 112)]
    rows = respaced([[Cell(":"), Cell("0.9650.969"), Cell("other")]], words)
    assert texts(rows) == [["：", "0.965 0.969", "other"]]


def lines_of(*rows: tuple[str, ...], xs: tuple[float, ...]) -> list[TextLine]:
    return [
        line(text, x, 120.0 + 14 * number)
        for number, row in enumerate(rows)
        for text, x in zip(row, xs, strict=True)
        if text
    ]


STATEMENT = (
    ("Day", "Text", "Out", "Balance"),
    ("22 May", "Rent", "136.93", "2,104.98"),
    ("22 May", "Water", "234.97", "1,870.01"),
    ("23 May", "Hall", "640.33", "1,510.34"),
    ("23 May", "Bread", "111.49", "1,621.83"),
)


def test_rows_that_liteparse_has_as_one_are_two() -> None:
    lines = lines_of(*STATEMENT, xs=(80, 160, 240, 320))
    box = Box(79, 110, 380, 180)
    rows = [
        STATEMENT[0],
        ("22 May 22 May", "Rent Water", "136.93 234.97", "2,104.98 1,870.01"),
        ("23 May 23 May", "Hall Bread", "640.33 111.49", "1,510.34 1,621.83"),
    ]
    given = LiteTable(box, tuple(tuple((text, box) for text in row) for row in rows))
    (table,) = with_tables([], [given], lines)
    assert [tuple(cell.text for cell in row) for row in table.rows] == list(STATEMENT)


def test_a_large_number_in_two_groups_is_one() -> None:
    assert [_is_stacked(text) for text in ("12 345", "640.33 111.49", "4 May", "1,204")] == [
        False,
        True,
        False,
        False,
    ]


def beside(*texts: str) -> tuple[LiteTable, list[TextLine]]:
    """Two columns of the same lines, and liteparse's table of them."""
    lines = [line(text, x, 120.0 + 14 * n) for n, text in enumerate(texts) for x in (80, 240)]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    rows = tuple(((left.text, left.box), (right.text, right.box)) for left, right in pairs)
    return LiteTable(Box(79, 108, 380, 160), rows), lines


def test_the_index_of_a_book_is_no_table() -> None:
    found, lines = beside("ice, 89, 127–184", "flow, 12", "gauge, 4–5, 90")
    assert with_tables([], [found], lines) == []
    found, lines = beside("Anna Brown", "Carl Dale", "Ed Fox")
    assert len(with_tables([], [found], lines)) == 1


def test_rows_between_bands_of_colour_keep_their_columns() -> None:
    level = [Box(70, y, 300, y + 0.5) for y in (100, 120, 140, 160)]
    sides = [Box(x, 100, x + 0.5, 160) for x in (70, 300)]
    inner = [Box(x, y, x + 0.5, y + 20) for x in (150, 220) for y in (100, 140)]
    rows = [
        [("Month", 80), ("Ships", 160), ("Tonnes", 230)],
        [("March", 80), ("40", 160), ("21,900", 230)],
        [("of all harbours together", 120)],
    ]
    lines = [line(text, x, 113 + 20 * y) for y, row in enumerate(rows) for text, x in row]
    (table,) = ruled_tables([*level, *sides, *inner[:2], *inner[2:]], lines[:6])
    assert texts(table.rows)[:2] == [["Month", "Ships", "Tonnes"], ["March", "40", "21,900"]]
    spanned = [one for one in lines if one.box.y0 < 120] + [line("all of them", 120, 133)]
    (table,) = ruled_tables([*level, *sides, *inner], spanned)
    assert texts(table.rows)[1] == ["all of them"]
