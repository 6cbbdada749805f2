"""Lists that are written from right to left."""

from __future__ import annotations

import pytest

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.grouping import group
from core.worker.flash.layout.rtl_items import with_rtl_marks
from core.worker.flash.structure.stage import structure
from core.worker.flash.text.item_numbers import counts_on
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import layout, line, word

HEBREW = ("תיקון הגשר הישן", "רכישת ציוד חדש", "ארגון השוק השבועי")
ARABIC = ("إصلاح الجسر القديم", "شراء معدات جديدة", "تنظيم السوق الأسبوعي")
RIGHT = 500.0


def rtl(text: str, y: float, right: float = RIGHT) -> TextLine:
    """Words from right to left, in the order of reading."""
    words, x = [], right
    for part in text.split(" "):
        x -= 5.0 * len(part)
        words.append(word(part, x, y))
        x -= 5.0
    return TextLine(tuple(words), line("x").index)


def items(texts: tuple[str, ...], marks: tuple[str, ...], depths: tuple[int, ...]) -> str:
    """The Markdown of a list whose marks come after all its texts in the stream."""
    rows = list(zip(texts, marks, depths, strict=True))
    lines = [rtl(text, 100 + 14 * n, RIGHT - 30 * depth) for n, (text, _, depth) in enumerate(rows)]
    lines += [
        line(mark, RIGHT + 4 - 30 * depth, 100 + 14 * n) for n, (_, mark, depth) in enumerate(rows)
    ]
    drafts: list[Draft] = group(0, with_rtl_marks(lines), [], 595.0 * 842.0)
    return structure([layout(drafts)]).text().replace("\n\n", "\n")


@pytest.mark.parametrize("texts", [HEBREW, ARABIC])
def test_bullets_and_numbers_at_the_right_are_those_of_items(texts: tuple[str, ...]) -> None:
    one, two, three = texts
    assert items(texts, ("•", "•", "•"), (0, 0, 0)) == f"- {one}\n- {two}\n- {three}"
    assert items(texts, (".1", ".2", ".3"), (0, 0, 0)) == f"1. {one}\n2. {two}\n3. {three}"
    assert items(texts, ("1.", "2.", "3."), (0, 0, 0)) == f"1. {one}\n2. {two}\n3. {three}"
    assert items(texts, ("(1", "(2", "(3"), (0, 0, 0)) == f"1) {one}\n2) {two}\n3) {three}"


def test_inner_items_stand_further_left() -> None:
    one, two, three = HEBREW
    assert items(HEBREW, ("•", "◦", "•"), (0, 1, 0)) == f"- {one}\n    - {two}\n- {three}"


def test_arabic_digits_are_kept_as_they_are_printed() -> None:
    one, two, three = ARABIC
    assert items(ARABIC, (".١", ".٢", ".٣"), (0, 0, 0)) == f"- ١. {one}\n- ٢. {two}\n- ٣. {three}"


def test_a_mark_may_be_a_word_of_its_line() -> None:
    text = rtl(HEBREW[0], 100)
    mark = word(".7", RIGHT + 4, 100)
    for words in ((mark, *text.words), (*text.words, mark)):
        (found,) = with_rtl_marks([TextLine(words, 0)])
        assert found.text == f"7. {HEBREW[0]}"


def test_numbers_within_and_beside_the_text_are_no_marks() -> None:
    year = TextLine((word("1990.", RIGHT + 4, 100), *rtl(HEBREW[0], 100).words), 0)
    far = [rtl(HEBREW[0], 100), line(".3", RIGHT + 80, 100)]
    left = [line("The text of a line", 72, 100), line("•", 200, 100), rtl(HEBREW[1], 130)]
    for lines in ([year], far, left):
        assert with_rtl_marks(lines) == lines


def test_items_are_lettered_in_hebrew() -> None:
    marked = [f"{letter}. {text}" for letter, text in zip("אבג", HEBREW, strict=True)]
    lines = [rtl(text, 100 + 14 * number) for number, text in enumerate(marked)]
    drafts: list[Draft] = group(0, with_rtl_marks(lines), [], 595.0 * 842.0)
    text = structure([layout(drafts)]).text()
    assert text.split("\n\n") == [f"- {item}" for item in marked]
    assert counts_on("ט.", "י.")
    assert counts_on("יד.", "טו.")
    assert counts_on("טז.", "יז.")
    assert not counts_on("a.", "ב.")
