"""Reports of the queue's batches: whole, whatever program died in between."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core.jobs.model import NewJob
from core.jobs.reports.history import reports
from core.jobs.reports.manager import ReportManager
from core.jobs.reports.model import Report
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchRecord, BatchStore, NewBatch
from core.jobs.store.job_store import JobOutcome, JobStore
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure


class BatchQueue:
    """A queue with batches, and what is written of them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.jobs = JobStore(home / "queue.sqlite")
        self.book = BatchStore(home / "queue.sqlite")

    def begin(self, name: str, documents: int) -> BatchRecord:
        record = self.book.begin(NewBatch(name, (self.home / name,)))
        new = [NewJob(self.home / name / f"{n}.pdf", self.home, str(n)) for n in range(documents)]
        self.jobs.add(new, record.id)
        return record

    def end(self, state: JobState = JobState.DONE, failure: Failure | None = None) -> str:
        job = self.jobs.claim_next("cpu")
        assert job is not None
        self.jobs.finish(job.id, state, JobOutcome(failure=failure))
        return job.id

    def report(self) -> Report:
        return next(reports(self.home))

    def close(self) -> None:
        self.jobs.close()
        self.book.close()


def test_what_ends_is_written_once_and_a_batch_that_is_over_is_closed(tmp_path: Path) -> None:
    queue = BatchQueue(tmp_path)
    manager = ReportManager(tmp_path)
    batch = queue.begin("papers", 2)
    manager.update(queue.jobs, batch.id, queue.book.batch)
    assert list(reports(tmp_path)) == [], "nothing has ended"
    queue.end()
    manager.update(queue.jobs, batch.id, queue.book.batch)
    manager.update(queue.jobs, batch.id, queue.book.batch)
    queue.end(JobState.FAILED, Failure(FailureKind.DAMAGED, msg("It is broken.")))
    manager.update(queue.jobs, batch.id, queue.book.batch)
    assert queue.report().head.finished_at is None
    manager.close(queue.jobs, batch.id)
    report = queue.report()
    assert report.head.finished_at is not None
    assert (report.head.id, report.head.name) == (batch.id, "papers")
    assert report.counts == {JobState.DONE: 1, JobState.FAILED: 1}
    assert [entry.kind for entry in report.failed] == ["damaged"]
    lines = (tmp_path / "batches" / batch.id / "report.csv").read_text("utf-8").splitlines()
    assert len(lines) == 3
    queue.close()


def test_a_report_that_is_closed_misses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = BatchQueue(tmp_path)
    manager = ReportManager(tmp_path)
    batch = queue.begin("papers", 3)
    ids = [queue.end()]
    manager.update(queue.jobs, batch.id, queue.book.batch)
    hour_ago = time.time() - 3600
    with monkeypatch.context() as patch:
        patch.setattr("core.jobs.store.job_store.time.time", lambda: hour_ago)
        ids.append(queue.end())  # the clock was set back
    manager.update(queue.jobs, batch.id, queue.book.batch)
    ids.append(queue.end())  # another card's, while the batch is found to be over
    assert queue.book.finish(batch.id) is not None
    manager.close(queue.jobs, batch.id)
    assert {entry.job for entry in queue.report().entries} == set(ids)
    assert len(queue.report().entries) == 3
    queue.close()


def test_what_ended_while_nobody_wrote_is_added(tmp_path: Path) -> None:
    queue = BatchQueue(tmp_path)
    batch = queue.begin("papers", 3)
    first = ReportManager(tmp_path)
    queue.end()
    first.update(queue.jobs, batch.id, queue.book.batch)
    queue.end()  # and here the program dies
    second = ReportManager(tmp_path)
    queue.end()
    second.update(queue.jobs, batch.id, queue.book.batch)
    second.close_all()
    assert len(queue.report().entries) == 3
    assert queue.report().head.finished_at is None
    lines = (tmp_path / "batches" / batch.id / "report.csv").read_text("utf-8").splitlines()
    assert len(lines) == 4
    first.close_all()
    queue.close()


def test_a_retry_opens_the_report_again_and_its_end_counts(tmp_path: Path) -> None:
    queue = BatchQueue(tmp_path)
    manager = ReportManager(tmp_path)
    batch = queue.begin("papers", 1)
    job = queue.end(JobState.FAILED, Failure(FailureKind.TIMED_OUT, msg("Too slow.")))
    manager.update(queue.jobs, batch.id, queue.book.batch)
    manager.close(queue.jobs, batch.id)
    queue.jobs.retry([job])
    queue.end()
    manager.update(queue.jobs, batch.id, queue.book.batch)
    manager.close(queue.jobs, batch.id)
    assert queue.report().counts == {JobState.DONE: 1}
    queue.close()


def test_later_batches_come_first_in_the_history(tmp_path: Path) -> None:
    queue = BatchQueue(tmp_path)
    manager = ReportManager(tmp_path)
    for name in ("first", "second", "third"):
        batch = queue.begin(name, 1)
        queue.end()
        manager.update(queue.jobs, batch.id, queue.book.batch)
    manager.close_all()
    assert [report.head.name for report in reports(tmp_path)] == ["third", "second", "first"]
    queue.close()
