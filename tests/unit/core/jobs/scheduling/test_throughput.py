"""Estimates: never negative, none before they mean something, right where work goes steadily."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.model import JobProgress
from core.jobs.scheduling.throughput import MEANINGFUL_S, Backlog, ThroughputEstimator
from core.jobs.states import JobState
from core.worker.kinds import Stage
from tests.support.jobs import job


def at(fraction: float, pages: int | None = 60, stage: Stage = Stage.PARSE) -> JobProgress:
    return JobProgress(stage, None, pages, fraction)


def waiting(count: int, pages: int | None = None, size: int | None = None) -> Backlog:
    load = Backlog()
    for number in range(count):
        load.add(replace(job(1000 + number, pages=pages), size=size))
    return load


def do(
    pace: ThroughputEstimator,
    number: int,
    start: float,
    seconds: float,
    *,
    pages: int = 10,
    size: int | None = None,
) -> None:
    """One document, from card to end, with a word at each tenth."""
    taken = job(number, JobState.RUNNING, card="npu:0")
    pace.on_started(taken)
    for tenth in range(11):
        pace.on_progress(taken.id, at(tenth / 10, pages), start + seconds * tenth / 10)
    done = job(number, JobState.DONE, card="npu:0", pages=pages)
    pace.on_finished(replace(done, size=size), start + seconds)


def test_nothing_is_said_before_it_means_something() -> None:
    pace = ThroughputEstimator()
    assert pace.seconds_left(waiting(10, pages=10), 0.0) is None
    do(pace, 1, 0.0, MEANINGFUL_S / 2)
    assert pace.pages_a_second(MEANINGFUL_S / 2) is None
    assert pace.seconds_left(waiting(10, pages=10), MEANINGFUL_S / 2) is None
    do(pace, 2, MEANINGFUL_S / 2, MEANINGFUL_S)
    assert pace.pages_a_second(1.5 * MEANINGFUL_S) == pytest.approx(20 / (1.5 * MEANINGFUL_S))


def test_documents_of_unknown_length_are_not_guessed_before_one_is_done() -> None:
    pace = ThroughputEstimator()
    pace.on_started(job(1, JobState.RUNNING, card="npu:0"))
    for second in range(31):
        pace.on_progress("job-1", at(second / 60), float(second))
    assert pace.seconds_left(waiting(3), 30.0) is None
    assert pace.seconds_left(waiting(3, pages=30), 30.0) == pytest.approx(30 + 90)
    assert pace.document_seconds_left("job-1", 30.0) == pytest.approx(30.0)


@pytest.mark.slow
@given(
    seconds=st.floats(2.0, 60.0),
    pages=st.integers(3, 200),
    documents=st.integers(12, 30),
    left=st.integers(1, 500),
    size=st.one_of(st.none(), st.just(4000)),
)
def test_a_steady_pace_is_found(
    seconds: float, pages: int, documents: int, left: int, size: int | None
) -> None:
    pace = ThroughputEstimator()
    for number in range(documents):
        do(pace, number, number * seconds, seconds, pages=pages)
    now = documents * seconds
    expected = left * seconds
    assert pace.pages_a_second(now) == pytest.approx(pages / seconds, rel=0.15)
    assert pace.seconds_left(waiting(left, size=size), now) == pytest.approx(expected, rel=0.15)
    assert pace.card_pages_a_second("npu:0", now) == pytest.approx(pages / seconds, rel=0.15)


_steps = st.lists(
    st.tuples(
        st.sampled_from(["run", "on", "load", "done", "fail", "skip", "back", "rest", "over"]),
        st.integers(0, 3),
        st.floats(0.0, 100.0),
        st.floats(-0.5, 1.5),
        st.one_of(st.none(), st.integers(0, 500)),
    ),
    max_size=60,
)


@given(_steps, st.integers(0, 50))
def test_whatever_happens_no_estimate_is_negative(
    steps: list[tuple[str, int, float, float, int | None]], left: int
) -> None:
    pace, now = ThroughputEstimator(), 0.0
    states = {
        "done": JobState.DONE,
        "fail": JobState.FAILED,
        "skip": JobState.SKIPPED,
        "back": JobState.QUEUED,
    }
    load = waiting(left)
    for what, number, passed, fraction, pages in steps:
        now += passed
        if what == "run":
            pace.on_started(job(number, JobState.RUNNING, card=f"npu:{number}"))
        elif what in ("on", "load"):
            stage = Stage.LOAD if what == "load" else Stage.PARSE
            pace.on_progress(f"job-{number}", at(fraction, pages, stage), now)
        elif what == "rest":
            pace.pause(now)
        elif what == "over":
            pace.reset()
        else:
            pace.on_finished(job(number, states[what], pages=pages), now)
        said = [
            pace.pages_a_second(now),
            pace.seconds_left(load, now),
            *(pace.document_seconds_left(f"job-{n}", now) for n in range(4)),
            *(pace.card_pages_a_second(f"npu:{n}", now) for n in range(4)),
        ]
        assert all(value is None or value >= 0 for value in said)
        assert 0 <= pace.fraction(load) <= 1


def test_a_pause_makes_nobody_slow() -> None:
    pace = ThroughputEstimator()
    for number in range(5):
        do(pace, number, number * 5.0, 5.0)
    before = pace.pages_a_second(25.0)
    pace.pause(25.0)
    assert pace.pages_a_second(4000.0) == before
    for number in range(5, 10):
        do(pace, number, 3975.0 + number * 5.0, 5.0)
    assert pace.pages_a_second(4025.0) == pytest.approx(2.0, rel=0.15)


def test_loading_is_not_work() -> None:
    pace = ThroughputEstimator()
    pace.on_started(job(1, JobState.RUNNING, card="npu:0"))
    for second in range(0, 60, 5):
        pace.on_progress("job-1", at(0.0, stage=Stage.LOAD), float(second))
    for second in range(31):
        pace.on_progress("job-1", at(second / 60), 60.0 + second)
    assert pace.pages_a_second(90.0) == pytest.approx(1.0)
    assert pace.document_seconds_left("job-1", 90.0) == pytest.approx(30.0)


def test_what_fails_or_is_skipped_at_once_changes_no_pace() -> None:
    pace = ThroughputEstimator()
    for number in range(5):
        do(pace, number, number * 5.0, 5.0)
    before = pace.pages_a_second(25.0), pace.seconds_left(waiting(10), 25.0)
    for number in range(100, 200):
        pace.on_finished(job(number, JobState.SKIPPED, pages=10), 25.0)
        pace.on_finished(job(number + 200, JobState.FAILED), 25.0)
    assert (pace.pages_a_second(25.0), pace.seconds_left(waiting(10), 25.0)) == before


def test_two_cards_and_the_longest_document_at_the_end() -> None:
    pace = ThroughputEstimator()
    for number in range(0, 10, 2):
        for card in range(2):
            pace.on_started(job(number + card, JobState.RUNNING, card=f"npu:{card}"))
        for card in range(2):
            pace.on_progress(f"job-{number + card}", at(0.0, 10), number * 5.0)
        for card in range(2):
            done = job(number + card, JobState.DONE, card=f"npu:{card}", pages=10)
            pace.on_finished(done, number * 5.0 + 10.0)
    now = 50.0
    assert pace.pages_a_second(now) == pytest.approx(2.0, rel=0.15)
    many, one = pace.seconds_left(waiting(20), now), pace.seconds_left(waiting(1), now)
    assert many == pytest.approx(100.0, rel=0.15)
    assert one == pytest.approx(10.0, rel=0.15), "one document keeps one card busy"
    pace.on_started(job(50, JobState.RUNNING, card="npu:0", pages=300))
    long = pace.seconds_left(waiting(1), now)
    assert long == pytest.approx(300.0, rel=0.15), "the other card cannot help"
    assert pace.card_pages_a_second("npu:1", now) == pytest.approx(1.0, rel=0.2)


def test_results_that_are_put_in_place_are_no_workers() -> None:
    """One worker, whose next document begins before the result of the last one is there."""
    pace = ThroughputEstimator()
    for number in range(30):
        pace.on_started(job(number, JobState.RUNNING, card="npu:0"))
        pace.on_progress(f"job-{number}", at(0.5, pages=10), number + 0.5)
        pace.on_progress(f"job-{number}", at(1.0, pages=10), number + 0.9)
        pace.on_converted(f"job-{number}")
        if number:
            pace.on_finished(job(number - 1, JobState.DONE, card="npu:0", pages=10), number + 0.9)
    assert pace.seconds_left(waiting(1, pages=100), 30.0) == pytest.approx(10.0, rel=0.1)


def test_the_end_of_all_is_the_end_of_the_last_document_at_its_own_pace() -> None:
    """Many short documents went slowly, a page a second; the long one makes ten."""
    pace = ThroughputEstimator()
    for number in range(60):
        do(pace, number, float(number), 1.0, pages=1)
    pace.on_started(job(99, JobState.RUNNING, card="npu:0"))
    for second in range(21):
        pace.on_progress("job-99", at(second / 60, pages=600), 60.0 + second)
    alone = pace.seconds_left(waiting(0), 80.0)
    assert alone == pytest.approx(40.0)
    assert alone == pace.document_seconds_left("job-99", 80.0)


def test_sizes_tell_long_documents_from_short_ones() -> None:
    pace = ThroughputEstimator()
    for number in range(6):
        do(pace, number, number * 5.0, 5.0, size=1000)
    short = pace.seconds_left(waiting(4, size=1000), 30.0)
    long = pace.seconds_left(waiting(4, size=5000), 30.0)
    assert short is not None
    assert long == pytest.approx(5 * short)
    assert pace.fraction(waiting(6)) == pytest.approx(0.5)
    pace.reset()
    assert pace.fraction(Backlog()) == 1.0


def test_a_long_document_that_waits_keeps_the_bar_low() -> None:
    """Eleven short documents are done, one of 600 pages waits: that is not 92 %."""
    pace = ThroughputEstimator()
    for number in range(11):
        do(pace, number, float(number), 1.0, pages=2)
    assert pace.fraction(waiting(1, pages=600)) < 0.06


def test_an_unknown_length_is_estimated_from_the_size_of_the_file() -> None:
    pace = ThroughputEstimator()
    for number in range(4):
        do(pace, number, float(number), 1.0, pages=10, size=100_000)
    long, short = pace.fraction(waiting(1, size=6_000_000)), pace.fraction(waiting(1, size=1))
    assert long < 0.1
    assert short > 0.9


def test_the_bar_rises_only_until_work_is_added() -> None:
    pace = ThroughputEstimator()
    taken = job(1, JobState.RUNNING, card="npu:0")
    load = waiting(1, pages=10)
    before = pace.fraction(load)
    pace.on_started(taken)
    pace.on_progress(taken.id, at(0.5, 2), 0.0)
    half = pace.fraction(load)
    pace.on_progress(taken.id, at(0.5, 2000), 1.0)  # longer than it was thought to be
    assert before <= half <= pace.fraction(load)
    assert pace.fraction(waiting(50, pages=500)) < half


@pytest.mark.slow
@given(_steps)
def test_whatever_happens_the_bar_falls_only_for_new_documents(
    steps: list[tuple[str, int, float, float, int | None]],
) -> None:
    pace, shown, left = ThroughputEstimator(), 0.0, 40
    for number, (what, _, _, fraction, pages) in enumerate(steps):
        load = waiting(left, size=70_000)
        if what in ("run", "on", "done") and left:
            left -= 1
            load = waiting(left, size=70_000)
            pace.on_started(job(number, JobState.RUNNING, card="cpu"))
            pace.on_progress(f"job-{number}", at(fraction, pages), 0.0)
            if what == "done":
                pace.on_finished(job(number, JobState.DONE, pages=pages or 1), 1.0)
        now = pace.fraction(load)
        assert now >= shown
        shown = now
