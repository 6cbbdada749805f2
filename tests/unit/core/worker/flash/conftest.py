"""Fixtures of the built-in engine's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.drawn_pages import Drawn


@pytest.fixture
def drawn(tmp_path: Path) -> Drawn:
    """The Markdown of pages that the test draws."""
    return Drawn(tmp_path)
