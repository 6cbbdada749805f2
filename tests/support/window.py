"""A real main window on a real queue with real worker children, ended in order after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.jobs.execution.control import StopMode
from core.jobs.model import Job
from core.jobs.states import JobState
from core.paths import settings_file
from core.settings.definitions import LANGUAGE, OUTPUT_FOLDER, Language, Settings
from gui.i18n import LanguageManager
from gui.jobs.controller import JobController
from gui.notifications import NotificationCenter
from gui.theme import ThemeManager
from gui.window.main_window import MainWindow
from gui.window.state import WindowState

WAIT_MS = 60_000
"""For things that take a second on an idle machine: a child that starts, a document converted."""


@dataclass
class RunningApp:
    """A window and all that belongs to it."""

    qtbot: QtBot
    settings: Settings
    notices: NotificationCenter
    state: WindowState
    work: JobController
    window: MainWindow
    ended: bool = False

    def drop(self, *paths: Path) -> None:
        """Drop files and folders on the window, as a file manager does."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        drop_on(self.window, mime)

    def jobs(self) -> list[Job]:
        """What is on the list, shown or not."""
        return [row.job for row in self.window.model.rows()]

    def states(self) -> dict[str, JobState]:
        """Each document's state by its file's name."""
        return {job.source.name: job.state for job in self.jobs()}

    def job(self, name: str) -> Job:
        """The job of a file."""
        return next(job for job in self.jobs() if job.source.name == name)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the program run until something is so."""
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def wait_until_over(self, documents: int) -> None:
        """Wait until so many documents are on the list and none of them waits or runs."""
        self.wait(
            lambda: len(self.jobs()) == documents and all(job.state.is_final for job in self.jobs())
        )

    def choose(self, *names: str) -> None:
        """Select the rows of these files."""
        self.window.view.select([self.job(name).id for name in names])


def drop_on(window: QWidget, mime: QMimeData) -> None:
    """Drag something over the window and let go."""
    middle = window.rect().center()
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(middle, actions, mime, buttons, keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(middle), actions, mime, buttons, keys))


@pytest.fixture
def settings(home: Path) -> Settings:
    """The user's choices: English, whatever the machine speaks."""
    made = Settings(settings_file(home))
    made.set(LANGUAGE, Language.ENGLISH)
    return made


@pytest.fixture
def themed(
    qapp: QApplication, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The application in its language and theme, and afterwards as it was."""
    monkeypatch.setenv("HEADFRAME_MARKDOWN_VIEW", "text")  # no web engine for a list's sake
    style, font, palette = qapp.style().objectName(), qapp.font(), qapp.palette()
    language, theme = LanguageManager(qapp, settings), ThemeManager(qapp, settings)
    yield
    language.close()
    theme.close()
    language.deleteLater()
    theme.deleteLater()
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setStyle(style)


@pytest.fixture
def app(
    qtbot: QtBot,
    home: Path,
    settings: Settings,
    themed: None,
    app_engine: None,
    tmp_path: Path,
) -> Iterator[RunningApp]:
    """A window that has started, with results going to ``tmp_path / "out"``."""
    settings.set(OUTPUT_FOLDER, tmp_path / "out")
    made = make_app(qtbot, home, settings)
    yield made
    end_app(made)


def make_app(qtbot: QtBot, home: Path, settings: Settings, *, start: bool = True) -> RunningApp:
    """Put together what `gui.application` puts together, and start it."""
    notices = NotificationCenter()
    state = WindowState(home)
    work = JobController(home, settings)
    window = MainWindow(work, settings, notices, state)
    window.show()
    if start:
        work.start()
    return RunningApp(qtbot, settings, notices, state, work, window)


def end_app(app: RunningApp) -> None:
    """End every thread and child, then the window; once is enough."""
    if app.ended:
        return
    app.ended = True
    with app.qtbot.waitSignal(app.work.stopped, timeout=WAIT_MS):
        app.work.stop(StopMode.NOW)
    app.window.shut_down()
    app.state.write()
    app.window.hide()
    for item in (app.window, app.work, app.notices, app.state):
        item.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
