"""Messages of the desktop and progress in its task bar, on a real bus of the test's own."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.settings.definitions import NOTIFY
from gui.desktop.dbus_address import avoid_hanging_bus
from gui.desktop.dbus_client import Body, SessionBus
from gui.desktop.integration import DesktopIntegration
from gui.desktop.notifications import SERVICE, DesktopNotifier, NotificationTopic
from tests.support import pdfs
from tests.support.engines.scripted import hold
from tests.support.window import WAIT_MS, RunningApp
from tests.unit.gui.desktop.session import Service


def texts(service: Service) -> list[tuple[str, str]]:
    return [(message[3], message[4]) for message in service.messages]


@pytest.mark.slow
def test_the_end_is_told_with_counts_when_the_window_is_not_in_front(
    service: Service, app: RunningApp, presence: DesktopIntegration, tmp_path: Path
) -> None:
    app.window.hide()
    app.drop(pdfs.text_pdf(tmp_path / "good.pdf"), tmp_path / "missing.pdf")
    app.wait(lambda: texts(service)[-1:] == [("Everything is done", "1 converted · 1 failed")])
    number = len(service.messages)  # the failure may have been told, if the rest took its time
    name, replaced, picture, _, _, actions, hints, _ = service.messages[-1]
    assert (name, replaced, hints["desktop-entry"]) == ("Headframe", 0, ("s", "headframe"))
    assert Path(picture.removeprefix("file://")).is_file()
    assert actions == ["default", "Show Headframe"]
    app.drop(pdfs.text_pdf(tmp_path / "another.pdf"))
    app.wait(lambda: len(service.messages) == number + 1)
    assert texts(service)[-1] == ("Everything is done", "1 converted"), "of this round alone"
    assert service.messages[-1][1] == number, "the earlier one is replaced"


@pytest.mark.slow
def test_the_first_failure_of_a_batch_is_told_while_the_rest_goes_on(
    service: Service, app: RunningApp, presence: DesktopIntegration, tmp_path: Path
) -> None:
    app.window.hide()
    missing = [tmp_path / name for name in ("a <b>.pdf", "c <b>.pdf")]
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=1)
    hold(long)
    app.drop(*missing, long)
    app.wait(lambda: len(service.messages) == 1)
    title, text = texts(service)[0]
    assert title in [f"{path.name} could not be converted" for path in missing], "as it is"
    assert "<" not in text, "what stands in a text is no markup"
    app.wait(lambda: service.progress[-1][1]["urgent"] == ("b", True))
    app.work.cancel([app.job("long.pdf").id])
    app.wait(lambda: len(service.messages) == 2)
    assert texts(service)[1] == ("Everything is done", "2 failed")


@pytest.mark.slow
def test_a_batch_is_told_when_others_go_on(
    service: Service, app: RunningApp, presence: DesktopIntegration, tmp_path: Path
) -> None:
    app.window.hide()
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=1)
    hold(long)
    app.drop(pdfs.text_pdf(tmp_path / "papers" / "one.pdf").parent)
    app.drop(long)
    app.wait(lambda: texts(service) == [("“papers” is done", "1 converted")])
    app.work.cancel([app.job("long.pdf").id])
    app.wait_until_over(2)


@pytest.mark.slow
def test_a_click_brings_the_window_forward(
    service: Service,
    app: RunningApp,
    presence: DesktopIntegration,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    app.window.hide()
    app.drop(pdfs.text_pdf(tmp_path / "good.pdf"))
    app.wait(lambda: len(service.messages) == 1)
    service.click(77, "foreign")
    service.click(1, "token")
    app.wait(app.window.isVisible)
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token"


@pytest.mark.slow
def test_nothing_is_told_of_what_one_sees_or_does_not_want(
    service: Service, app: RunningApp, presence: DesktopIntegration, tmp_path: Path
) -> None:
    app.window.activateWindow()
    app.wait(app.window.isActiveWindow)
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    app.wait_until_over(1)
    app.window.hide()
    app.settings.set(NOTIFY, False)
    app.drop(pdfs.text_pdf(tmp_path / "two.pdf"))
    app.wait_until_over(2)
    app.settings.set(NOTIFY, True)
    app.drop(pdfs.text_pdf(tmp_path / "three.pdf"))
    app.wait(lambda: texts(service) == [("Everything is done", "1 converted")])


@pytest.mark.slow
def test_progress_is_shown_from_the_start_to_the_end(
    service: Service, app: RunningApp, presence: DesktopIntegration, tmp_path: Path
) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "long.pdf", pages=15, paragraphs=6))
    app.wait_until_over(1)
    app.wait(lambda: bool(service.progress) and not service.progress[-1][1]["progress-visible"][1])
    assert {application for application, _ in service.progress} == {
        "application://headframe.desktop"
    }
    shown = [values["progress"] for _, values in service.progress[:-1]]
    assert all(kind == "d" and 0 <= fraction <= 1 for kind, fraction in shown)
    assert shown == sorted(shown)


def test_where_nobody_shows_messages_that_is_known(address: str, qtbot: QtBot) -> None:
    bus = SessionBus()
    notifier = DesktopNotifier(bus, "Show", bus)
    with qtbot.waitSignal(notifier.unheard, timeout=WAIT_MS) as unheard:
        notifier.notify(NotificationTopic.ALL, "Done", "1 converted")
    assert unheard.args == ["Done", "1 converted"]
    bus.close()


@pytest.mark.parametrize(
    "address", ["", "unix:path=/nowhere/bus", "tcp:host=localhost", "nonsense"]
)
def test_without_a_bus_every_call_is_answered_with_nothing(address: str, qtbot: QtBot) -> None:
    answers: list[Body | None] = []
    bus = SessionBus({"DBUS_SESSION_BUS_ADDRESS": address})
    bus.listen("a.b")
    bus.emit_signal(SERVICE, "Unheard", "", ())
    for _ in range(3):
        bus.call(SERVICE, "GetCapabilities", "", (), answers.append)
    qtbot.waitUntil(lambda: answers == [None] * 3, timeout=WAIT_MS)
    bus.close()


def test_a_bus_that_goes_away_takes_nothing_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    answers: list[Body | None] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "bus"))
        listener.listen()
        bus = SessionBus({"XDG_RUNTIME_DIR": str(tmp_path)})
        bus.call(SERVICE, "GetCapabilities", "", (), answers.append)
        line, _ = listener.accept()
        with line:
            assert line.recv(1) == b"\0"
            line.sendall(b"OK 1234deadbeef\r\n")
    qtbot.waitUntil(lambda: answers == [None], timeout=WAIT_MS)
    bus.call(SERVICE, "GetCapabilities", "", (), answers.append)
    qtbot.waitUntil(lambda: answers == [None, None], timeout=WAIT_MS)
    bus.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["unix:path", "unix:abstract"])
def test_a_bus_that_hangs_is_avoided_from_the_start(tmp_path: Path, kind: str) -> None:
    place = str(tmp_path / "bus")
    address = f"{kind}={place},guid=1234"
    environ = {"DBUS_SESSION_BUS_ADDRESS": address}
    avoid_hanging_bus(environ)
    assert environ == {"DBUS_SESSION_BUS_ADDRESS": address}, "it is not there: no trouble"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place if kind == "unix:path" else "\0" + place)
        listener.listen()
        avoid_hanging_bus(environ)
    assert environ == {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}


def test_a_bus_that_answers_is_used(address: str) -> None:
    environ = {"DBUS_SESSION_BUS_ADDRESS": address}
    avoid_hanging_bus(environ)
    assert environ == {"DBUS_SESSION_BUS_ADDRESS": address}


@pytest.mark.slow
def test_a_bus_that_hangs_is_waited_for_by_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "bus"))
        listener.listen()
        bus = SessionBus({"XDG_RUNTIME_DIR": str(tmp_path)})
        for _ in range(10_000):  # more than any socket holds
            bus.emit_signal(SERVICE, "Unheard", "", ())
        bus.close()
