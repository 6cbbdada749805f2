"""Several loops on one queue: joined and sent away at work, paused, never twice the same."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from core.cards.cpu import CPU_KEY, cpu_card
from core.jobs.events import JobEvent, JobFinished, JobProgressed, JobRequeued, JobStarted
from core.jobs.execution.card_runner import CardRunner
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.model import NewJob
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from tests.support import pdfs
from tests.support.engines.scripted import Fixed, hold, holding, let_go

PATIENCE_S = 60.0
Kind = TypeVar("Kind")
Other = TypeVar("Other")


class Shop:
    """A queue, and loops that come and go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.queue = JobStore(folder / "queue.sqlite")
        self.heard: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        self.ended: list[JobFinished] = []
        engines = Fixed(folder, holding(folder / "engine"))
        self._context = RunContext.create(
            folder / "queue.sqlite", engines, os.environ, cards=[CPU_KEY]
        )
        self._loops: list[tuple[CardRunner, threading.Thread]] = []

    def join(self, *, stay: bool = True) -> CardRunner:
        loop = CardRunner(
            self._context,
            cpu_card(None, None),
            self.heard.put,
            leave_when_empty=not stay,
            pool_size=lambda: 2,
        )
        thread = threading.Thread(target=loop.run)
        self._loops.append((loop, thread))
        thread.start()
        return loop

    def leave(self, loop: CardRunner, when: StopMode) -> None:
        loop.stop(when)
        next(thread for known, thread in self._loops if known is loop).join()

    def until(self, kind: type[Kind], wanted: Callable[[Kind], bool] = lambda event: True) -> Kind:
        while True:
            event = self.heard.get(timeout=PATIENCE_S)
            if isinstance(event, JobFinished):
                self.ended.append(event)
            if isinstance(event, kind) and wanted(event):
                return event

    def until_both(self, one: type[Kind], other: type[Other]) -> tuple[Kind, Other]:
        """Wait for an event of each kind, whichever comes first."""
        first: Kind | None = None
        second: Other | None = None
        while first is None or second is None:
            event = self.until(object)
            if isinstance(event, one):
                first = first or event
            elif isinstance(event, other):
                second = second or event
        return first, second

    def finish(self, number: int) -> None:
        """Wait until so many jobs have ended."""
        while len(self.ended) < number:
            self.until(JobFinished)

    def close(self) -> None:
        for loop, _ in self._loops:
            loop.stop(StopMode.NOW)
        for _, thread in self._loops:
            thread.join()
        self.queue.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    shop.close()


def at_work(event: JobProgressed) -> bool:
    return (event.progress.page or 0) > 0


def new(source: Path, out: Path) -> NewJob:
    return NewJob(source, out, source.stem, size=source.stat().st_size)


def test_a_paused_document_stops_at_work_and_the_worker_takes_the_next(
    shop: Shop, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    papers = [pdfs.text_pdf(tmp_path / name) for name in ("long.pdf", "short.pdf")]
    hold(papers[0])
    long, short = shop.queue.add([new(paper, out) for paper in papers])
    loop = shop.join()
    first = shop.until(JobStarted)
    shop.until(JobProgressed, at_work)
    shop.queue.pause([long.id])
    loop.requeue(long.id)
    # In whichever order: one thread puts it back, another goes on with the next.
    back, started = shop.until_both(JobRequeued, JobStarted)
    assert (back.job.id, back.job.state, back.job.paused) == (long.id, JobState.QUEUED, True)
    assert (started.job.id, started.pid) == (short.id, first.pid), "models stay loaded"
    shop.finish(1)
    let_go(papers[0])
    shop.queue.resume([long.id])
    loop.wake()
    shop.finish(2)
    assert {event.job.state for event in shop.ended} == {JobState.DONE}
    assert sorted(folder.name for folder in out.iterdir()) == ["long", "short"]


@pytest.mark.slow
def test_loops_that_come_and_go_leave_nothing_undone_and_do_nothing_twice(
    shop: Shop, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf") for n in range(8)]
    hold(papers[0])
    shop.queue.add([new(paper, out) for paper in papers])
    first = shop.join()
    shop.until(JobProgressed, at_work)
    second = shop.join()
    shop.until(JobStarted, lambda event: True)
    shop.leave(first, StopMode.NOW)
    let_go(papers[0])
    shop.join()
    shop.leave(second, StopMode.AFTER_THIS)
    shop.finish(8)
    assert {event.job.state for event in shop.ended} == {JobState.DONE}
    assert len({event.job.id for event in shop.ended}) == 8
    assert sorted(folder.name for folder in out.iterdir()) == [str(n) for n in range(8)]


def test_two_jobs_of_one_source_convert_it_once(shop: Shop, tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "paper.pdf")
    hold(paper)
    shop.queue.add([new(paper, tmp_path / "out")] * 2)
    shop.join(stay=False)
    shop.join(stay=False)
    shop.until(JobProgressed, at_work)
    let_go(paper)
    shop.finish(2)
    assert sorted(event.job.state for event in shop.ended) == [JobState.DONE, JobState.SKIPPED]
    assert [folder.name for folder in (tmp_path / "out").iterdir()] == ["paper"]
