"""Going through differences."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.documents.diff import compare
from core.settings.definitions import LANGUAGE, THEME, Language, Settings, Theme
from gui.reading.compare_view import CompareView
from gui.reading.file_tasks import CompareResult, CompareTask
from tests.unit.gui.reading.conftest import WAIT_MS

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)
ALIKE = [f"Paragraph {n} is the same on both sides. " * 12 for n in range(60)]


def view_of(
    left: list[str], right: list[str], names: tuple[str, str] = ("left", "right")
) -> CompareView:
    texts = ("\n\n".join(left), "\n\n".join(right))
    task = CompareTask(Path("left.md"), *names, texts[1])
    return CompareView(CompareResult(task, compare(*texts)))


def test_what_is_left_out_between_differences_is_counted(themed: None, qtbot: QtBot) -> None:
    view = view_of(["Old.", *ALIKE, "Old."], ["New.", *ALIKE, "New."])
    try:
        assert "⋯ 56 identical paragraphs" in view.text.toPlainText()
    finally:
        shiboken6.delete(view)


def test_keys_go_from_difference_to_difference(qtbot: QtBot) -> None:
    left, right = list(ALIKE), list(ALIKE)
    left[10] = "One side only."
    left[11] = "And the next to it."  # side by side they are one difference
    right[30] = "Other words."
    right[50] = "The last one."
    view = view_of(left, right)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow, timeout=WAIT_MS)
    try:
        assert view.where.text() == "3 difference(s)"
        bar = view.text.verticalScrollBar()
        heights = []
        for number in (1, 2, 3):
            QTest.keyClick(view, Qt.Key.Key_F8)
            assert view.where.text() == f"Difference {number} of 3"
            heights.append(bar.value())
        assert heights == sorted(set(heights))
        view.next.click()
        assert (view.where.text(), bar.value()) == ("Difference 1 of 3", heights[0])
        QTest.keyClick(view, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        assert view.where.text() == "Difference 3 of 3"
    finally:
        shiboken6.delete(view)


def test_equal_texts_have_nothing_to_go_to(qtbot: QtBot) -> None:
    view = view_of(["same"], ["same"])
    try:
        assert view.next.isHidden()
        assert view.summary.text() == "Both texts are the same."
    finally:
        shiboken6.delete(view)


def test_it_speaks_the_language_and_has_the_colours_of_now(
    qtbot: QtBot, themed: None, settings: Settings
) -> None:
    left, right = list(ALIKE), list(ALIKE)
    left[10], right[30] = "One side only.", "Other words."
    view = view_of(left, right, ("", ""))
    view.show()
    try:
        QTest.keyClick(view, Qt.Key.Key_F8)
        light = view.text.toHtml()
        assert "As converted" in light
        settings.set(LANGUAGE, Language.CHINESE)
        settings.set(THEME, Theme.DARK)
        QApplication.processEvents()
        assert view.windowTitle() == "比较"
        assert not view.where.text().isascii()
        assert not view.summary.text().isascii()
        assert "2" in view.where.text(), "still the same differences"
        assert view.next.toolTip().startswith("下一处")
        dark = view.text.toHtml()
        assert "As converted" not in dark
        assert "#1f4d33" in dark
        assert "#1f4d33" not in light
    finally:
        shiboken6.delete(view)
