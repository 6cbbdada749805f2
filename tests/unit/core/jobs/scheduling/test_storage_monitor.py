"""A disk that is full: nothing fails, work waits, and goes on when there is room."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.cards.cpu import CPU_KEY, cpu_card
from core.engines.model import Engine
from core.jobs.events import DiskFull, JobEvent, JobFinished, JobRequeued, StorageAvailable
from core.jobs.execution import card_runner as card_loop_module
from core.jobs.execution.card_runner import CardRunner
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.model import ConvertOptions, Job, NewJob
from core.jobs.scheduling.storage_monitor import TRIES, StorageMonitor, StorageOutage
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.support import pdfs
from tests.support.disks import Disk
from tests.support.engines.scripted import Fixed

SIZE = 256 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of a quarter of a megabyte."""
    disk = Disk(tmp_path / "small", SIZE)
    disk.plug()
    yield disk
    disk.unplug()


@pytest.fixture
def small(disk: Disk) -> Path:
    return disk.place


def job_to(place: Path, name: str = "a") -> Job:
    return Job(
        id=name,
        position=0,
        source=place.parent / f"{name}.pdf",
        out_parent=place,
        stem=name,
        rank=0,
        options=ConvertOptions(),
        state=JobState.RUNNING,
        created_at=0.0,
    )


FULL = Failure(FailureKind.NO_SPACE, msg("Full."))


def test_a_place_is_full_until_enough_fits(disk: Disk, small: Path) -> None:
    space = StorageMonitor(room_bytes=SIZE // 4)
    job = job_to(small / "not" / "made" / "yet")
    place = job.out_parent
    assert space.should_wait(job, FULL) == (True, StorageOutage(place, FULL))
    assert space.should_wait(job, FULL) == (True, None), "that is no news"
    (small / "filler").write_bytes(b"0" * (SIZE - SIZE // 8))
    assert (space.check(), space.blocked_paths) == ([], (small,))
    (small / "filler").unlink()
    assert (space.check(), space.check(), space.blocked_paths) == ([place], [], ())
    for name in "bcd":  # each time it was not enough
        space.should_wait(job_to(place, name), FULL)
        space.check()
    assert space.blocked_paths
    disk.plug(size=8 * SIZE)
    assert space.check() == [place]
    space.record_success(job)
    disk.plug(size=SIZE)
    space.should_wait(job, FULL)
    assert space.check() == [place], "what fits shows that the first figure will do"


def test_a_document_for_which_there_is_never_room_fails_in_the_end(tmp_path: Path) -> None:
    space, job = StorageMonitor(), job_to(tmp_path)
    waits: list[bool] = []
    while not waits or waits[-1]:
        waits.append(space.should_wait(job, FULL)[0])
        space.check()  # this disk has room: it is another one that is full
    assert waits == [True] * TRIES + [False]


def test_whoever_does_not_stay_is_told_and_waits_for_nothing(tmp_path: Path) -> None:
    space, job = StorageMonitor(waits=False), job_to(tmp_path)
    assert space.should_wait(job, FULL) == (False, None)
    assert space.explain(job, FULL) == FULL


@pytest.mark.slow
def test_a_batch_pauses_on_a_full_disk_and_carries_on(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_loop_module, "SPACE_POLL_S", 0.05)
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf") for n in range(3)]
    (small / "filler").write_bytes(b"0" * (SIZE - 4096))
    with JobStore(tmp_path / "queue.sqlite") as jobs:
        jobs.add([NewJob(paper, small / "out", paper.stem) for paper in papers])
    heard: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
    engine = Engine(EngineName.FLASH, Path(sys.executable), uses_card=False)
    context = RunContext.create(
        tmp_path / "queue.sqlite", Fixed(tmp_path, engine), os.environ, cards=[CPU_KEY]
    )
    loop = CardRunner(
        replace(context, storage=StorageMonitor(room_bytes=SIZE // 2)),
        cpu_card(None, None),
        heard.put,
    )
    thread = threading.Thread(target=loop.run)
    thread.start()
    seen: list[JobEvent] = []
    try:
        while not any(isinstance(event, JobRequeued) for event in seen):
            seen.append(heard.get(timeout=60))
        (full,) = (event for event in seen if isinstance(event, DiskFull))
        assert (full.place, full.failure.kind) == (small / "out", FailureKind.NO_SPACE)
        (small / "filler").unlink()
        while sum(isinstance(event, JobFinished) for event in seen) < len(papers):
            seen.append(heard.get(timeout=60))
    finally:
        loop.stop(StopMode.NOW)
        thread.join()
    assert any(event == StorageAvailable(small / "out") for event in seen)
    ended = [event.job for event in seen if isinstance(event, JobFinished)]
    assert [job.state for job in ended] == [JobState.DONE] * 3
    assert sorted(folder.name for folder in (small / "out").iterdir()) == ["0", "1", "2"]
