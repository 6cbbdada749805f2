"""Words are found in what the engine flash has really read."""

from __future__ import annotations

import pytest


@pytest.fixture
def app_engine() -> None:
    """The one that a new user has."""
