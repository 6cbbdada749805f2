"""Text of pages: selected, copied, found."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.documents.block import PageRegion
from gui.reading.block_types import BlockOverlay, BlockType
from gui.reading.pdf import text as pdf_text
from gui.reading.pdf.render_process import PdfPageText
from gui.reading.pdf.view import PdfView
from tests.unit.gui.reading.conftest import WAIT_MS
from tests.unit.gui.reading.pdf.opening import open_book

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


@pytest.fixture
def prose(tmp_path: Path) -> Path:
    """Three pages of two lines each."""
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "prose.pdf"
    canvas = Canvas(str(path), pagesize=(300, 200), invariant=1)
    for page in ("one", "two", "three"):
        canvas.drawString(40, 150, f"The first line of {page}")
        canvas.drawString(40, 120, f"and a second line {page}")
        canvas.showPage()
    canvas.save()
    return path


def at(view: PdfView, page: int, x: float, y: float) -> QPoint:
    return view.box_rect(page, (x, y, x, y)).topLeft().toPoint()


def drag(view: PdfView, qtbot: QtBot, start: QPoint, end: QPoint, expected: str) -> None:
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for place in (start + QPoint(30, 0), end):
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            QPointF(place),
            QPointF(port.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(port, event)
    qtbot.waitUntil(lambda: view.selection.text() == expected, timeout=WAIT_MS)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def test_text_is_selected_by_dragging_and_copied(view: PdfView, qtbot: QtBot, prose: Path) -> None:
    open_book(view, qtbot, prose)
    clicks: list[int] = []
    view.clicked.connect(clicks.append)
    view.set_overlays([BlockOverlay(0, BlockType.TEXT, PageRegion(0, (0, 0, 300, 200)))])
    first_line = (at(view, 0, 38, 46), at(view, 0, 299, 46))
    drag(view, qtbot, *first_line, "The first line of one")
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "The first line of one"
    drag(
        view,
        qtbot,
        first_line[0],
        at(view, 0, 299, 76),
        "The first line of one\nand a second line one",
    )
    assert clicks == []
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "second line one" in view.selection.text()
    view.grab()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first_line[0])
    assert not view.selection.has_selection
    assert clicks == [0]


@pytest.mark.slow
def test_text_is_found_on_all_pages(view: PdfView, qtbot: QtBot, prose: Path) -> None:
    open_book(view, qtbot, prose)
    told: list[tuple[int, int, bool]] = []
    view.selection.found.connect(lambda *args: told.append(args))
    view.selection.search("LINE  of", backward=False)
    qtbot.waitUntil(lambda: told[-1] == (1, 3, True), timeout=WAIT_MS)
    view.selection.search("LINE  of", backward=False)
    assert told[-1] == (2, 3, True)
    assert view.page == 1
    view.selection.search("LINE  of", backward=True)
    view.selection.search("LINE  of", backward=True)
    assert told[-1] == (3, 3, True)
    view.selection.search("no such words", backward=False)
    assert told[-1] == (0, 0, True)
    view.selection.search("", backward=False)
    assert told[-1][:2] == (0, 0)


def test_words_parted_at_a_lines_end_are_one() -> None:
    text = "a hyphen\ufffeated word and\r\nanother"
    page = PdfPageText(0, text, tuple((float(n), 0.0, n + 1.0, 5.0) for n in range(len(text))))
    assert pdf_text.stretch(page, 0, len(text)) == "a hyphenated word and\nanother"
    assert list(pdf_text.matches(text, "hyphenated WORD")) == [(2, 18)]
    assert list(pdf_text.matches(text, "and another")) == [(19, len(text))]
    assert list(pdf_text.matches(text, " ")) == []
    assert pdf_text.nearest(page, 3.2, 2) == 3
    assert pdf_text.nearest(page, 3.8, 2) == 4
    assert pdf_text.nearest(PdfPageText(0, "", ()), 1, 1) == 0
    assert pdf_text.lines(page, 2, 5) == [(2.0, 0.0, 5.0, 5.0)]
