"""The small pages on a real PDF: drawn when in sight, clicked, moved through by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.reading.pdf.page_cache import PdfPageCache
from gui.reading.pdf.panel import PdfPanel
from tests.unit.gui.reading.conftest import WAIT_MS

PAGES = 60

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


@pytest.fixture
def side(qtbot: QtBot, tmp_path: Path) -> Iterator[PdfPanel]:
    """The page side with a document of sixty pages, each of one colour, one very wide."""
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path), invariant=1)
    for number in range(PAGES):
        canvas.setPageSize((3000, 300) if number == 3 else (300, 400))
        canvas.setFillColorRGB(number / PAGES, 0, 1)
        canvas.rect(0, 0, 3000, 400, fill=1)
        canvas.showPage()
    canvas.save()
    made = PdfPanel()
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    with qtbot.waitSignal(made.view.opened, timeout=WAIT_MS):
        made.show_document(path, None)
    yield made
    made.view.shut_down()
    shiboken6.delete(made)


def seen(side: PdfPanel, qtbot: QtBot, page: int) -> None:
    qtbot.waitUntil(lambda: side.thumbnails.images.get(page) is not None, timeout=WAIT_MS)


def test_only_what_is_in_sight_is_drawn_and_only_when_wanted(side: PdfPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: side.view.images.get(0) is not None, timeout=WAIT_MS)
    small = side.thumbnails
    assert not small.isVisible()
    side.with_thumbnails.click()
    for page in range(3):
        seen(side, qtbot, page)
    assert small.images.get(40) is None
    image = small.images.get(1)
    assert image is not None
    assert abs(image.pixelColor(20, 20).red() - 255 // PAGES) < 3
    shown = small.grab().toImage().pixelColor(small.rect_of(1).center())
    assert (shown.blue(), shown.green()) == (255, 0)
    assert small.rect_of(3).width() <= small.viewport().width()


def test_a_click_goes_to_the_page_and_the_page_is_followed(side: PdfPanel, qtbot: QtBot) -> None:
    side.with_thumbnails.click()
    small = side.thumbnails
    QTest.mouseClick(small.viewport(), Qt.MouseButton.LeftButton, pos=small.rect_of(2).center())
    assert side.view.page == 2
    assert side.field.text() == "3"
    side.view.go_to_page(50)
    assert small.viewport().rect().contains(small.rect_of(50).center())
    assert small.accessibleDescription() == "Page 51 of 60"
    seen(side, qtbot, 50)
    assert small.page_at(small.rect_of(50).center()) == 50


def test_keys_go_from_page_to_page(side: PdfPanel, qtbot: QtBot) -> None:
    side.with_thumbnails.click()
    small = side.thumbnails
    for key, page in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_End, PAGES - 1),
        (Qt.Key.Key_Down, PAGES - 1),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(small, key)
        assert small.accessibleDescription() == f"Page {page + 1} of {PAGES}", key
    QTest.keyClick(small, Qt.Key.Key_PageDown)
    ahead = side.view.page
    assert ahead > 0
    QTest.keyClick(small, Qt.Key.Key_PageUp)
    assert side.view.page < ahead


@pytest.mark.slow
def test_turned_pages_are_turned_in_small_too(side: PdfPanel, qtbot: QtBot) -> None:
    side.with_thumbnails.click()
    seen(side, qtbot, 0)
    side.view.rotate(1)
    assert side.thumbnails.images.get(0) is None
    assert side.thumbnails.rect_of(0).width() > side.thumbnails.rect_of(0).height()
    seen(side, qtbot, 0)


@pytest.mark.slow
def test_memory_is_bounded_and_given_back(side: PdfPanel, qtbot: QtBot) -> None:
    side.with_thumbnails.click()
    side.thumbnails.images = PdfPageCache(budget=1 << 20)
    for page in range(0, PAGES, 4):
        side.view.go_to_page(page)
        seen(side, qtbot, page)
        assert side.thumbnails.images.bytes <= 1 << 20
    side.clear()
    assert side.thumbnails.images.bytes == 0
    side.thumbnails.grab()
