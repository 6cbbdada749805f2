"""The log window, the words about the program, the dispatcher of notices."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core import __version__
from core.paths import logs_folder
from gui.notices import Level, Notice, Notices
from gui.window.about import About
from gui.window.log_window import LogWindow
from gui.window.notice_bar import NoticeBar


@pytest.fixture
def notices(qapp: QApplication) -> Iterator[Notices]:
    made = Notices()
    yield made
    made.deleteLater()


def test_the_log_window_shows_the_latest_log_and_follows_it(
    qtbot: QtBot, dressed: None, home: Path
) -> None:
    window = LogWindow(home)
    qtbot.addWidget(window)
    window.show()
    assert "no log" in window.text.toPlainText()
    window.hide()
    logs_folder(home).mkdir(parents=True)
    file = logs_folder(home) / "window-20260101-000000-1.log"
    file.write_text("first line\n", encoding="utf-8")
    window.show()
    assert window.choice.currentText() == file.name
    assert "first line" in window.text.toPlainText()
    with file.open("a", encoding="utf-8") as stream:
        stream.write("second line\n")
    qtbot.waitUntil(lambda: "second line" in window.text.toPlainText(), timeout=20_000)
    next(button for button in window.findChildren(QPushButton) if button.text() == "Copy").click()
    assert QGuiApplication.clipboard().text() == "first line\nsecond line\n"
    file.unlink()
    qtbot.waitUntil(lambda: "cannot be read" in window.text.toPlainText(), timeout=20_000)
    window.hide()


def test_about_names_the_version_and_the_license(qtbot: QtBot, dressed: None) -> None:
    window = About()
    qtbot.addWidget(window)
    window.show()
    text = " ".join(label.text() for label in window.findChildren(QLabel))
    assert __version__ in text
    assert "Affero" in text


def test_a_notice_goes_by_itself_and_an_error_stays(qtbot: QtBot, dressed: None) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(Notice(Level.INFO, "done"))
    assert bar.isVisible()
    bar._timer.timeout.emit()
    assert not bar.isVisible()
    pressed: list[bool] = []
    bar.show_notice(Notice(Level.ERROR, "bad", "Mend", lambda: pressed.append(True)))
    assert not bar._timer.isActive()
    bar._action.click()
    assert pressed == [True]
    assert bar.notice is None


def test_crashes_of_any_thread_arrive_in_the_gui_thread(
    notices: Notices, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    threads: list[threading.Thread] = []
    notices.posted.connect(lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(notices.posted), caplog.at_level(logging.CRITICAL + 1):
        worker = threading.Thread(target=lambda: notices.crashed(ValueError("in a thread")))
        worker.start()
        worker.join()
    assert threads == [threading.main_thread()]


def test_the_hooks_come_and_go(notices: Notices, qtbot: QtBot) -> None:
    seen: list[str] = []
    before = (sys.excepthook, threading.excepthook)
    sys.excepthook = lambda kind, error, traceback: seen.append(kind.__name__)
    try:
        notices.install()
        with qtbot.waitSignal(notices.posted) as posted:
            sys.excepthook(KeyError, KeyError("x"), None)
        assert seen == ["KeyError"], "the hook that was there has logged it"
        assert posted.args is not None
        assert posted.args[0].level is Level.ERROR
        notices.uninstall()
        notices.uninstall()
    finally:
        sys.excepthook = before[0]
    assert threading.excepthook is before[1]


def test_what_an_event_loop_reports_is_shown(notices: Notices, qtbot: QtBot) -> None:
    with qtbot.waitSignal(notices.posted):
        notices.in_loop(None, {"exception": LookupError("in a task")})  # type: ignore[arg-type]
    with qtbot.assertNotEmitted(notices.posted):
        notices.in_loop(None, {"message": "a slow callback"})  # type: ignore[arg-type]
