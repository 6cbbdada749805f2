"""Pictures in the rendered Markdown: as wide as on the page, never wider than the view."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from gui.reading.result_pane import ResultPane
from tests.unit.gui.reading.conftest import WAIT_MS, MakeResult
from tests.unit.gui.reading.test_pane import ask, show

ON_PAGE = 427
"""CSS pixels of the 320 points that ``make_result`` gives each block."""


def scanned(make_result: MakeResult) -> Path:
    """A result whose one picture was saved at four times the page's resolution."""
    folder, _ = make_result([("title", "# Seen"), ("image", "![a](images/big.png)\n\nFig. 1")])
    image = QImage(2000, 500, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(folder / "images" / "big.png"))
    return folder


@pytest.mark.slow
def test_in_the_web_view(pane: ResultPane, qtbot: QtBot, make_result: MakeResult) -> None:
    show(pane, qtbot, scanned(make_result), None)
    box = "document.images[0].getBoundingClientRect()"
    measure = f"(r => [Math.round(r.width), Math.round(r.height)])({box})"
    qtbot.waitUntil(lambda: ask(pane, qtbot, measure) == [ON_PAGE, 107], timeout=WAIT_MS)
    pane.resize(560, 800)
    pane.pages.hide()
    fits = f"{box}.right <= document.documentElement.clientWidth"
    qtbot.waitUntil(lambda: bool(ask(pane, qtbot, fits)), timeout=WAIT_MS)


def test_in_the_simple_view(text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult) -> None:
    show(text_pane, qtbot, scanned(make_result), None)
    text_pane.pages.hide()
    browser = text_pane.findChild(QTextBrowser)
    assert browser is not None
    assert picture_width(browser) == ON_PAGE
    browser.setFixedWidth(300)
    qtbot.waitUntil(lambda: picture_width(browser) < 300, timeout=WAIT_MS)


def picture_width(browser: QTextBrowser) -> float:
    """What the document says of its one picture."""
    block = browser.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            written = iterator.fragment().charFormat()
            if written.isImageFormat():
                return written.toImageFormat().width()
            iterator += 1
        block = block.next()
    raise AssertionError("there is no picture")
