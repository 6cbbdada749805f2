"""Reports of the queue's batches: whole, whoever died in between."""

from __future__ import annotations

from pathlib import Path

from core.jobs.batches import BatchBook, BatchRecord, NewBatch
from core.jobs.chronicle import Chronicle
from core.jobs.history import reports
from core.jobs.model import JobState, NewJob
from core.jobs.queue import JobQueue, Outcome
from core.jobs.report_model import Report
from core.sentences import say
from core.worker.protocol import Failure, FailureKind


class Desk:
    """A queue with batches, and what is written of them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.jobs = JobQueue(home / "queue.sqlite")
        self.book = BatchBook(home / "queue.sqlite")

    def begin(self, name: str, documents: int) -> BatchRecord:
        record = self.book.begin(NewBatch(name, (self.home / name,)))
        new = [NewJob(self.home / name / f"{n}.pdf", self.home, str(n)) for n in range(documents)]
        self.jobs.add(new, record.id)
        return record

    def end(self, state: JobState = JobState.DONE, failure: Failure | None = None) -> str:
        job = self.jobs.take("cpu")
        assert job is not None
        self.jobs.finish(job.id, state, Outcome(failure=failure))
        return job.id

    def report(self) -> Report:
        return next(reports(self.home))

    def close(self) -> None:
        self.jobs.close()
        self.book.close()


def test_what_ends_is_written_once_and_a_batch_that_is_over_is_closed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    chronicle = Chronicle(tmp_path)
    batch = desk.begin("papers", 2)
    chronicle.catch_up(desk.jobs, batch.id, desk.book.batch)
    assert list(reports(tmp_path)) == [], "nothing has ended"
    desk.end()
    chronicle.catch_up(desk.jobs, batch.id, desk.book.batch)
    chronicle.catch_up(desk.jobs, batch.id, desk.book.batch)
    desk.end(JobState.FAILED, Failure(FailureKind.DAMAGED, say("It is broken.")))
    chronicle.catch_up(desk.jobs, batch.id, desk.book.batch)
    assert desk.report().head.finished_at is None
    chronicle.close(batch.id)
    report = desk.report()
    assert report.head.finished_at is not None
    assert (report.head.id, report.head.name) == (batch.id, "papers")
    assert report.counts == {JobState.DONE: 1, JobState.FAILED: 1}
    assert [entry.kind for entry in report.failed] == ["damaged"]
    lines = (tmp_path / "batches" / batch.id / "report.csv").read_text("utf-8").splitlines()
    assert len(lines) == 3
    desk.close()


def test_what_ended_while_nobody_wrote_is_added(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    batch = desk.begin("papers", 3)
    first = Chronicle(tmp_path)
    desk.end()
    first.catch_up(desk.jobs, batch.id, desk.book.batch)
    desk.end()  # and here the program dies
    second = Chronicle(tmp_path)
    desk.end()
    second.catch_up(desk.jobs, batch.id, desk.book.batch)
    second.leave()
    assert len(desk.report().entries) == 3
    assert desk.report().head.finished_at is None
    lines = (tmp_path / "batches" / batch.id / "report.csv").read_text("utf-8").splitlines()
    assert len(lines) == 4
    first.leave()
    desk.close()


def test_a_retry_opens_the_report_again_and_its_end_counts(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    chronicle = Chronicle(tmp_path)
    batch = desk.begin("papers", 1)
    job = desk.end(JobState.FAILED, Failure(FailureKind.TIMED_OUT, say("Too slow.")))
    chronicle.catch_up(desk.jobs, batch.id, desk.book.batch)
    chronicle.close(batch.id)
    desk.jobs.retry([job])
    desk.end()
    chronicle.catch_up(desk.jobs, batch.id, desk.book.batch)
    chronicle.close(batch.id)
    assert desk.report().counts == {JobState.DONE: 1}
    desk.close()


def test_later_batches_come_first_in_the_history(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    chronicle = Chronicle(tmp_path)
    for name in ("first", "second", "third"):
        batch = desk.begin(name, 1)
        desk.end()
        chronicle.catch_up(desk.jobs, batch.id, desk.book.batch)
    chronicle.leave()
    assert [report.head.name for report in reports(tmp_path)] == ["third", "second", "first"]
    desk.close()
