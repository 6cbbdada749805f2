"""A worker that opens another card only after it was verified is seen there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.cards.model import Card, CardProcess, Reading, ReadingSource
from core.cards.placement_monitor import CHECK_INTERVAL_S, PlacementMonitor, misplaced
from core.worker.kinds import FailureKind, Scope
from core.worker.process_tree import ENV_MARKER
from tests.unit.core.cards.samples import READ_AT, npu


@pytest.fixture
def pid() -> Iterator[int]:
    """A process that carries the mark of our workers."""
    child = subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, ENV_MARKER: "1"},
    )
    try:
        assert child.stdout is not None
        child.stdout.readline()  # the kernel shows its environment a moment after it began
        yield child.pid
    finally:
        child.communicate(b"\n")


class Driver:
    """Lists a process on some cards."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.on: list[int] = [6]
        self.looks = 0
        self.now = 100.0

    def read(self) -> Reading:
        self.looks += 1
        name = "python"
        held = (CardProcess(pid=1, container_pid=self.pid, name=name, memory_mb=1500.0),)
        cards: list[Card] = [
            replace(npu(number), processes=held if number in self.on else ()) for number in (3, 6)
        ]
        return Reading(READ_AT, ReadingSource.NPU_SMI, tuple(cards), ())

    def monitor(self) -> PlacementMonitor:
        return PlacementMonitor(
            lambda: misplaced(self.read(), npu(6), self.pid, [self.pid]),
            clock=lambda: self.now,
        )


def test_it_is_looked_for_every_ten_seconds_and_at_the_end(pid: int) -> None:
    driver = Driver(pid)
    monitor = driver.monitor()
    assert monitor.check() is None
    assert monitor.settle() is None
    assert driver.looks == 0  # it was verified a moment ago
    driver.now += CHECK_INTERVAL_S
    assert monitor.settle() is None
    assert driver.looks == 1
    driver.on = [6, 3]
    driver.now += CHECK_INTERVAL_S
    failure = monitor.settle()
    assert failure is not None
    assert (failure.kind, failure.scope) == (FailureKind.CARD_UNAVAILABLE, Scope.CARD)
    assert "NPU 3" in str(failure.message)
    assert monitor.check() is failure


def test_a_driver_that_cannot_be_read_stops_nothing(pid: int) -> None:
    driver = Driver(pid)
    driver.read = lambda: 1 / 0  # type: ignore[assignment, method-assign, return-value]
    monitor = driver.monitor()
    driver.now += CHECK_INTERVAL_S
    assert monitor.settle() is None
