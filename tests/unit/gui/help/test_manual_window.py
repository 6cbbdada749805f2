"""The manual: both languages, from the program's own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from core.settings.definitions import LANGUAGE, Language, Settings
from gui.help.manual_window import ManualWindow, manual_file
from tests.support.paths import ROOT

CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.China)


@pytest.mark.parametrize("locale", [QLocale(QLocale.Language.English), CHINESE])
def test_the_file_that_is_shipped_is_the_page_of_the_docs(locale: QLocale) -> None:
    file = manual_file(locale)
    assert file.resolve() == ROOT / "docs" / file.name
    assert file.read_text("utf-8").startswith("# Headframe")


def test_both_languages_have_the_same_parts() -> None:
    def parts(file: Path) -> list[str]:
        return [
            line.partition(" ")[0]
            for line in file.read_text("utf-8").splitlines()
            if "#" in line[:3]
        ]

    assert parts(manual_file(QLocale(QLocale.Language.English))) == parts(manual_file(CHINESE))


def test_contents_lead_to_their_place_and_words_are_found(
    qtbot: QtBot, themed: None, settings: Settings
) -> None:
    window = ManualWindow()
    qtbot.addWidget(window)
    window.show()
    titles = [window.contents.item(row).text().strip() for row in range(window.contents.count())]
    assert "Cards" in titles
    window.contents.setCurrentRow(titles.index("Cards"))
    assert window.text.textCursor().block().text() == "Cards"
    assert window.text.verticalScrollBar().value() > 0
    window.find_field.setText("HEADFRAME_HOME")
    assert window.text.textCursor().selectedText() == "HEADFRAME_HOME"
    window.find_field.setText("password")
    first = window.text.textCursor().position()
    window.find_next()
    assert window.text.textCursor().selectedText() == "password"
    assert (
        window.text.textCursor().position() != first
        or window.text.toPlainText().count("password") == 1
    )
    settings.set(LANGUAGE, Language.CHINESE)
    qtbot.waitUntil(lambda: "使用手册" in window.text.toPlainText())
    window.hide()
