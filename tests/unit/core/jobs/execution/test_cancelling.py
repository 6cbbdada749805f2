"""Documents that are cancelled and loops that are stopped, at any time of a worker's life."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from core.jobs.events import (
    JobFinished,
    JobProgressed,
    JobRequeued,
    JobStarted,
    WorkerChanged,
)
from core.jobs.execution.control import StopMode
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from tests.support import pdfs
from tests.support.card_loop import Bench, failing
from tests.support.engines.fakes import fake
from tests.support.engines.scripted import hold, worker


@pytest.mark.slow
def test_a_running_document_is_cancelled_and_the_next_one_runs(
    bench: Bench, tmp_path: Path
) -> None:
    long, short = bench.add(
        pdfs.text_pdf(tmp_path / "long.pdf", pages=5), pdfs.text_pdf(tmp_path / "b.pdf", pages=1)
    )
    hold(long.source)
    loop = bench.start()
    bench.until(JobProgressed, lambda event: (event.progress.page or 0) > 3)
    loop.cancel(long.id)
    jobs = bench.ended()
    assert jobs["long.pdf"].state is JobState.CANCELLED
    assert jobs["b.pdf"].state is JobState.DONE
    assert bench.leavings() == []
    assert short.id == jobs["b.pdf"].id


def test_a_cancel_that_came_too_late_does_not_hit_the_next_run(
    bench: Bench, tmp_path: Path
) -> None:
    (job,) = bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    loop = bench.start(stay=True)
    bench.until(JobFinished)
    loop.cancel(job.id)
    with JobStore(bench.queue_path) as jobs:
        jobs.retry([job.id])
    loop.wake()
    assert bench.until(JobFinished).job.state is JobState.SKIPPED


def test_a_worker_that_does_not_hear_the_cancel_is_ended(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.jobs.execution.document_run.CANCEL_GRACE_S", 0.1)
    (job,) = bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    loop = bench.start(failing(worker(tmp_path / "w", "sleep()")))
    pid = bench.until(JobStarted).pid
    loop.cancel(job.id)
    assert bench.ended()["a.pdf"].state is JobState.CANCELLED
    assert not psutil.pid_exists(pid)


def test_stopped_now_the_document_waits_for_next_time(bench: Bench, tmp_path: Path) -> None:
    (job,) = bench.add(pdfs.text_pdf(tmp_path / "long.pdf", pages=1))
    hold(job.source)
    loop = bench.start()
    bench.until(JobProgressed)
    loop.stop(StopMode.NOW)
    loop.stop(StopMode.AFTER_THIS)  # the earlier word holds
    assert [
        type(event) for event in bench.rest() if isinstance(event, (JobFinished, JobRequeued))
    ] == [JobRequeued]
    assert bench.states() == [JobState.QUEUED]
    assert bench.leavings() == []


@pytest.mark.parametrize("order", ["stop", "cancel"])
def test_a_worker_that_is_still_loading_can_be_given_up(
    bench: Bench, tmp_path: Path, order: str
) -> None:
    (job,) = bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    loop = bench.start(failing(fake(tmp_path / "w", "say(HELLO)\nsleep()").interpreter))
    bench.until(WorkerChanged)
    if order == "stop":
        loop.stop(StopMode.NOW)
    else:
        loop.cancel(job.id)
    bench.rest()
    assert bench.states() == [JobState.QUEUED if order == "stop" else JobState.CANCELLED]
