"""The queue on disk: order, states, survival, concurrency."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions, NewJob, PageRange
from core.jobs.states import TRANSITIONS, IfExists, JobState
from core.jobs.store.batch_store import BatchStore, NewBatch
from core.jobs.store.job_store import IllegalTransitionError, JobOutcome, JobStore
from core.jobs.store.migrations import MIGRATIONS, QueueError, connect
from core.jobs.store.serialization import options_from_json, options_to_json
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind, Ocr
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue.sqlite"


def new(name: str = "paper", folder: str = "/papers") -> NewJob:
    return NewJob(Path(folder, f"{name}.pdf"), Path(folder), name)


FAILURE = Failure(FailureKind.DAMAGED, msg("{name} is damaged.", name="x"), msg("Mend it."))


def test_jobs_are_taken_in_the_order_they_came(path: Path) -> None:
    with JobStore(path) as queue:
        first, second = queue.add([new("a"), new("b")])
        (third,) = queue.add([new("c")])
        assert [job.position for job in (first, second, third)] == [1, 2, 3]
        assert [queue.claim_next("cpu") for _ in range(4)] == [
            queue.job(first.id),
            queue.job(second.id),
            queue.job(third.id),
            None,
        ]


def test_a_taken_job_knows_its_card_and_is_running(path: Path) -> None:
    with JobStore(path) as queue:
        queue.add([new()])
        job = queue.claim_next("npu:6")
        assert job is not None
        assert (job.state, job.assigned) == (JobState.RUNNING, "npu:6")
        assert job.started_at is not None


def test_everything_written_comes_back_after_reopening(path: Path) -> None:
    name = os.fsdecode(b"caf\xe9 \xf0\x9f\x98\x80\n'quoted\".pdf")
    source = Path("/papers") / name
    options = ConvertOptions(
        EngineChoice.FLASH, PageRange(2, None), Ocr.OFF, "ch", False, True, IfExists.RENAME, 9.5, 64
    )
    with JobStore(path) as queue:
        (job,) = queue.add([NewJob(source, Path("/out"), name[:-4], 3, options)])
        queue.claim_next("cpu")
        queue.record_engine(job.id, EngineName.FLASH, "cpu")
        done = queue.finish(
            job.id,
            JobState.DONE,
            JobOutcome(Path("/out") / name, 7, 1.5, None, (msg("Mind page {page}.", page=3),)),
        )
    with JobStore(path) as queue:
        assert queue.jobs() == [done]
    assert done.source == source
    assert done.options == options
    assert done.engine is EngineName.FLASH
    assert [str(warning) for warning in done.warnings] == ["Mind page 3."]


def test_a_failure_keeps_its_sentences_open_to_translation(path: Path) -> None:
    with JobStore(path) as queue:
        (job,) = queue.add([new()])
        queue.claim_next("cpu")
        assert queue.finish(job.id, JobState.FAILED, JobOutcome(failure=FAILURE)).failure == FAILURE


def test_what_was_running_when_the_program_died_waits_again(path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from core.jobs.store.job_store import JobStore\n"
        "from core.jobs.model import NewJob\n"
        "queue = JobStore(Path(sys.argv[1]))\n"
        "queue.add([NewJob(Path('/p/%s.pdf' % stem), Path('/p'), stem) for stem in 'ab'])\n"
        "queue.claim_next('cpu'); os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, path], check=False).returncode == -9
    with JobStore(path) as queue:
        assert [job.state for job in queue.jobs()] == [JobState.RUNNING, JobState.QUEUED]
        (recovered,) = queue.requeue_interrupted()
        assert (recovered.state, recovered.card, recovered.started_at) == (
            JobState.QUEUED,
            None,
            None,
        )
        assert queue.requeue_interrupted() == []


@pytest.mark.parametrize("before", list(JobState))
@pytest.mark.parametrize("after", list(JobState))
def test_only_the_legal_moves_happen(path: Path, before: JobState, after: JobState) -> None:
    with JobStore(path) as queue:
        (job,) = queue.add([new()])
        with sqlite3.connect(path) as raw:
            raw.execute("UPDATE jobs SET state = ?", (before.value,))
        raw.close()
        outcome = JobOutcome(failure=FAILURE if after is JobState.FAILED else None)
        if after in TRANSITIONS[before]:
            assert queue.finish(job.id, after, outcome).state is after
        else:
            with pytest.raises(IllegalTransitionError):
                queue.finish(job.id, after, outcome)
            assert queue.jobs()[0].state is before


def test_renewed_ones_wait_with_what_is_asked_for_now_but_for_those_that_run(path: Path) -> None:
    asked = ConvertOptions(if_exists=IfExists.OVERWRITE)
    with JobStore(path) as queue, BatchStore(path) as book:
        before, now = book.begin(NewBatch("One", ())), book.begin(NewBatch("Two", ()))
        jobs = queue.add([new("a"), new("b"), new("c")], before.id)
        queue.claim_next("cpu")
        queue.finish(jobs[0].id, JobState.FAILED, JobOutcome(failure=FAILURE))
        book.finish(now.id)
        queue.claim_next("cpu")
        given = {job.id: replace(new(job.stem), options=asked, size=7) for job in jobs}
        first, last = queue.requeue_with(given, now.id)
        assert [first.id, last.id] == [jobs[0].id, jobs[2].id]
        for job in (first, last):
            assert (job.state, job.failure) == (JobState.QUEUED, None)
            assert (job.options, job.batch, job.size) == (asked, now.id, 7)
        running = queue.job(jobs[1].id)
        assert running is not None
        assert (running.state, running.batch) == (JobState.RUNNING, before.id)
        assert [record.finished_at for record in book.batches()] == [None, None], "opened again"


def test_retry_queues_finished_jobs_only_and_forgets_their_past(path: Path) -> None:
    with JobStore(path) as queue:
        failed, running, waiting = queue.add([new("a"), new("b"), new("c")])
        queue.claim_next("cpu")
        queue.record_crash(failed.id)
        queue.finish(failed.id, JobState.FAILED, JobOutcome(failure=FAILURE))
        queue.claim_next("cpu")
        (again,) = queue.retry([failed.id, running.id, waiting.id, "no such job"])
        assert again.id == failed.id
        assert (again.state, again.failure, again.card, again.deaths) == (
            JobState.QUEUED,
            None,
            None,
            0,
        )


def test_deaths_are_counted_over_a_restart(path: Path) -> None:
    with JobStore(path) as queue:
        (job,) = queue.add([new()])
        queue.claim_next("cpu")
        assert queue.record_crash(job.id) == 1
    with JobStore(path) as queue:
        queue.requeue_interrupted()
        queue.claim_next("cpu")
        assert queue.record_crash(job.id) == 2


def test_cancel_and_remove_leave_running_jobs_alone(path: Path) -> None:
    with JobStore(path) as queue:
        running, waiting = queue.add([new("a"), new("b")])
        queue.claim_next("cpu")
        both = [running.id, waiting.id]
        (cancelled,) = queue.cancel_waiting(both)
        assert cancelled.id == waiting.id
        assert cancelled.failure is not None
        assert cancelled.failure.kind is FailureKind.CANCELLED
        assert [job.id for job in queue.remove(both)] == [waiting.id]
        assert [job.id for job in queue.jobs()] == [running.id]


def test_removed_jobs_can_be_put_back_as_they_were(path: Path) -> None:
    with JobStore(path) as queue:
        first, second, third = queue.add([new("a"), new("b"), new("c")])
        queue.claim_next("cpu")
        queue.finish(first.id, JobState.FAILED, JobOutcome(failure=FAILURE))
        before = queue.jobs()
        removed = queue.remove([first.id, second.id])
        assert queue.jobs() == [third]
        queue.restore(removed)
        queue.restore(removed)  # twice is once
        assert queue.jobs() == before


def test_counts(path: Path) -> None:
    with JobStore(path) as queue:
        queue.add([new(str(number)) for number in range(1200)])
        queue.claim_next("cpu")
        assert queue.counts() == {JobState.QUEUED: 1199, JobState.RUNNING: 1}
        everything = [job.id for job in queue.jobs()]
        assert len(queue.remove(everything)) == 1199


def test_two_threads_never_take_the_same_job(path: Path) -> None:
    with JobStore(path) as queue:
        queue.add([new(str(number)) for number in range(60)])
    taken: list[str] = []

    def take_all() -> None:
        with JobStore(path) as queue:
            while (job := queue.claim_next("cpu")) is not None:
                taken.append(job.id)

    threads = [threading.Thread(target=take_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 60


@pytest.mark.parametrize("round_", range(20))
def test_threads_that_open_a_new_queue_together_wait_for_each_other(
    path: Path, round_: int
) -> None:
    """As two cards' loops do at the first start of all."""
    start = threading.Barrier(4)
    failed: list[QueueError] = []

    def open_it() -> None:
        start.wait()
        try:
            connect(path).close()
        except QueueError as error:
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_a_file_that_somebody_holds_is_waited_for(path: Path) -> None:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    opened: list[Path] = []

    def open_it() -> None:
        connect(path).close()
        opened.append(path)

    thread = threading.Thread(target=open_it)
    thread.start()
    thread.join(0.2)
    assert thread.is_alive()
    holder.execute("ROLLBACK")
    thread.join()
    holder.close()
    assert opened == [path]


