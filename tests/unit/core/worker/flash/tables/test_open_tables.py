"""Tables that are not drawn as grids: between level rules, and in columns of numbers."""

from __future__ import annotations

from dataclasses import replace

from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box
from core.worker.flash.tables.aligned_cells import aligned
from core.worker.flash.tables.number_tables import number_tables
from core.worker.flash.tables.open_tables import open_tables
from core.worker.flash.text.lines import TextLine, to_segments
from tests.support.flash_lines import PROSE, line, word


def texts(rows: object) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]  # type: ignore[attr-defined]


def rule(x0: float, x1: float, y: float) -> Box:
    return Box(x0, y, x1, y + 0.5)


def cells(*rows: tuple[float, dict[float, str]]) -> list[TextLine]:
    """Lines of text at a height, each part of them at its left edge."""
    return [line(text, x, y) for y, row in rows for x, text in row.items()]


NARROW = cells(
    (112, {72: "Item", 150: "2023", 200: "2024"}),
    (131, {72: "Harbour"}),
    (137, {150: "12.5", 200: "13.0"}),
    (143, {72: "dues"}),
    (161, {72: "Market", 150: "7.1", 200: "8.4"}),
)
RULES = [rule(70, 240, 100), rule(70, 240, 118), rule(70, 240, 166)]
BESIDE = [line(text[:34], 250, 112 + 12 * number) for number, text in enumerate(PROSE)]


def test_a_narrow_table_beside_a_column_of_text_keeps_to_its_rules() -> None:
    (table,) = open_tables(RULES, [*NARROW, *BESIDE], [])
    assert texts(table.rows) == [
        ["Item", "2023", "2024"],
        ["Harbour dues", "12.5", "13.0"],
        ["Market", "7.1", "8.4"],
    ]


def test_rules_that_are_drawn_cell_by_cell_are_one() -> None:
    parts = [
        part
        for one in RULES
        for part in (rule(70, 140, one.y0), rule(140, 190, one.y0), rule(190, 240, one.y0))
    ]
    assert open_tables(parts, NARROW, []) == open_tables(RULES, NARROW, [])


GOODS = cells(
    (90, {72: "Item", 150: "Text", 250: "Price"}),
    (112, {72: "R-1", 150: "Rope", 250: "2.50"}),
    (132, {72: "B-7", 150: "Cleat", 250: "8.90"}),
    (152, {160: "Sum", 250: "11.40"}),
)


def test_cells_with_a_rule_below_each_have_their_first_row_and_head_above_it() -> None:
    edges = [(70, 148), (148, 248), (248, 290)]
    parts = [rule(x0, x1, y) for y in (118, 138, 158) for x0, x1 in edges]
    tight = [*GOODS[:7], line("Cleat made of brass", 150, 132), *GOODS[8:]]
    (table,) = open_tables(parts, [line("A text above", 72, 60), *tight], [])
    assert texts(table.rows) == [
        ["Item", "Text", "Price"],
        ["R-1", "Rope", "2.50"],
        ["B-7", "Cleat made of brass", "8.90"],
        ["", "Sum", "11.40"],
    ]


def test_rows_above_the_rule_of_a_sum_are_of_its_table() -> None:
    lines = cells(
        (60, {200: "2023", 260: "2022"}),
        (72, {72: "Revenue"}),
        (84, {72: "Harbour dues", 200: "1245", 260: "1198"}),
        (96, {72: "Rent", 200: "3120", 260: "2870"}),
        (110, {72: "Total", 200: "4365", 260: "4068"}),
        (122, {72: "Staff", 200: "7901", 260: "7420"}),
        (136, {72: "Costs", 200: "7901", 260: "7420"}),
    )
    rules = [rule(70, 282, y) for y in (101, 127)]
    (table,) = open_tables(rules, [line("In thousands", 150, 30), *lines], [])
    assert texts(table.rows)[:4] == [
        ["", "2023", "2022"],
        ["Revenue", "", ""],
        ["Harbour dues", "1245", "1198"],
        ["Rent", "3120", "2870"],
    ]
    assert texts(table.rows)[-1] == ["Costs", "7901", "7420"]


