"""Doubtful places in both views and on the pages: seen, explained, gone through by keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from core.settings.definitions import LANGUAGE, Language, Settings
from gui.reading.page_readings import pages_text
from gui.reading.result_pane import ResultPane
from tests.unit.gui.reading.conftest import WAIT_MS, MakeResult
from tests.unit.gui.reading.test_pane import ask, is_marked, show

SCAN = [
    ("title", "# A scan"),
    ("text", "Nothing wrong with this line."),
    ("text", "The qvick brown fox 😀 jvmps over it."),
    ("text", "Fine again. " * 40),
    ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ("text", "The end."),
]

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


@pytest.fixture
def scan(make_result: MakeResult) -> tuple[Path, Path]:
    folder, pdf = make_result(SCAN, per_page=3)
    body = json.loads((folder / "blocks.json").read_text())
    left, top, _, bottom = body["blocks"][2]["bbox"]
    body["blocks"][2]["doubtful"] = [
        {"page": 0, "bbox": [left, top, left + 20, bottom], "score": 0.4, "text": "qvick"},
        {"page": 0, "bbox": [left + 50, top, left + 70, bottom], "score": 0.4, "text": "jvmps"},
    ]
    body["blocks"][4]["score"] = 0.5
    (folder / "blocks.json").write_text(json.dumps(body))
    origin = {"schema": 1, "pages_by": {"text": [0], "ocr": [1]}}
    (folder / "headframe.json").write_text(json.dumps(origin))
    return folder, pdf


@pytest.mark.slow
def test_the_web_view_marks_words_and_blocks_and_says_why(
    pane: ResultPane, qtbot: QtBot, scan: tuple[Path, Path]
) -> None:
    show(pane, qtbot, *scan)
    marks = ask(
        pane,
        qtbot,
        "[...document.querySelectorAll('.doubt')].map(e =>"
        " [e.textContent, getComputedStyle(e).textDecorationStyle, e.title])",
    )
    tip = "Read by OCR, may be wrong: compare with the page."
    assert marks == [["qvick", "dotted", tip], ["jvmps", "dotted", tip]]
    assert ask(pane, qtbot, "document.querySelector('[data-b=\"4\"]').title") == tip
    labels = ask(pane, qtbot, "[...document.querySelectorAll('section')].map(e => e.dataset.label)")
    assert labels == ["Page 1", "Page 2 · read by OCR"]


def test_what_the_page_itself_says_follows_the_language(
    pane: ResultPane, qtbot: QtBot, scan: tuple[Path, Path], settings: Settings, themed: None
) -> None:
    show(pane, qtbot, *scan)
    labels = "[...document.querySelectorAll('section')].map(e => e.dataset.label)"
    assert ask(pane, qtbot, labels) == ["Page 1", "Page 2 · read by OCR"]
    settings.set(LANGUAGE, Language.CHINESE)
    qtbot.waitUntil(lambda: ask(pane, qtbot, labels)[0] == "第 1 页", timeout=WAIT_MS)
    tip = ask(pane, qtbot, "document.querySelector('.doubt').title")
    assert "OCR" in tip
    assert "Read by" not in tip


@pytest.mark.slow
def test_keys_go_from_doubt_to_doubt_on_both_sides(
    pane: ResultPane, qtbot: QtBot, scan: tuple[Path, Path]
) -> None:
    show(pane, qtbot, *scan)
    button = pane.markdown.doubts
    qtbot.waitUntil(lambda: button.text() == "3", timeout=WAIT_MS)
    assert button.isVisible()
    assert "3 place" in button.accessibleName()
    pane.activateWindow()
    pane.pages.view.setFocus()

    def current() -> object:
        return ask(pane, qtbot, "(document.querySelector('.doubted') || {}).textContent || ''")

    for unit, word in ((2, "qvick"), (2, "jvmps"), (4, ""), (2, "qvick")):
        QTest.keyClick(pane.pages.view, Qt.Key.Key_F8)
        assert is_marked(pane, qtbot, unit)
        assert current() == word
        assert pane.pages.view.overlays.doubt is not None
    QTest.keyClick(pane.pages.view, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert is_marked(pane, qtbot, 4)
    pane.markdown.mark(3, scroll=False)  # elsewhere by now: what comes next is meant from there
    QTest.keyClick(pane.pages.view, Qt.Key.Key_F8)
    assert is_marked(pane, qtbot, 4)


def test_the_text_view_underlines_with_dots_and_goes_there(
    text_pane: ResultPane, qtbot: QtBot, scan: tuple[Path, Path]
) -> None:
    show(text_pane, qtbot, *scan)
    (browser,) = text_pane.markdown.findChildren(QTextBrowser)
    dotted = QTextCharFormat.UnderlineStyle.DotLine

    def underlined() -> list[str]:
        found = []
        block = browser.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                if fragment.charFormat().underlineStyle() == dotted:
                    assert "compare with the page" in fragment.charFormat().toolTip()
                    found.append(fragment.text())
                iterator += 1
            block = block.next()
        return found

    assert "".join(underlined()) == "qvickjvmps"
    qtbot.waitUntil(lambda: text_pane.markdown.doubts.text() == "3", timeout=WAIT_MS)
    text_pane.markdown.doubts.go_next()
    text_pane.markdown.doubts.go_next()
    cursor = browser.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "jvmps"
    text_pane.markdown.doubts.go_next()
    assert set("".join(underlined())) == {"a", "b", "1", "2"}


def test_small_pages_and_the_menu_name_the_pages_that_were_read_by_ocr(
    text_pane: ResultPane, qtbot: QtBot, scan: tuple[Path, Path]
) -> None:
    show(text_pane, qtbot, *scan)
    small = text_pane.pages.thumbnails
    assert (small.label_of(0), small.label_of(1)) == ("1", "2 · OCR")
    text_pane.pages.view.go_to_page(1)
    assert small.accessibleDescription() == "Page 2 of 2, read by OCR"
    button = text_pane.markdown.doubts
    button.list.aboutToShow.emit()
    texts = [action.text() for action in button.list.actions() if not action.isSeparator()]
    assert texts[-1] == "Pages read by OCR: 2"
    text_pane.pages.view.go_to_page(0)
    button.list.actions()[-1].trigger()
    assert text_pane.pages.view.page == 1


def test_a_result_without_doubts_has_no_such_tool(
    text_pane: ResultPane, qtbot: QtBot, make_result: MakeResult
) -> None:
    show(text_pane, qtbot, *make_result(SCAN))
    assert not text_pane.markdown.doubts.isVisible()


def test_page_numbers_are_said_in_runs() -> None:
    from core.documents.result import PageReading

    ocr = PageReading.OCR
    readings = dict.fromkeys((0, 1, 2, 6, 8, 9), ocr) | {4: PageReading.BLANK}
    assert pages_text(readings, ocr) == "1–3, 7, 9–10"
