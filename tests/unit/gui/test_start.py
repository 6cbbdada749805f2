"""What is loaded before the window's first paint: what comes too early makes every start slower."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

LOADED_AT_FIRST_PAINT = """
import os, sys
import gui.app

def leave():
    print(*sys.modules, sep="\\n")
    sys.stdout.flush()
    os._exit(0)

gui.app.be_quick = leave
sys.exit(gui.app.main([]))
"""
LATER = {
    "asyncio",
    "core.jobs.events",
    "core.jobs.model",
    "core.jobs.store",
    "core.worker.protocol",
    "markdown_it",
    "nh3",
    "psutil",
    "pypdfium2",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "qasync",
    "ray",
    "sqlite3",
}
"""Each takes more than a tenth of the first paint, or belongs to work that has not begun."""


@pytest.mark.slow
def test_the_first_paint_waits_for_nothing_that_only_work_needs(tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "HEADFRAME_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADED_AT_FIRST_PAINT],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = set(done.stdout.splitlines())
    assert "gui.window.main_window" in loaded
    assert loaded & LATER == set()