def test_a_head_over_two_columns_reaches_over_them() -> None:
    lines = cells(
        (112, {160: "Before", 262: "After"}),
        (126, {72: "Method", 150: "all", 200: "some", 250: "all", 300: "some"}),
        (144, {72: "first", 150: "1.5", 200: "2.5", 250: "3.5", 300: "4.5"}),
        (158, {72: "second", 150: "5.5", 200: "6.5", 250: "7.5", 300: "8.5"}),
    )
    rules = [
        rule(70, 330, 102),
        rule(148, 225, 116),
        rule(248, 325, 116),
        rule(70, 330, 130),
        rule(70, 330, 164),
    ]
    (table,) = open_tables(rules, lines, [])
    assert [(cell.text, cell.columns) for cell in table.rows[0]] == [
        ("", 1),
        ("Before", 2),
        ("After", 2),
    ]
    assert texts(table.rows[1:])[0] == ["Method", "all", "some", "all", "some"]
    assert texts(table.rows)[3] == ["second", "5.5", "6.5", "7.5", "8.5"]


def test_heads_far_apart_are_two_though_one_reaches_over_the_blank() -> None:
    """The longest text of a column ends below the head of the next."""
    lines = cells(
        (112, {72: "Payee", 150: "Description", 296: "Amount (€)"}),
        (131, {72: "Reed", 150: "clerk from May to July on leave", 320: "37.50"}),
        (145, {72: "Okafor", 150: "smith", 320: "21.00"}),
        (159, {72: "Lind", 150: "carpenter of the upper shaft", 320: "12.75"}),
    )
    rules = [rule(70, 350, 100), rule(70, 350, 118), rule(70, 350, 166)]
    (table,) = open_tables(rules, lines, [])
    assert texts(table.rows) == [
        ["Payee", "Description", "Amount (€)"],
        ["Reed", "clerk from May to July on leave", "37.50"],
        ["Okafor", "smith", "21.00"],
        ["Lind", "carpenter of the upper shaft", "12.75"],
    ]


def test_a_head_that_is_close_to_its_neighbour_reaches_over_both_columns() -> None:
    lines = cells(
        (112, {72: "Name", 152: "Depth and", 202: "load"}),
        (131, {72: "North", 150: "120", 210: "3.4"}),
        (145, {72: "South", 150: "185", 210: "2.2"}),
        (159, {72: "East", 150: "240", 210: "1.9"}),
    )
    rules = [rule(70, 250, 100), rule(70, 250, 118), rule(70, 250, 166)]
    (table,) = open_tables(rules, lines, [])
    assert texts(table.rows)[0] == ["Name", "Depth and load"]


def test_wrapped_text_stays_in_its_row_and_numbers_begin_one() -> None:
    lines = cells(
        (112, {72: "Name", 140: "Task", 260: "Score"}),
        (130, {72: "first", 140: "to read a long", 260: "0.5"}),
        (142, {140: "page at once"}),
        (154, {140: "OTSL", 260: "0.6"}),
    )
    rules = [rule(70, 300, 102), rule(70, 300, 117), rule(70, 300, 160)]
    (table,) = open_tables(rules, lines, [])
    assert texts(table.rows)[1:] == [
        ["first", "to read a long page at once", "0.5"],
        ["", "OTSL", "0.6"],
    ]


def test_chinese_that_is_wrapped_gets_no_space() -> None:
    lines = cells(
        (112, {72: "科目", 150: "2023", 200: "2024"}),
        (131, {72: "销售费用"}),
        (137, {150: "12.5", 200: "13.0"}),
        (143, {72: "合计"}),
        (161, {72: "其他", 150: "7.1", 200: "8.4"}),
    )
    (table,) = open_tables(RULES, lines, [])
    assert texts(table.rows)[1] == ["销售费用合计", "12.5", "13.0"]


