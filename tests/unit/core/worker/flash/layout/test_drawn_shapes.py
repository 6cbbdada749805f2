"""What is drawn and means text: bullets, frames around text, contents with drawn leaders."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.layout.contents import with_contents
from core.worker.flash.layout.drawn_bullets import with_drawn_bullets
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.layout.text_boxes import without_text_boxes
from core.worker.flash.model import Box
from core.worker.flash.tables.item_tables import holds_items
from core.worker.flash.text.lines import TextLine
from core.worker.flash.text.rules import Drawing
from tests.support.flash_lines import PROSE, line, word
from tests.support.worker import WorkerDriver


def dot(x: float, y: float, size: float = 3.7) -> Box:
    """Right above the baseline ``y``."""
    return Box(x, y - 1 - size, x + size, y - 1)


def items(*ys: float, x: float = 72.0) -> list[TextLine]:
    return [line(f"Item at {y:.0f}", x, y) for y in ys]


def test_text_right_of_drawn_bullets_begins_with_one() -> None:
    lines = [*items(100, 120), line("plain text", 72, 150)]
    found = with_drawn_bullets(lines, [dot(62, 100), dot(62, 120)])
    assert [one.text for one in found] == ["• Item at 100", "• Item at 120", "plain text"]


@pytest.mark.parametrize(
    "dots",
    [
        [dot(62, 100)],  # a single one is an ornament
        [dot(62, 100), dot(62, 120, 6.0)],
        [dot(200, 100), dot(200, 120)],  # at the right of the text
        [dot(62, 100, 7.9), dot(62, 120, 7.9)],  # as high as a letter: a picture, a box to tick
        [dot(20, 100), dot(20, 120)],
        [dot(62, 90), dot(62, 111)],
    ],
)
def test_other_dots_are_no_bullets(dots: list[Box]) -> None:
    lines = items(100, 120)
    assert with_drawn_bullets(lines, dots) == lines


def test_an_item_keeps_its_own_mark() -> None:
    lines = [line("1. first", 72, 100), line("• second", 72, 120)]
    assert with_drawn_bullets(lines, [dot(62, 100), dot(62, 120)]) == lines


@pytest.mark.slow
def test_a_list_with_drawn_bullets_is_a_list(worker: WorkerDriver, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 11)
    for number, (depth, text) in enumerate(((0, "Vests"), (1, "red"), (1, "blue"), (0, "Lamps"))):
        x, y = 90 + 30 * depth, 700 - 16 * number
        canvas.circle(x - 10, y + 3.5, 1.9, stroke=depth, fill=1 - depth)
        canvas.drawString(x, y, text)
    canvas.save()
    assert worker.result(path).markdown == "- Vests\n    - red\n    - blue\n- Lamps\n"


def region(kind: RegionKind, rows: int = 0) -> Region:
    return Region(kind, Box(60, 80, 400, 200), tuple(() for _ in range(rows)))


def test_a_frame_around_text_is_no_picture() -> None:
    picture, lines = region(RegionKind.PICTURE), [line(text, 72, 110) for text in PROSE[:2]]
    frame = Box(60, 80, 400, 200)
    assert without_text_boxes([picture], Drawing(shapes=(frame,)), lines) == []
    many = Drawing(shapes=(frame, frame, frame))
    assert without_text_boxes([picture], many, lines) == [picture]
    photograph = Drawing(shapes=(frame,), pictures=(Box(300, 90, 380, 150),))
    assert without_text_boxes([picture], photograph, lines) == [picture]
    assert without_text_boxes([picture], Drawing(shapes=(frame,)), lines[:1]) == [picture]
    table = region(RegionKind.TABLE)
    assert without_text_boxes([table], Drawing(shapes=(frame,)), lines) == [table]


def test_rows_that_are_items_are_no_table() -> None:
    lines = [line("Contact", 72, 100), line("• Leads a team", 200, 120)]
    assert holds_items(region(RegionKind.TABLE, 3), lines)
    assert not holds_items(region(RegionKind.TABLE, 5), lines)
    assert not holds_items(region(RegionKind.PICTURE, 3), lines)
    assert not holds_items(region(RegionKind.TABLE, 3), lines[:1])


def entry(title: str, page: str, y: float) -> list[TextLine]:
    number = word(page, 500 - 5 * len(page), y)
    return [line(title, 72, y), TextLine((number,), 900 + int(y))]


ENTRIES = [
    *entry("1 The harbour", "1", 130),
    *entry("1.1 Its walls", "4", 145),
    *entry("2 The town", "12", 160),
]


@pytest.mark.parametrize("title", ["Contents", "TABLE OF CONTENTS", "目 录", "Inhaltsverzeichnis"])
def test_contents_without_leaders_are_entries(title: str) -> None:
    drafts, rest = with_contents(0, [line(title, 72, 100), *ENTRIES])
    assert [draft.text for draft in drafts] == [
        "1 The harbour 1",
        "1.1 Its walls 4",
        "2 The town 12",
    ]
    assert [one.text for one in rest] == [line(title).text]


def test_numbers_at_the_right_are_no_contents_without_a_title() -> None:
    for title in ("Prices", "The contents of the box"):
        drafts, _ = with_contents(0, [line(title, 72, 100), *ENTRIES])
        assert not drafts
    falling = [*entry("Rope", "30", 130), *entry("Lamp", "8", 145), *entry("Chart", "2", 160)]
    assert not with_contents(0, [line("Contents", 72, 100), *falling])[0]
