"""What the dialogs remember."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.window.state import WindowState


@pytest.fixture
def state(home: Path, themed: None) -> Iterator[WindowState]:
    made = WindowState(home)
    yield made
    made.write()
    made.deleteLater()
