"""Numbers of lines, which are of the page and not of the text."""

from __future__ import annotations

from core.worker.flash.layout.line_numbers import without_line_numbers
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import line, word

TEXT = (
    "The water code is amended by adding the",
    "following section after the section that was",
    "added last year to read as it stands below in",
    "Section nine of the act on the use of rivers",
    "and lakes that lie within the borders of more",
    "than one county or town of the state.",
)


def numbered(*texts: str, first: int = 1) -> list[TextLine]:
    return [
        TextLine(
            (word(str(number), 72, 100 + 14 * number), *line(text, 84, 100 + 14 * number).words),
            number,
        )
        for number, text in enumerate(texts, start=first)
    ]


def test_numbers_before_each_line_go() -> None:
    assert [one.text for one in without_line_numbers(numbered(*TEXT))] == list(TEXT)
    apart = [one for number in range(6) for one in (
        line(str(number + 1), 50, 100 + 14 * number), line(TEXT[number], 84, 100 + 14 * number)
    )]  # fmt: skip
    assert [one.text for one in without_line_numbers(apart)] == list(TEXT)


def test_every_fifth_number_in_the_gutter_goes() -> None:
    left = [line(TEXT[n % 6][:34], 60, 100 + 12 * n) for n in range(26)]
    right = [line(TEXT[n % 6][:34], 320, 100 + 12 * n) for n in range(26)]
    gutter = [line(str(5 * n), 270, 88 + 60 * n) for n in (1, 2, 3, 4, 5)]
    assert without_line_numbers([*left, *gutter, *right]) == [*left, *right]


def test_numbers_of_tables_items_and_chapters_stay() -> None:
    rows = [one for n in range(1, 8) for one in (
        line(str(n), 60, 100 + 14 * n), line("Part", 90, 100 + 14 * n),
        line("brass", 190, 100 + 14 * n))]  # fmt: skip
    assert without_line_numbers(rows) == rows
    chapters = numbered(*("A chapter on rivers and on lakes",) * 6)
    assert without_line_numbers(chapters) == chapters  # no sentence goes on in the next
    values = [line(str(5 * n), 270, 88 + 14 * n) for n in (1, 2, 3, 4, 5)]
    text = [line(TEXT[n % 6][:34], 60, 100 + 12 * n) for n in range(26)]
    assert without_line_numbers([*text, *values]) == [*text, *values]
