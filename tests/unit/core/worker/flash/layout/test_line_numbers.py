"""Numbers of lines, which are of the page and not of the text."""

from __future__ import annotations

from core.worker.flash.layout.line_numbers import are_numbered, without_line_numbers
from core.worker.flash.model import Box
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


def test_numbers_of_a_transcript_go_and_its_speakers_stay() -> None:
    told = ("Where were you on the evening of the", "third of May, when the lamp went out?")
    answers = ("I was at home, since I had come back", "from work at six, and did not go out.")
    lines = []
    for number in range(8):
        y = 100 + 24.0 * number
        first = number % 2 == 0
        text = (told, answers)[number // 2 % 2][number % 2]
        lines.append(line(str(number + 1), 50, y))
        lines += [line("QA"[number // 2 % 2] + ".", 90, y)] * first
        lines.append(line(text, 130 if first else 72, y))
    kept = [one.text for one in without_line_numbers(lines)]
    assert kept[:3] == ["Q.", *told]
    left = without_line_numbers(lines)
    assert are_numbered(Box(40, 90, 400, 300), lines, left)  # a table with their column is none
    assert not are_numbered(Box(80, 90, 400, 300), lines, left)
    assert not any(text.isdigit() for text in kept)
