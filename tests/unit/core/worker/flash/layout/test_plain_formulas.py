"""Formulas that are plain lines of text."""

from __future__ import annotations

import pytest

from core.worker.flash.layout.plain_formulas import without_plain_formulas
from core.worker.flash.layout.regions import Region, RegionKind
from core.worker.flash.model import Box
from core.worker.flash.text.lines import TextLine
from tests.support.flash_lines import line, word

FORMULA = Region(RegionKind.FORMULA, Box(60, 80, 400, 120))


def kind(*segments: TextLine) -> RegionKind:
    return without_plain_formulas([FORMULA], segments)[0].kind


@pytest.mark.parametrize("text", ["2x + 3y = 12", "x − y ≥ 1", "Bread wholemeal 1.40"])
def test_a_line_of_letters_and_signs_is_text(text: str) -> None:
    assert kind(line(text)) is RegionKind.TEXT


def test_formulas_that_need_more_stay() -> None:
    assert kind(line("x = y", font="CMMI10")) is RegionKind.FORMULA
    assert kind(TextLine((word("x", 72, 100), word("2", 78, 96, size=7)), 0)) is RegionKind.FORMULA
    assert kind(line("a + b", 72, 95), line("c + d", 72, 108)) is RegionKind.FORMULA
    assert kind(line("∑ a = ∞")) is RegionKind.FORMULA
    assert kind() is RegionKind.FORMULA
