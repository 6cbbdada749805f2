"""The actor without Ray: a plain object, a real worker below it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import Card
from core.cluster.card_actor import CardActor
from core.cluster.messages import (
    CardHolder,
    ConvertDelivered,
    Delivery,
    MemoryUsed,
    ProcessEvent,
    ProcessOrder,
    ProcessOver,
    ProcessSaid,
    ResultReady,
    SentSource,
    SharedSource,
    SourceUnseen,
    StartSpec,
    StopProcess,
)
from core.cluster.transfer import Fingerprint, is_whole, unpack
from core.engines.choice import EngineChoice
from core.engines.model import Engine
from core.engines.registry import Engines
from core.worker.protocol import Cancel, Convert, Converted, Failure, Progress, Ready, Rejected
from tests.support import pdfs
from tests.unit.core.cards.samples import npu

pytestmark = pytest.mark.slow  # a worker each

HOLDER = CardHolder("me", "here", 1, datetime(2026, 1, 31, tzinfo=UTC))
MARKER = ".shared-0"


class Follower:
    """The gateway's part: asks, and goes on from what it has."""

    def __init__(self, actor: CardActor) -> None:
        self.actor = actor
        self.after = 0
        self.turn = 0
        self.ordered = 0
        self.seen: list[ProcessEvent] = []

    def ask(self, *orders: ProcessOrder, wait_s: float = 1.0) -> list[tuple[int, ProcessEvent]]:
        """One question; the orders go along with it."""
        self.turn += 1
        first = self.ordered + 1
        self.ordered += len(orders)
        return self.actor.exchange(
            self.turn, self.after, wait_s, list(enumerate(orders, start=first))
        )

    def order(self, *orders: ProcessOrder) -> None:
        """And what happens is heard later."""
        self.ask(*orders, wait_s=0.0)

    def convert(self, request: Convert, data: bytes | None = None) -> None:
        """A document that was sent."""
        self.order(ConvertDelivered(request, Delivery(SentSource(data or b""), MARKER, None)))

    def until(self, *kinds: type, seconds: float = 60.0) -> ProcessEvent:
        """The next event of one of these kinds, or the next report of them."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for number, event in self.ask():
                self.after = number
                self.seen.append(event)
                said = event.report if isinstance(event, ProcessSaid) else event
                if isinstance(said, kinds):
                    return event
        raise AssertionError(f"no {kinds}: {self.seen}")


@pytest.fixture
def engine(home: Path) -> Engine:
    found = Engines(home).resolve(EngineChoice.FLASH)
    assert isinstance(found, Engine)
    return found


@pytest.fixture
def actor() -> Iterator[CardActor]:
    actor = CardActor(HOLDER)
    yield actor
    actor.kill()


@pytest.fixture
def follower(actor: CardActor, engine: Engine) -> Follower:
    assert actor.start(StartSpec(engine, cpu_card(None, None), small_batch=False)) is None
    follower = Follower(actor)
    follower.until(Ready)
    return follower


def request(tmp_path: Path, *, job: str = "1") -> Convert:
    source = tmp_path / f"{job}.pdf"
    pdfs.text_pdf(source)
    staging = tmp_path / f"staging-{job}" / "result"
    staging.mkdir(parents=True)
    return Convert(job, str(source), str(staging), "paper")


def test_a_document_that_was_sent_comes_back_as_an_archive(
    follower: Follower, tmp_path: Path
) -> None:
    asked = request(tmp_path)
    source = Path(asked.source)
    data = source.read_bytes()
    source.unlink()  # another host's
    follower.convert(asked, data)
    follower.until(Converted)
    (ready,) = (event for event in follower.seen if isinstance(event, ResultReady))
    assert ready.archive is not None
    assert not ready.in_place
    unpack(ready.archive, tmp_path / "here")
    assert is_whole(tmp_path / "here", ready.manifest)
    assert (tmp_path / "here" / "paper.md").read_text()
    assert any(isinstance(event, MemoryUsed) and event.mb > 0 for event in follower.seen)
    order = [type(e.report) if isinstance(e, ProcessSaid) else type(e) for e in follower.seen]
    assert order.index(ResultReady) < order.index(Converted)


def test_what_both_see_stays_where_it_is(follower: Follower, tmp_path: Path) -> None:
    asked = request(tmp_path)
    (Path(asked.staging).parent / MARKER).touch()
    shared = SharedSource(Fingerprint.of(Path(asked.source)))
    follower.order(ConvertDelivered(asked, Delivery(shared, MARKER, None)))
    follower.until(Converted)
    (ready,) = (event for event in follower.seen if isinstance(event, ResultReady))
    assert ready.in_place
    assert ready.archive is None
    assert is_whole(Path(asked.staging), ready.manifest)
    # The drive may show it late over there: then it is fetched all the same.
    follower.actor.pack_result(asked.job, list(ready.manifest))
    (tmp_path / "fetched.tar").write_bytes(follower.actor.result_part(asked.job, 0))
    unpack(tmp_path / "fetched.tar", tmp_path / "fetched")
    assert is_whole(tmp_path / "fetched", ready.manifest)


def test_a_file_that_only_the_driver_sees_is_asked_for(follower: Follower, tmp_path: Path) -> None:
    asked = request(tmp_path)
    shared = SharedSource(Fingerprint.of(Path(asked.source)))
    Path(asked.source).write_bytes(b"%PDF another")
    follower.order(ConvertDelivered(asked, Delivery(shared, MARKER, None)))
    assert follower.until(SourceUnseen) == SourceUnseen(asked.job)


def test_a_large_document_goes_ahead_in_parts(follower: Follower, tmp_path: Path) -> None:
    asked = request(tmp_path)
    data = Path(asked.source).read_bytes()
    for begin in range(0, len(data), 1000):
        assert follower.actor.put_part(asked.job, begin, data[begin : begin + 1000]) is None
    follower.convert(asked)
    follower.until(Converted)


def test_what_was_not_fetched_is_given_again(follower: Follower, tmp_path: Path) -> None:
    asked = request(tmp_path)
    data = Path(asked.source).read_bytes()
    follower.convert(asked, data)
    time.sleep(1.0)
    first = follower.ask(wait_s=5.0)
    again = follower.ask(wait_s=0.0)
    assert again[: len(first)] == first, "a network that broke off lost nothing"
    follower.until(Converted)


def test_a_cancelled_document_leaves_nothing(follower: Follower, tmp_path: Path) -> None:
    asked = request(tmp_path)
    Path(asked.source).unlink()
    pdfs.text_pdf(Path(asked.source), pages=60)
    data = Path(asked.source).read_bytes()
    follower.convert(asked, data)
    follower.until(Progress)
    follower.order(Cancel(asked.job))
    follower.until(Rejected)


def test_its_end_is_the_last_word_and_its_folders_are_gone(
    follower: Follower, tmp_path: Path
) -> None:
    asked = request(tmp_path)
    data = Path(asked.source).read_bytes()
    follower.convert(asked, data)
    follower.actor.kill()
    over = follower.until(ProcessOver)
    assert isinstance(over, ProcessOver)
    assert over.outcome.asked
    assert not list(Path(os.environ["TMPDIR"]).glob("headframe-worker-*"))


def test_another_process_takes_the_place_of_the_first(
    follower: Follower, engine: Engine, tmp_path: Path
) -> None:
    follower.order(StopProcess(2.0))
    follower.until(ProcessOver)
    spec = StartSpec(engine, cpu_card(None, None), small_batch=False)
    assert follower.actor.start(spec) is None
    follower.until(Ready)
    asked = request(tmp_path)
    data = Path(asked.source).read_bytes()
    follower.convert(asked, data)
    follower.until(Converted)


def test_a_card_that_nobody_can_be_pinned_to_is_a_failure(actor: CardActor, engine: Engine) -> None:
    card: Card = npu(6, logic_id=None)
    assert isinstance(actor.start(StartSpec(engine, card, small_batch=False)), Failure)
    assert actor.holder() == HOLDER


def test_an_order_that_comes_again_is_taken_once(follower: Follower, tmp_path: Path) -> None:
    asked = request(tmp_path)
    data = Path(asked.source).read_bytes()
    order = (1, ConvertDelivered(asked, Delivery(SentSource(data), MARKER, None)))
    actor = follower.actor
    actor.exchange(1, follower.after, 0.0, [order])
    follower.turn, follower.ordered = 1, 1
    actor.exchange(2, follower.after, 0.0, [order])  # the first answer was lost
    follower.turn = 2
    follower.until(Converted)
    follower.order(Cancel("another"))
    time.sleep(0.5)
    follower.ask(wait_s=0.0)
    said = [event.report for event in follower.seen if isinstance(event, ProcessSaid)]
    assert sum(isinstance(report, Converted | Rejected) for report in said) == 1


def test_a_result_that_was_given_takes_no_room_any_more(follower: Follower, tmp_path: Path) -> None:
    asked = request(tmp_path)
    follower.convert(asked, Path(asked.source).read_bytes())
    follower.until(Converted)
    temporary, deadline = Path(os.environ["TMPDIR"]), time.monotonic() + 10
    while list(temporary.glob("headframe-worker-*/document-*")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert list(temporary.glob("headframe-worker-*"))
