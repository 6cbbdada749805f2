"""Pages that were scanned on their side or upside down are read as those that were not."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worker.flash.layout.draft import PageLayout
from core.worker.flash.model import Box
from core.worker.flash.ocr.findings import (
    AreaKind,
    FoundArea,
    FoundLine,
    FoundPage,
    FoundRun,
    FoundWord,
)
from core.worker.flash.ocr.upright import set_upright, turn_of
from tests.support.worker import WorkerDriver
from tests.unit.core.worker.flash.test_scans import LINES, TITLE, short_scan

TURNS = (90, 180, 270)


@pytest.mark.slow
@pytest.mark.parametrize("turn", TURNS)
def test_a_heading_is_one_whichever_way_the_page_lies(
    worker: WorkerDriver, tmp_path: Path, turn: int
) -> None:
    with pikepdf.open(short_scan(tmp_path / "scan.pdf")) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(tmp_path / "turned.pdf")
    result = worker.result(tmp_path / "turned.pdf")
    title, text = result.blocks
    assert result.markdown == f"# {TITLE}\n\n{' '.join(LINES)}\n"
    # Of the page as it is displayed: the text runs down, upside down, or up.
    (x0, y0, x1, y1), (left, top, *_) = title["bbox"], text["bbox"]
    assert (x1 - x0 > y1 - y0) == (turn == 180)
    assert {90: x0 > left, 180: y0 > top, 270: x0 < left}[turn]


@given(
    st.sampled_from(TURNS),
    st.tuples(*[st.floats(0, 400)] * 2),
    st.tuples(*[st.floats(1, 100)] * 2),
)
def test_what_was_set_upright_leads_back_to_its_place(
    turn: int, corner: tuple[float, float], size: tuple[float, float]
) -> None:
    box = Box(*corner, corner[0] + size[0], corner[1] + size[1])
    line = FoundLine((FoundWord("word", box, 0.9),), 10.0, 0.1, angle=turn)
    page = FoundPage((FoundRun((line,)), FoundArea(AreaKind.PICTURE, box)))
    assert turn_of(page) == turn
    upright = set_upright(page, turn, (595.0, 842.0))
    assert turn_of(upright) == 0
    width, height = (595.0, 842.0) if turn == 180 else (842.0, 595.0)
    layout = PageLayout(0, width, height, [], turn)
    assert layout.displayed_size == (595.0, 842.0)
    _, area = upright.parts
    for one in (upright.lines[0].words[0].box, area.box):  # type: ignore[union-attr]
        back = layout.displayed(one)
        assert (back.x0, back.y0) == pytest.approx((box.x0, box.y0))
        assert (back.x1, back.y1) == pytest.approx((box.x1, box.y1))
