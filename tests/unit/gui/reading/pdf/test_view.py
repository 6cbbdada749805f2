"""The page view on real PDFs, and on a process that hangs, dies or talks nonsense."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import core
from core.documents.block import PageRegion
from gui.reading.block_types import BlockOverlay, BlockType
from gui.reading.pdf import render_process
from gui.reading.pdf.layout import FitMode
from gui.reading.pdf.page_cache import PdfPageCache
from gui.reading.pdf.panel import PdfPanel
from gui.reading.pdf.view import PdfView
from tests.unit.gui.reading.conftest import WAIT_MS
from tests.unit.gui.reading.pdf.opening import drawn, open_book

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Forty pages, each of one colour, one of them wide."""
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path), invariant=1)
    for number in range(40):
        canvas.setPageSize((800, 300) if number == 3 else (300, 400))
        canvas.setFillColorRGB(number / 40, 0, 1)
        canvas.rect(0, 0, 800, 400, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def colour_of(view: PdfView, page: int) -> int:
    image = view.images.get(page)
    assert image is not None
    return image.pixelColor(image.width() // 2, image.height() // 2).red()


def test_pages_are_drawn_near_first_and_seen(view: PdfView, qtbot: QtBot, book: Path) -> None:
    open_book(view, qtbot, book)
    assert view.page_count == 40
    assert colour_of(view, 0) == 0
    view.go_to_page(20)
    drawn(view, qtbot, 20)
    assert view.page == 20
    assert abs(colour_of(view, 20) - 127) < 3
    assert view.images.get(10) is None
    seen = view.grab().toImage().pixelColor(250, 200)
    assert abs(seen.red() - 127) < 3


@pytest.mark.slow
def test_memory_is_bounded_however_many_pages(view: PdfView, qtbot: QtBot, book: Path) -> None:
    view.images = PdfPageCache(budget=3 << 20)
    open_book(view, qtbot, book)
    for page in range(0, 40, 3):
        view.go_to_page(page)
        drawn(view, qtbot, page)
        assert view.images.bytes <= 4 << 20


def test_zoom_keeps_the_place_under_the_pointer(view: PdfView, qtbot: QtBot, book: Path) -> None:
    open_book(view, qtbot, book)
    view.go_to_page(10)
    at = QPoint(240, 150)
    before = view._layout.to_points(QPointF(at + view._offset()))
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    after = view._layout.to_points(QPointF(at + view._offset()))
    assert before is not None
    assert after is not None
    assert before[0] == after[0]
    assert abs(before[1] - after[1]) < 2
    assert abs(before[2] - after[2]) < 2
    assert view.fit is FitMode.FREE


def test_a_view_that_changes_its_size_does_not_pass_for_a_user_who_scrolls(
    view: PdfView, qtbot: QtBot, book: Path
) -> None:
    open_book(view, qtbot, book)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    told: list[tuple[int, float]] = []
    view.moved.connect(lambda page, y: told.append((page, y)))
    for size in ((500, 900), (300, 700), (500, 400)):
        view.resize(*size)
        QApplication.processEvents()
    assert told == []
    view.verticalScrollBar().setValue(0)
    assert len(told) == 1


def test_a_bar_that_comes_below_a_whole_page_does_not_make_it_jump(
    view: PdfView, qtbot: QtBot, book: Path
) -> None:
    window, bar = QWidget(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(view, 1)
    column.addWidget(bar)
    bar.setFixedHeight(50)
    bar.hide()
    window.resize(600, 500)
    window.show()
    open_book(view, qtbot, book)
    view.set_fit(FitMode.PAGE)
    view.go_to_page(7)
    QApplication.processEvents()
    height, scale, at = view.height(), view.scale_percent, view.verticalScrollBar().value()
    bar.show()
    qtbot.waitUntil(lambda: view.height() < height, timeout=WAIT_MS)
    assert (view.scale_percent, view.verticalScrollBar().value()) == (scale, at)
    view.set_fit(FitMode.PAGE)  # who asks for it again has it fit what there is now
    assert view.scale_percent < scale
    bar.hide()
    qtbot.waitUntil(lambda: view.height() == height, timeout=WAIT_MS)
    assert view.scale_percent == scale
    bar.show()
    qtbot.waitUntil(lambda: view.height() < height, timeout=WAIT_MS)
    window.resize(600, 480)  # the user wants the page to follow
    qtbot.waitUntil(lambda: view.scale_percent < scale, timeout=WAIT_MS)
    view.setParent(None)


def test_what_is_left_at_its_top_is_at_its_top_in_a_view_of_another_height(
    view: PdfView, qtbot: QtBot, book: Path
) -> None:
    open_book(view, qtbot, book)
    left = view.place()
    assert left is not None
    view.resize(500, 250)
    view.go_to_page(5)
    view.follow(*left)
    assert view.verticalScrollBar().value() == 0


def test_marks_are_hit_hovered_and_followed_when_turned(
    view: PdfView, qtbot: QtBot, book: Path
) -> None:
    open_book(view, qtbot, book)
    view.set_overlays(
        [
            BlockOverlay(0, BlockType.TEXT, PageRegion(5, (20, 20, 280, 200))),
            BlockOverlay(1, BlockType.TABLE, PageRegion(5, (40, 40, 100, 60))),
            BlockOverlay(1, BlockType.TABLE, PageRegion(6, (40, 300, 100, 380))),
        ]
    )
    for quarters in range(4):
        for unit, mark in ((1, view.marks_of(1)[0]), (0, view.marks_of(0)[0])):
            assert view.reveal(unit)
            place = view.rect_of(mark).center().toPoint()
            assert view.viewport().rect().contains(place), (quarters, unit)
            with qtbot.waitSignal(view.clicked, timeout=WAIT_MS) as clicked:
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert clicked.args == [unit], quarters
        view.rotate(1)
    assert not view.reveal(7)
    view.set_coloured(True)
    view.grab()


def test_keys_move(view: PdfView, qtbot: QtBot, book: Path) -> None:
    open_book(view, qtbot, book)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == 39
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0
    view.set_fit(FitMode.PAGE)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.page == 2
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.page == 1
    scale = view.scale_percent
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.scale_percent > scale
    QTest.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.scale_percent == scale
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.fit is FitMode.WIDTH
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.verticalScrollBar().value() > 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)


def test_a_password_is_asked_for_and_tried(qtbot: QtBot, book: Path, tmp_path: Path) -> None:
    import pikepdf

    locked = tmp_path / "locked.pdf"
    with pikepdf.open(book) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="geheim", owner="o"))
    side = PdfPanel()
    side.resize(500, 400)
    side.show()
    qtbot.waitExposed(side)
    side.show_document(locked, None)
    side.view.set_overlays([BlockOverlay(0, BlockType.TEXT, PageRegion(0, (0, 0, 10, 10)))])
    qtbot.waitUntil(lambda: "is password-protected" in side.notice.text.text(), timeout=WAIT_MS)
    side.notice.password.setText("wrong")
    side.notice.open.click()
    qtbot.waitUntil(lambda: "not the password" in side.notice.text.text(), timeout=WAIT_MS)
    side.notice.password.setText("geheim")
    QTest.keyClick(side.notice.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: side.view.page_count == 40, timeout=WAIT_MS)
    assert side.count.text() == "of 40"
    assert side.view.marks_of(0)
    side.field.setText("30")
    side.field.returnPressed.emit()
    assert side.view.page == 29
    side.boxes.click()
    assert side.legend.isVisible()
    side.show_document(None, None)
    assert "no longer" in side.notice.text.text()
    side.view.shut_down()
    shiboken6.delete(side)


