"""The ordeal: the whole tree killed again and again; in the end everything is done exactly once."""

from __future__ import annotations

import random
import time
from pathlib import Path

import psutil
import pytest

from tests.e2e.cli.command import run, start
from tests.ordeal import Watcher, contents, kill_tree, papers
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost

DOCUMENTS = 40
KILLS = 30


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_thirty_times_a_batch_is_done_exactly_once(tmp_path: Path) -> None:
    folder, out, calm = papers(tmp_path / "papers", DOCUMENTS), tmp_path / "out", tmp_path / "calm"
    host = AscendHost(tmp_path / "host", presets.eight_910b()).environment()
    arguments = ("convert", folder, "--card", "npu:6,npu:7", "--json", "-o")

    chance = random.Random(20260131)
    watcher = Watcher(out)
    watcher.start()
    try:
        for number in range(KILLS):
            process = start(*arguments, out, environ=host)
            # From before the first document to well into the batch.
            time.sleep(chance.uniform(0.2, 2.2))
            family = kill_tree(process.pid, chance)
            process.communicate()
            _gone, alive = psutil.wait_procs(family, timeout=5)
            assert not alive, f"after kill {number}"
        last = run(*arguments, out, environ=host)
    finally:
        watcher.end()
    assert last.code == 0
    assert last.events[-1]["done"] + last.events[-1]["skipped"] == DOCUMENTS
    assert watcher.wrong == []
    assert watcher.looks > KILLS
    assert sorted(item.name for item in out.iterdir()) == [f"{n:02}" for n in range(DOCUMENTS)]

    assert run(*arguments, calm, environ=host).code == 0
    assert contents(out) == contents(calm)
