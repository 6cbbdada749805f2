"""Other settings for jobs that wait, and for finished ones that wait again for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions, Job, NewJob, PageRange
from core.jobs.states import JobState
from core.jobs.store.batch_store import BatchStore, NewBatch
from core.jobs.store.job_store import JobOutcome, JobStore
from core.jobs.store.settings_change import SettingsChange
from core.jobs.store.waiting_jobs import WaitingFilter
from core.messages import msg
from core.worker.kinds import FailureKind, Ocr
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure

FAILURE = Failure(FailureKind.NEEDS_OCR, msg("It is a scan."))
CHANGE = SettingsChange(
    engine=EngineChoice.MINERU, tier=Tier.BASIC, pages=PageRange(3, 7), cards=("npu:6", "npu:7")
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue.sqlite"


def add(queue: JobStore, names: str, batch: str | None = None) -> list[Job]:
    options = ConvertOptions(ocr=Ocr.ON, lang="ch")
    return queue.add(
        [NewJob(Path(f"/in/{name}.pdf"), Path("/out"), name, options=options) for name in names],
        batch,
    )


def ended(queue: JobStore, state: JobState) -> Job:
    job = queue.claim_next("cpu")
    assert job is not None
    made = JobOutcome(Path("/out/x.md"), 9, 1.5)
    return queue.finish(
        job.id, state, JobOutcome(failure=FAILURE) if state is JobState.FAILED else made
    )


def test_waiting_ones_change_where_they_stand_and_keep_what_is_not_named(path: Path) -> None:
    with JobStore(path) as queue:
        first, second = add(queue, "ab")
        changed = queue.change_settings([first.id], CHANGE)
        assert [before for before, _ in changed] == [first]
    with JobStore(path) as queue:
        now = queue.job(first.id)
        assert now is not None
        assert (now.state, now.position) == (JobState.QUEUED, first.position)
        assert now.options == ConvertOptions(
            EngineChoice.MINERU, PageRange(3, 7), Ocr.ON, "ch", tier=Tier.BASIC
        )
        assert now.cards == ("npu:6", "npu:7")
        assert queue.job(second.id) == second


def test_finished_ones_wait_again_and_running_ones_are_left(path: Path) -> None:
    with JobStore(path) as queue:
        add(queue, "abc")
        done, failed = ended(queue, JobState.DONE), ended(queue, JobState.FAILED)
        running = queue.claim_next("cpu")
        assert running is not None
        changed = queue.change_settings([done.id, failed.id, running.id], CHANGE)
        assert [before for before, _ in changed] == [done, failed]
        assert [after.state for _, after in changed] == [JobState.QUEUED] * 2
        assert [(after.failure, after.markdown) for _, after in changed] == [(None, None)] * 2
        assert queue.job(running.id) == running


def test_what_replaces_its_result_does_so_once_however_often_it_fails(path: Path) -> None:
    with JobStore(path) as queue:
        add(queue, "a")
        done = ended(queue, JobState.DONE)
        queue.change_settings([done.id], SettingsChange(replace_once=True))
    with JobStore(path) as queue:
        failed = ended(queue, JobState.FAILED)
        assert failed.options.replace_once
        queue.retry([failed.id])
        assert ended(queue, JobState.DONE).options == done.options


def test_undone_they_are_as_they_were_but_for_what_has_begun_since(path: Path) -> None:
    with JobStore(path) as queue:
        add(queue, "abc")
        done = ended(queue, JobState.DONE)
        waiting = [job for job in queue.jobs() if job.state is JobState.QUEUED]
        before = [was for was, _ in queue.change_settings([job.id for job in queue.jobs()], CHANGE)]
        begun = queue.claim_next("cpu", wanted=WaitingFilter(routes=[("npu:6", "npu:7")]))
        assert begun is not None
        assert begun.id == done.id
        assert queue.put_back(before) == waiting
        now = {job.id: job for job in queue.jobs()}
        assert [now[job.id] for job in waiting] == waiting
        assert now[done.id].state is JobState.RUNNING
        # The same for one that was done: its result is its own again.
        queue.finish(done.id, JobState.DONE, JobOutcome(Path("/out/y.md"), 9, 1.5))
        again = queue.job(done.id)
        assert again is not None
        ((was, _),) = queue.change_settings([done.id], SettingsChange(ocr=Ocr.OFF))
        assert was == again
        assert queue.put_back([was]) == [again]
        assert queue.job(done.id) == again


def test_a_job_goes_to_its_own_cards_and_not_to_those_of_its_batch(path: Path) -> None:
    with JobStore(path) as queue, BatchStore(path) as book:
        batch = book.begin(NewBatch("Papers", (Path("/in"),), cards=("npu:7",)))
        first, second = add(queue, "ab", batch.id)
        queue.change_settings([first.id], SettingsChange(cards=("npu:6",)))
        assert book.cards_of_jobs() == {("npu:6",)}
        assert queue.card_set_of(first.id) == ("npu:6",)
        assert queue.card_set_of(second.id) == ("npu:7",)
        assert queue.claim_next("cpu", wanted=WaitingFilter(routes=[()])) is None
        taken = queue.claim_next("npu:6", wanted=WaitingFilter(routes=[("npu:6",)]))
        assert taken is not None
        assert taken.id == first.id
        queue.finish(first.id, JobState.DONE, JobOutcome())
        assert book.cards_of_jobs() == frozenset()
        queue.change_settings([second.id], SettingsChange(cards=()))
        assert queue.card_set_of(second.id) == ()
        # What is given again is asked for as it is given.
        queue.requeue_with({first.id: NewJob(first.source, first.out_parent, first.stem)}, batch.id)
        assert queue.card_set_of(first.id) == ("npu:7",)


def test_nothing_named_changes_nothing(path: Path) -> None:
    with JobStore(path) as queue:
        (job,) = add(queue, "a")
        assert SettingsChange().applied_to(job) == job
        unset = SettingsChange(lang=None, pages=None, tier=None).applied_to(job)
        assert unset == replace(job, options=replace(job.options, lang=None))
