"""Batches that ask for cards of their own: no other card takes their documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import CardKind
from core.jobs.model import ANY_CARD, CardSet, NewJob
from core.jobs.scheduling.card_routing import CardRouting
from core.jobs.scheduling.failover import CardFailover
from core.jobs.states import WhenFull
from core.jobs.store.batch_store import BatchStore, NewBatch
from core.jobs.store.job_store import JobStore
from core.jobs.store.waiting_jobs import WaitingFilter
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

SIX, BOTH = ("npu:6",), ("npu:6", "npu:7")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[JobStore]:
    """A document of no batch, one of a batch that leaves the card open, two that ask for some."""
    path = tmp_path / "queue.sqlite"
    with JobStore(path) as queue, BatchStore(path) as book:
        queue.add([new("alone")])
        for name, cards in (("open", ()), ("six", SIX), ("both", BOTH)):
            queue.add([new(name)], book.begin(NewBatch(name, (), cards=cards)).id)
        yield queue


def new(name: str) -> NewJob:
    return NewJob(Path("/papers", f"{name}.pdf"), Path("/out"), name)


def taken(queue: JobStore, card: str, *routes: CardSet, also: tuple[str, ...] = ()) -> list[str]:
    found = []
    while (
        job := queue.claim_next(card, wanted=WaitingFilter(routes=routes, also=also))
    ) is not None:
        found.append(job.stem)
    return found


def test_a_card_takes_what_its_lanes_hold(queue: JobStore) -> None:
    routes = CardRouting({ANY_CARD: ["npu:0", "npu:7"], SIX: ["npu:6"], BOTH: BOTH})
    assert set(routes.routes_of("npu:7")) == {ANY_CARD, BOTH}
    assert taken(queue, "npu:3", *routes.routes_of("npu:3")) == []
    assert taken(queue, "npu:0", *routes.routes_of("npu:0")) == ["alone", "open"]
    assert taken(queue, "npu:7", *routes.routes_of("npu:7")) == ["both"]
    assert taken(queue, "npu:6", *routes.routes_of("npu:6")) == ["six"]


def test_without_lanes_a_card_takes_everything(queue: JobStore) -> None:
    assert [job.stem for _ in range(4) if (job := queue.claim_next("cpu"))] == [
        "alone",
        "open",
        "six",
        "both",
    ]


def test_a_document_that_was_moved_to_a_card_is_taken_there(queue: JobStore) -> None:
    six = next(job for job in queue.jobs() if job.stem == "six")
    assert queue.card_set_of(six.id) == SIX
    assert taken(queue, "npu:1", also=(six.id,)) == ["six"]


def test_a_full_card_gives_a_document_only_to_those_that_its_batch_asks_for() -> None:
    cards = [
        dataclasses.replace(cpu_card(None, None), key=f"npu:{n}", kind=CardKind.NPU) for n in (7, 1)
    ]
    sideline = CardFailover(["npu:1"])
    sideline.add_cards(BOTH)
    assert sideline.reassign("a", "npu:6", cards, SIX, SIX) is None
    moved = sideline.reassign("b", "npu:6", cards, ("npu:6", "npu:1"), SIX)
    assert moved is cards[1]
    assert sideline.jobs_for("npu:1") == ["b"]
    assert sideline.fallback_cards() == [], "it was chosen"
    sideline.reset(["npu:1"], WhenFull.ANY)
    assert sideline.reassign("a", "npu:6", cards[:1], SIX, SIX) is cards[0]


def test_a_stand_in_is_left_a_lane_when_all_of_its_cards_have_a_fault_and_no_other_lane() -> None:
    one, two = (
        dataclasses.replace(cpu_card(None, None), key=f"npu:{n}", kind=CardKind.NPU) for n in (1, 2)
    )
    routes = CardRouting({ANY_CARD: ["npu:0"], BOTH: BOTH})
    sideline = CardFailover(["npu:0"], WhenFull.ANY)
    sideline.add_cards(BOTH)
    assert sideline.reassign("a", "npu:6", [one, two], BOTH, BOTH) is one
    assert sideline.reassign("b", "npu:6", [two, one], BOTH, BOTH) is one, "it stands in already"
    assert sideline.fallback_cards() == sideline.fallback_cards(BOTH) == [one]
    assert sideline.fallback_cards(ANY_CARD) == []
    broken = Failure(FailureKind.CARD_FAULT, msg("Broken."))
    sideline.quarantine("npu:6", broken)
    assert sideline.orphaned_routes("npu:1", routes) == [], "npu:7 goes on"
    sideline.quarantine("npu:7", broken)
    assert sideline.orphaned_routes("npu:1", routes) == [BOTH]
    sideline.quarantine("npu:0", broken)
    assert sideline.orphaned_routes("npu:1", routes) == [BOTH], "nobody asked it to do the others'"
    sideline.reset(["npu:0"], WhenFull.ANY)
    assert sideline.orphaned_routes("npu:1", routes) == []
    assert sideline.fallback_cards() == []


def test_a_card_with_a_fault_is_not_admitted_again() -> None:
    sideline = CardFailover(["npu:6"])
    assert not sideline.quarantine("npu:6", Failure(FailureKind.CARD_FAULT, msg("Broken.")))
    sideline.add_cards(BOTH)
    assert sideline.quarantine("npu:0", Failure(FailureKind.CARD_FAULT, msg("Broken.")))
    assert sideline.fault_of("npu:7") is None
