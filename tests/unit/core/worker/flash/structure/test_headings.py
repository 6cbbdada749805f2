"""Which blocks are headings, and of which level."""

from __future__ import annotations

from core.worker.flash.layout.regions import RegionKind
from tests.support.flash_lines import PROSE, block
from tests.support.flash_markdown import body, markdown


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


def test_the_number_of_a_chapter_and_its_page_is_one() -> None:
    assert "7-45" not in markdown([body(300), body(400), block("7-45", x=500, y=800)])


def test_a_short_line_with_the_number_of_an_article_is_a_heading() -> None:
    text = markdown([block("第二条 合同价款", y=200), body(220)])
    assert text.startswith("# 第二条合同价款\n")
    for other in ("第二条 甲方应当按时付款。", "第二条 合同价款 12", "第二条"):
        assert "#" not in markdown([block(other, y=200), body(220)])
    contents = [block(f"第{n}章 绪论", y=200 + 20 * k) for k, n in enumerate("一二三")]
    assert markdown(contents).count("# ") == 0


def test_a_name_below_a_greeting_is_no_heading_whatever_docvortex_took_it_for() -> None:
    name = block("B. Osei", y=340, region=RegionKind.TITLE)
    post = block("Harbour master", y=352)
    greeting = block("Yours sincerely,", y=310)
    assert "#" not in markdown([body(y=100), greeting, name, post])
    named = block("B. Osei", y=340, region=RegionKind.TITLE)
    assert "# B. Osei" in markdown(
        [body(y=100), body(y=310), named, block("Harbour master", y=352)]
    )
