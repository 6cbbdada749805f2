"""The icon in the tray: the real program on a real X server, and a tray of the test's own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from core.paths import settings_file
from core.settings.definitions import LANGUAGE, TRAY, Language, Settings
from gui.desktop.integration import DesktopIntegration
from gui.desktop.tray import TrayIcon
from tests.e2e.gui.test_application import driven, ended, said
from tests.support import pdfs
from tests.support.window import WAIT_MS, RunningApp
from tests.unit.gui.desktop.session import TrayHost

NO_TRAY_OFFSCREEN = pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface")


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of an X server of its own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("there is no Xvfb on this machine")
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}"
        server.terminate()


@pytest.fixture
def host(address: str) -> Iterator[TrayHost]:
    made = TrayHost(address)
    yield made
    made.end()


@pytest.mark.slow
def test_the_icon_tells_pauses_and_quits(
    screen: str, host: TrayHost, home: Path, qtbot: QtBot
) -> None:
    settings = Settings(settings_file(home))
    settings.set(TRAY, True)
    settings.set(LANGUAGE, Language.ENGLISH)
    with driven("shown", DISPLAY=screen, QT_QPA_PLATFORM="xcb", QT_QPA_PLATFORMTHEME="") as child:
        said(child)
        qtbot.waitUntil(lambda: len(host.icons) == 1, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: host.tooltip() == "Headframe\nReady", timeout=WAIT_MS)
        entries = ["Show Headframe", "Pause everything", "Quit"]
        qtbot.waitUntil(lambda: list(host.entries()) == entries, timeout=WAIT_MS)
        host.choose("Pause everything")
        qtbot.waitUntil(lambda: "Resume everything" in host.entries(), timeout=WAIT_MS)
        qtbot.waitUntil(lambda: host.tooltip() == "Paused · Headframe\nPaused", timeout=WAIT_MS)
        host.choose("Quit")
        assert ended(child) == (0, "")


@NO_TRAY_OFFSCREEN
def test_the_icon_comes_and_goes_with_the_setting(
    app: RunningApp,
    presence: DesktopIntegration,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def icons() -> list[QSystemTrayIcon]:
        return presence.findChildren(QSystemTrayIcon)

    app.settings.set(TRAY, True)
    assert icons() == [], "there is no tray here"
    app.settings.set(TRAY, False)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    app.settings.set(TRAY, True)
    assert [icon.isVisible() for icon in icons()] == [True]
    app.settings.set(TRAY, False)
    app.wait(lambda: icons() == [])


@NO_TRAY_OFFSCREEN
def test_a_click_on_the_icon_or_its_message_shows_the_window(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    tray = TrayIcon((QAction("Quit", application),), application)
    icon = tray.findChild(QSystemTrayIcon)
    assert icon is not None
    reasons = QSystemTrayIcon.ActivationReason
    with qtbot.waitSignal(tray.requested):
        icon.activated.emit(reasons.Trigger)
    with qtbot.waitSignal(tray.requested):
        icon.messageClicked.emit()
    with qtbot.assertNotEmitted(tray.requested):
        icon.activated.emit(reasons.Context)
    menu = icon.contextMenu()
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(tray.requested):
        menu.actions()[0].trigger()
    tray.close()


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_bus_that_hangs_keeps_no_window_waiting(screen: str, tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "one.pdf")
    with socket.socket(socket.AF_UNIX) as listener, tempfile.TemporaryDirectory() as folder:
        listener.bind(f"{folder}/bus")
        listener.listen()
        bus = f"unix:path={folder}/bus"
        with driven(
            "drop", paper, DISPLAY=screen, QT_QPA_PLATFORM="xcb", DBUS_SESSION_BUS_ADDRESS=bus
        ) as child:
            assert said(child) == {"jobs": {"one.pdf": "done"}}
            said(child)
            assert ended(child) == (0, "")
