"""Cards that fail: where a worker really is, second chances, other cards, what is told."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Protocol

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import CardKind
from core.cards.reader import CardReader
from core.cards.reservations import NO_RESERVATIONS, save_reservations
from core.engines import host_memory
from core.engines.model import Engine
from core.jobs import device_memory, verification
from core.jobs import seat as seat_module
from core.jobs.batch import Batch, BatchPlan
from core.jobs.checkpoints import KEEP_FOLDERS, KEEP_S, Checkpoints
from core.jobs.crew import Crew
from core.jobs.events import CardPutAside, JobEnded, JobMoved, WorkerVerified
from core.jobs.failed_starts import FailedStarts
from core.jobs.model import ConvertOptions, JobState, WhenFull
from core.jobs.sideline import Sideline
from core.jobs.trials import NextStep, Trials
from core.jobs.verification import Proof
from core.paths import checkpoints_folder
from core.sentences import say
from core.worker.protocol import EngineName, Failure, FailureKind, Scope
from tests import pdfs
from tests.ascend import presets
from tests.ascend.host import AscendHost
from tests.jobs.test_batch import Witness
from tests.jobs.test_card_loop import Fixed, worker

DONE = """
open(request.staging + "/" + request.stem + ".md", "w").write("text")
open(request.staging + "/blocks.json", "w").write('{"schema": 1, "blocks": []}')
say(Converted(request.job, 1, 0.1))
"""
REFUSE = """
from core.sentences import say as sentence
failure = Failure(FailureKind.{kind}, sentence("It went wrong."), None, Scope.{scope})
say(Refused(request.job, failure))
"""


def refuse(kind: FailureKind, scope: Scope = Scope.WORKER) -> str:
    return REFUSE.format(kind=kind.name, scope=scope.name)


def only_if(condition: str, then: str, otherwise: str) -> str:
    lines = [f"if {condition}:", *(f"    {line}" for line in then.strip().splitlines())]
    return "\n".join([*lines, "else:", *(f"    {line}" for line in otherwise.strip().splitlines())])


class Run:
    """A run of documents with an engine that does as it is told, on an emulated host."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.host = AscendHost(folder / "host", presets.eight_910b())
        self.folder = folder
        self.home = home

    def __call__(
        self,
        body: str,
        *cards: str,
        papers: int = 1,
        before: str = "pass",
        when_full: WhenFull = WhenFull.CHOSEN,
    ) -> Witness:
        """``body`` is done with each document, ``before`` once, before the worker is ready."""
        python = worker(self.folder / "fake", body.strip().replace("\n", "\n" + 12 * " "), 1)
        ready = 'say(Ready("0", 1))'
        python.write_text(python.read_text().replace(ready, f"{before}\n{ready}"))
        environ = {**os.environ, **self.host.environment()}
        with CardReader(self.home, environ) as reader:
            reading = reader.read()
        chosen = tuple(card for key in cards if (card := reading.card(key)) is not None)
        assert len(chosen) == len(cards)
        sources = [pdfs.text_pdf(self.folder / f"{n}.pdf", pages=1) for n in range(papers)]
        engine = Engine(EngineName.MAGIC_PDF, python, uses_card=True)
        plan = BatchPlan(
            tuple(sources), self.folder / "out", ConvertOptions(), None, when_full=when_full
        )
        witness = Witness()
        Batch(plan, Crew(chosen), Fixed(self.home, engine), self.home, environ).run(witness)
        return witness


@pytest.fixture
def run(tmp_path: Path, home: Path) -> Run:
    return Run(tmp_path, home)


def verified(witness: Witness) -> list[WorkerVerified]:
    return [event for event in witness.events if isinstance(event, WorkerVerified)]


def aside(witness: Witness) -> list[CardPutAside]:
    return [event for event in witness.events if isinstance(event, CardPutAside)]


def states(witness: Witness) -> list[JobState]:
    return [event.job.state for event in witness.events if isinstance(event, JobEnded)]


def failure_of(witness: Witness) -> Failure:
    (job,) = witness.ended()
    assert job.failure is not None
    return job.failure


def test_a_worker_is_verified_by_its_pid_on_the_picked_card(run: Run) -> None:
    witness = run(DONE, "npu:6")
    (event,) = verified(witness)
    (started,) = witness.started()
    assert (event.card, event.pid) == ("npu:6", started.pid)
    assert event.verified.proof is Proof.PID
    assert str(event.verified.sentence) == f"Verified: process {started.pid} is on NPU 6."
    assert started.verified == event.verified
    assert states(witness) == [JobState.DONE]


