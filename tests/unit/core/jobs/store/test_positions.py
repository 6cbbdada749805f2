"""The queue as its user arranges it: paused, reordered, retried by kind, cleared and undone."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.jobs.model import Job, NewJob
from core.jobs.sources.filters import FileFilter
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchStore, NewBatch
from core.jobs.store.job_store import JobOutcome, JobStore
from core.jobs.store.migrations import MIGRATIONS, connect
from core.jobs.store.positions import QueuePosition
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue.sqlite"


@pytest.fixture
def queue(path: Path) -> Iterator[JobStore]:
    with JobStore(path) as queue:
        yield queue


def new(name: str, size: int | None = None) -> NewJob:
    return NewJob(Path("/papers", f"{name}.pdf"), Path("/out"), name, size=size)


def add(queue: JobStore, names: str, batch: str | None = None) -> list[str]:
    return [job.id for job in queue.add([new(name) for name in names], batch)]


def order(queue: JobStore) -> str:
    return "".join(job.stem for job in queue.jobs())


def taken(queue: JobStore, workers: int = 1) -> str:
    found = []
    while (job := queue.claim_next("cpu", workers)) is not None:
        found.append(job.stem)
    return "".join(found)


def failed(queue: JobStore, kind: FailureKind) -> Job:
    job = queue.claim_next("cpu")
    assert job is not None
    return queue.finish(job.id, JobState.FAILED, JobOutcome(failure=Failure(kind, msg("No."))))


def test_a_paused_document_is_passed_by_until_it_is_resumed(queue: JobStore) -> None:
    a, b, _ = add(queue, "abc")
    assert [job.paused for job in queue.pause([a])] == [True]
    assert queue.pause([a]) == []
    assert taken(queue) == "bc"
    (paused,) = queue.pause([b])
    assert (paused.state, paused.paused) == (JobState.RUNNING, True)
    queue.requeue(b)
    assert taken(queue) == "", "put back, it stays"
    queue.resume([a, b])
    assert taken(queue) == "ab"


def test_the_whole_queue_stays_paused_beyond_a_restart(queue: JobStore, path: Path) -> None:
    (a, _) = add(queue, "ab")
    assert queue.claim_next("cpu") is not None
    assert queue.pause_all() == [a]
    with JobStore(path) as again:
        assert again.is_paused
        assert again.claim_next("cpu") is None
        again.pause_all(False)
    assert taken(queue) == "b"


def test_a_batch_is_paused_by_itself_and_a_retry_forgets_a_pause(
    queue: JobStore, path: Path
) -> None:
    with BatchStore(path) as book:
        first, second = (book.begin(NewBatch(name, (Path("/papers"),))) for name in ("x", "y"))
        a, *_ = add(queue, "ab", first.id)
        add(queue, "c", second.id)
        assert queue.claim_next("cpu") is not None
        assert book.pause(first.id) == [a]
        assert taken(queue) == "c"
        book.pause(first.id, False)
        assert taken(queue) == "b"
    queue.pause([a])
    queue.finish(a, JobState.DONE, JobOutcome())
    assert [job.paused for job in queue.retry([a])] == [False]


@pytest.mark.parametrize(
    ("moving", "before", "expected"),
    [
        ("d", "a", "dabce"),
        ("ca", "e", "bdcae"),
        ("a", None, "bcdea"),
        ("bc", "c", "abcde"),
        ("eb", "b", "aebcd"),
        ("ab", "x", "cdeab"),
        ("", "a", "abcde"),
    ],
)
def test_jobs_are_moved(queue: JobStore, moving: str, before: str | None, expected: str) -> None:
    ids = dict(zip("abcde", add(queue, "abcde"), strict=True))
    old = {job.id: job.position for job in queue.jobs()}
    changed = queue.move_before([ids[n] for n in moving], before and ids.get(before, "gone"))
    assert order(queue) == expected
    assert {job.id for job in changed} == {
        job.id for job in queue.jobs() if old[job.id] != job.position
    }


@pytest.mark.slow
@settings(max_examples=25)
@given(moves=st.lists(st.tuples(st.sets(st.integers(0, 9)), st.integers(0, 10)), max_size=8))
def test_no_move_loses_anybody_or_the_order_of_the_others(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[set[int], int]]
) -> None:
    with JobStore(tmp_path_factory.mktemp("queue") / "queue.sqlite") as queue:
        ids = add(queue, "0123456789")
        for moving, before in moves:
            stay = [job.id for job in queue.jobs() if int(job.stem) not in moving]
            queue.move_before([ids[n] for n in moving], ids[before] if before < 10 else None)
            assert [job.id for job in queue.jobs() if int(job.stem) not in moving] == stay
        assert sorted(order(queue)) == list("0123456789")
        assert len({job.position for job in queue.jobs()}) == 10


@pytest.mark.slow
@settings(max_examples=25)
@given(
    moves=st.lists(st.tuples(st.sets(st.integers(0, 9)), st.integers(0, 10)), max_size=8),
    gone=st.sets(st.integers(0, 9), max_size=3),
)
def test_moves_are_undone_one_after_the_other(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[set[int], int]], gone: set[int]
) -> None:
    with JobStore(tmp_path_factory.mktemp("queue") / "queue.sqlite") as queue:
        ids = add(queue, "0123456789")
        undo: list[tuple[QueuePosition, ...]] = []
        for moving, before in moves:
            undo.append(queue.capture_positions(ids[n] for n in moving))
            queue.move_before([ids[n] for n in moving], ids[before] if before < 10 else None)
        for places in undo[1:][::-1]:
            queue.restore_positions(places)
        queue.remove(ids[n] for n in gone)
        if undo:
            queue.restore_positions(undo[0])
        left = [str(n) for n in range(10) if n not in gone]
        assert sorted(order(queue)) == left
        if not gone:
            assert order(queue) == "".join(left)


@pytest.mark.parametrize(("gone", "expected"), [("", "abcde"), ("d", "abce"), ("db", "aec")])
def test_a_place_is_found_by_either_neighbour(queue: JobStore, gone: str, expected: str) -> None:
    ids = dict(zip("abcde", add(queue, "abcde"), strict=True))
    places = queue.capture_positions([ids["c"]])
    queue.move_to_front([ids["c"]])
    assert order(queue) == "cabde"
    queue.remove([ids[name] for name in gone])
    queue.restore_positions(places)
    assert order(queue) == expected


def test_a_cancel_is_undone_where_nothing_has_come_of_the_document_since(
    queue: JobStore, path: Path
) -> None:
    with BatchStore(path) as book:
        batch = book.begin(NewBatch("x", ())).id
        a, b, c = add(queue, "abc", batch)
        queue.pause([a])
        queue.claim_next("cpu")
        queue.record_crash(b)
        queue.requeue(b)
        before = queue.jobs()
        queue.cancel_waiting([a, b, c])
        assert book.finish(batch) is not None
        queue.retry([c])
        queue.claim_next("cpu")
        queue.finish(c, JobState.DONE, JobOutcome())
        assert [job.id for job in queue.uncancel([a, b, c])] == [a, b]
        assert queue.jobs()[:2] == before[:2], "paused, and with its deaths, as before"
        assert queue.jobs()[2].state is JobState.DONE
        reopened = book.batch(batch)
        assert reopened is not None
        assert reopened.finished_at is None


def test_next_goes_before_all_that_wait(queue: JobStore) -> None:
    ids = add(queue, "abcd")
    assert queue.claim_next("cpu") is not None
    queue.move_to_front([ids[3], ids[2], ids[0]])
    assert order(queue) == "adcb"
    assert queue.move_to_front([ids[0], "gone"]) == []


def test_failed_ones_are_retried_all_or_by_kind_or_of_a_batch(queue: JobStore, path: Path) -> None:
    with BatchStore(path) as book:
        batch = book.begin(NewBatch("x", ())).id
    add(queue, "ab")
    add(queue, "c", batch)
    kinds = (FailureKind.TIMED_OUT, FailureKind.DAMAGED, FailureKind.DAMAGED)
    jobs = [failed(queue, kind) for kind in kinds]
    assert queue.failures() == {FailureKind.TIMED_OUT: 1, FailureKind.DAMAGED: 2}
    assert queue.failures(batch) == {FailureKind.DAMAGED: 1}
    assert queue.counts(batch) == {JobState.FAILED: 1}
    assert queue.failed([FailureKind.TIMED_OUT]) == [jobs[0].id]
    assert queue.failed(batch=batch) == [jobs[2].id]
    assert queue.failed() == [job.id for job in jobs]


def test_clearing_what_is_finished_can_be_undone(queue: JobStore, path: Path) -> None:
    with BatchStore(path) as book:
        batch = book.begin(NewBatch("x", ())).id
    add(queue, "abcd", batch)
    for _ in range(2):
        job = queue.claim_next("cpu")
        assert job is not None
        queue.finish(job.id, JobState.DONE, JobOutcome(pages=3, seconds=1.5))
    failed(queue, FailureKind.DAMAGED)
    before = queue.jobs()
    gone = queue.clear_finished(batch)
    assert [job.stem for job in gone] == ["a", "b"]
    assert order(queue) == "cd"
    queue.restore(gone)
    assert queue.jobs() == before


def test_the_last_few_go_by_size_the_others_by_place(queue: JobStore) -> None:
    sizes = [3, 1, 4, None, 5, 9, 2, 6, 5, 3]
    queue.add([new(str(number), size) for number, size in enumerate(sizes)])
    assert taken(queue, workers=2) == "0157482963"


def test_a_batch_of_what_failed_takes_that_alone() -> None:
    papers, one, other = Path("/papers"), Path("/a.pdf"), Path("/b.pdf")
    batch = NewBatch("x", (papers, one, other), only=frozenset({papers / "c.pdf", one}))
    assert batch.includes(one)
    assert not batch.includes(other)
    assert batch.includes(papers / "c.pdf")
    assert not batch.includes(papers / "d.pdf")
    assert batch.includes(papers), "it is not there, and says so"
    assert replace(batch, only=None).includes(other)


def test_a_batch_is_remembered_found_again_and_closed(queue: JobStore, path: Path) -> None:
    strange = Path(os.fsdecode(b"/papers/caf\xe9"))
    given = NewBatch(
        "Theses",
        (strange, Path("/b")),
        Path("/out"),
        rules=FileFilter(("a*",), ("b/*",), 3, True),
        cards=("npu:6", "npu:7"),
        profile="Fine",
        only=frozenset({strange / "a.pdf", Path("/b/\n.pdf")}),
        retry_of="2026-1",
    )
    with BatchStore(path) as book:
        other = book.begin(NewBatch("Invoices", (Path("/c"),), watch=True))
        batch = book.begin(given)
        (a, *_) = add(queue, "ab", batch.id)
        assert book.finish(batch.id) is None, "two wait"
        assert queue.claim_next("cpu") is not None
        queue.finish(a, JobState.DONE, JobOutcome())
        failed(queue, FailureKind.DAMAGED)
        closed = book.finish(batch.id)
        assert closed is not None
        assert (closed.new, closed.done, closed.failed) == (given, 1, 1)
        assert book.finish(other.id) is None, "a watched folder stays open"
        assert [record.new.name for record in book.batches()] == ["Theses", "Invoices"]
        for text in ("thes", "CAF", "/OUT", "fine"):
            assert book.batches(text) == [closed]
        assert book.batches(finished=False) == [other]
        queue.retry(queue.failed())
        again = book.batch(batch.id)
        assert again is not None
        assert again.finished_at is None
        book.rename(other.id, "Bills")
        book.forget([batch.id])
        assert [record.new.name for record in book.batches()] == ["Bills"]
    assert {job.batch for job in queue.jobs()} == {None}


def test_a_queue_of_the_first_version_is_brought_up(path: Path) -> None:
    with sqlite3.connect(path, isolation_level=None) as old:
        for statement in MIGRATIONS[0]:
            old.execute(statement)
        old.execute(
            "INSERT INTO jobs (id, position, source, out_parent, stem, rank, options, state,"
            " created_at) VALUES ('1', 1, x'2f61', x'2f', x'61', 1, ?, 'queued', 0)",
            (
                '{"engine": "auto", "pages": null, "ocr": "auto", "lang": null, "formula": true,'
                ' "table": true, "if_exists": "skip", "timeout_s": null, "memory_limit_mb": null}',
            ),
        )
        old.execute("PRAGMA user_version = 1")
    old.close()
    connect(path).close()
    with JobStore(path) as queue:
        job = queue.claim_next("cpu")
        assert job is not None
        assert (job.source, job.batch, job.size, job.paused) == (Path("/a"), None, None, False)


@pytest.mark.slow
def test_many_rows_take_few_statements(queue: JobStore) -> None:
    jobs = queue.add([new(str(number)) for number in range(3_000)])
    chance = random.Random(1)
    some = chance.sample(jobs, 1000)
    statements: list[str] = []
    queue._connection.set_trace_callback(statements.append)
    queue.move_to_front([job.id for job in some])
    reads = [text for text in statements if text.startswith("SELECT")]
    assert len(reads) < 30
    assert [job.id for job in queue.jobs()[:1000]] == [job.id for job in some]
    assert len(queue.move_to_front([some[9].id])) == 1, "there is room now, the others stay"


def test_where_the_user_has_ordered_the_last_few_the_largest_does_not_go_first(
    tmp_path: Path,
) -> None:
    with JobStore(tmp_path / "queue.sqlite") as queue:
        jobs = queue.add(
            [
                NewJob(Path(f"/in/{name}.pdf"), Path("/out"), name, size=size)
                for name, size in (("a", 1), ("b", 2), ("c", 9))
            ]
        )
        queue.move_to_front([jobs[1].id])
        first, second = (queue.claim_next("cpu", workers=2) for _ in range(2))
        assert first is not None
        assert second is not None
        assert (first.stem, second.stem) == ("b", "c"), "b was put there, of the others the largest"
