"""The structure stage: each rule on lines as they come from a page."""

from __future__ import annotations

from core.worker.flash.layout.draft import Draft, PageLayout
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.markdown.grid import Cell
from core.worker.flash.model import BlockKind, Box
from core.worker.flash.structure.assembly import assemble
from core.worker.flash.structure.order import in_order
from core.worker.flash.structure.stage import structure
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import PROSE, block, layout, line, word


def markdown(*pages: list[Draft], keep_furniture: bool = False) -> str:
    layouts = [layout(drafts, page) for page, drafts in enumerate(pages)]
    done = structure(layouts, keep_furniture=keep_furniture)
    return assemble(done.blocks(), [draft.joins_previous for draft in done.drafts]).markdown


def body(y: float = 300.0, page: int = 0, end: str = ".") -> Draft:
    return block(*PROSE[:2], PROSE[2] + end, y=y, page=page)


def test_larger_and_bold_blocks_are_headings_by_rank() -> None:
    text = markdown(
        [
            block("The title", y=60, size=20),
            block("A part", y=90, size=14, bold=True),
            body(120),
            block("Below it", y=170, bold=True),
            body(200),
            block("Another part", y=250, size=14, bold=True),
            body(300),
        ]
    )
    assert [row for row in text.splitlines() if row.startswith("#")] == [
        "# The title",
        "## A part",
        "### Below it",
        "## Another part",
    ]


def test_what_ends_as_a_sentence_does_is_no_heading() -> None:
    text = markdown([block("Use cases:", y=60, bold=True), body(120)])
    assert text.startswith("**Use cases:**\n\nthe committee")


def test_a_bold_label_beside_its_value_is_no_heading() -> None:
    label = block("Amount", y=200, bold=True)
    assert "#" not in markdown([label, block("Mira Example", x=150, y=200), body(300)])


def test_what_stands_at_the_right_of_a_heading_is_of_it() -> None:
    head = block("Senior Engineer", y=200, bold=True)
    years = block("2014 – 2019", x=450, y=200, bold=True)
    assert "# Senior Engineer 2014 – 2019\n" in markdown([head, years, body(300)])
    head = block("Senior Engineer", y=200, bold=True)
    plain = block("2014 – 2019", x=450, y=200)
    assert "# Senior Engineer\n" in markdown([head, plain, body(300)])


def test_a_value_stands_in_the_line_of_its_label() -> None:
    after = block("The committee met on Monday.", y=100)
    text = markdown([block("Family name", y=60), block("SANTOS", x=300, y=60), after])
    assert text.startswith("Family name SANTOS\n\n")
    text = markdown([body(60), block("It was so.", y=200), block("2014", x=300, y=200), body(300)])
    assert "It was so.\n\n2014" in text


def test_a_chinese_number_stands_before_its_text_without_a_blank() -> None:
    items = [block(f"{n}.每月检查一次；", y=60 + 20 * n) for n in (1, 2)]
    assert markdown([*items, body(200)]).startswith("1. 每月检查一次；\n2. 每月检查一次；\n")


def test_no_level_is_skipped_on_the_way_down() -> None:
    text = markdown(
        [
            block("The title", y=60, size=20),
            block("Abstract", y=90, bold=True),
            body(120),
            block("A part", y=180, size=14),
            body(210),
            block("A part of it", y=270, size=12),
            body(300),
        ]
    )
    assert [row for row in text.splitlines() if row.startswith("#")] == [
        "# The title",
        "## Abstract",
        "## A part",
        "### A part of it",
    ]


def test_a_numbered_line_in_a_font_of_its_own_is_a_korean_heading() -> None:
    prose = [f"위원회는 매월 첫 월요일에 모여 보고를 들었다 그리고 {n}" for n in "가나다"]
    text = block(*prose, y=120, font="Serif")
    head = block("(1) 보고의 내용", y=100, font="Sans")
    assert markdown([head, text]).startswith("# (1) 보고의 내용\n\n위원회는")
    same = block("(1) 보고의 내용", y=100, font="Serif")
    assert "#" not in markdown([same, text])


def test_small_print_is_no_measure_of_headings_where_little_is_long() -> None:
    lines = [block(f"Street and place number {n} of the town", y=60 + 40 * n) for n in range(6)]
    small = block(PROSE[0], PROSE[1], y=400, size=8)
    assert "#" not in markdown([*lines, small])


