"""Workers that die: while they load, of the kernel, of a card's fault; what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.engines.launch.start_failures import StartFailureCache
from core.engines.model import Engine
from core.engines.process import host_memory
from core.jobs.execution.retry_policy import RetryAction, RetryPolicy
from core.jobs.states import JobState
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.protocol import Failure
from tests.support.engines.scripted import DONE, FAULT, only_if
from tests.support.witness import failure_of, states
from tests.unit.core.jobs.execution.scripted_run import Run, aside


def test_a_dead_workers_last_words_name_the_cards_fault(run: Run) -> None:
    body = "print('NPU function error: f, error code is 507010', flush=True)\nos._exit(1)"
    failure = failure_of(run(body, "npu:6"))
    assert failure.kind is FAULT
    assert "NPU 6 was lost (error 507010)" in str(failure.message)


def first_time(mark: Path, then: str) -> str:
    """``then`` is done by the first process that comes here, and by no other."""
    path = str(mark)
    return f"if not os.path.exists({path!r}):\n    open({path!r}, 'w').close()\n    {then}"


def deaths_of(run: Run) -> int:
    """How many workers died while they loaded, by the log."""
    return (run.home / "logs" / "worker-npu-6.log").read_text().count("loading")


@pytest.mark.slow
def test_a_worker_that_dies_while_it_loads_is_followed_by_a_second(
    run: Run, tmp_path: Path
) -> None:
    dies = first_time(tmp_path / "mark", "os.kill(os.getpid(), 9)")
    witness = run(DONE, "npu:6", papers=2, before=dies)
    assert states(witness) == [JobState.DONE] * 2
    assert aside(witness) == []
    assert {job.deaths for job in witness.ended()} == {0}  # no document has to do with it


LOADS_AND_DIES = "print('loading', flush=True)\nos.kill(os.getpid(), 9)"


@pytest.mark.slow
def test_a_card_whose_workers_die_twice_while_they_load_is_put_aside(run: Run) -> None:
    here = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"
    dies = only_if(here, LOADS_AND_DIES, "pass")
    witness = run(DONE, "npu:6", "npu:7", papers=4, before=dies)
    assert states(witness) == [JobState.DONE] * 4
    assert {job.card for job in witness.ended()} == {"npu:7"}
    (event,) = aside(witness)  # what the window makes a badge of
    assert event.card == "npu:6"
    assert event.failure.kind is FailureKind.WORKER_DIED
    assert "was killed while it started" in str(event.failure.message)
    assert deaths_of(run) == 2


@pytest.mark.slow
def test_where_no_other_card_is_left_nothing_is_started_again_and_again(run: Run) -> None:
    witness = run(DONE, "npu:6", papers=5, before=LOADS_AND_DIES)
    assert states(witness) == [JobState.FAILED] * 5
    assert {job.failure.kind for job in witness.ended() if job.failure} == {FailureKind.WORKER_DIED}
    assert deaths_of(run) == 2


@pytest.mark.slow
def test_what_the_kernel_killed_for_want_of_memory_is_told_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that grows and is killed; the kernel's count of such kills is emulated."""
    counter = tmp_path / "vmstat"
    counter.write_text("nr_free_pages 9\noom_kill 3\n")
    monkeypatch.setattr(host_memory, "GROUPS", tmp_path / "none")
    monkeypatch.setattr(host_memory, "VMSTAT", counter)
    kernel = f"""
hoard = os.urandom(1 << 20) * 300
time.sleep(1.0)
count = int(open({str(counter)!r}).read().split()[-1])
open({str(counter)!r}, "w").write(f"oom_kill {{count + 1}}")
os.kill(os.getpid(), 9)
"""
    failure = failure_of(run(kernel, "npu:6"))
    assert failure.kind is FailureKind.WORKER_DIED
    assert "The system killed the engine's process: memory had run out." in str(failure.message)
    assert "0.3 GB" in str(failure.message)
    assert "Close other programs" in str(failure.hint)
    assert "ended 2 workers" in str(failure.hint)


def test_an_engine_that_does_not_start_costs_a_long_queue_little(tmp_path: Path) -> None:
    now = [0.0]
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("")
    engine = Engine(EngineName.MAGIC_PDF, python, uses_card=True)
    failed = StartFailureCache(cpu_card(None, None), {"HOME": str(tmp_path)}, lambda: now[0])
    missing = Failure(FailureKind.ENGINE_MISSING, msg("It went wrong."))
    died = Failure(FailureKind.WORKER_DIED, msg("It went wrong."), None, Scope.WORKER)
    assert failed.reason(engine) is None
    failed.record(engine, missing, 900.0)
    now[0] = 899.0
    assert failed.reason(engine) == missing
    now[0] = 901.0
    assert failed.reason(engine) is None
    failed.record(engine, died, 1.0)
    assert failed.reason(engine) is None  # an accident, perhaps
    failed.record(engine, died, 1.0)
    known = failed.reason(engine)
    assert known is not None
    assert known.scope is Scope.DOCUMENT  # not to be tried once more for the next one
    python.write_text("mended")
    assert failed.reason(engine) is None
    failed.record(engine, died, 1.0)
    failed.reset()
    failed.record(engine, died, 1.0)
    assert failed.reason(engine) is None


@pytest.mark.slow
def test_a_later_workers_death_is_not_blamed_on_an_earlier_ones_words(
    run: Run, tmp_path: Path
) -> None:
    logs = run.home / "logs"
    logs.mkdir(parents=True)
    (logs / "worker-npu-6.log").write_text("NPU function error: f, error code is 507010\n")
    failure = failure_of(run("os._exit(1)", "npu:6"))
    assert failure.kind is FailureKind.WORKER_DIED


@pytest.mark.parametrize(
    ("uses_card", "last"), [(True, RetryAction.QUARANTINE_CARD), (False, RetryAction.GIVE_UP)]
)
def test_a_death_while_loading_gets_one_fresh_worker(uses_card: bool, last: RetryAction) -> None:
    trials = RetryPolicy()
    died = Failure(FailureKind.WORKER_DIED, msg("It went wrong."), None, Scope.WORKER)
    steps = [trials.decide(died, uses_card=uses_card) for _ in range(2)]
    assert steps == [RetryAction.FRESH_WORKER, last]
