"""The ordeal of the window: its whole tree killed again and again; it goes on by itself."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import psutil
import pytest

from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchStore
from core.jobs.store.job_store import JobStore
from core.paths import queue_file, settings_file
from core.settings.definitions import CARDS, OUTPUT_FOLDER, Settings
from tests.ordeal import Watcher, contents, kill_tree, papers
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost
from tests.support.paths import ROOT

DOCUMENTS = 40
PAGES = 12
KILLS = 12
POLL_S = 0.02
PATIENCE_S = 150.0


class House:
    """A home with two emulated cards, and the windows that open on it one after the other."""

    def __init__(self, home: Path, out: Path, host: Mapping[str, str]) -> None:
        self._environ = {**os.environ, **host, "HEADFRAME_HOME": str(home)}
        self._environ["HEADFRAME_MARKDOWN_VIEW"] = "text"
        self._queue = queue_file(home)
        settings = Settings(settings_file(home))
        settings.set(CARDS, ("npu:6", "npu:7"))
        settings.set(OUTPUT_FOLDER, out)

    def open(self, *paths: Path) -> subprocess.Popen[bytes]:
        """The real program."""
        return subprocess.Popen(
            [sys.executable, "-m", "gui", *map(str, paths)],
            cwd=ROOT,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def states(self) -> Counter[JobState]:
        """How many documents stand where."""
        with JobStore(self._queue) as queue:
            return queue.counts()

    def has_batch(self) -> bool:
        """Whether the folder is known."""
        with BatchStore(self._queue) as book:
            return bool(book.batches())

    def has_begun(self, since: float) -> bool:
        """Whether a document was taken after that moment; seconds since the epoch."""
        with JobStore(self._queue) as queue:
            return any((job.started_at or 0.0) > since for job in queue.jobs())

    def has_come_to_work(self, since: float) -> bool:
        """Whether a document was taken after that moment, or none is left to be."""
        return self.has_begun(since) or self.is_over()

    def is_over(self) -> bool:
        """Whether nothing of the batch is left to do."""
        states = self.states()
        return states.total() == DOCUMENTS == sum(states[one] for one in JobState if one.is_final)

    def convert_all(self, *paths: Path) -> None:
        """Open a window, wait until all is done, end it."""
        window = self.open(*paths)
        try:
            wait_until(self.is_over)
            window.send_signal(signal.SIGTERM)
            assert window.wait(PATIENCE_S) == 130
        finally:
            window.kill()
            window.wait()


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again, until it is so."""
    give_up_at = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up_at, "it never came to that"
        time.sleep(POLL_S)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_window_killed_again_and_again_does_all_exactly_once(tmp_path: Path, home: Path) -> None:
    folder, out, calm = tmp_path / "papers", tmp_path / "out", tmp_path / "calm"
    papers(folder, DOCUMENTS, pages=PAGES)
    host = AscendHost(tmp_path / "host", presets.eight_910b()).environment()
    house = House(home, out, host)
    chance = random.Random(20260131)
    watcher = Watcher(out)
    watcher.start()
    amid = 0
    try:
        for number in range(KILLS):
            # Given once: when the window is opened again, the batch is as it was.
            window = house.open(*([] if number else [folder]))
            opened = time.time()
            if number == 0:
                wait_until(house.has_batch)  # its folder may not be walked yet
            if number % 3:  # amid the batch; else at its start, or the window's
                wait_until(partial(house.has_come_to_work, opened))
            time.sleep(chance.uniform(0.0, 0.7 if number % 3 else 1.5) if number else 0.0)
            family = kill_tree(window.pid, chance)
            window.wait()
            _gone, alive = psutil.wait_procs(family, timeout=5)
            assert not alive, f"after kill {number}"
            amid += not house.is_over() and house.has_begun(opened)
        house.convert_all()
    finally:
        watcher.end()
    assert amid >= KILLS // 3, "most of the kills were to hit the batch"
    assert house.states() == {JobState.DONE: DOCUMENTS}
    assert watcher.wrong == []
    assert watcher.looks > KILLS
    assert sorted(item.name for item in out.iterdir()) == [f"{n:02}" for n in range(DOCUMENTS)]

    House(tmp_path / "another home", calm, host).convert_all(folder)
    assert contents(out) == contents(calm)
