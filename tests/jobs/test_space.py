"""A disk that is full: nothing fails, work waits, and goes on when there is room."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.engines.model import Engine
from core.jobs import card_loop as card_loop_module
from core.jobs.card_loop import CardLoop
from core.jobs.events import DiskFull, JobEnded, JobEvent, JobPutBack, SpaceBack
from core.jobs.model import ConvertOptions, Job, JobState, NewJob
from core.jobs.orders import StopWhen
from core.jobs.passwords import PasswordBook
from core.jobs.queue import JobQueue
from core.jobs.space import TRIES, Lack, SpaceWatch
from core.jobs.targets import TargetBook
from core.sentences import say
from core.worker.protocol import EngineName, Failure, FailureKind
from tests import pdfs
from tests.disks import Disk
from tests.jobs.test_card_loop import Fixed

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


FULL = Failure(FailureKind.NO_SPACE, say("Full."))


def test_a_place_is_full_until_enough_fits(disk: Disk, small: Path) -> None:
    space = SpaceWatch(room_bytes=SIZE // 4)
    job = job_to(small / "not" / "made" / "yet")
    place = job.out_parent
    assert space.holds_up(job, FULL) == (True, Lack(place, FULL))
    assert space.holds_up(job, FULL) == (True, None), "that is no news"
    (small / "filler").write_bytes(b"0" * (SIZE - SIZE // 8))
    assert (space.look(), space.closed) == ([], (small,))
    (small / "filler").unlink()
    assert (space.look(), space.look(), space.closed) == ([place], [], ())
    for name in "bcd":  # each time it was not enough
        space.holds_up(job_to(place, name), FULL)
        space.look()
    assert space.closed
    disk.plug(size=8 * SIZE)
    assert space.look() == [place]
    space.fitted(job)
    disk.plug(size=SIZE)
    space.holds_up(job, FULL)
    assert space.look() == [place], "what fits shows that the first figure will do"


def test_a_document_for_which_there_is_never_room_fails_in_the_end(tmp_path: Path) -> None:
    space, job = SpaceWatch(), job_to(tmp_path)
    waits: list[bool] = []
    while not waits or waits[-1]:
        waits.append(space.holds_up(job, FULL)[0])
        space.look()  # this disk has room: it is another one that is full
    assert waits == [True] * TRIES + [False]


def test_whoever_does_not_stay_is_told_and_waits_for_nothing(tmp_path: Path) -> None:
    space, job = SpaceWatch(waits=False), job_to(tmp_path)
    assert space.holds_up(job, FULL) == (False, None)
    assert space.explain(job, FULL) == FULL


def test_a_batch_pauses_on_a_full_disk_and_carries_on(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_loop_module, "ROOM_LOOK_S", 0.05)
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf") for n in range(3)]
    (small / "filler").write_bytes(b"0" * (SIZE - 4096))
    with JobQueue(tmp_path / "queue.sqlite") as jobs:
        jobs.add([NewJob(paper, small / "out", paper.stem) for paper in papers])
    heard: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
    loop = CardLoop(
        queue_path=tmp_path / "queue.sqlite",
        card=cpu_card(None, None),
        engines=Fixed(tmp_path, Engine(EngineName.FLASH, Path(sys.executable), uses_card=False)),
        targets=TargetBook(),
        passwords=PasswordBook(),
        logs=tmp_path / "logs",
        environ=os.environ,
        on_event=heard.put,
        leave_when_empty=False,
        space=SpaceWatch(room_bytes=SIZE // 2),
    )
    thread = threading.Thread(target=loop.run)
    thread.start()
    seen: list[JobEvent] = []
    try:
        while not any(isinstance(event, JobPutBack) for event in seen):
            seen.append(heard.get(timeout=60))
        (full,) = (event for event in seen if isinstance(event, DiskFull))
        assert (full.place, full.failure.kind) == (small / "out", FailureKind.NO_SPACE)
        (small / "filler").unlink()
        while sum(isinstance(event, JobEnded) for event in seen) < len(papers):
            seen.append(heard.get(timeout=60))
    finally:
        loop.stop(StopWhen.NOW)
        thread.join()
    assert any(event == SpaceBack(small / "out") for event in seen)
    ended = [event.job for event in seen if isinstance(event, JobEnded)]
    assert [job.state for job in ended] == [JobState.DONE] * 3
    assert sorted(folder.name for folder in (small / "out").iterdir()) == ["0", "1", "2"]
