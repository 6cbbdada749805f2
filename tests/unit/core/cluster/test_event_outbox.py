"""Which words of an engine's process go at once, which ones wait for others."""

from __future__ import annotations

import threading

from core.cluster.event_outbox import GATHER_S, EventOutbox
from core.cluster.messages import MemoryUsed, ProcessEvent, ProcessSaid
from core.worker.kinds import Stage
from core.worker.protocol import Converted, Heartbeat, Progress

LONG_S = 30.0
"""No answer takes so long: what is tested would hang for it."""


def page(number: int, stage: Stage = Stage.PARSE) -> ProcessSaid:
    return ProcessSaid(Progress("1", stage, number, 9, number / 9))


def test_what_can_wait_goes_with_the_next_word_that_cannot() -> None:
    outbox = EventOutbox()
    end = ProcessSaid(Converted("1", 9, 0.1))
    outbox.emit(page(1))
    outbox.emit(MemoryUsed(1.0), end)
    assert [event for _, event in outbox.take(1, 0, LONG_S)] == [page(1), MemoryUsed(1.0), end]


def test_of_several_words_on_one_stage_the_last_is_given() -> None:
    outbox = EventOutbox()
    for number in range(1, 4):
        outbox.emit(page(number))
    outbox.emit(page(4, Stage.OCR), page(5, Stage.OCR))
    found = [event for _, event in outbox.take(1, 0, LONG_S)]
    assert found == [page(3), page(4, Stage.OCR), page(5, Stage.OCR)], "OCR counts its pages"


def test_words_that_can_wait_are_held_for_a_moment_only() -> None:
    now = 0.0
    outbox = EventOutbox(lambda: now)
    outbox.emit(page(1))
    assert outbox.take(1, 0, 0.0) == [(1, page(1))], "who waits for nothing gets what is there"
    now = GATHER_S
    assert outbox.take(2, 0, LONG_S) == [(1, page(1))]


def test_heartbeats_alone_are_worth_no_answer() -> None:
    now = 0.0
    outbox = EventOutbox(lambda: now)
    outbox.emit(ProcessSaid(Heartbeat()))
    outbox.emit(ProcessSaid(Heartbeat()))
    now = 2 * GATHER_S
    assert [event for _, event in outbox.take(1, 0, 0.0)] == [ProcessSaid(Heartbeat())]
    outbox.emit(page(1))
    assert outbox.take(2, 2, 0.0) == [(3, page(1))]


def test_what_was_given_is_given_again_until_it_is_known_to_have_arrived() -> None:
    outbox = EventOutbox()
    outbox.emit(MemoryUsed(1.0), urgent=True)
    first = outbox.take(1, 0, LONG_S)
    assert outbox.take(2, 0, LONG_S) == first
    assert outbox.take(3, first[-1][0], 0.0) == []


def test_a_question_takes_the_place_of_an_earlier_one() -> None:
    outbox = EventOutbox()
    answers: list[list[tuple[int, ProcessEvent]]] = []
    waits = threading.Thread(target=lambda: answers.append(outbox.take(1, 0, LONG_S)))
    waits.start()
    assert outbox.take(2, 0, 0.0) == []
    waits.join(LONG_S / 2)
    assert not waits.is_alive()
    assert answers == [[]]
    assert outbox.take(1, 0, LONG_S) == [], "one that comes late, too"
