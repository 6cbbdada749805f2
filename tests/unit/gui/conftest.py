"""The fixtures of a main window, and of Qt's loop."""

from __future__ import annotations

import pytest

from tests.support.qt_loop import qt_loop, run
from tests.support.window import app, settings, themed

__all__ = ["app", "qt_loop", "run", "settings", "themed"]


@pytest.fixture
def real_flash() -> None:
    """The window's documents are read by the engine flash, since their Markdown is asked for."""


@pytest.fixture
def app_engine(request: pytest.FixtureRequest) -> None:
    """Else they are done at once: most tests ask what the window makes of that."""
    if "real_flash" not in request.fixturenames:
        request.getfixturevalue("light_engine")
