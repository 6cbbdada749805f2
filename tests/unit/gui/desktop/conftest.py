"""A desktop of the test's own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui.desktop.integration import DesktopIntegration
from tests.support.window import RunningApp
from tests.unit.gui.desktop.session import HAS_BUS, WHY_NOT, Service, session_bus


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A real bus of its own."""
    if not HAS_BUS:
        pytest.skip(WHY_NOT)
    with tempfile.TemporaryDirectory() as folder, session_bus(Path(folder)) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def service(address: str) -> Iterator[Service]:
    """A service that shows messages."""
    made = Service(address)
    yield made
    made.end()


@pytest.fixture
def presence(app: RunningApp, qapp: QApplication) -> Iterator[DesktopIntegration]:
    """The window's presence on the desktop."""
    made = DesktopIntegration(qapp, app.window, app.work, app.settings, app.window)
    yield made
    made.close()
