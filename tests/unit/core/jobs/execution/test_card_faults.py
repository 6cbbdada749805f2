"""Cards that fail: second chances, other cards, what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.jobs.execution.retry_policy import RetryAction, RetryPolicy
from core.jobs.states import JobState
from core.messages import msg
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure
from tests.support.engines.scripted import DONE, FAULT, MEMORY, only_if, refuse
from tests.support.witness import failure_of, states
from tests.unit.core.jobs.execution.scripted_run import Run, aside


@pytest.mark.slow
def test_out_of_memory_gets_one_smaller_batch(run: Run) -> None:
    body = only_if("os.environ.get('VIRTUAL_VRAM_SIZE') == '4'", DONE, refuse(MEMORY))
    witness = run(body, "npu:6")
    assert states(witness) == [JobState.DONE]
    assert len({event.pid for event in witness.started()}) == 2


@pytest.mark.slow
def test_out_of_memory_twice_is_told_with_who_holds_what(run: Run) -> None:
    witness = run(refuse(MEMORY), "npu:0")  # a full one
    failure = failure_of(witness)
    assert failure.kind is FailureKind.CARD_OUT_OF_MEMORY
    assert len(witness.started()) == 2
    assert "VLLM" in str(failure.hint)
    assert "57.6 GB" in str(failure.hint)
    assert "NPU 6 has" in str(failure.hint) or "NPU 7 has" in str(failure.hint)


@pytest.mark.slow
def test_a_card_that_is_lost_leaves_its_documents_to_the_others(run: Run) -> None:
    here = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"
    body = only_if(here, refuse(FAULT, Scope.CARD), DONE)
    witness = run(body, "npu:6", "npu:7", papers=4)
    assert states(witness) == [JobState.DONE] * 4
    (event,) = aside(witness)
    assert event.card == "npu:6"
    assert {job.card for job in witness.ended()} == {"npu:7"}
    assert witness.result is not None
    assert (witness.result.done, witness.result.failed) == (4, 0)


def test_without_another_card_every_document_says_why(run: Run) -> None:
    witness = run(refuse(FAULT, Scope.CARD), "npu:6", papers=3)
    assert states(witness) == [JobState.FAILED] * 3
    assert len(witness.started()) == 1  # nothing more was sent to it
    assert {job.failure.kind for job in witness.ended() if job.failure} == {FAULT}


@pytest.mark.slow
def test_the_last_card_of_all_fails_too_and_the_run_ends(run: Run) -> None:
    witness = run(refuse(FAULT, Scope.CARD), "npu:6", "npu:7", papers=3)
    assert sorted(event.card for event in aside(witness)) == ["npu:6", "npu:7"]
    assert states(witness) == [JobState.FAILED] * 3


@pytest.mark.slow
def test_a_fault_of_a_worker_gets_one_fresh_worker(run: Run, tmp_path: Path) -> None:
    first = f"not os.path.exists({str(tmp_path / 'mark')!r})"
    mark = f"open({str(tmp_path / 'mark')!r}, 'w').close()\n"
    witness = run(only_if(first, mark + refuse(FAULT), DONE), "npu:6")
    assert states(witness) == [JobState.DONE]
    assert len({event.pid for event in witness.started()}) == 2
    assert aside(witness) == []


@pytest.mark.parametrize(
    ("kind", "scope", "steps"),
    [
        (MEMORY, Scope.WORKER, [RetryAction.SMALL_BATCH, RetryAction.GIVE_UP]),
        (FAULT, Scope.WORKER, [RetryAction.FRESH_WORKER, RetryAction.QUARANTINE_CARD]),
        (FAULT, Scope.CARD, [RetryAction.QUARANTINE_CARD]),
        (FAULT, Scope.MACHINE, [RetryAction.GIVE_UP]),
        (FailureKind.CARD_UNAVAILABLE, Scope.CARD, [RetryAction.QUARANTINE_CARD]),
        (FailureKind.CARD_UNAVAILABLE, Scope.MACHINE, [RetryAction.GIVE_UP]),
        (FailureKind.DAMAGED, Scope.DOCUMENT, [RetryAction.GIVE_UP]),
        (FailureKind.WORKER_DIED, Scope.DOCUMENT, [RetryAction.GIVE_UP]),
    ],
)
def test_each_kind_of_second_chance_is_given_once(
    kind: FailureKind, scope: Scope, steps: list[RetryAction]
) -> None:
    trials = RetryPolicy()
    failure = Failure(kind, msg("It went wrong."), None, scope)
    assert [trials.decide(failure, uses_card=True) for _ in steps] == steps
    assert RetryPolicy().decide(failure, uses_card=False) is RetryAction.GIVE_UP
