"""The row of tools above the pages."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.reading.pdf.panel import PdfPanel
from tests.unit.gui.reading.conftest import WAIT_MS

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


def test_a_narrow_row_of_tools_drops_what_can_be_missed(qtbot: QtBot) -> None:
    side = PdfPanel()
    qtbot.addWidget(side)
    side.resize(700, 400)
    side.show()
    qtbot.waitExposed(side)
    everything = [side.percent, side.fit_page, side.rotate, side.fit_width, side.boxes]
    assert all(tool.isVisible() for tool in everything)
    side.resize(240, 400)
    qtbot.waitUntil(lambda: not side.percent.isVisible(), timeout=WAIT_MS)
    assert side.field.isVisible()
    assert side.search.isVisible()
    assert side.search.geometry().right() <= side.bar.width()
    side.resize(700, 400)
    qtbot.waitUntil(lambda: all(tool.isVisible() for tool in everything), timeout=WAIT_MS)
    side.view.shut_down()


def test_no_tool_is_dropped_while_there_is_room_for_it(qtbot: QtBot) -> None:
    """The field's own idea of its width is several times what it gets."""
    side = PdfPanel()
    qtbot.addWidget(side)
    side.show()
    qtbot.waitExposed(side)
    tools = [side.percent, side.fit_page, side.rotate, side.fit_width, side.boxes]
    needed = next(
        width
        for width in range(200, 800, 4)
        if is_laid_out(side, width, qtbot) and all(tool.isVisible() for tool in tools)
    )
    free = side.search.geometry().left() - side.boxes.geometry().right()
    assert free < side.boxes.width(), f"{free} px are left over at {needed} px"
    assert side.search.geometry().right() <= side.bar.width()
    side.view.shut_down()


def is_laid_out(side: PdfPanel, width: int, qtbot: QtBot) -> bool:
    side.resize(width, 400)
    qtbot.waitUntil(lambda: side.bar.width() == side.width(), timeout=WAIT_MS)
    side.bar.row.activate()
    return True
