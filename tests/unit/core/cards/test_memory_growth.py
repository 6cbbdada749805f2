"""A worker's memory on its card: whose growth counts, and how often it is read."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cards import memory_growth
from core.cards.cpu import cpu_card
from core.cards.memory_growth import CHECK_INTERVAL_S, DeviceMemoryMonitor, held_on_card
from core.cards.model import Card, CardKind, CardProcess, Reading, ReadingSource

NAME = Path("/proc/self/comm").read_text().strip()


class Chip:
    """A card whose figures a test sets, and a clock."""

    def __init__(self) -> None:
        self.used: float | None = 3000.0
        self.processes: tuple[CardProcess, ...] = ()
        self.looks = 0
        self.now = 0.0

    def read(self) -> Reading:
        self.looks += 1
        card: Card = dataclasses.replace(
            cpu_card(None, None),
            key="npu:6",
            kind=CardKind.NPU,
            memory_used_mb=self.used,
            processes=self.processes,
        )
        return Reading(datetime.now(UTC), ReadingSource.NPU_SMI, (card,))

    def memory(self, before_mb: float | None = 3000.0) -> DeviceMemoryMonitor:
        return DeviceMemoryMonitor(
            "npu:6",
            lambda: held_on_card(self.read(), "npu:6", [os.getpid()]),
            before_mb=before_mb,
            clock=lambda: self.now,
        )

    def set(self, mine: float | None, used: float | None) -> None:
        self.processes = (CardProcess(os.getpid(), None, NAME, mine),)
        self.used = used


@pytest.fixture
def chip(monkeypatch: pytest.MonkeyPatch) -> Chip:
    # This process is a worker of Headframe's for as long as the test lasts.
    monkeypatch.setattr(memory_growth, "our_pids", frozenset)
    return Chip()


def later(chip: Chip, memory: DeviceMemoryMonitor, change: Callable[[], None]) -> bool:
    """Whether it has grown, after one document and then the change."""
    assert not memory.has_grown()
    change()
    chip.now += CHECK_INTERVAL_S
    return memory.has_grown()


def test_a_card_is_looked_at_after_the_first_document_and_then_now_and_again(chip: Chip) -> None:
    memory = chip.memory()
    chip.set(2000, 5000)
    for _ in range(50):
        memory.has_grown()
        chip.now += CHECK_INTERVAL_S / 25
    assert chip.looks == 2


def test_only_the_workers_own_growth_counts_where_it_can_be_told(chip: Chip) -> None:
    chip.set(2000, 5000)
    assert not later(chip, chip.memory(), lambda: chip.set(2000, 60_000))
    chip.set(2000, 5000)
    assert later(chip, chip.memory(), lambda: chip.set(9000, 12_000))


def test_twice_as_much_after_a_longer_document_is_no_leak(chip: Chip) -> None:
    chip.set(2000, 5000)
    assert not later(chip, chip.memory(), lambda: chip.set(4900, 8000))


def test_where_nobody_is_listed_the_chips_own_figure_counts(chip: Chip) -> None:
    chip.used = 5000  # 2000 of it since the worker came
    assert not later(chip, chip.memory(), lambda: setattr(chip, "used", 7900))
    chip.used = 5000
    assert later(chip, chip.memory(), lambda: setattr(chip, "used", 8200))


@pytest.mark.parametrize(
    ("before", "first", "then"),
    [
        (None, (None, 5000), (None, 60_000)),
        (3000, (None, None), (None, 60_000)),
        (3000, (2000, 5000), (None, 60_000)),  # not listed any more: another measure
    ],
)
def test_what_cannot_be_compared_is_no_growth(
    chip: Chip,
    before: float | None,
    first: tuple[float | None, float | None],
    then: tuple[float | None, float | None],
) -> None:
    chip.set(*first)
    assert not later(chip, chip.memory(before), lambda: chip.set(*then))