def test_a_row_of_stars_is_no_item() -> None:
    assert "- " not in markdown([body(60), block("* * *", x=250, y=120), body(150)])


def test_an_item_whose_text_is_code_is_an_item() -> None:
    items = [block(f"• NAME_{n}:", y=60 + 20 * n, mono=True, font="Mono") for n in range(2)]
    assert markdown([*items, body(200)]).startswith("- `NAME_0:`\n- `NAME_1:`\n\n")


def test_inline_code_goes_on_in_the_next_line_of_an_item() -> None:
    first = line("• Update it with", y=60)
    first = TextLine((*first.words, word("pip", 160, 60, mono=True, font="Mono")), first.index)
    rest = block("install name", x=first.words[1].box.x0, y=72, mono=True, font="Mono")
    item = Draft(0, [first], region=RegionKind.TEXT)
    assert markdown([item, rest, body(200)]).startswith("- Update it with `pip install name`\n")


def test_numbers_say_the_level() -> None:
    text = markdown(
        [
            block("3 Methods", y=60, size=12, bold=True),
            body(90),
            block("3.1 Samples", y=150, size=12, bold=True),
            body(180),
            block("第四章 总则", y=260, size=14, bold=True),
            body(300),
        ]
    )
    heads = [row.split(" ")[0] for row in text.splitlines() if row.startswith("#")]
    assert len(heads[1]) == len(heads[0]) + 1


def test_lines_of_one_heading_are_one_heading() -> None:
    text = markdown(
        [block("A title of", y=60, size=20), block("two lines", y=84, size=20), body(150)]
    )
    assert text.startswith("# A title of two lines\n")


def test_bullets_become_items_and_nest_by_x() -> None:
    text = markdown(
        [
            body(60),
            block("• first", x=80, y=120),
            block("– inner", x=100, y=134),
            block("\uf0b7 second", x=80, y=148, font="Symbol"),
        ]
    )
    assert text.endswith("- first\n    - inner\n- second\n")


def test_a_bullet_of_its_own_goes_to_its_text() -> None:
    text = markdown([body(60), block("•", x=80, y=120), block("alone no more", x=95, y=120)])
    assert text.endswith("- alone no more\n")


def test_numbers_are_items_when_they_count_on() -> None:
    text = markdown([body(60), block("1. one", y=120), block("2. two", y=134)])
    assert text.endswith("1. one\n2. two\n")
    assert "1986\\. A great year" in markdown([body(60), block("1986. A great year", y=120)])


def test_chinese_items_keep_their_numbers() -> None:
    text = markdown([body(60), block("（一）道路养护；", y=120), block("（二）桥梁检测。", y=134)])
    assert "- （一） 道路养护；\n- （二） 桥梁检测。" in text


def test_lines_below_an_item_that_are_set_in_are_its_own() -> None:
    text = markdown([body(60), block("• Update", x=80, y=120), block("to the latest", x=90, y=132)])
    assert text.endswith("- Update to the latest\n")


def test_code_keeps_its_indents_and_is_one_fence() -> None:
    text = markdown(
        [
            body(60),
            block("def load(path):", y=120, font="Courier", mono=True),
            block("return path", x=92, y=132, font="Courier", mono=True),
            body(180),
        ]
    )
    assert "```\ndef load(path):\n    return path\n```" in text


def test_a_printed_program_is_code_from_its_first_line_to_its_last() -> None:
    text = markdown([block("import sys", "print(sys.argv)", y=60, font="Courier", mono=True)])
    assert text.startswith("```\nimport sys")


def test_chinese_beside_code_is_of_the_code() -> None:
    text = markdown(
        [
            body(60),
            block("-v, --version", y=120, font="Courier", mono=True, size=8),
            block("显示版本并退出", x=200, y=120, font="Song", size=8),
        ]
    )
    assert "-v, --version" in text
    assert text.count("```") == 2
    assert text.index("显示版本") < text.rindex("```")


def test_page_numbers_and_running_headers_go() -> None:
    pages = [
        [
            block("Proceedings of the Society", y=30, size=8, page=page),
            body(100 + page, page=page),
            block(str(page + 1), x=290, y=815, size=8, page=page),
        ]
        for page in range(4)
    ]
    text = markdown(*pages)
    assert "Proceedings" not in text
    assert text.count("the committee met") == 4
    assert not any(row.isdigit() for row in text.splitlines())


