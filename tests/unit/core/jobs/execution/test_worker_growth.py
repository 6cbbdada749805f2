"""Workers that hold ever more memory are replaced, and what they had found is kept."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from core.cards import memory_growth
from core.jobs.execution import worker_slot as seat_module
from core.jobs.output.checkpoints import KEEP_FOLDERS, KEEP_S, CheckpointStore
from core.jobs.states import JobState
from core.paths import checkpoints_folder
from core.worker.kinds import EngineName
from tests.support.engines.scripted import DONE
from tests.support.witness import states
from tests.unit.core.jobs.execution.scripted_run import Run


@pytest.mark.slow
def test_a_worker_that_has_grown_is_replaced(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seat_module, "GROWTH", 1.0)
    monkeypatch.setattr(seat_module, "GROWTH_MB", 60.0)
    grow = "globals().setdefault('hoard', []).append(os.urandom(1 << 20) * 50)\n"
    witness = run(grow + DONE, "npu:6", papers=5)
    assert states(witness) == [JobState.DONE] * 5
    assert len({event.pid for event in witness.started()}) == 2


LEAK = """
import json
served = globals()["served"] = globals().get("served", 0) + 1
path = os.environ["HEADFRAME_TEST_HOST"]
state = json.load(open(path))
state["process_mb"] = 2048 if served == 1 else 9000
json.dump(state, open(path + ".new", "w"))
os.replace(path + ".new", path)
"""

"""A worker that holds much more of its card after its second document."""


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [False, True])
def test_a_worker_that_has_grown_on_its_card_is_replaced(
    run: Run, monkeypatch: pytest.MonkeyPatch, hidden: bool
) -> None:
    run.host.change(lambda state: dataclasses.replace(state, names_hidden=hidden))
    monkeypatch.setattr(memory_growth, "CHECK_INTERVAL_S", 0.0)
    witness = run(LEAK + DONE, "npu:6", papers=5)
    assert states(witness) == [JobState.DONE] * 5
    pids = [event.pid for event in witness.started()]
    assert pids == [pids[0]] * 2 + [pids[2]] * 2 + [pids[4]]
    assert len(set(pids)) == 3


@pytest.mark.slow
def test_a_cards_driver_is_not_asked_for_each_document(run: Run) -> None:
    witness = run(LEAK + DONE, "npu:6", papers=6)
    assert len({event.pid for event in witness.started()}) == 1
    asked = [call for call in run.host.calls() if call.call != "-m"]
    # The list of cards, before the start, where the worker is, after the first document.
    assert len(asked) <= 4


@pytest.mark.slow
def test_what_was_found_is_kept_for_the_second_attempt_and_gone_when_it_is_done(run: Run) -> None:
    body = """
import json, pathlib
kept = pathlib.Path(request.checkpoint)
if kept.exists():
    DONE
else:
    kept.mkdir()
    (kept / "pages").write_text("1")
    os._exit(1)
"""
    done = DONE.strip().replace("\n", "\n    ")
    witness = run(body.replace("DONE", done), "npu:6")
    assert states(witness) == [JobState.DONE]
    assert len(witness.started()) == 2
    assert list(checkpoints_folder(run.home).iterdir()) == []


def test_checkpoints_that_nobody_comes_back_for_are_removed(home: Path) -> None:
    checkpoints = CheckpointStore(home)
    checkpoints.clean_up()  # nothing there is no error
    now = 1e9
    for number in range(KEEP_FOLDERS + 3):
        folder = checkpoints.folder(EngineName.MAGIC_PDF, f"{number:064x}"[::-1])
        assert folder is not None
        folder.mkdir()
        os.utime(folder, (now - number, now - number))
    assert checkpoints_folder(home).stat().st_mode & 0o077 == 0
    checkpoints.clean_up(now)
    left = list(checkpoints_folder(home).iterdir())
    assert len(left) == KEEP_FOLDERS
    checkpoints.clean_up(now + KEEP_S - KEEP_FOLDERS / 2)
    assert len(list(checkpoints_folder(home).iterdir())) == KEEP_FOLDERS // 2 + 1
