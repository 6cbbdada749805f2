"""What happens to a document stops no other, and where it goes is told as it is documented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.worker.kinds import FailureKind, Scope
from tests.e2e.cli.ground import KILLED, LOST, Ground
from tests.support.engines.scripted import DONE, only_if, refuse
from tests.support.paths import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "kind", "starts"),
    [
        (KILLED, "worker-died", 3),
        (refuse(FailureKind.DAMAGED, Scope.DOCUMENT), "damaged", 2),
        ("sleep()", "timed-out", 2),
    ],
)
def test_a_bad_document_stops_no_other(ground: Ground, harm: str, kind: str, starts: int) -> None:
    """One that kills every worker it meets is left alone after two of them."""
    ground.does(only_if("request.stem == '0'", harm, DONE))
    ran = ground.convert("npu:6", "--timeout", "4")
    assert ran.kinds() == {"0.pdf": kind}
    (failed,) = ran.of("failed")
    if kind == "worker-died":
        assert "ended 2 workers" in failed["hint"]
        assert "--pages" in failed["hint"]
    if kind == "timed-out":
        assert "--timeout" in failed["hint"]
    assert [Path(event["source"]).name for event in ran.of("done")] == ["1.pdf"]
    assert len(ran.of("started")) == starts


@pytest.mark.slow
def test_a_card_lost_in_the_middle_leaves_its_documents_to_the_other(ground: Ground) -> None:
    here = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"
    ground.does(only_if(here, LOST, DONE))
    ran = ground.convert("npu:6,npu:7", papers=4)
    assert ran.code == 0, ran.err
    assert len(ran.of("done")) == 4
    assert [event["card"] for event in ran.of("started")].count("npu:6") <= 1


@pytest.mark.slow
def test_an_interpreter_that_goes_while_the_queue_runs(ground: Ground) -> None:
    first = f"if request.stem == '0': os.unlink({str(ground.front)!r})\n"
    ground.does(first + DONE)
    ran = ground.convert("npu:6", papers=3)
    assert ran.kinds() == {"1.pdf": "engine-missing", "2.pdf": "engine-missing"}
    assert len(ran.of("done")) == 1


def documented() -> dict[str, set[str]]:
    """The events of docs/command.md and their fields."""
    text = (ROOT / "docs" / "command.md").read_text("utf-8")
    lines = (line for line in text.splitlines() if line.startswith('{"schema":1,"event":'))
    return {event["event"]: set(event) for event in map(json.loads, lines)}


@pytest.mark.slow
@pytest.mark.parametrize("move", ["full", "fault", "loading"])
def test_events_are_those_that_are_documented_when_a_document_moves_too(
    ground: Ground, move: str
) -> None:
    here = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"
    options: tuple[str, ...] = ()
    cards = "npu:6,npu:7"
    match move:
        case "full":
            ground.does(only_if(here, refuse(FailureKind.CARD_OUT_OF_MEMORY), DONE))
            cards, options = "npu:6", ("--when-full", "any")
        case "fault":
            ground.does(only_if(here, refuse(FailureKind.CARD_FAULT, Scope.CARD), DONE))
        case _:
            ground.does(DONE, before=f"if {here}: os._exit(1)")
    ran = ground.convert(cards, *options)
    assert ran.code == 0, ran.err
    known = documented()
    assert ran.events
    for event in ran.events:  # each line was JSON
        assert set(event) == known[event["event"]]
    assert len(ran.of("done")) == 2
    assert {event["card"] for event in ran.of("started")} >= {"npu:7"}


@pytest.mark.slow
def test_events_are_those_that_are_documented_when_nothing_is_left_to_do(ground: Ground) -> None:
    ground.convert("npu:6")
    again = ground.convert("npu:6")
    known = documented()
    for event in (*again.events, *ground.convert("npu:99").events):
        assert set(event) == known[event["event"]]
    assert len(again.of("skipped")) == 2
