"""A real paper, really converted: a click on each block lands on its box, and back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.reading.result_pane import ResultPane
from tests.support.paths import ROOT
from tests.unit.gui.reading.conftest import WAIT_MS
from tests.unit.gui.reading.test_pane import ask, marked, show

PAPERS = ROOT.parent / "shared" / "corpus" / "pdfs" / "twocol"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PAPERS.is_dir(), reason="the corpus is not here"),
]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["mineru_demo1_hydrology", "mineru_demo3_tableformer"])
def test_a_click_on_each_block_of_a_real_paper(
    pane: ResultPane, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    pdf = PAPERS / f"{name}.pdf"
    line = [sys.executable, "-m", "gui", "convert", str(pdf), "-o", str(tmp_path / "out")]
    subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    show(pane, qtbot, tmp_path / "out" / name, pdf)
    pages = pane.pages.view
    assert pane._loaded is not None
    # All pieces are there once the last unit is.
    last = len(pane._loaded.units) - 1
    qtbot.waitUntil(
        lambda: bool(ask(pane, qtbot, f"!!document.querySelector('[data-b=\"{last}\"]')")),
        timeout=WAIT_MS,
    )
    placed = [unit for unit in range(last + 1) if pages.marks_of(unit)]
    assert len(placed) > 0.95 * last
    for unit in placed:
        with qtbot.waitSignal(pane.markdown.clicked, timeout=WAIT_MS) as clicked:
            ask(pane, qtbot, f"(document.querySelector('[data-b=\"{unit}\"]').click(), 1)")
        assert clicked.args == [unit]
        box = pages.rect_of(pages.marks_of(unit)[0])
        assert pages.viewport().rect().intersects(box.toRect()), unit
    for unit in reversed(placed):
        mark = pages.marks_of(unit)[0]
        pages.reveal(unit)
        place = pages.rect_of(mark).center().toPoint()
        assert pages.viewport().rect().contains(place), unit
        owner = pages.unit_at(place.toPointF())
        with qtbot.waitSignal(pages.clicked, timeout=WAIT_MS) as page_click:
            QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page_click.args == [owner]
        inner, outer = pages.marks_of(owner), mark.place.bbox
        # Another block may lie within this one: the smaller one is meant.
        assert owner == unit or any(m.place.page == mark.place.page for m in inner), outer
        assert marked(pane, qtbot) == owner