def test_what_stands_beside_the_page_number_goes() -> None:
    page = [
        body(100),
        block("Journal of Bridges | www.example.org", y=815, size=8),
        block("7", x=290, y=815, size=8),
        block("March 2014", x=450, y=815, size=8),
    ]
    assert markdown(page).endswith("council.\n")


def test_titles_at_the_top_of_pages_stay() -> None:
    pages = [
        [block(f"PAGE {page}", y=40, size=18, page=page), body(100, page=page)] for page in range(4)
    ]
    assert markdown(*pages).count("# PAGE") == 4


def test_body_lines_that_are_the_same_on_each_page_are_kept_once() -> None:
    pages = [
        [
            block("Employer: Example Works", y=40, page=page),
            block(f"Employee number {page}", y=400, page=page),
            body(450, page=page),
        ]
        for page in range(4)
    ]
    assert markdown(*pages).count("Employer: Example Works") == 1


def test_the_only_line_of_a_page_stays() -> None:
    assert markdown([block("Intentionally here", y=40, region=RegionKind.FURNITURE)]) == (
        "Intentionally here\n"
    )


def test_furniture_is_kept_when_asked() -> None:
    pages = [[block("Only this", y=40, page=page), block("2", y=815, page=page)] for page in (0, 1)]
    assert "2" in markdown(*pages, keep_furniture=True)


def test_a_sentence_goes_on_over_the_page_and_its_notes_come_after() -> None:
    note = block("1 See the archive.", y=780, size=8, region=RegionKind.FOOTNOTE)
    text = markdown([body(700, end=" of"), note], [block("bridges and tunnels.", y=60, page=1)])
    assert "council of bridges and tunnels." in text
    assert text.index("bridges") < text.index("archive")


def test_a_word_parted_over_the_page_is_whole_again() -> None:
    text = markdown([body(700, end=" mea-")], [block("sured twice a year.", y=60, page=1)])
    assert "measured twice a year" in text


def test_a_new_sentence_is_a_paragraph_of_its_own() -> None:
    text = markdown([body(700)], [block("Bridges were built.", y=60, page=1)])
    assert "council.\n\nBridges" in text


def test_the_stream_has_the_columns_where_docvortex_mixed_them() -> None:
    left_top, right_top = block("a left", x=50, y=100), block("a right", x=320, y=100)
    left_end, right_end = block("b left", x=50, y=200), block("b right", x=320, y=200)
    for index, draft in enumerate((left_top, left_end, right_top, right_end)):
        draft.lines = [type(draft.lines[0])(draft.lines[0].words, index)]
    mixed = [left_top, right_top, left_end, right_end]
    assert in_order(mixed) == [left_top, left_end, right_top, right_end]
    assert in_order([left_top, left_end, right_top, right_end])[1] is left_end


def test_tables_pictures_and_formulas_have_their_place() -> None:
    table = Draft(
        0, kind=BlockKind.TABLE, area=Box(72, 200, 300, 260), rows=((Cell("a"), Cell("b")),) * 2
    )
    picture = Draft(0, kind=BlockKind.PICTURE, area=Box(72, 270, 300, 300), asset="images/p.jpg")
    text = markdown([body(100), table, picture, body(400)])
    assert "| a | b |\n| --- | --- |\n| a | b |" in text
    assert text.index("| a") < text.index("![](images/p.jpg)") < text.rindex("the committee")


def test_spans_lead_back_to_pages_and_boxes() -> None:
    layouts = [
        PageLayout(0, 595, 842, [body(700, end=" of")]),
        PageLayout(1, 595, 842, [block("bridges.", y=60, page=1)]),
    ]
    done = structure(layouts)
    made = assemble(done.blocks(), [draft.joins_previous for draft in done.drafts])
    ((first, start, end, places),) = made.spans
    assert (first.page, [place.page for place in places]) == (0, [0, 1])
    assert made.markdown[start:end] == made.markdown.strip()


