"""What the bar of notices says while the language changes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages import msg
from core.settings.definitions import LANGUAGE, Language, Settings
from gui.i18n import tr
from gui.notifications import Notification, NotificationCenter, Severity
from gui.window.notice_bar import NotificationBar

GONE = msg("The engine {engine} is not installed.", engine="mineru")


@pytest.fixture
def bar(qtbot: QtBot, themed: None) -> NotificationBar:
    made = NotificationBar()
    qtbot.addWidget(made)
    return made


def shown(bar: NotificationBar) -> str:
    QApplication.processEvents()  # the change of language is on its way
    return bar.accessible_text


def test_a_notice_that_shows_is_said_again_in_the_new_language(
    bar: NotificationBar, settings: Settings
) -> None:
    center = NotificationCenter()
    center.posted.connect(bar.show_notice)
    center.withdrawn.connect(bar.withdraw)
    english = center.show(lambda: tr(GONE), Severity.WARNING, lambda: tr(msg("Automatic")))
    assert english.text == shown(bar) == "The engine MinerU 4 is not installed."
    settings.set(LANGUAGE, Language.CHINESE)
    assert "MinerU 4" in shown(bar)
    assert "not installed" not in shown(bar)
    center.withdraw(english)
    assert bar.notice is None, "it is the same notice"


def test_a_notice_is_spoken_an_error_at_once(
    bar: NotificationBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: said.append((event.message(), event.politeness())),
    )
    bar.show_notice(Notification(Severity.INFO, "2 documents added."))
    bar.show_notice(Notification(Severity.ERROR, "Disk full."))
    polite = QAccessible.AnnouncementPoliteness
    assert said == [("2 documents added.", polite.Polite), ("Disk full.", polite.Assertive)]


def test_what_cannot_be_said_again_goes_where_it_would_have_gone_in_a_moment(
    bar: NotificationBar, settings: Settings
) -> None:
    center = NotificationCenter()
    center.posted.connect(bar.show_notice)
    center.show("2 documents added.")
    settings.set(LANGUAGE, Language.CHINESE)
    assert shown(bar) == ""
    center.show("Disk full.", Severity.ERROR)
    settings.set(LANGUAGE, Language.ENGLISH)
    assert shown(bar) == "Disk full.", "nothing that matters is lost"


def test_a_line_to_be_typed_keeps_the_name_that_the_command_takes(qtbot: QtBot) -> None:
    typed = msg("Run `headframe engine install {engine}`.", engine="mineru")
    assert "MinerU 4" not in tr(typed)
    found = msg("{engine} {version} with torch.", engine="mineru", version="4.0.12")
    assert tr(found) == "mineru 4.0.12 with torch."
