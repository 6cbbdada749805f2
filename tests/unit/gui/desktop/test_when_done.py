"""What happens when everything is converted: with a real bus, a real shell, and real work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import Message, new_method_return
from PySide6.QtWidgets import QInputDialog

from gui.desktop.suspend import NO_LOGIND, NOT_ALLOWED, VARIABLE, suspend
from gui.desktop.when_done import WhenDoneController
from gui.notifications import Notification
from gui.window.status.countdown_dialog import CountdownDialog
from gui.window.status.when_done_button import WhenDone
from tests.support import pdfs
from tests.support.window import RunningApp
from tests.unit.gui.desktop.session import HAS_BUS, WHY_NOT, Peer, session_bus

pytestmark = pytest.mark.qt_log_ignore(
    r"^This plugin does not support (?:propagateSizeHints|raise)\(\)", extend=True
)


class Logind(Peer):
    """systemd's logind, as far as it is asked."""

    def __init__(self, address: str, can: str) -> None:
        self.can = can
        self.suspended: list[tuple[Any, ...]] = []
        super().__init__(address, "org.freedesktop.login1")

    def answer(self, member: str, call: Message) -> Message | None:
        if member == "CanSuspend":
            return new_method_return(call, "s", (self.can,))
        if member == "Suspend":
            self.suspended.append(call.body)
            return new_method_return(call)
        return None


@pytest.mark.skipif(not HAS_BUS, reason=WHY_NOT)
@pytest.mark.parametrize("can", ["yes", "no", "challenge"])
def test_logind_is_asked_first_and_told_then(tmp_path: Path, can: str) -> None:
    with session_bus(tmp_path) as address:
        logind = Logind(address, can)
        try:
            outcome = suspend({VARIABLE: address})
        finally:
            logind.end()
    assert outcome == (None if can == "yes" else NOT_ALLOWED)
    assert logind.suspended == ([(False,)] if can == "yes" else [])


@pytest.mark.skipif(not HAS_BUS, reason=WHY_NOT)
def test_a_bus_without_logind_is_said(tmp_path: Path) -> None:
    with session_bus(tmp_path) as address:
        assert suspend({VARIABLE: address}) == NO_LOGIND


def test_no_bus_is_said(tmp_path: Path) -> None:
    assert suspend({VARIABLE: f"unix:path={tmp_path}/none"}) == NO_LOGIND


@pytest.fixture
def ending(app: RunningApp, tmp_path: Path) -> Iterator[WhenDoneController]:
    environ = {"PATH": "/usr/bin:/bin", VARIABLE: f"unix:path={tmp_path}/none"}
    made = WhenDoneController(app.window, app.work, app.notices, app.state, environ)
    yield made
    made.task.cancel()


def choose(ending: WhenDoneController, choice: WhenDone) -> None:
    ending.button._actions[choice].trigger()


def chosen(ending: WhenDoneController) -> WhenDone:
    return ending.button.choice


@pytest.mark.slow
def test_it_is_quit_once_and_only_after_the_countdown(
    ending: WhenDoneController, app: RunningApp, tmp_path: Path
) -> None:
    assert ending.button.isHidden()
    choose(ending, WhenDone.QUIT)
    assert not ending.button.isHidden()
    asked: list[bool] = []
    ending.quit_requested.connect(lambda: asked.append(True))
    ending.seconds = 2
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf", pages=1))
    app.wait(lambda: ending.countdown is not None)
    assert ending.countdown is not None
    assert "2 second" in ending.countdown.label.text()
    assert not asked
    app.wait(lambda: bool(asked))
    assert ending.button.choice is WhenDone.NOTHING
    app.drop(pdfs.text_pdf(tmp_path / "two.pdf", pages=1))
    app.wait_until_over(2)
    assert not app.window.findChildren(CountdownDialog)
    assert asked == [True]


@pytest.mark.slow
def test_a_countdown_is_stopped_by_its_button_and_by_new_work(
    ending: WhenDoneController, app: RunningApp, tmp_path: Path
) -> None:
    choose(ending, WhenDone.QUIT)
    asked: list[bool] = []
    ending.quit_requested.connect(lambda: asked.append(True))
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf", pages=1))
    app.wait(lambda: ending.countdown is not None)
    app.drop(pdfs.text_pdf(tmp_path / "two.pdf", pages=1))
    first = ending.countdown
    app.wait(lambda: ending.countdown is not first)
    app.wait(lambda: ending.countdown is not None)  # at the end of that work
    assert chosen(ending) is WhenDone.QUIT
    assert ending.countdown is not None
    ending.countdown.reject()
    assert chosen(ending) is WhenDone.NOTHING
    assert not asked


@pytest.mark.slow
def test_a_command_is_told_the_counts_and_its_failure_is_said(
    ending: WhenDoneController, app: RunningApp, tmp_path: Path
) -> None:
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    choose(ending, WhenDone.COMMAND)
    question = app.window.findChild(QInputDialog)
    assert question is not None
    out = tmp_path / "counts"
    line = f'echo "$HEADFRAME_DONE $HEADFRAME_FAILED" > "{out}"; echo no good; exit 3'
    question.setTextValue(line)
    question.accept()
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf", pages=1), tmp_path / "missing.pdf")
    app.wait(lambda: ending.countdown is not None)
    assert ending.countdown is not None
    assert line in ending.countdown.label.text()
    ending.countdown.at_once.click()
    app.wait(lambda: bool(told) and "no good" in told[-1].text)
    assert out.read_text() == "1 1\n"


@pytest.mark.slow
def test_sleep_that_cannot_be_is_said(
    ending: WhenDoneController, app: RunningApp, tmp_path: Path
) -> None:
    told: list[Notification] = []
    app.notices.posted.connect(told.append)
    choose(ending, WhenDone.SLEEP)
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf", pages=1))
    app.wait(lambda: ending.countdown is not None)
    assert ending.countdown is not None
    ending.countdown.at_once.click()
    app.wait(lambda: bool(told) and "logind" in told[-1].text)


def test_a_command_that_is_not_given_is_not_chosen(
    ending: WhenDoneController, app: RunningApp
) -> None:
    choose(ending, WhenDone.COMMAND)
    question = app.window.findChild(QInputDialog)
    assert question is not None
    question.reject()
    assert ending.button.choice is WhenDone.NOTHING
