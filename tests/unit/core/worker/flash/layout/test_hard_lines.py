"""Lines that stay lines: labels, tabs, quotes, verse, and the first items of lists."""

from __future__ import annotations

import pytest

from core.worker.flash.layout.paragraphs import paragraphs
from core.worker.flash.text.column_edges import ColumnEdges
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import PROSE, line, word

WIDE = 400.0


def lines_of(*texts: str, x: float = 72.0) -> list[TextLine]:
    return [line(text, x, 100 + 12 * number) for number, text in enumerate(texts)]


def parts(lines: list[TextLine], right: float = WIDE) -> list[str]:
    return [" ".join(one.text for one in part) for part in paragraphs(lines, right)]


@pytest.mark.parametrize(
    "texts",
    [
        ("Place: the village hall at the green", "Present: Cllrs Ward and Hughes"),
        ("To: all heads of department and staff", "Cc: the office of the director"),
        ("主送单位：各区人民政府和有关部门", "联系电话：市政府办公室值班室"),
    ],
)
def test_a_label_below_a_label_begins_a_line(texts: tuple[str, ...]) -> None:
    assert parts(lines_of(*texts)) == list(texts)


def test_a_value_that_is_wrapped_stays_with_its_label() -> None:
    wrapped = lines_of("Present: " + "the whole of the council and its guests", "Note: none")
    assert len(parts(wrapped, wrapped[0].box.x1)) == 1
    sentence = lines_of("They said of it that it was no", "Unity: it was a mere word to them")
    assert len(parts(sentence, sentence[1].box.x1)) == 1


def test_lines_with_tabs_in_them_are_lines() -> None:
    def tabbed(left: str, right: str, y: float) -> TextLine:
        return TextLine((*line(left, 72, y).words, word(right, 260, y)), int(y))

    lines = [tabbed("Till three", "17:42", 100), tabbed("Receipt", "004518", 112)]
    assert len(parts(lines)) == 2
    item = TextLine((word("1.", 72, 100), *line("first we peel", 110, 100).words), 1)
    assert len(parts([item, *lines_of("and cut them into", x=110)])) == 1


def test_each_quoted_line_of_a_letter_is_one() -> None:
    quoted = ("> We can repair the roof in the second week.", "> The price includes the scaffold.")
    assert parts(lines_of(*quoted)) == list(quoted)


def test_the_first_answer_is_no_part_of_its_question() -> None:
    lines = lines_of("Its acceleration is then of a kind that is")
    lines += [
        line(text, 90, 112 + 12 * number)
        for number, text in enumerate(("A. zero", "B. towards the centre", "C. away from it"))
    ]
    assert parts(lines)[1:] == ["A. zero", "B. towards the centre", "C. away from it"]
    assert parts(lines_of("this was written by", "A. Writer and others"), right=180)[0].endswith(
        "others"
    )


VERSE = (
    "The harbour sleeps below the quiet hill",
    "And every boat is still",
    "The lamps along the quay are only few",
    "The night is cold and blue",
)


def test_lines_of_a_poem_are_lines_though_they_come_in_pairs() -> None:
    poem = lines_of(*VERSE)
    edges = ColumnEdges(poem)
    assert edges.is_verse(poem[:2])
    assert len(paragraphs(poem[2:], is_verse=edges.is_verse(poem[2:]))) == 2
    prose = lines_of(*PROSE, PROSE[1])
    assert not ColumnEdges(prose).is_verse(prose[:2])


def test_prose_whose_lines_begin_with_capitals_is_no_poem() -> None:
    lines = lines_of(
        "Der Bericht der Kommission nennt vor allem die",
        "Kosten der Brücke, die Länge der Bauzeit und die",
        "Lage des Hafens, und er sagt auch, welche der",
        "Straßen in der Stadt gesperrt wird.",
    )
    assert not ColumnEdges(lines).is_verse(lines)
