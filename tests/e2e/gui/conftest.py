"""The fixtures of a main window."""

from __future__ import annotations

import pytest

from tests.support.window import app, settings, themed

__all__ = ["app", "settings", "themed"]


@pytest.fixture
def app_engine() -> None:
    """The one that a new user has."""
