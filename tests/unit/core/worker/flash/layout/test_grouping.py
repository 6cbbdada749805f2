"""Where a paragraph ends, and what belongs to its first line."""

from __future__ import annotations

from core.worker.flash.layout.drop_caps import with_drop_caps
from core.worker.flash.layout.grouping import group
from core.worker.flash.layout.paragraphs import paragraphs
from core.worker.flash.text.column_edges import ColumnEdges
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import PROSE, line

FULL = "the readings that were set aside lay outside of what was given by"


def texts(*lines: str, xs: tuple[float, ...] = ()) -> list[str]:
    """Paragraphs of lines below each other."""
    places = xs or (72.0,) * len(lines)
    pairs = enumerate(zip(lines, places, strict=True))
    set_ = [line(text, x, 100.0 + 12 * number) for number, (text, x) in pairs]
    return [" ".join(one.text for one in part) for part in paragraphs(set_)]


def test_a_number_after_the_end_of_a_sentence_begins_an_item() -> None:
    lines = ("These are the steps：", "（1）第一步；", "（2）第二步。")
    assert texts(*lines) == list(lines)
    assert len(texts(FULL + ".", "(b) the user, namely:", "(i) a person of full age;")) == 3


def test_a_number_within_a_sentence_does_not() -> None:
    assert len(texts(FULL, "12. The rest of it is the same as in the part that was before")) == 1


def test_a_first_letter_that_is_set_in_begins_an_inner_list() -> None:
    question = "3. A car of 1200 kg brakes from 20 m/s to rest. (6 points)"
    assert len(texts(question, "(a) Find the force of the brakes.", xs=(72.0, 110.0))) == 2
    assert len(texts("b) What is left? [2]", "i) Say it in one word.", xs=(90.0, 120.0))) == 2
    # Not in the middle of a sentence, and not where it is not set in.
    open_ = "3. The force that is meant here is the one of the brakes, as in"
    assert len(texts(open_, "(a) the first part of it, where it was told", xs=(72.0, 90.0))) == 1
    assert len(texts(question, "(a) Find the force of the brakes.")) == 1


def test_two_short_lines_beside_far_longer_ones_are_lines() -> None:
    def found(*others: TextLine, texts: tuple[str, str] = ("12 Quay Road", "Hull HU1 2AB")) -> int:
        lines = [line(text, 72, 300 + 12 * number) for number, text in enumerate(texts)]
        is_far = ColumnEdges([*lines, *others]).is_far_from(lines)
        return len(paragraphs(lines, is_far=is_far))

    assert found(line(FULL, 72, 500)) == 2
    assert found(line(FULL, 72, 500), texts=("Mill Lane Nursery", "44 Mill Lane")) == 2
    assert found() == 1  # nothing says how far the column reaches
    assert found(line(FULL, 300, 500)) == found(line(FULL, 72, 500, size=16)) == 1
    assert found(line(FULL, 72, 500), texts=("12 Quay Road", "and so on")) == 1
    assert found(line(FULL, 72, 500), texts=("Table 3", "Coefficient of efficiency")) == 1


def test_an_address_below_a_bold_line_is_lines() -> None:
    for head, *rest in (
        ("Bill to", "Mill Lane Nursery", "44 Mill Lane", "York YO1 7EP"),
        ("Ship to", "Anna Berg", "5 High Street", "Hull"),
    ):
        lines = [line(head, 72, 100, bold=True)]
        lines += [line(text, 72, 112 + 12 * number) for number, text in enumerate(rest)]
        assert [len(part) for part in paragraphs(lines)] == [1] * 4


def test_short_lines_that_end_at_one_place_are_lines() -> None:
    rows = ("Invoice no. 2024-0815", "Date: 3 May 2024", "Due: 2 June 2024")
    assert texts(*rows, xs=tuple(300.0 - 5 * len(text) for text in rows)) == list(rows)
    rows = ("Hamburg office", "Kai 12", "Second floor")
    assert texts(*rows, xs=tuple(400.0 - 5 * len(text) for text in rows)) == list(rows)


def test_justified_lines_of_a_narrow_korean_column_are_a_paragraph() -> None:
    prose = (
        "한편 전 세계적 유행단계에 돌입한",
        "와중에 국내 보험업계에서는 이것을",
        "질병으로 보아야 할지 논의하고 있",
    )
    for step in (10.0, 20.0):
        lines = [line(text, 72, 100 + 12 * number) for number, text in enumerate(prose)]
        width = max(one.box.x1 for one in lines)
        lines = [
            line(text, width - (one.box.x1 - one.box.x0) - (step if number else 0), one.baseline)
            for number, (text, one) in enumerate(zip(prose, lines, strict=True))
        ]
        assert len(paragraphs(lines, is_far=True)) == 1


