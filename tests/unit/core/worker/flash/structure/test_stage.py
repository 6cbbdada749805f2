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
from tests.support.flash_lines import block, layout, line, word
from tests.support.flash_markdown import body, markdown


def test_a_value_stands_in_the_line_of_its_label() -> None:
    after = block("The committee met on Monday.", y=100)
    text = markdown([block("Family name", y=60), block("SANTOS", x=300, y=60), after])
    assert text.startswith("Family name SANTOS\n\n")
    text = markdown([body(60), block("It was so.", y=200), block("2014", x=300, y=200), body(300)])
    assert "It was so.\n\n2014" in text


def test_a_chinese_number_stands_before_its_text_without_a_blank() -> None:
    items = [block(f"{n}.每月检查一次；", y=60 + 20 * n) for n in (1, 2)]
    assert markdown([*items, body(200)]).startswith("1. 每月检查一次；\n2. 每月检查一次；\n")


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


def test_a_name_that_ends_a_sentence_on_a_line_of_its_own_is_no_block_of_code() -> None:
    code = block("import sys", "print(sys.argv)", y=360, font="Courier", mono=True)
    end = block("sys.stdin.", y=336, font="Courier", mono=True)
    text = markdown([body(300, end=" and it"), end, code, body(420)])
    assert "and it `sys.stdin.`\n\n```\nimport sys" in text


def test_squares_beside_a_ticked_box_are_empty_ones() -> None:
    items = [block(text, y=80 + 14 * n) for n, text in enumerate(("□ one", "☑ two", "□ three"))]
    assert markdown([*items, body()]).startswith("- [ ] one\n- [x] two\n- [ ] three")
    bullets = [block(text, y=80 + 14 * n) for n, text in enumerate(("□ one", "□ two"))]
    assert markdown([*bullets, body()]).startswith("- one\n- two")
