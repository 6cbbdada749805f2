"""Which runners the pool starts, in each order in which runners may end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind
from core.engines.registry import Engines
from core.jobs.events import CardQuarantined
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.execution.worker_pool import PoolRunner, WorkerPool
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.states import WhenFull
from core.messages import msg
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure

FAULT = Failure(FailureKind.CARD_FAULT, msg("Gone."), None, Scope.CARD)


def npu(number: int) -> Card:
    return replace(cpu_card(None, None), key=f"npu:{number}", kind=CardKind.NPU)


class Pool:
    """A pool whose runners are started by nobody: the test says when each has ended."""

    def __init__(self, folder: Path, *, leave_when_empty: bool) -> None:
        environ = dict(os.environ)
        self.started: list[PoolRunner] = []
        self.context = RunContext.create(folder / "queue.sqlite", Engines(folder, environ), environ)
        self.pool = WorkerPool(
            self.context,
            self.started.append,
            lambda event: None,
            leave_when_empty=leave_when_empty,
        )
        self.pool.set_cards(CardAssignment((npu(6), npu(7))), WhenFull.CHOSEN)

    def runner(self, name: str) -> PoolRunner:
        """The one that was started last on that card."""
        return [runner for runner in self.started if runner.name == name][-1]

    def names(self) -> list[str]:
        return [runner.name for runner in self.started]

    def lose(self, key: str) -> None:
        self.context.failover.quarantine(key, FAULT)
        self.pool.on_event(CardQuarantined(key, FAULT), queued=1)

    def end(self) -> None:
        self.pool.stop(StopMode.NOW)
        for runner in self.started:
            runner.run()  # told to stop: it lets go of what it holds


@pytest.fixture
def batch(tmp_path: Path) -> Iterator[Pool]:
    pool = Pool(tmp_path, leave_when_empty=True)
    yield pool
    pool.end()


def test_one_that_was_about_to_leave_is_followed_by_another_for_what_came_back(
    batch: Pool,
) -> None:
    """It had seen an empty queue, and ended its worker while the other card was lost."""
    batch.pool.ensure_running(2)
    assert batch.names() == ["npu:6", "npu:7"]
    batch.lose("npu:6")
    batch.pool.on_runner_exit(batch.runner("npu:6"))
    batch.pool.on_runner_exit(batch.runner("npu:7"))
    assert batch.names() == ["npu:6", "npu:7", "npu:7"]
    batch.pool.on_runner_exit(batch.runner("npu:7"))  # that one has looked, and found nothing
    assert batch.pool.is_empty


def test_one_that_ended_before_the_other_card_was_lost_is_replaced_at_once(batch: Pool) -> None:
    batch.pool.ensure_running(2)
    batch.pool.on_runner_exit(batch.runner("npu:7"))
    assert batch.names() == ["npu:6", "npu:7"]
    batch.lose("npu:6")
    assert batch.names() == ["npu:6", "npu:7", "npu:7"]


def test_a_slot_is_filled_when_the_runner_that_was_told_to_leave_it_has_ended(
    tmp_path: Path,
) -> None:
    window = Pool(tmp_path, leave_when_empty=False)
    pool = window.pool
    pool.ensure_running(2)
    pool.set_cards(CardAssignment((npu(7),)), WhenFull.CHOSEN)
    pool.set_cards(CardAssignment((npu(6), npu(7))), WhenFull.CHOSEN)
    pool.ensure_running(2)
    assert window.names() == ["npu:6", "npu:7"], "two processes on one card would not fit"
    pool.on_runner_exit(window.runner("npu:6"))
    assert window.names() == ["npu:6", "npu:7", "npu:6"]
    window.end()