def test_a_span_of_an_inner_item_begins_at_its_mark() -> None:
    drafts = [body(60), block("• first", x=80, y=120), block("– inner", x=100, y=134)]
    done = structure([layout(drafts)])
    made = assemble(done.blocks(), [draft.joins_previous for draft in done.drafts])
    texts = [made.markdown[start:end] for _, start, end, _ in made.spans]
    assert texts[1:] == ["- first", "- inner"]
    assert made.markdown.endswith("- first\n    - inner\n")


def test_an_empty_document_is_empty() -> None:
    assert markdown([]) == ""
    assert line("x").text == "x"


def test_a_running_title_below_a_wide_margin_is_furniture_on_a_page_alone() -> None:
    head = block("Harbours of the North 9", x=200, y=125, size=9)
    text = markdown([head, body(160), body(240)])
    assert "Harbours" not in text
    left = block("12 M. Example and A. Sample", x=72, y=125, size=9)
    assert "Sample" not in markdown([left, body(160), body(240)])


def test_what_only_looks_like_a_running_title_is_kept() -> None:
    title = block("Report of the year 2024", x=200, y=125, size=14)
    assert "Report of the year 2024" in markdown([title, body(170), body(250)])
    near = block("Seen from the sea in 1986", x=72, y=125, size=9)
    assert "Seen from" in markdown([near, body(138), body(240)])
    plain = block("Seen from the sea in 1986", x=72, y=125)
    assert "Seen from" in markdown([plain, body(160), body(240)])


def test_what_stands_beside_the_number_in_its_letters_is_furniture() -> None:
    foot = [
        block("Journal of Harbours", x=72, y=800, size=10),
        block("4", x=300, y=800, size=10),
    ]
    small = block(*PROSE, y=300, size=9)
    assert "Journal" not in markdown([small, block(*PROSE, y=400, size=9), *foot])
    heading = block("Journal of Harbours", x=72, y=60, size=10, bold=True)
    assert "Journal" in markdown([heading, block("4", x=300, y=60), body(300), body(400)])


def test_a_foot_in_three_parts_is_furniture_and_a_row_of_two_is_not() -> None:
    parts = [
        block("Revision: 2.4", x=72, y=780, size=10),
        block("P/N 119-036", x=265, y=780, size=10),
        block("10 June 2019", x=460, y=780, size=10),
    ]
    assert "Revision" not in markdown([body(300), body(400), *parts])
    assert "Revision" in markdown([body(300), body(400), parts[0], parts[2]])
    crooked = block("P/N 119-036", x=180, y=780, size=10)
    assert "Revision" in markdown([body(300), body(400), parts[0], crooked, parts[2]])


def test_the_number_of_a_chapter_and_its_page_is_one() -> None:
    assert "7-45" not in markdown([body(300), body(400), block("7-45", x=500, y=800)])


def test_roman_numbers_below_letters_are_an_inner_list() -> None:
    text = markdown(
        [
            block("(a) records of the courts, in so far as", y=100),
            block("(i) they concern a case that is pending, or", x=90, y=120),
            block("(ii) the law provides otherwise;", x=90, y=140),
            block("(b) archives", y=160),
        ]
    )
    assert text.splitlines() == [
        "- (a) records of the courts, in so far as",
        "    - (i) they concern a case that is pending, or",
        "    - (ii) the law provides otherwise;",
        "- (b) archives",
    ]


def test_brackets_of_either_width_are_of_one_list() -> None:
    text = markdown([block("(一）系统的安装；", y=100), block("（二）每月的检查；", y=120)])
    assert text.splitlines() == ["- (一） 系统的安装；", "- （二） 每月的检查；"]


def test_items_on_one_line_are_of_one_level() -> None:
    answers = [block(f"{c}. word", x=90 + 100 * n, y=100) for n, c in enumerate("ABCD")]
    assert markdown(answers).splitlines() == [f"- {c}. word" for c in "ABCD"]


def test_the_rest_of_a_paragraph_that_is_set_in_is_of_it() -> None:
    first = block("本合同由甲乙双方在平等自愿的基础上经双方友好协商约定", x=92, y=300)
    rest = block("的各项义务由双方共同履行完毕。", x=72, y=312)
    assert markdown([first, rest]) == first.text + rest.text + "\n"
    apart = block("的各项义务由双方共同履行完毕。", x=72, y=312)
    assert markdown([block("各区县人民政府", x=92, y=300), apart]).count("\n\n") == 1


