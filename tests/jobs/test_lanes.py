"""Batches that ask for cards of their own: no other card takes their documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import CardKind
from core.jobs.batches import BatchBook, NewBatch
from core.jobs.lanes import OPEN_LANE, Lane, Lanes
from core.jobs.model import NewJob, WhenFull
from core.jobs.queue import JobQueue
from core.jobs.sideline import Sideline
from core.sentences import say
from core.worker.protocol import Failure, FailureKind

SIX, BOTH = ("npu:6",), ("npu:6", "npu:7")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[JobQueue]:
    """A document of no batch, one of a batch that leaves the card open, two that ask for some."""
    path = tmp_path / "queue.sqlite"
    with JobQueue(path) as queue, BatchBook(path) as book:
        queue.add([new("alone")])
        for name, cards in (("open", ()), ("six", SIX), ("both", BOTH)):
            queue.add([new(name)], book.begin(NewBatch(name, (), cards=cards)).id)
        yield queue


def new(name: str) -> NewJob:
    return NewJob(Path("/papers", f"{name}.pdf"), Path("/out"), name)


def taken(queue: JobQueue, card: str, *lanes: Lane, also: tuple[str, ...] = ()) -> list[str]:
    found = []
    while (job := queue.take(card, lanes=lanes, also=also)) is not None:
        found.append(job.stem)
    return found


def test_a_card_takes_what_its_lanes_hold(queue: JobQueue) -> None:
    lanes = Lanes({OPEN_LANE: ["npu:0", "npu:7"], SIX: ["npu:6"], BOTH: BOTH})
    assert set(lanes.of("npu:7")) == {OPEN_LANE, BOTH}
    assert taken(queue, "npu:3", *lanes.of("npu:3")) == []
    assert taken(queue, "npu:0", *lanes.of("npu:0")) == ["alone", "open"]
    assert taken(queue, "npu:7", *lanes.of("npu:7")) == ["both"]
    assert taken(queue, "npu:6", *lanes.of("npu:6")) == ["six"]


def test_without_lanes_a_card_takes_everything(queue: JobQueue) -> None:
    assert [job.stem for _ in range(4) if (job := queue.take("cpu"))] == [
        "alone",
        "open",
        "six",
        "both",
    ]


def test_a_document_that_was_moved_to_a_card_is_taken_there(queue: JobQueue) -> None:
    six = next(job for job in queue.jobs() if job.stem == "six")
    assert queue.lane_of(six.id) == SIX
    assert taken(queue, "npu:1", also=(six.id,)) == ["six"]


def test_a_full_card_gives_a_document_only_to_those_that_its_batch_asks_for() -> None:
    cards = [
        dataclasses.replace(cpu_card(None, None), key=f"npu:{n}", kind=CardKind.NPU) for n in (7, 1)
    ]
    sideline = Sideline(["npu:1"])
    sideline.admit(BOTH)
    assert sideline.move("a", "npu:6", cards, SIX, SIX) is None
    moved = sideline.move("b", "npu:6", cards, ("npu:6", "npu:1"), SIX)
    assert moved is cards[1]
    assert sideline.moved_to("npu:1") == ["b"]
    assert sideline.stand_ins() == [], "it was chosen"
    sideline.renew(["npu:1"], WhenFull.ANY)
    assert sideline.move("a", "npu:6", cards[:1], SIX, SIX) is cards[0]


def test_a_stand_in_is_left_a_lane_when_all_of_its_cards_have_a_fault_and_no_other_lane() -> None:
    one, two = (
        dataclasses.replace(cpu_card(None, None), key=f"npu:{n}", kind=CardKind.NPU) for n in (1, 2)
    )
    lanes = Lanes({OPEN_LANE: ["npu:0"], BOTH: BOTH})
    sideline = Sideline(["npu:0"], WhenFull.ANY)
    sideline.admit(BOTH)
    assert sideline.move("a", "npu:6", [one, two], BOTH, BOTH) is one
    assert sideline.move("b", "npu:6", [two, one], BOTH, BOTH) is one, "it stands in already"
    assert sideline.stand_ins() == sideline.stand_ins(BOTH) == [one]
    assert sideline.stand_ins(OPEN_LANE) == []
    broken = Failure(FailureKind.CARD_FAULT, say("Broken."))
    sideline.put_aside("npu:6", broken)
    assert sideline.left_to("npu:1", lanes) == [], "npu:7 goes on"
    sideline.put_aside("npu:7", broken)
    assert sideline.left_to("npu:1", lanes) == [BOTH]
    sideline.put_aside("npu:0", broken)
    assert sideline.left_to("npu:1", lanes) == [BOTH], "nobody asked it to do the others'"
    sideline.renew(["npu:0"], WhenFull.ANY)
    assert sideline.left_to("npu:1", lanes) == []
    assert sideline.stand_ins() == []


def test_a_card_with_a_fault_is_not_admitted_again() -> None:
    sideline = Sideline(["npu:6"])
    assert not sideline.put_aside("npu:6", Failure(FailureKind.CARD_FAULT, say("Broken.")))
    sideline.admit(BOTH)
    assert sideline.put_aside("npu:0", Failure(FailureKind.CARD_FAULT, say("Broken.")))
    assert sideline.why("npu:7") is None