def test_a_word_that_was_parted_is_whole_again() -> None:
    lines = cells(
        (112, {72: "Name", 200: "Sum"}),
        (130, {72: "commit-", 200: "1.5"}),
        (142, {72: "tee"}),
        (160, {72: "well-", 200: "2.5"}),
        (172, {72: "Being"}),
    )
    rules = [rule(70, 240, 102), rule(70, 240, 117), rule(70, 240, 178)]
    (table,) = open_tables(rules, lines, [])
    assert texts(table.rows)[1:] == [["committee", "1.5"], ["well- Being", "2.5"]]


def test_without_a_rule_below_it_ends_with_its_cells() -> None:
    lines = [*NARROW, *(line(text, 72, 200 + 12 * n) for n, text in enumerate(PROSE))]
    tight = cells(
        (112, {72: "Item", 150: "2023", 200: "2024"}),
        (130, {72: "Harbour", 150: "12.5", 200: "13.0"}),
        (144, {72: "Market", 150: "7.1", 200: "8.4"}),
    )
    (table,) = open_tables(RULES[:2], [*tight, *lines[len(NARROW) :]], [])
    assert texts(table.rows)[-1] == ["Market", "7.1", "8.4"]


def test_pages_between_two_rules_are_no_tables() -> None:
    rules = [rule(70, 520, 90), rule(70, 520, 300)]
    left = [line(text[:40], 72, 112 + 12 * n) for n, text in enumerate(PROSE * 4)]
    right = [line(text[:40], 300, 112 + 12 * n) for n, text in enumerate(PROSE * 4)]
    assert open_tables(rules, [*left, *right], []) == []
    paragraph = [line(text, 72, 112 + 12 * n) for n, text in enumerate(PROSE * 4)]
    assert open_tables(rules, paragraph, []) == []


def test_rules_over_single_columns_of_a_table_are_none() -> None:
    rules = [rule(x, x + 45, y) for y in (118.0, 166.0) for x in (145.0, 195.0)]
    assert open_tables(rules, NARROW, []) == []


def test_what_is_a_table_already_is_left_out() -> None:
    known = Region(RegionKind.TABLE, Box(70, 100, 240, 170))
    assert open_tables(RULES, NARROW, [known]) == []


SHEET = cells(
    (112, {72: "Year", 140: "Visitors at sea"}),
    (126, {100: "2019", 190: "120"}),
    (140, {100: "2020", 190: "135"}),
    (154, {100: "2021", 190: "110"}),
)


def test_a_sheet_without_rules_is_a_table_with_its_heads() -> None:
    (table,) = number_tables(SHEET, [])
    assert texts(table.rows) == [
        ["Year", "Visitors at sea"],
        ["2019", "120"],
        ["2020", "135"],
        ["2021", "110"],
    ]


def test_a_statement_without_rules_is_one() -> None:
    lines = cells(
        (112, {72: "Wages", 300: "1,200", 360: "1,100"}),
        (126, {72: "Rent", 305: "300", 365: "280"}),
        (140, {72: "Total", 300: "1,500", 360: "1,380"}),
    )
    (table,) = number_tables(lines, [])
    assert texts(table.rows)[2] == ["Total", "1,500", "1,380"]


def test_contents_items_and_numbered_lines_are_no_tables() -> None:
    contents = cells(
        (112, {72: "Introduction", 300: "3"}),
        (126, {72: "Methods", 300: "7"}),
        (140, {72: "Results", 300: "12"}),
    )
    assert number_tables(contents, []) == []
    dotted = cells(
        *((112.0 + 14 * n, {72.0: "Part ........", 300.0: str(9 - n)}) for n in range(4))
    )
    assert number_tables(dotted, []) == []
    counted = cells(
        *((112.0 + 14 * n, {50.0: str(n + 1), 90.0: f"a line of speech {n}"}) for n in range(5))
    )
    assert number_tables(counted, []) == []


