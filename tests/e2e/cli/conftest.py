"""The machine of tests with engines that fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.cli.ground import Ground


@pytest.fixture
def ground(tmp_path: Path, home: Path) -> Ground:
    return Ground(tmp_path, home)