def test_a_queue_of_a_newer_headframe_is_refused_untouched(path: Path) -> None:
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(QueueError, match="newer Headframe"):
        JobStore(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    connection.close()


def test_a_file_that_is_no_queue_is_a_clear_error(path: Path) -> None:
    path.write_bytes(
        b"this is a letter, not a database, and it is long enough to be read as one" * 9
    )
    with pytest.raises(QueueError, match="cannot be used"):
        JobStore(path)
    assert path.read_bytes().startswith(b"this is a letter")


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(QueueError, match="permissions"):
        JobStore(tmp_path / "file" / "queue.sqlite")


def test_a_full_disk_is_a_clear_error_and_changes_nothing(path: Path) -> None:
    with JobStore(path) as queue:
        queue.add([new("first")])
        before = queue.jobs()
        queue._connection.execute("PRAGMA max_page_count = 1")  # SQLite's own "disk full"
        with pytest.raises(QueueError, match="space"):
            queue.add([new(str(number)) for number in range(5000)])
        assert queue.jobs() == before


def test_a_job_that_is_gone_is_a_clear_error(path: Path) -> None:
    with JobStore(path) as queue, pytest.raises(QueueError, match="no longer"):
        queue.finish("gone", JobState.DONE, JobOutcome())


@given(
    st.builds(
        ConvertOptions,
        engine=st.sampled_from(EngineChoice),
        pages=st.none() | st.builds(PageRange, st.integers(1, 5), st.none() | st.integers(5, 9)),
        ocr=st.sampled_from(Ocr),
        lang=st.none() | st.text(max_size=5),
        if_exists=st.sampled_from(IfExists),
        timeout_s=st.none() | st.floats(1, 1e6),
        memory_limit_mb=st.none() | st.integers(1, 10**6),
        tier=st.none() | st.sampled_from(Tier),
    )
)
def test_options_survive_the_queue(options: ConvertOptions) -> None:
    assert options_from_json(options_to_json(options)) == options


@given(st.integers(1, 10**6), st.none() | st.integers(0, 10**6))
def test_page_ranges_survive_being_written(first: int, extra: int | None) -> None:
    pages = PageRange(first, None if extra is None else first + extra)
    assert PageRange.parse(str(pages)) == pages


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("3-7", 3, 7), ("5", 5, 5), ("3-", 3, None), ("-7", 1, 7), (" 2 - 4 ", 2, 4)],
)
def test_page_ranges_as_people_write_them(text: str, first: int, last: int | None) -> None:
    assert PageRange.parse(text) == PageRange(first, last)


@pytest.mark.parametrize("text", ["", "-", "0-3", "7-3", "a-b", "1-2-3", "²", "1.5", "0"])
def test_what_is_no_page_range(text: str) -> None:
    with pytest.raises(ValueError, match="is not a page range"):
        PageRange.parse(text)


def test_a_file_of_before_knows_what_computed_and_what_was_assigned(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statements in MIGRATIONS[:5]:
        for statement in statements:
            connection.execute(statement)
    connection.execute("PRAGMA user_version = 5")
    options = options_to_json(ConvertOptions())
    for number, engine in enumerate(("flash", "magic-pdf")):
        connection.execute(
            "INSERT INTO jobs (id, position, source, out_parent, stem, rank, options, state,"
            " created_at, engine, card) VALUES (?, ?, ?, ?, ?, 1, ?, 'done', 0, ?, 'npu:7')",
            (str(number), number, b"/a.pdf", b"/out", b"a", options, engine),
        )
    connection.close()
    with JobStore(path) as queue:
        first, second = queue.jobs()
    assert (first.card, first.assigned) == ("cpu", "npu:7")
    assert (second.card, second.assigned) == ("npu:7", "npu:7")
