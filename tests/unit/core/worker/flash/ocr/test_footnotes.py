"""Notes at the foot of scanned pages, and what only looks like them."""

from __future__ import annotations

import pytest

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.ocr.footnotes import mark_notes
from tests.support.flash_lines import PROSE, block

BODY, HEIGHT = 10.0, 842.0


def notes(*drafts: Draft) -> list[str]:
    mark_notes(drafts, BODY, HEIGHT)
    return [one.text for one in drafts if one.region is RegionKind.FOOTNOTE]


@pytest.mark.parametrize("mark", ["3", "(3)", "（3）", "③", "*", "†"])
def test_small_print_with_a_mark_below_the_text(mark: str) -> None:
    note = block(f"{mark} See the report of the council,", "page 12.", y=700, size=8)
    more = block("and the one of the year before.", y=722, size=8)
    assert notes(block(*PROSE, y=400), note, more) == [note.text, more.text]


def test_each_column_has_its_own() -> None:
    left = block("1 Of the winter.", y=700, size=8)
    right = block("2 Of the spring.", x=320, y=712, size=8)
    text = (block(*PROSE, y=600), block("the harbour", x=320, y=600))
    assert notes(text[0], left, text[1], right) == [left.text, right.text]


def test_small_print_is_no_note_without_a_mark_or_above_the_text_or_high_up() -> None:
    text = block(*PROSE, y=600)
    assert notes(text, block("Printed in the north.", y=700, size=8)) == []
    assert notes(block("1 of the tables", y=500, size=8), text) == []
    assert notes(block("1 of the tables", y=200, size=8)) == []


def test_a_sign_that_a_word_carries_makes_a_note_of_any_size() -> None:
    note = block("* Report of the year, p. 8.", y=700)
    assert notes(block("It was found unfavourable*.", y=600), note) == [note.text]


def test_an_item_with_a_star_is_no_note() -> None:
    assert notes(block("What is there:", y=600), block("* Rope and canvas", y=700)) == []
