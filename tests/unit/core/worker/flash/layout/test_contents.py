"""Tables of contents: an entry a line, without the dots that lead to its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.layout.contents import with_contents, without_contents
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import line, word
from tests.support.worker import WorkerDriver

ENTRIES = (
    (0, "1", "The harbour", "1"),
    (1, "1.1", "Its walls", "2"),
    (1, "1.2", "Its lights", "7"),
    (2, "1.2.1", "The lamp of the north", "9"),
    (0, "2", "The town", "12"),
    (1, "2.1", "Streets and squares since 1820", "14"),
    (0, "", "Appendix: maps", "31"),
)
WANTED = [f"{'    ' * depth}- {f'{n} {title} {page}'.strip()}" for depth, n, title, page in ENTRIES]


def drawn(path: Path, *, step: float, chapters: bool, last: bool) -> Path:
    """Contents whose dots are drawn one by one, ``step`` points apart; without them at
    ``chapters``, whose lines are bold; ``last``: all dots are written after all titles."""
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 770, "Contents")
    dots = []
    for number, (depth, mark, title, page) in enumerate(ENTRIES):
        font = "Times-Bold" if chapters and not depth else "Times-Roman"
        canvas.setFont(font, 11)
        text, y = f"{mark}  {title}".strip(), 735 - 19 * number
        canvas.drawString(72 + 18 * depth, y, text)
        x = 500 - step
        while x > 82 + 18 * depth + canvas.stringWidth(text, font, 11):
            if font == "Times-Roman":
                dots.append((x, y))
            x -= step
        canvas.drawRightString(520, y, page)
        if not last:
            while dots:
                canvas.drawString(*dots.pop(), ".")
    canvas.setFont("Times-Roman", 11)
    for x, y in dots:
        canvas.drawString(x, y, ".")
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("step", "chapters", "last"),
    [(5.5, False, False), (14.0, False, False), (5.5, False, True), (7.0, True, False)],
)
def test_contents_of_a_page_are_a_nested_list(
    worker: WorkerDriver, tmp_path: Path, step: float, chapters: bool, last: bool
) -> None:
    path = drawn(tmp_path / "contents.pdf", step=step, chapters=chapters, last=last)
    markdown = worker.result(path).markdown
    lines = markdown.replace("*", "").splitlines()
    assert lines == ["# Contents", "", *WANTED]


def texts(*segments: TextLine) -> tuple[list[str], list[str]]:
    drafts, rest = with_contents(0, segments)
    return [draft.text for draft in drafts], [one.text for one in rest]


def test_dots_may_be_words_or_be_glued_to_the_title() -> None:
    for leader in (" . . . . . . ", "........", " ······· ", " ……… ", " _________ "):
        found, rest = texts(
            line(f"The harbour{leader}iv", y=100),
            line(f"The town{leader}12", y=120),
            line("It rained for a day or two", y=140),
        )
        assert found == ["The harbour iv", "The town 12"]
        assert rest == ["It rained for a day or two"]


def test_a_page_in_wide_digits_stands_apart_from_its_title() -> None:
    found, _ = texts(line("作战的原则 … … … … １", y=100), line("国防问题 … … … … １２", y=120))
    assert found == ["作战的原则 １", "国防问题 １２"]


def test_a_title_of_two_lines_is_one_entry() -> None:
    found, _ = texts(
        line("1 The harbour and all that was", y=100),
        line("seen of it from the sea ..... 3", 84, y=112),
        line("2 The town ..... 7", y=130),
    )
    assert found == ["1 The harbour and all that was seen of it from the sea 3", "2 The town 7"]


def test_two_columns_are_read_one_after_the_other() -> None:
    segments = [
        line(f"{title} ...... {page}", x, 100 + 20 * row)
        for x, pages in ((72, (1, 2)), (320, (3, 4)))
        for row, (title, page) in enumerate(zip(("Harbour", "Town"), pages, strict=True))
    ]
    found, rest = texts(*segments)
    drafts, _ = with_contents(0, segments)
    assert sorted(found) == ["Harbour 1", "Harbour 3", "Town 2", "Town 4"]
    assert [one.text for one in sorted(drafts, key=lambda one: one.index)] == [
        "Harbour 1",
        "Town 2",
        "Harbour 3",
        "Town 4",
    ]
    assert rest == []


def test_a_line_of_text_that_ends_with_a_number_is_no_entry() -> None:
    entries = [line("Harbour .......... 1", y=100), line("Town ............. 2", y=112)]
    text = line("all came by 1920 12", x=77, y=124)
    edge = entries[0].box.x1
    assert text.box.x1 == edge
    found, rest = texts(*entries, text)
    assert (found, rest) == (["Harbour 1", "Town 2"], ["all came by 1920 12"])
    chapter = TextLine((*line("Sea", y=124).words, word("3", edge - 5, 124)), text.index)
    assert texts(*entries, chapter)[0] == ["Harbour 1", "Town 2", "Sea 3"]


def test_prices_figures_ellipses_and_blanks_to_fill_in_are_no_contents() -> None:
    for lines in (
        ("He waited ... 12 came", "and left .... 3 more"),
        ("Soup ......... 14", "Fish ......... 9", "Bread ......... 2"),
        ("Sales ......... 14 22", "Costs ......... 19 21"),
        ("Name ............ Place ............", "Born ............ in ............"),
    ):
        segments = [line(text, y=100 + 20 * number) for number, text in enumerate(lines)]
        assert texts(*segments) == ([], list(lines))


def test_a_table_that_was_made_of_entries_is_none() -> None:
    drafts, _ = with_contents(
        0, [line("Harbour .......... 1", y=100), line("Town ............. 2", y=115)]
    )
    whole = Region(RegionKind.TABLE, Box(70, 90, 180, 120))
    other = Region(RegionKind.TABLE, Box(70, 300, 500, 700))
    text = Region(RegionKind.TEXT, Box(70, 90, 180, 120))
    assert without_contents([whole, other, text], drafts) == [other, text]


def plain_entries(*told: tuple[str, int], y: float = 60.0) -> list[TextLine]:
    """Titles and pages on one line with nothing between."""
    return [
        one
        for number, (title, page) in enumerate(told)
        for one in (
            line(title, y=y + 20 * number),
            TextLine((word(f"{page:>3}".strip(), 500 - 5 * len(str(page)), y + 20 * number),), 900),
        )
    ]


def test_contents_without_leaders_go_on_at_the_top_of_the_next_page() -> None:
    first, _ = with_contents(
        0, [line("Contents"), *plain_entries(("Walls", 2), ("Lights", 7), ("Lamps", 9), y=130)]
    )
    assert len(first) == 3
    more = plain_entries(("Streets", 12), ("Squares", 14), ("Gates", 31))
    assert [draft.text for draft in with_contents(1, more, first)[0]] == [
        "Streets 12",
        "Squares 14",
        "Gates 31",
    ]
    assert with_contents(1, more)[0] == []  # nothing goes on
    lower = plain_entries(("Streets", 1), ("Squares", 4), ("Gates", 8))
    assert with_contents(1, lower, first)[0] == []  # it does not count on
    prose = [line("The town has many gates", y=20 + 14 * n) for n in range(4)]
    below = plain_entries(("Streets", 12), ("Squares", 14), ("Gates", 31), y=120)
    assert with_contents(1, [*prose, *below], first)[0] == []
