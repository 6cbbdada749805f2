"""Runs and loops with engines that do as they are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.jobs.execution.control import StopMode
from tests.support.card_loop import PATIENCE_S, Bench
from tests.unit.core.jobs.execution.scripted_run import Run


@pytest.fixture
def run(tmp_path: Path, home: Path) -> Run:
    return Run(tmp_path, home)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    if bench.loop is not None and bench.thread is not None:
        bench.loop.stop(StopMode.NOW)
        bench.thread.join(PATIENCE_S)
