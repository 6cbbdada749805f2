"""Where a paragraph ends, and what belongs to its first line."""

from __future__ import annotations

from core.worker.flash.drop_caps import with_drop_caps
from core.worker.flash.grouping import paragraphs
from core.worker.flash.lines import TextLine
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
