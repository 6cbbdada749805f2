"""A controller on Qt's own loop; no Ray runs, so every connection here fails or is cancelled."""

from __future__ import annotations

from tests.unit.gui.cards.conftest import qt_loop, run

__all__ = ["qt_loop", "run"]
