"""The log window, the words about the program, the dispatcher of notices."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from core import __version__
from core.paths import logs_folder, worker_log_name
from gui.help.about import AboutDialog
from gui.notifications import Notification, NotificationCenter, Severity
from gui.window.actions import Command
from gui.window.log_window import LogWindow
from gui.window.notice_bar import NotificationBar
from tests.support.pdfs import text_pdf
from tests.support.window import RunningApp


@pytest.fixture
def notices(qapp: QApplication) -> Iterator[NotificationCenter]:
    made = NotificationCenter()
    yield made
    made.deleteLater()


@pytest.mark.slow
def test_the_log_window_shows_the_latest_log_and_follows_it(
    qtbot: QtBot, themed: None, home: Path
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


def test_about_names_the_version_and_the_license(qtbot: QtBot, themed: None) -> None:
    window = AboutDialog()
    qtbot.addWidget(window)
    window.show()
    text = " ".join(label.text() for label in window.findChildren(QLabel))
    assert __version__ in text
    assert "Affero" in text


def test_a_notice_goes_by_itself_and_an_error_stays(qtbot: QtBot, themed: None) -> None:
    bar = NotificationBar()
    qtbot.addWidget(bar)
    bar.show_notice(Notification(Severity.INFO, "done"))
    assert bar.isVisible()
    bar._timer.timeout.emit()
    assert not bar.isVisible()
    pressed: list[bool] = []
    bar.show_notice(Notification(Severity.ERROR, "bad", "Mend", lambda: pressed.append(True)))
    assert not bar._timer.isActive()
    bar._action.click()
    assert pressed == [True]
    assert bar.notice is None


def test_crashes_of_any_thread_arrive_in_the_gui_thread(
    notices: NotificationCenter, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    threads: list[threading.Thread] = []
    notices.posted.connect(lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(notices.posted), caplog.at_level(logging.CRITICAL + 1):
        worker = threading.Thread(target=lambda: notices.crashed(ValueError("in a thread")))
        worker.start()
        worker.join()
    assert threads == [threading.main_thread()]


def test_the_hooks_come_and_go(notices: NotificationCenter, qtbot: QtBot) -> None:
    seen: list[str] = []
    before = (sys.excepthook, threading.excepthook)
    sys.excepthook = lambda kind, error, traceback: seen.append(kind.__name__)
    try:
        notices.install()
        with qtbot.waitSignal(notices.posted) as posted:
            sys.excepthook(KeyError, KeyError("x"), None)
        assert seen == ["KeyError"], "the hook that was there has logged it"
        assert posted.args is not None
        assert posted.args[0].level is Severity.ERROR
        notices.uninstall()
        notices.uninstall()
    finally:
        sys.excepthook = before[0]
    assert threading.excepthook is before[1]


def test_what_an_event_loop_reports_is_shown(notices: NotificationCenter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(notices.posted):
        notices.in_loop(None, {"exception": LookupError("in a task")})  # type: ignore[arg-type]
    with qtbot.assertNotEmitted(notices.posted):
        notices.in_loop(None, {"message": "a slow callback"})  # type: ignore[arg-type]


LINES = (
    "2026-01-01T10:00:00.000+00:00 INFO 1 MainThread core.jobs: begins\n"
    "2026-01-01T10:00:01.000+00:00 WARNING 1 MainThread core.jobs: a.pdf is slow\n"
    "2026-01-01T10:00:02.000+00:00 ERROR 1 MainThread core.jobs: b.pdf has failed\n"
    "    Traceback (most recent call last):\n"
    "2026-01-01T10:00:03.000+00:00 INFO 1 MainThread core.jobs: goes on\n"
    "a library prints this\n"
)


def written_log(home: Path, name: str, text: str) -> Path:
    logs_folder(home).mkdir(parents=True, exist_ok=True)
    file = logs_folder(home) / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_log_is_narrowed_to_what_went_wrong(qtbot: QtBot, themed: None, home: Path) -> None:
    written_log(home, "window-20260101-000000-1.log", LINES)
    window = LogWindow(home)
    qtbot.addWidget(window)
    window.show()
    assert window.text.toPlainText() == LINES
    window.level.setCurrentIndex(1)
    shown = window.text.toPlainText()
    assert "is slow" in shown
    assert "Traceback" in shown, "what belongs to a message stays with it"
    assert "begins" not in shown
    assert "goes on" not in shown
    assert "a library prints this" in shown, "what has no level may be what is sought"
    window.level.setCurrentIndex(2)
    assert "is slow" not in window.text.toPlainText()
    assert "has failed" in window.text.toPlainText()
    window.hide()


def test_words_are_found_in_the_log_and_lines_wrap(qtbot: QtBot, themed: None, home: Path) -> None:
    written_log(home, "window-20260101-000000-1.log", LINES)
    window = LogWindow(home)
    qtbot.addWidget(window)
    window.show()
    window.find_field.setText("PDF")
    assert window.matches.text() == "2 matches"
    first = window.text.textCursor().position()
    window.find_next()
    second = window.text.textCursor().position()
    assert second > first
    window.find_next()
    assert window.text.textCursor().position() == first, "from the top again"
    window.find_previous()
    assert window.text.textCursor().position() == second
    assert window.text.lineWrapMode() == QPlainTextEdit.LineWrapMode.NoWrap
    window.wrap.click()
    assert window.text.lineWrapMode() == QPlainTextEdit.LineWrapMode.WidgetWidth
    window.hide()


def test_the_log_of_a_worker_is_opened_by_its_card(qtbot: QtBot, themed: None, home: Path) -> None:
    written_log(home, worker_log_name("npu:7.1"), "the worker's words\n")
    written_log(home, "window-20260101-000000-1.log", LINES)
    window = LogWindow(home)
    qtbot.addWidget(window)
    window.show()
    window.show_file(logs_folder(home) / worker_log_name("npu:7.1"))
    assert window.choice.currentText() == "worker-npu-7.1.log"
    assert window.text.toPlainText() == "the worker's words\n"
    window.show_file(logs_folder(home) / worker_log_name("npu:0"))
    assert "worker-npu-0.log is empty" in window.text.toPlainText()
    window.hide()


def test_show_log_of_a_document_asks_for_its_workers_log(app: RunningApp, tmp_path: Path) -> None:
    app.drop(text_pdf(tmp_path / "a.pdf"))
    app.wait_until_over(1)
    app.window.view.clearSelection()
    assert not app.window.actions_[Command.SHOW_WORKER_LOG].isEnabled()
    app.choose("a.pdf")
    wanted: list[str] = []
    app.window.worker_log_requested.connect(wanted.append)
    app.window.actions_[Command.SHOW_WORKER_LOG].trigger()
    app.window.detail.show_log.emit(app.job("a.pdf").id)
    assert wanted == ["cpu", "cpu"]
    log = logs_folder(app.work._home) / worker_log_name("cpu")
    assert log.is_file(), "the name is that of the file which the worker writes"
