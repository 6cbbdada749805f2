"""The outcome of a round of work, and what in it happened for the first time."""

from __future__ import annotations

from dataclasses import replace

from core.jobs.model import Job
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchRecord, NewBatch
from gui.desktop.run_summary import RunCounts, RunSummary
from tests.support.jobs import job


def ended(number: int, state: JobState, batch: str = "a", at: float = 20.0) -> Job:
    return replace(job(number, state), batch=batch, finished_at=at)


def record(batch: str, finished_at: float | None) -> BatchRecord:
    return BatchRecord(batch, NewBatch(batch, ()), 0.0, finished_at=finished_at, done=1)


def ids(jobs: list[Job]) -> list[str]:
    return [one.id for one in jobs]


def test_only_the_first_failure_of_a_batch_is_one() -> None:
    now = RunSummary(since=10.0)
    failed = [ended(1, JobState.FAILED), ended(2, JobState.FAILED), ended(3, JobState.FAILED, "b")]
    assert ids(now.take([ended(4, JobState.DONE), *failed])) == ["job-1", "job-3"]
    assert now.take([ended(5, JobState.FAILED), ended(6, JobState.CANCELLED, "c")]) == []
    now.end(30.0)
    assert ids(now.take([ended(7, JobState.FAILED, at=40.0)])) == ["job-7"], "a new round"


def test_what_ended_before_is_an_old_story() -> None:
    now = RunSummary(since=10.0)
    assert now.take([ended(1, JobState.FAILED, at=9.0), ended(2, JobState.DONE, at=9.0)]) == []
    assert not now.end(30.0)


def test_each_document_counts_once_and_as_it_is_at_last() -> None:
    now = RunSummary(since=10.0)
    now.take([ended(1, JobState.FAILED), ended(2, JobState.SKIPPED), ended(3, JobState.CANCELLED)])
    now.take([job(1)])
    now.take([ended(1, JobState.DONE), ended(1, JobState.DONE), job(4)])
    assert now.end(30.0) == RunCounts(done=1, skipped=1)
    assert now.end(40.0) == RunCounts()


def test_a_batch_is_over_once_and_only_if_something_of_it_ended_now() -> None:
    now = RunSummary(since=10.0)
    now.take([ended(1, JobState.DONE), ended(2, JobState.FAILED, "b")])
    assert now.over([record("a", None), record("b", None), record("old", 5.0)]) == []
    assert [one.id for one in now.over([record("a", 21.0), record("b", None)])] == ["a"]
    assert now.over([record("a", 21.0)]) == []
    now.end(30.0)
    assert now.over([record("b", 31.0)]) == [], "its end was the end of everything"
