"""Cards without the memory for a document: others that are chosen, or that may stand in."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import CardKind, Reading
from core.cards.reader import CardReader
from core.cards.reservations import NO_RESERVATIONS, save_reservations
from core.jobs.events import JobReassigned
from core.jobs.execution.card_host import LocalHost
from core.jobs.scheduling.failover import CardFailover
from core.jobs.states import JobState, WhenFull
from core.messages import msg
from core.worker.kinds import Scope
from core.worker.protocol import Failure
from tests.support.engines.scripted import DONE, FAULT, MEMORY, only_if, refuse
from tests.support.witness import Witness, failure_of, states
from tests.unit.core.jobs.execution.scripted_run import HERE, Run, aside, cards, fuller

FULL_6 = only_if("os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'", refuse(MEMORY), DONE)


@pytest.mark.slow
@pytest.mark.parametrize("papers", [1, 4])
def test_a_document_that_a_card_has_no_memory_for_goes_to_another_chosen_one(
    run: Run, papers: int
) -> None:
    fuller(run, 6)
    witness = run(FULL_6, "npu:6", "npu:7", papers=papers)
    assert states(witness) == [JobState.DONE] * papers
    assert {job.card for job in witness.ended()} == {"npu:7"}
    moved = [event for event in witness.events if isinstance(event, JobReassigned)]
    assert moved
    assert all((event.card, event.to.key) == ("npu:6", "npu:7") for event in moved)
    assert all(event.failure.kind is MEMORY for event in moved)
    assert cards(witness).count("npu:6") == 2 * len(moved)


@pytest.mark.slow
def test_a_card_that_was_not_chosen_is_offered_and_not_taken(run: Run) -> None:
    fuller(run, 6)
    witness = run(FULL_6, "npu:6")
    assert "NPU 7 has" in str(failure_of(witness).hint)
    assert cards(witness) == ["npu:6"] * 2


@pytest.mark.slow
def test_a_card_that_was_not_chosen_is_taken_where_the_user_allowed_it(run: Run) -> None:
    fuller(run, 6)
    witness = run(FULL_6, "npu:6", when_full=WhenFull.ANY)
    assert states(witness) == [JobState.DONE]
    assert cards(witness) == ["npu:6", "npu:6", "npu:7"]


@pytest.mark.slow
def test_a_worker_that_is_just_ending_elsewhere_does_not_count_for_long(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver still lists its memory, though the process has ended."""
    fuller(run, 6)
    fuller(run, 7, used_mb=40_000)
    look = LocalHost.read_all_cards

    def look_and_let_it_end(self: LocalHost) -> Reading:
        reading = look(self)
        fuller(run, 7, used_mb=30_000)
        return reading

    monkeypatch.setattr(LocalHost, "read_all_cards", look_and_let_it_end)
    witness = run(FULL_6, "npu:6", when_full=WhenFull.ANY)
    assert states(witness) == [JobState.DONE]
    assert cards(witness) == ["npu:6", "npu:6", "npu:7"]


def done_on(witness: Witness) -> dict[str, str | None]:
    """Documents by name, and the card that each was done on."""
    assert set(states(witness)) == {JobState.DONE}
    return {job.stem: job.card for job in witness.ended()}


@pytest.mark.slow
def test_a_card_that_stands_in_does_what_was_moved_to_it_and_nothing_else(run: Run) -> None:
    fuller(run, 6)
    large = only_if("request.stem in '02' and HERE == '6'", refuse(MEMORY), DONE)
    witness = run(HERE + large, "npu:6", papers=6, when_full=WhenFull.ANY)
    on = {str(n): "npu:7" if n in (0, 2) else "npu:6" for n in range(6)}
    assert done_on(witness) == on


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_with_no_room_anywhere_it_fails_after_each_card_was_tried_once(run: Run) -> None:
    fuller(run, 6)
    witness = run(refuse(MEMORY), "npu:6", "npu:7", when_full=WhenFull.ANY)
    assert failure_of(witness).kind is MEMORY
    assert cards(witness) == ["npu:6"] * 2 + ["npu:7"] * 2


@pytest.mark.slow
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
    sideline = CardFailover(both)
    assert sideline.reassign("a", "npu:6", [seven], both) == seven
    assert sideline.reassigned_card("a") == "npu:7"
    assert sideline.jobs_excluded_from("npu:6") == ["a"]
    assert sideline.jobs_excluded_from("npu:7") == []
    sideline.quarantine("npu:7", Failure(FAULT, msg("It went wrong.")))
    assert sideline.reassigned_card("a") is None
    assert sideline.jobs_excluded_from("npu:6") == []
    assert sideline.jobs_for("npu:7") == []
    assert sideline.reassign("a", "npu:6", [seven], both) is None
    sideline.forget("a")
    assert sideline.reassign("a", "npu:7", [six], both) == six