def test_a_bold_running_head_goes_and_a_title_that_counts_stays() -> None:
    pages = [
        [block("First Bank", y=40, bold=True, page=n), body(100, n), body(300, n)] for n in range(3)
    ]
    assert markdown(*pages).count("First Bank") == 1
    pages = [
        [block(f"Lesson {n}", y=40, bold=True, page=n), body(100, n), body(300, n)]
        for n in range(3)
    ]
    assert markdown(*pages).count("# Lesson") == 3


def test_a_line_above_all_else_comes_first_though_the_stream_has_it_last() -> None:
    text, foot = body(100), block("DS-4021 Rev. C", y=800, size=7)
    head = block("As of 12 May", x=400, y=30, size=7)
    assert in_order([text, head, foot]) == [head, text, foot]
    left, right = block("the end of a column", y=200), body(100)
    assert in_order([left, right]) == [left, right]  # of the body's size: no foot


def test_columns_of_two_bands_are_read_where_their_sentences_go_on() -> None:
    def columns(begin: str, end: str, rest: str, y: float) -> list[Draft]:
        """A sentence that ends in the second column of its band."""
        left = block(begin, "what the treasurer had to say of the", end, x=72, y=y)
        return [left, block(rest, "been before the spring floods came.", x=320, y=y)]

    for one, other in (
        (("The council met and heard with care", "balance, which was larger than it had"),) * 2,
        (("Nobody knew why the weir was closed", "gate, and the keys of it that had not"),) * 2,
    ):
        a, b = columns(one[0], one[1], "in all the years that anyone had ever", 100)
        c, d = columns(other[0], other[1], "until that day in the spring when all", 200)
        assert in_order([a, c, b, d]) == [a, b, c, d]  # docvortex reads the bands as one
    # Sentences that end with their column say nothing: what jumps less is taken.
    a, b = columns("The council met", "and heard of the balance, as it did.", "In May", 100)
    c, d = columns("Nobody knew", "why the gate of the weir was shut.", "Until then", 200)
    assert in_order([a, c, b, d]) == [a, c, b, d]


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


def test_a_short_line_with_the_number_of_an_article_is_a_heading() -> None:
    text = markdown([block("第二条 合同价款", y=200), body(220)])
    assert text.startswith("# 第二条合同价款\n")
    for other in ("第二条 甲方应当按时付款。", "第二条 合同价款 12", "第二条"):
        assert "#" not in markdown([block(other, y=200), body(220)])
    contents = [block(f"第{n}章 绪论", y=200 + 20 * k) for k, n in enumerate("一二三")]
    assert markdown(contents).count("# ") == 0


def test_a_name_that_ends_a_sentence_on_a_line_of_its_own_is_no_block_of_code() -> None:
    code = block("import sys", "print(sys.argv)", y=360, font="Courier", mono=True)
    end = block("sys.stdin.", y=336, font="Courier", mono=True)
    text = markdown([body(300, end=" and it"), end, code, body(420)])
    assert "and it `sys.stdin.`\n\n```\nimport sys" in text


def test_the_title_that_a_browser_prints_beside_the_time_goes() -> None:
    page = [
        block("03/11/2025, 17:42", x=40, y=20, size=8),
        block("How to prune roses", x=240, y=20, size=8),
        body(),
    ]
    assert "prune" not in markdown(page)


def test_a_line_of_a_record_is_kept_on_each_page() -> None:
    def page(number: int, month: str) -> list[Draft]:
        name = block("Department: Assembly", y=80, page=number)
        return [name, block(f"Pay of {month}", y=92, page=number), body(300, number)]

    pages = [page(number, month) for number, month in enumerate(("May", "June", "July"))]
    assert markdown(*pages).count("Department: Assembly") == 3


def test_squares_beside_a_ticked_box_are_empty_ones() -> None:
    items = [block(text, y=80 + 14 * n) for n, text in enumerate(("□ one", "☑ two", "□ three"))]
    assert markdown([*items, body()]).startswith("- [ ] one\n- [x] two\n- [ ] three")
    bullets = [block(text, y=80 + 14 * n) for n, text in enumerate(("□ one", "□ two"))]
    assert markdown([*bullets, body()]).startswith("- one\n- two")