FAKE = """
import sys, json, time
for line in sys.stdin:
    request = json.loads(line)
    if request["op"] == "open":
        print(json.dumps({{"id": 0, "sizes": [[300, 400]] * 3}}), flush=True)
    elif request["page"] == 0:
        {act}
    else:
        w, h = request["width"], request["height"]
        print(json.dumps({{"width": w, "height": h, "stride": w * 4, "bytes": w * h * 4}}))
        sys.stdout.flush()
        sys.stdout.buffer.write(bytes(w * h * 4))
        sys.stdout.flush()
"""


@pytest.mark.parametrize(
    "act",
    [
        "sys.exit(3)",
        "time.sleep(600)",
        "print('nonsense', flush=True)",
        "print(json.dumps({'error': 'failed'}), flush=True)",
    ],
)
def test_a_page_that_cannot_be_drawn_costs_only_itself(
    view: PdfView, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    package = tmp_path / "core" / "documents"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    (package / "pdf_render_server.py").write_text(FAKE.format(act=act))
    monkeypatch.setattr(core, "__file__", str(package.parent / "__init__.py"))
    monkeypatch.setattr(render_process, "DRAW_DEADLINE_MS", 300)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    view.show_document(tmp_path / "any.pdf")
    qtbot.waitUntil(lambda: 0 in view.images.broken, timeout=WAIT_MS)
    drawn(view, qtbot, 1)
    assert view.images.broken == {0}
    view.grab()


def test_a_document_that_never_opens_is_given_up(
    view: PdfView, qtbot: QtBot, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_process, "OPEN_DEADLINE_MS", 1)
    with qtbot.waitSignal(view.refused, timeout=WAIT_MS) as refused:
        view.show_document(book)
    assert refused.args == ["timeout"]
    monkeypatch.setattr(render_process, "OPEN_DEADLINE_MS", WAIT_MS)
    open_book(view, qtbot, book)


def test_a_process_that_cannot_start_is_said(
    view: PdfView, qtbot: QtBot, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with qtbot.waitSignal(view.refused, timeout=WAIT_MS) as refused:
        view.show_document(book)
    assert refused.args == ["failed"]


def test_the_newest_document_wins(view: PdfView, qtbot: QtBot, book: Path, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    small = tmp_path / "small.pdf"
    canvas = Canvas(str(small))
    canvas.showPage()
    canvas.save()
    for _ in range(20):
        view.show_document(book)
        view.show_document(small)
    with qtbot.waitSignal(view.opened, timeout=WAIT_MS):
        view.show_document(book)
    assert view.page_count == 40
    view.clear()
    assert view.page_count == 0
    view.grab()
