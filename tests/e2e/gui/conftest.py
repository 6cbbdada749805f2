"""The fixtures of a main window."""

from __future__ import annotations

import pytest

from tests.support.window import desk, dressed, settings

__all__ = ["desk", "dressed", "settings"]


@pytest.fixture
def desk_engine() -> None:
    """The one that a new user has."""
