"""A disk that is full: nothing fails, work waits, and goes on when there is room."""

from __future__ import annotations

import os
import queue
import subprocess
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
from core.jobs.model import JobState, NewJob
from core.jobs.orders import StopWhen
from core.jobs.passwords import PasswordBook
from core.jobs.queue import JobQueue
from core.jobs.space import SpaceWatch
from core.jobs.targets import TargetBook
from core.worker.protocol import EngineName, FailureKind
from tests import pdfs
from tests.jobs.test_card_loop import Fixed

SIZE = 256 * 1024


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of a quarter of a megabyte."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", small],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("only root can mount a small disk to fill")
    yield small
    subprocess.run(["umount", small], check=True)


def test_a_place_is_full_until_enough_fits(small: Path) -> None:
    space = SpaceWatch(room_bytes=SIZE // 4)
    place = small / "not" / "made" / "yet"
    assert [space.ran_out(place), space.ran_out(place)] == [True, False]
    (small / "filler").write_bytes(b"0" * (SIZE - SIZE // 8))
    assert (space.look(), space.is_full) == ([], True)
    (small / "filler").unlink()
    assert (space.look(), space.look(), space.is_full) == ([place], [], False)
    for _ in range(3):  # each time it was not enough
        space.ran_out(place)
        space.look()
    assert space.is_full
    subprocess.run(["mount", "-o", f"remount,size={8 * SIZE}", small], check=True)
    assert space.look() == [place]
    space.fitted(place)
    subprocess.run(["mount", "-o", f"remount,size={SIZE}", small], check=True)
    space.ran_out(place)
    assert space.look() == [place], "what fits shows that the first figure will do"


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
