"""The end of the window: what is asked, what the three answers do, what is kept."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from core.paths import queue_file, window_file
from core.settings.definitions import Settings
from gui.window.actions import Command
from gui.window.close_controller import CloseChoice
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import WAIT_MS, RunningApp, end_app, make_app


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """It stays at work until it is let go."""
    made = pdfs.text_pdf(tmp_path / "long.pdf", pages=1)
    hold(made)
    return made


@pytest.fixture
def busy(app: RunningApp, long: Path) -> RunningApp:
    """A window with a document at work."""
    app.drop(long)
    app.wait(lambda: app.states() == {"long.pdf": JobState.RUNNING})
    return app


def test_a_window_without_work_goes_at_once(app: RunningApp) -> None:
    with app.qtbot.waitSignal(app.window.closing.exit_requested):
        app.window.close()
    assert app.window.closing.question is None
    assert app.window.isVisible(), "the program ends it, in order"


def test_with_work_it_asks_once(busy: RunningApp) -> None:
    closing = busy.window.closing
    busy.window.close()
    question = closing.question
    assert isinstance(question, QMessageBox)
    busy.window.actions_[Command.QUIT].trigger()
    assert closing.question is question
    with busy.qtbot.assertNotEmitted(closing.exit_requested):
        closing.press(CloseChoice.STAY)
    assert not closing.waits_for_work


@pytest.mark.slow
def test_keep_going_closes_when_everything_is_done(
    busy: RunningApp, long: Path, tmp_path: Path
) -> None:
    closing = busy.window.closing
    busy.window.close()
    with busy.qtbot.waitSignal(closing.exit_requested, timeout=WAIT_MS):
        closing.press(CloseChoice.KEEP_GOING)
        assert closing.waits_for_work
        let_go(long)
    assert busy.states() == {"long.pdf": JobState.DONE}
    assert (tmp_path / "out" / "long" / "long.md").is_file()


def test_keep_going_can_be_taken_back(busy: RunningApp, long: Path) -> None:
    closing = busy.window.closing
    busy.window.close()
    closing.press(CloseChoice.KEEP_GOING)
    notice = busy.window.notice_bar.notice
    assert notice is not None
    assert notice.act is not None
    notice.act()
    let_go(long)
    with busy.qtbot.assertNotEmitted(closing.exit_requested):
        busy.wait_until_over(1)


@pytest.mark.slow
def test_a_question_that_stands_until_all_is_done_says_so(busy: RunningApp, long: Path) -> None:
    closing = busy.window.closing
    busy.window.close()
    question = closing.question
    assert question is not None
    assert "still being converted" in question.text()
    let_go(long)
    busy.wait(lambda: question.text() == "Everything is done.")
    shown = {button.text() for button in question.buttons() if button.isVisible()}
    assert shown == {"Close", "Cancel"}
    with busy.qtbot.waitSignal(closing.exit_requested):
        closing.press(CloseChoice.KEEP_GOING)


@pytest.mark.slow
def test_stop_now_carries_on_next_time(
    busy: RunningApp, long: Path, qtbot: QtBot, home: Path, settings: Settings, tmp_path: Path
) -> None:
    closing = busy.window.closing
    busy.window.close()
    with qtbot.waitSignal(closing.exit_requested):
        closing.press(CloseChoice.STOP_NOW)
    end_app(busy)
    children = psutil.Process().children(recursive=True)
    # Chromium's own processes serve all tests of this one, and stay.
    assert not [child for child in children if "QtWebEngine" not in child.name()]
    assert not list((tmp_path / "out").rglob("*.md"))
    assert queue_file(home).is_file()
    let_go(long)
    again = make_app(qtbot, home, settings)
    again.wait_until_over(1)
    assert again.states() == {"long.pdf": JobState.DONE}
    end_app(again)


@pytest.mark.slow
def test_what_the_window_remembers(
    qtbot: QtBot, app: RunningApp, home: Path, settings: Settings
) -> None:
    window = app.window
    window.resize(780, 600)  # offscreen has 800 × 800 pixels
    window.actions_[Command.PREVIEW_BELOW].trigger()
    window.actions_[Command.SHOW_PREVIEW].trigger()
    assert window.detail.isHidden()
    kept = window_file(home)
    qtbot.waitUntil(lambda: kept.is_file() and "geometry" in kept.read_text(), timeout=WAIT_MS)
    end_app(app)
    again = make_app(qtbot, home, settings)
    assert again.window.size().toTuple() == (780, 600)
    assert again.window.actions_[Command.PREVIEW_BELOW].isChecked()
    assert again.window.detail.isHidden()
    end_app(again)


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_watched_batch_is_watched_again_at_the_next_start(
    qtbot: QtBot, home: Path, settings: Settings, themed: None, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    pdfs.text_pdf(folder / "one.pdf", pages=1)
    app = make_app(qtbot, home, settings)
    app.work.add_batch(NewBatch("Inbox", (folder,), tmp_path / "out", watch=True))
    app.wait_until_over(1)
    end_app(app)
    pdfs.text_pdf(folder / "two.pdf", pages=1)
    again = make_app(qtbot, home, settings)
    again.wait(lambda: again.states() == dict.fromkeys(("one.pdf", "two.pdf"), JobState.DONE))
    assert len({job.batch for job in again.jobs()}) == 1
    end_app(again)