def test_an_initial_begins_no_item() -> None:
    assert (
        len(texts(FULL + " A. Keller.", "B. Writer was of the same mind, and so was the whole"))
        == 1
    )


def test_a_dash_of_running_text_begins_no_item() -> None:
    assert len(texts(FULL, "– leading to the error above, which nobody had expected")) == 1
    assert len(texts("Known faults:", "– leading to the error above", "– the lamp is dark")) == 3
    assert len(texts(FULL, "– set in as items are", xs=(72.0, 90.0))) == 2


def test_a_numbered_line_in_another_font_is_parted_from_the_text_below_it() -> None:
    head = line("(1) The first matter", 72, 100, font="Sans")
    text = [line(one, 72, 112 + 12 * n, font="Serif") for n, one in enumerate(PROSE)]
    assert [len(part) for part in paragraphs([head, *text])] == [1, 3]


def initial(text: str = "T") -> TextLine:
    return line(text, 72, 124, size=26)


def beside() -> list[TextLine]:
    return [line("he first line of it", 88, 112), line("and the second one of it", 88, 124)]


def test_an_initial_of_two_lines_stands_before_the_first() -> None:
    found = with_drop_caps([initial(), *beside(), line("The third line", 72, 136)])
    assert [one.text for one in found] == [
        "The first line of it",
        "and the second one of it",
        "The third line",
    ]
    assert {one.size for one in found} == {10.0}


def test_an_initial_on_the_line_of_its_foot_goes_up() -> None:
    first, second = beside()
    foot = TextLine((*initial("A").words, *second.words), second.index)
    assert [one.text for one in with_drop_caps([first, foot])] == [
        "Ahe first line of it",
        "and the second one of it",
    ]


def test_a_large_letter_beside_one_line_or_none_stays() -> None:
    for others in (beside()[1:], [line("far off", 200, 112), line("and below", 200, 124)]):
        page = [initial(), *others]
        assert with_drop_caps(page) == page


def wide(y: float, count: int = 3) -> list[TextLine]:
    return [line(FULL, 72, y + 12 * number) for number in range(count)]


def drafts(*lines: TextLine) -> list[str]:
    return [draft.text for draft in group(0, lines, [], 595.0 * 842.0)]


def test_a_column_reaches_as_far_as_its_neighbours_do() -> None:
    short = [line("Mill Lane", 72, 300), line("Bristol", 72, 312)]
    edges = ColumnEdges([*wide(100), *short])
    assert edges.right_of(short) == wide(100)[0].box.x1
    assert edges.right_of([line("far off", 300, 300)]) == line("far off", 300, 300).box.x1
    assert ColumnEdges(short).right_of(short) == short[0].box.x1


def test_lines_that_were_broken_off_are_apart() -> None:
    address = [line("John Miller", 72, 300), line("Director of Works", 72, 312)]
    assert {"John Miller", "Director of Works"} <= set(drafts(*wide(100), *address))
    wrapped = [line(FULL, 72, 300), line("of the rest", 72, 312)]
    assert f"{FULL} of the rest" in drafts(*wide(100), *wrapped)
    goes_on = [line("Table 1 Flow at", 72, 300), line("stations", 72, 312)]
    assert "Table 1 Flow at stations" in drafts(*wide(100), *goes_on)


def test_short_lines_with_capitals_are_apart_though_nothing_stands_beside_them() -> None:
    address = ("2 Quay Street", "Exeter EX2 4AN", "+44 117 496 0000")
    assert texts(*address) == list(address)
    assert len(texts("The rain had", "fallen for a", "day or two")) == 1


def test_items_beside_each_other_are_apart() -> None:
    answers = [line("A. mass", 90, 300), line("B. velocity", 190, 300), line("C. time", 290, 300)]
    assert drafts(*answers) == ["A. mass", "B. velocity", "C. time"]


def test_an_item_that_counts_on_begins_anew() -> None:
    assert len(texts("i. Grant from the city", "ii. Loan from the bank")) == 2
    assert len(texts("(h) and the works of", "(i) persons of full age")) == 2