def test_where_pids_are_hidden_the_cards_memory_must_have_risen(run: Run) -> None:
    run.host.change(lambda state: dataclasses.replace(state, names_hidden=True))
    (event,) = verified(run(DONE, "npu:6"))
    assert event.verified.proof is Proof.MEMORY
    assert "2048 MB" in str(event.verified.sentence)


def test_what_the_driver_does_not_show_is_said_and_the_work_goes_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "BETWEEN_LOOKS_S", 0.01)
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


def test_out_of_memory_gets_one_smaller_batch(run: Run) -> None:
    body = only_if("os.environ.get('VIRTUAL_VRAM_SIZE') == '4'", DONE, refuse(MEMORY))
    witness = run(body, "npu:6")
    assert states(witness) == [JobState.DONE]
    assert len({event.pid for event in witness.started()}) == 2


def test_out_of_memory_twice_is_told_with_who_holds_what(run: Run) -> None:
    witness = run(refuse(MEMORY), "npu:0")  # a full one
    failure = failure_of(witness)
    assert failure.kind is FailureKind.CARD_OUT_OF_MEMORY
    assert len(witness.started()) == 2
    assert "VLLM" in str(failure.hint)
    assert "57.6 GB" in str(failure.hint)
    assert "NPU 6 has" in str(failure.hint) or "NPU 7 has" in str(failure.hint)


def test_a_card_that_is_lost_leaves_its_documents_to_the_others(run: Run) -> None:
    here = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"
    body = only_if(here, refuse(FAULT, Scope.CARD), DONE)
    witness = run(body, "npu:6", "npu:7", papers=4)
    assert states(witness) == [JobState.DONE] * 4
    (event,) = aside(witness)
    assert event.card == "npu:6"
    assert {job.card for job in witness.ended()} == {"npu:7"}
    assert witness.tally is not None
    assert (witness.tally.done, witness.tally.failed) == (4, 0)


def test_without_another_card_every_document_says_why(run: Run) -> None:
    witness = run(refuse(FAULT, Scope.CARD), "npu:6", papers=3)
    assert states(witness) == [JobState.FAILED] * 3
    assert len(witness.started()) == 1  # nothing more was sent to it
    assert {job.failure.kind for job in witness.ended() if job.failure} == {FAULT}


def test_the_last_card_of_all_fails_too_and_the_run_ends(run: Run) -> None:
    witness = run(refuse(FAULT, Scope.CARD), "npu:6", "npu:7", papers=3)
    assert sorted(event.card for event in aside(witness)) == ["npu:6", "npu:7"]
    assert states(witness) == [JobState.FAILED] * 3


def test_a_fault_of_a_worker_gets_one_fresh_worker(run: Run, tmp_path: Path) -> None:
    first = f"not os.path.exists({str(tmp_path / 'mark')!r})"
    mark = f"open({str(tmp_path / 'mark')!r}, 'w').close()\n"
    witness = run(only_if(first, mark + refuse(FAULT), DONE), "npu:6")
    assert states(witness) == [JobState.DONE]
    assert len({event.pid for event in witness.started()}) == 2
    assert aside(witness) == []


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


def test_a_worker_that_dies_while_it_loads_is_followed_by_a_second(
    run: Run, tmp_path: Path
) -> None:
    dies = first_time(tmp_path / "mark", "os.kill(os.getpid(), 9)")
    witness = run(DONE, "npu:6", papers=2, before=dies)
    assert states(witness) == [JobState.DONE] * 2
    assert aside(witness) == []
    assert {job.deaths for job in witness.ended()} == {0}  # no document has to do with it


LOADS_AND_DIES = "print('loading', flush=True)\nos.kill(os.getpid(), 9)"


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


