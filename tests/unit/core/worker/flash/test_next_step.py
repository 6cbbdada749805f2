"""What MinerU does better is said once, and only where it does."""

from __future__ import annotations

from core.worker.flash.layout.draft import Draft
from core.worker.flash.model import BlockKind
from core.worker.flash.next_step import next_step
from core.worker.protocol import PagesBy

EQUATION = Draft(0, kind=BlockKind.FORMULA)
TEXT = Draft(0)


def test_a_document_of_text_has_no_next_step() -> None:
    assert next_step([TEXT], PagesBy(text=[0], blank=[1], failed=[2])) is None


def test_scans_lead_to_mineru() -> None:
    told = str(next_step([TEXT], PagesBy(text=[0], ocr=[1])))
    assert told.startswith("MinerU reads scanned pages better.")
    assert "--engine mineru" in told
    assert "headframe engine install mineru" in told


def test_equations_and_scans_are_one_sentence() -> None:
    told = str(next_step([EQUATION, TEXT, EQUATION], PagesBy(ocr=[0])))
    assert told.startswith("2 equations are pictures; MinerU recognises them")
    assert told.count("Convert again") == 1
    assert "reads scans better" in told
