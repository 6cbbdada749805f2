"""From what was found to drafts: sizes, weights, fonts of fixed width, indents, tables."""

from __future__ import annotations

from dataclasses import replace

from core.worker.flash.model import BlockKind, Box
from core.worker.flash.ocr.findings import (
    FoundCell,
    FoundLine,
    FoundPage,
    FoundRun,
    FoundTable,
    FoundWord,
    ReadingHint,
)
from core.worker.flash.ocr.layouts import to_layouts
from core.worker.flash.structure.stage import structure

PAGE = {0: (595.0, 842.0)}


def line(
    text: str,
    top: float,
    *,
    left: float = 50.0,
    size: float = 10.0,
    weight: float = 0.1,
    unevenness: float = 0.5,
    hint: ReadingHint = ReadingHint.TEXT,
) -> FoundLine:
    """A line whose letters are half as wide as they are high."""
    words, x = [], left
    for word in text.split(" "):
        width = len(word) * size * 0.5
        words.append(FoundWord(word, Box(x, top, x + width, top + 1.3 * size), 0.98))
        x += width + size * 0.3
    return FoundLine(tuple(words), size, weight, unevenness, hint=hint)


def markdown(*parts: FoundRun | FoundTable) -> str:
    return structure(to_layouts({0: FoundPage(parts)}, PAGE)).text()


PROSE = "The council met on the bridge in the winter and spoke of copper and of the harbour there"


def test_sizes_that_differ_a_little_are_one_and_a_title_is_a_heading() -> None:
    run = FoundRun(
        (
            line("Minutes of the winter", 40, size=14.6, hint=ReadingHint.TITLE),
            *(line(PROSE, 70 + 14 * n, size=10 + 0.3 * (n % 3)) for n in range(5)),
        )
    )
    text = markdown(run)
    assert text.startswith("# Minutes of the winter\n\nThe council")
    assert text.count("\n\n") == 1


def sizes(*measured: float) -> list[float]:
    """What the long lines of a page with these measured sizes are taken for."""
    lines = [line(PROSE, 70 + 14 * n, size=size) for n, size in enumerate(measured)]
    (page,) = to_layouts({0: FoundPage((FoundRun(tuple(lines)),))}, PAGE)
    return [one.size for draft in page.drafts for one in draft.lines]


def test_several_small_lines_are_small_print_and_one_alone_was_measured_wrongly() -> None:
    body = [10.0] * 7
    assert sizes(*body, 7.9, *body) == [10.0] * 15
    assert sizes(*body, 7.7, 7.9, 7.8) == [*body, 7.7, 7.7, 7.7]
    assert sizes(*body, 7.7, 10.1, 7.8, *body) == [10.0] * 17


def test_bold_is_used_for_headings_and_not_written() -> None:
    run = FoundRun(
        (
            line("What was said", 40, weight=0.16, hint=ReadingHint.TITLE),
            *(line(PROSE, 60 + 14 * n, weight=0.1 + 0.05 * (n == 1)) for n in range(4)),
        )
    )
    text = markdown(run)
    assert text.startswith("# What was said\n\n")
    assert "**" not in text


def test_letters_of_an_even_pitch_are_code() -> None:
    code = ["for item in basket:", "    weigh(item)", "}", "print(total, basket)"]
    lines = [
        line(text.strip(), 100 + 12 * n, left=50 + 20 * (n == 1), size=9, unevenness=0.1)
        for n, text in enumerate(code)
    ]
    text = markdown(FoundRun((line(PROSE, 70), *lines, line(PROSE, 160), line(PROSE, 174))))
    assert "```\nfor item in basket:\n    weigh(item)\n}\nprint(total, basket)\n```" in text


def test_one_or_two_lines_that_are_even_by_chance_are_no_code() -> None:
    chance = [
        line("used again", 100, unevenness=0.09),
        line("Article 1", 114, unevenness=0.12),
        line(PROSE, 128, unevenness=0.4),
        line("12 Quay Street", 142, unevenness=0.15),
    ]
    text = markdown(FoundRun((line(PROSE, 70, unevenness=0.4), *chance, line(PROSE, 160))))
    assert "`" not in text


def test_three_short_answers_that_are_even_by_chance_are_no_code() -> None:
    for answers in (("7. Duration", "6 months", "12 months"), ("Friday", "Saturday", "Mondays")):
        lines = [line(one, 100 + 14 * n, unevenness=0.16) for n, one in enumerate(answers)]
        text = markdown(FoundRun((line(PROSE, 70, unevenness=0.4), *lines, line(PROSE, 160))))
        assert "`" not in text


def test_a_first_line_that_is_set_in_begins_a_paragraph() -> None:
    full = PROSE + "."
    run = FoundRun(tuple(line(full, 50 + 14 * n, left=50 + 20 * (n in (0, 3))) for n in range(6)))
    assert markdown(run).count("\n\n") == 1


def test_pieces_at_one_height_are_one_line() -> None:
    run = FoundRun((line("Our Ref. 350", 50), line("18th January", 51, left=300)))
    assert markdown(run) == "Our Ref. 350 18th January"


def test_a_table_keeps_its_spans_and_loses_its_empty_rows() -> None:
    cells = (
        FoundCell(0, 0, 1, 2, "Both"),
        FoundCell(1, 0, 1, 1, ""),
        FoundCell(1, 1, 1, 1, ""),
        FoundCell(2, 0, 1, 1, "left"),
        FoundCell(2, 1, 1, 1, "right"),
    )
    layouts = to_layouts({0: FoundPage((FoundTable(Box(0, 0, 9, 9), cells, 1.0, True),))}, PAGE)
    (draft,) = layouts[0].drafts
    assert draft.kind is BlockKind.TABLE
    assert [[(cell.text, cell.rows, cell.columns) for cell in row] for row in draft.rows] == [
        [("Both", 1, 2)],
        [("left", 1, 1), ("right", 1, 1)],
    ]


def test_a_long_line_that_was_measured_too_low_is_of_the_body() -> None:
    """On a page that leans: it has the ink of its neighbours."""
    lines = [line(PROSE, 60 + 14 * n) for n in range(5)]
    lines[2] = replace(lines[2], size=7.0, weight=0.1 * (10 / 7) ** 2)
    assert markdown(FoundRun(tuple(lines))).count("\n\n") == 0
    lines[2] = replace(lines[2], weight=0.1)
    assert markdown(FoundRun(tuple(lines))).count("\n\n") > 0


def test_a_row_in_which_no_cell_begins_is_none() -> None:
    cells = (
        *(FoundCell(0, column, 2, 1, text) for column, text in enumerate(("Key", "Use"))),
        *(FoundCell(2, column, 1, 1, text) for column, text in enumerate(("a", "b"))),
    )
    table = FoundTable(Box(50, 50, 300, 120), cells, 0.9, is_ruled=True)
    assert markdown(table) == "| Key | Use |\n| --- | --- |\n| a | b |"