def test_where_no_other_card_is_left_nothing_is_started_again_and_again(run: Run) -> None:
    witness = run(DONE, "npu:6", papers=5, before=LOADS_AND_DIES)
    assert states(witness) == [JobState.FAILED] * 5
    assert {job.failure.kind for job in witness.ended() if job.failure} == {FailureKind.WORKER_DIED}
    assert deaths_of(run) == 2


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
    failed = FailedStarts(cpu_card(None, None), {"HOME": str(tmp_path)}, lambda: now[0])
    missing = Failure(FailureKind.ENGINE_MISSING, say("It went wrong."))
    died = Failure(FailureKind.WORKER_DIED, say("It went wrong."), None, Scope.WORKER)
    assert failed.known(engine) is None
    failed.note(engine, missing, 900.0)
    now[0] = 899.0
    assert failed.known(engine) == missing
    now[0] = 901.0
    assert failed.known(engine) is None
    failed.note(engine, died, 1.0)
    assert failed.known(engine) is None  # an accident, perhaps
    failed.note(engine, died, 1.0)
    known = failed.known(engine)
    assert known is not None
    assert known.scope is Scope.DOCUMENT  # not to be tried once more for the next one
    python.write_text("mended")
    assert failed.known(engine) is None
    failed.note(engine, died, 1.0)
    failed.over()
    failed.note(engine, died, 1.0)
    assert failed.known(engine) is None


def test_a_later_workers_death_is_not_blamed_on_an_earlier_ones_words(
    run: Run, tmp_path: Path
) -> None:
    logs = run.home / "logs"
    logs.mkdir(parents=True)
    (logs / "worker-npu-6.log").write_text("NPU function error: f, error code is 507010\n")
    failure = failure_of(run("os._exit(1)", "npu:6"))
    assert failure.kind is FailureKind.WORKER_DIED


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


@pytest.mark.parametrize("hidden", [False, True])
def test_a_worker_that_has_grown_on_its_card_is_replaced(
    run: Run, monkeypatch: pytest.MonkeyPatch, hidden: bool
) -> None:
    run.host.change(lambda state: dataclasses.replace(state, names_hidden=hidden))
    monkeypatch.setattr(device_memory, "BETWEEN_LOOKS_S", 0.0)
    witness = run(LEAK + DONE, "npu:6", papers=5)
    assert states(witness) == [JobState.DONE] * 5
    pids = [event.pid for event in witness.started()]
    assert pids == [pids[0]] * 2 + [pids[2]] * 2 + [pids[4]]
    assert len(set(pids)) == 3


def test_a_cards_driver_is_not_asked_for_each_document(run: Run) -> None:
    witness = run(LEAK + DONE, "npu:6", papers=6)
    assert len({event.pid for event in witness.started()}) == 1
    asked = [call for call in run.host.calls() if call.call != "-m"]
    # The list of cards, before the start, where the worker is, after the first document.
    assert len(asked) <= 4


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
    checkpoints = Checkpoints(home)
    checkpoints.sweep()  # nothing there is no error
    assert checkpoints.folder(EngineName.FLASH, "0" * 64) is None
    now = 1e9
    for number in range(KEEP_FOLDERS + 3):
        folder = checkpoints.folder(EngineName.MAGIC_PDF, f"{number:064x}"[::-1])
        assert folder is not None
        folder.mkdir()
        os.utime(folder, (now - number, now - number))
    assert checkpoints_folder(home).stat().st_mode & 0o077 == 0
    checkpoints.sweep(now)
    left = list(checkpoints_folder(home).iterdir())
    assert len(left) == KEEP_FOLDERS
    checkpoints.sweep(now + KEEP_S - KEEP_FOLDERS / 2)
    assert len(list(checkpoints_folder(home).iterdir())) == KEEP_FOLDERS // 2 + 1


MEMORY, FAULT = FailureKind.CARD_OUT_OF_MEMORY, FailureKind.CARD_FAULT


@pytest.mark.parametrize(
    ("kind", "scope", "steps"),
    [
        (MEMORY, Scope.WORKER, [NextStep.SMALL_BATCH, NextStep.GIVE_UP]),
        (FAULT, Scope.WORKER, [NextStep.FRESH_WORKER, NextStep.PUT_CARD_ASIDE]),
        (FAULT, Scope.CARD, [NextStep.PUT_CARD_ASIDE]),
        (FAULT, Scope.MACHINE, [NextStep.GIVE_UP]),
        (FailureKind.CARD_UNAVAILABLE, Scope.CARD, [NextStep.PUT_CARD_ASIDE]),
        (FailureKind.CARD_UNAVAILABLE, Scope.MACHINE, [NextStep.GIVE_UP]),
        (FailureKind.DAMAGED, Scope.DOCUMENT, [NextStep.GIVE_UP]),
        (FailureKind.WORKER_DIED, Scope.DOCUMENT, [NextStep.GIVE_UP]),
    ],
)
def test_each_kind_of_second_chance_is_given_once(
    kind: FailureKind, scope: Scope, steps: list[NextStep]
) -> None:
    trials = Trials()
    failure = Failure(kind, say("It went wrong."), None, scope)
    assert [trials.next_step(failure, uses_card=True) for _ in steps] == steps
    assert Trials().next_step(failure, uses_card=False) is NextStep.GIVE_UP