def test_labels_of_a_picture_are_no_table() -> None:
    picture = Region(RegionKind.PICTURE, Box(60, 90, 300, 170))
    assert number_tables(SHEET, [picture]) == []


def test_a_raised_letter_stands_in_its_cell() -> None:
    raised = replace(word("2", 227, 108, size=6.0), glued=True)
    lines = to_segments(
        [
            *line("Country", 72, 112).words,
            *line("Area in km", 177, 112).words,
            raised,
            *line("Austria", 72, 126).words,
            *line("83,879", 177, 126).words,
            *line("Belgium", 72, 140).words,
            *line("30,689", 177, 140).words,
        ]
    )
    table = aligned([one for segment in lines for one in segment.words], [])
    assert table is not None
    assert texts(table.rows)[0] == ["Country", "Area in km2"]


def test_the_rules_of_heads_that_leave_out_the_first_column_are_of_the_same_table() -> None:
    body: list[tuple[float, dict[float, str]]] = [
        (148 + 14 * n, {72: name, 150: "1.5", 220: "2.5", 300: "3.5", 370: "4.5"})
        for n, name in enumerate(("Base", "Tuned", "Mixed"))
    ]
    lines = cells((112, {168: "Small ships", 318: "Large ships"}), (118, {72: "Model"}))
    lines += cells((130, {150: "Speed", 220: "Error", 300: "Speed", 370: "Error"}), *body)
    rules = [rule(70, 400, 100), rule(145, 400, 116), rule(145, 400, 135), rule(70, 400, 182)]
    (table,) = open_tables(rules, lines, [])
    assert texts(table.rows)[:3] == [
        ["Model", "Small ships", "Large ships"],
        ["", "Speed", "Error", "Speed", "Error"],
        ["Base", "1.5", "2.5", "3.5", "4.5"],
    ]
    assert [cell.columns for cell in table.rows[0]] == [1, 2, 2]


def test_a_rule_below_one_head_says_how_far_it_reaches() -> None:
    body: list[tuple[float, dict[float, str]]] = [
        (148 + 14 * n, {72: "North", 150: "1", 200: "2", 250: "3"}) for n in range(3)
    ]
    heads = {150.0: "2023", 200.0: "2024", 250.0: "2025"}
    lines = cells((112, {72: "Bank", 210: "Sum"}), (130, heads), *body)
    rules = [rule(70, 290, 100), rule(145, 290, 116), rule(70, 290, 135), rule(70, 290, 182)]
    (table,) = open_tables(rules, lines, [])
    assert [(cell.text, cell.columns) for cell in table.rows[0]] == [("Bank", 1), ("Sum", 3)]


def test_a_heading_between_two_heads_with_rules_parts_two_tables() -> None:
    rows = cells(
        (90, {72: "Test", 150: "Result", 250: "Range"}),
        (112, {72: "Iron", 150: "11.2", 250: "12 - 16"}),
        (128, {72: "Zinc", 150: "6.4", 250: "4 - 10"}),
        (176, {72: "Test", 150: "Result", 250: "Range"}),
        (198, {72: "Salt", 150: "5.1", 250: "4 - 6"}),
        (214, {72: "Fat", 150: "1.2", 250: "1 - 2"}),
    )
    rules = [rule(70, 300, 96), rule(70, 300, 182)]
    plain = open_tables(rules, [*rows, line("Chemistry", 72, 152)], [])
    assert any(table.box.y1 > 180 for table in plain)
    parted = open_tables(rules, [*rows, line("Chemistry", 72, 152, size=15.0)], [])
    assert not any(table.box.y0 < 152 < table.box.y1 for table in parted)
