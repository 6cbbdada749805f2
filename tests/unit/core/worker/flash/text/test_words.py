"""Words of a page: gaps, styles, directions, as PDFium and our own rules read them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from core.worker.flash.model import Word
from core.worker.flash.text.letters import PageFrame, frame_of
from core.worker.flash.text.lines import joined, to_segments
from core.worker.flash.text.rules import read_rules
from core.worker.flash.text.words import is_rtl, read_words

SIZE = 12.0


def page_words(path: Path) -> list[Word]:
    document = pypdfium2.PdfDocument(path)
    try:
        return read_words(document[0])
    finally:
        document.close()


def canvas(path: Path) -> Canvas:
    drawn = Canvas(str(path), pagesize=A4)
    drawn.setFont("Helvetica", SIZE)
    return drawn


@pytest.mark.parametrize("gap", [0.12, 0.28, 1.0])
def test_words_are_parted_by_gaps_without_spaces(tmp_path: Path, gap: float) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    x = 72.0
    for part in ("Cause", "of", "death", "per", "outcome"):
        drawn.drawString(x, 700, part)
        x += stringWidth(part, "Helvetica", SIZE) + gap * SIZE
    drawn.save()
    assert joined(page_words(tmp_path / "a.pdf")) == "Cause of death per outcome"


def test_leaders_do_not_say_how_far_words_stand_apart(tmp_path: Path) -> None:
    drawn = Canvas(str(tmp_path / "a.pdf"))
    drawn.setFont("Helvetica", 10)
    x = 72.0
    for letter in "First|Steps|" + "." * 20:
        if letter == "|":
            x += 2.8
            continue
        drawn.drawString(x, 700, letter)
        x += drawn.stringWidth(letter, "Helvetica", 10) + (2.8 if letter == "." else 0)
    drawn.save()
    found = [word.text for word in page_words(tmp_path / "a.pdf")]
    assert found[:2] == ["First", "Steps"]


def test_letters_that_are_all_spaced_out_are_words(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    text = drawn.beginText(72, 700)
    text.setCharSpace(3)
    text.textOut("Title Case Workers")
    drawn.drawText(text)
    drawn.save()
    assert joined(page_words(tmp_path / "a.pdf")) == "Title Case Workers"


def test_fonts_say_how_words_look(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    for number, font in enumerate(("Helvetica", "Times-BoldItalic", "Courier")):
        drawn.setFont(font, SIZE)
        drawn.drawString(72, 700 - 20 * number, "word")
    drawn.save()
    looks = [(word.bold, word.italic, word.mono) for word in page_words(tmp_path / "a.pdf")]
    assert looks == [(False, False, False), (True, True, False), (False, False, True)]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90])
def test_turned_text_is_read_along_its_line(tmp_path: Path, turned: int, rotation: int) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    drawn.setPageRotation(rotation)
    drawn.translate(300, 400)
    drawn.rotate(-turned)
    drawn.drawString(0, 0, "turned 2019 text")
    drawn.save()
    words = page_words(tmp_path / "a.pdf")
    assert joined(words) == "turned 2019 text"
    assert {word.angle for word in words} == {(turned + rotation) % 360}
    (line,) = to_segments(words)
    long, short = line.box.width, line.box.height
    assert (long > short) == ((turned + rotation) % 180 == 0)


def test_a_wide_gap_parts_segments(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    drawn.drawString(72, 700, "left column")
    drawn.drawString(300, 700, "right column")
    drawn.save()
    segments = to_segments(page_words(tmp_path / "a.pdf"))
    assert [segment.text for segment in segments] == ["left column", "right column"]


def test_rules_are_thin_boxes_and_strokes(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "a.pdf")
    drawn.line(72, 700, 200, 700)
    drawn.rect(72, 500, 100, 50)
    drawn.rect(300, 500, 100, 0.5, stroke=0, fill=1)
    drawn.rect(300, 300, 100, 50, stroke=0, fill=1)
    drawn.line(72, 100, 200, 250)
    drawn.save()
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    page = document[0]
    rules = read_rules(page, frame_of(page))
    document.close()
    assert len(rules) == 6
    assert all(min(rule.width, rule.height) < 1 for rule in rules)


def test_frames_turn_points() -> None:
    sizes = {turn: PageFrame(10, 20, 110, 220, turn).size for turn in range(4)}
    assert sizes == {0: (100, 200), 1: (200, 100), 2: (100, 200), 3: (200, 100)}
    corner = [PageFrame(10, 20, 110, 220, turn).point(10, 20) for turn in range(4)]
    assert corner == [(0, 200), (0, 0), (100, 0), (200, 100)]


def test_scripts_have_a_direction() -> None:
    assert is_rtl("السلام R")
    assert not is_rtl("word السلا of text")