@pytest.mark.parametrize(
    ("uses_card", "last"), [(True, NextStep.PUT_CARD_ASIDE), (False, NextStep.GIVE_UP)]
)
def test_a_death_while_loading_gets_one_fresh_worker(uses_card: bool, last: NextStep) -> None:
    trials = Trials()
    died = Failure(FailureKind.WORKER_DIED, say("It went wrong."), None, Scope.WORKER)
    steps = [trials.next_step(died, uses_card=uses_card) for _ in range(2)]
    assert steps == [NextStep.FRESH_WORKER, last]


class Hosted(Protocol):
    """What runs on an emulated host."""

    host: AscendHost


def fuller(run: Hosted, *npus: int) -> None:
    """Half of those cards' memory is held by somebody."""
    run.host.change(
        lambda state: dataclasses.replace(
            state,
            chips=tuple(
                dataclasses.replace(chip, used_mb=30_000) if chip.npu in npus else chip
                for chip in state.chips
            ),
        )
    )


HERE = "HERE = os.environ['ASCEND_RT_VISIBLE_DEVICES']\n"
FULL_6 = only_if("os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'", refuse(MEMORY), DONE)


def cards(witness: Witness) -> list[str]:
    return [event.card for event in witness.started()]


@pytest.mark.parametrize("papers", [1, 4])
def test_a_document_that_a_card_has_no_memory_for_goes_to_another_chosen_one(
    run: Run, papers: int
) -> None:
    fuller(run, 6)
    witness = run(FULL_6, "npu:6", "npu:7", papers=papers)
    assert states(witness) == [JobState.DONE] * papers
    assert {job.card for job in witness.ended()} == {"npu:7"}
    moved = [event for event in witness.events if isinstance(event, JobMoved)]
    assert moved
    assert all((event.card, event.to.key) == ("npu:6", "npu:7") for event in moved)
    assert all(event.failure.kind is MEMORY for event in moved)
    assert cards(witness).count("npu:6") == 2 * len(moved)


def test_a_card_that_was_not_chosen_is_offered_and_not_taken(run: Run) -> None:
    fuller(run, 6)
    witness = run(FULL_6, "npu:6")
    assert "NPU 7 has" in str(failure_of(witness).hint)
    assert cards(witness) == ["npu:6"] * 2


def test_a_card_that_was_not_chosen_is_taken_where_the_user_allowed_it(run: Run) -> None:
    fuller(run, 6)
    witness = run(FULL_6, "npu:6", when_full=WhenFull.ANY)
    assert states(witness) == [JobState.DONE]
    assert cards(witness) == ["npu:6", "npu:6", "npu:7"]


def done_on(witness: Witness) -> dict[str, str | None]:
    """Documents by name, and the card that each was done on."""
    assert set(states(witness)) == {JobState.DONE}
    return {job.stem: job.card for job in witness.ended()}


def test_a_card_that_stands_in_does_what_was_moved_to_it_and_nothing_else(run: Run) -> None:
    fuller(run, 6)
    large = only_if("request.stem in '02' and HERE == '6'", refuse(MEMORY), DONE)
    witness = run(HERE + large, "npu:6", papers=6, when_full=WhenFull.ANY)
    on = {str(n): "npu:7" if n in (0, 2) else "npu:6" for n in range(6)}
    assert done_on(witness) == on


def test_with_all_chosen_cards_lost_the_one_that_stands_in_does_the_rest(run: Run) -> None:
    fuller(run, 6)
    then = only_if("request.stem == '2'", refuse(FAULT, Scope.CARD), DONE)
    large = only_if("request.stem == '0'", refuse(MEMORY), then)
    witness = run(
        HERE + only_if("HERE == '6'", large, DONE), "npu:6", papers=5, when_full=WhenFull.ANY
    )
    on = {str(n): "npu:6" if n == 1 else "npu:7" for n in range(5)}
    assert done_on(witness) == on
    assert [event.card for event in aside(witness)] == ["npu:6"]


