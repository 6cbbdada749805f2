"""Where a worker really is: verified by the driver of the card that it was pinned to."""

from __future__ import annotations

import dataclasses

import pytest

from core.cards import placement
from core.cards.placement import PlacementEvidence
from core.jobs.states import JobState
from core.worker.kinds import FailureKind
from tests.support.engines.scripted import DONE
from tests.support.witness import failure_of, states
from tests.unit.core.jobs.execution.scripted_run import Run, aside, verified


@pytest.mark.slow
def test_a_worker_is_verified_by_its_pid_on_the_picked_card(run: Run) -> None:
    witness = run(DONE, "npu:6")
    (event,) = verified(witness)
    (started,) = witness.started()
    assert (event.card, event.pid) == ("npu:6", started.pid)
    assert event.verified.proof is PlacementEvidence.PID
    assert str(event.verified.sentence) == f"Verified: process {started.pid} is on NPU 6."
    assert started.verified == event.verified
    assert states(witness) == [JobState.DONE]


@pytest.mark.slow
def test_where_pids_are_hidden_the_cards_memory_must_have_risen(run: Run) -> None:
    run.host.change(lambda state: dataclasses.replace(state, names_hidden=True))
    (event,) = verified(run(DONE, "npu:6"))
    assert event.verified.proof is PlacementEvidence.MEMORY
    assert "2048 MB" in str(event.verified.sentence)


@pytest.mark.slow
def test_what_the_driver_does_not_show_is_said_and_the_work_goes_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "CHECK_INTERVAL_S", 0.01)
    run.host.change(lambda state: dataclasses.replace(state, names_hidden=True, process_mb=0))
    witness = run(DONE, "npu:6")
    (event,) = verified(witness)
    assert event.verified.proof is None
    assert "does not show" in str(event.verified.sentence)
    assert states(witness) == [JobState.DONE]


def test_work_on_another_card_is_stopped_and_both_are_named(run: Run) -> None:
    """An engine whose helper leaves the pin: its memory is on card 0 (#2259)."""
    stray = "helper('pass', env=dict(os.environ, ASCEND_RT_VISIBLE_DEVICES='0'))"
    witness = run(DONE, "npu:6", before=stray)
    failure = failure_of(witness)
    assert failure.kind is FailureKind.CARD_UNAVAILABLE
    assert "was pinned to NPU 6 and is on NPU 0" in str(failure.message)
    assert witness.started() == []
    assert len(aside(witness)) == 1