def test_a_fault_alone_brings_in_nobody(run: Run) -> None:
    body = HERE + only_if("HERE == '6'", refuse(FAULT, Scope.CARD), DONE)
    witness = run(body, "npu:6", papers=3, when_full=WhenFull.ANY)
    assert states(witness) == [JobState.FAILED] * 3
    assert set(cards(witness)) == {"npu:6"}, "it is not a card's memory that was too small"


def test_where_the_one_that_stands_in_is_lost_too_each_document_says_why(run: Run) -> None:
    fuller(run, 6)
    then = only_if("request.stem == '1'", refuse(FAULT, Scope.CARD), DONE)
    body = only_if("HERE == '6' and request.stem == '0'", refuse(MEMORY), then)
    witness = run(HERE + body, "npu:6", papers=4, when_full=WhenFull.ANY)
    ended = {job.stem: job for job in witness.ended()}
    assert ended.pop("0").card == "npu:7"
    assert {job.failure.kind for job in ended.values() if job.failure is not None} == {FAULT}
    assert len(ended) == 3
    assert sorted(event.card for event in aside(witness)) == ["npu:6", "npu:7"]


def test_one_that_stands_in_and_is_lost_gives_its_documents_back(run: Run, tmp_path: Path) -> None:
    fuller(run, 6)
    twice = tmp_path / "twice"
    again = f"""
with open({str(twice)!r}, "a+") as marks:
    marks.write("x")
    marks.seek(0)
    full = len(marks.read()) < 3
"""
    body = HERE + only_if(
        "HERE == '6'", again + only_if("full", refuse(MEMORY), DONE), refuse(FAULT, Scope.CARD)
    )
    witness = run(body, "npu:6", when_full=WhenFull.ANY)
    assert done_on(witness) == {"0": "npu:6"}
    assert [event.card for event in aside(witness)] == ["npu:7"]


def test_a_reserved_card_is_never_taken_nor_offered(run: Run) -> None:
    fuller(run, 6)
    environ = {**os.environ, **run.host.environment()}
    with CardReader(run.home, environ) as reader:
        seven = reader.read().card("npu:7")
    assert seven is not None
    save_reservations(run.home, NO_RESERVATIONS.with_note(seven, "reranker"))
    witness = run(FULL_6, "npu:6", "npu:7", when_full=WhenFull.ANY)
    failure = failure_of(witness)
    assert failure.kind is MEMORY
    assert "NPU 7" not in str(failure.hint)
    assert cards(witness) == ["npu:6"] * 2


def test_with_no_room_anywhere_it_fails_after_each_card_was_tried_once(run: Run) -> None:
    fuller(run, 6)
    witness = run(refuse(MEMORY), "npu:6", "npu:7", when_full=WhenFull.ANY)
    assert failure_of(witness).kind is MEMORY
    assert cards(witness) == ["npu:6"] * 2 + ["npu:7"] * 2


def test_giving_up_is_a_choice_too(run: Run) -> None:
    fuller(run, 6)
    witness = run(FULL_6, "npu:6", "npu:7", when_full=WhenFull.STOP)
    assert failure_of(witness).kind is MEMORY
    assert cards(witness) == ["npu:6"] * 2


def test_a_document_does_not_wait_for_a_card_that_was_lost() -> None:
    six, seven = (
        dataclasses.replace(cpu_card(None, None), key=key, kind=CardKind.NPU)
        for key in ("npu:6", "npu:7")
    )
    both = ("npu:6", "npu:7")
    sideline = Sideline(both)
    assert sideline.move("a", "npu:6", [seven], both) == seven
    assert sideline.waiting_for("a") == "npu:7"
    assert sideline.kept_from("npu:6") == ["a"]
    assert sideline.kept_from("npu:7") == []
    sideline.put_aside("npu:7", Failure(FAULT, say("It went wrong.")))
    assert sideline.waiting_for("a") is None
    assert sideline.kept_from("npu:6") == []
    assert sideline.moved_to("npu:7") == []
    assert sideline.move("a", "npu:6", [seven], both) is None
    sideline.forget("a")
    assert sideline.move("a", "npu:7", [six], both) == six
