"""A card's loop with real threads, a real queue and real worker processes."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest

from core.documents.editing import load_draft, save_draft, save_markdown
from core.documents.result import load_result
from core.engines.mineru_options import MineruOptions
from core.engines.model import Engine
from core.jobs.events import (
    JobClaimed,
    JobConverted,
    JobFinished,
    JobProgressed,
    JobStarted,
    QueueUnavailable,
    WorkerChanged,
    WorkerState,
)
from core.jobs.execution import worker_slot as seat_module
from core.jobs.execution.control import StopMode
from core.jobs.model import ConvertOptions
from core.jobs.output.metadata import read_metadata
from core.jobs.states import IfExists, JobState
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure
from tests.support import pdfs
from tests.support.card_loop import Bench, failing
from tests.support.engines.fakes import all_gone, until
from tests.support.engines.scripted import hold, let_go, worker


@pytest.mark.parametrize("saved", [True, False])
@pytest.mark.parametrize(
    "options",
    [ConvertOptions(if_exists=IfExists.OVERWRITE), ConvertOptions(replace_once=True)],
    ids=["overwrite", "replace once"],
)
def test_what_is_edited_while_its_successor_is_made_is_kept_beside_it(
    bench: Bench, tmp_path: Path, options: ConvertOptions, saved: bool
) -> None:
    paper = pdfs.text_pdf(tmp_path / "paper.pdf")
    bench.add(paper)
    bench.start()
    mine = bench.ended()["paper.pdf"].markdown
    assert mine is not None
    hold(paper)
    bench.add(paper, options=options)
    bench.start()
    bench.until(JobProgressed)
    if saved:
        save_markdown(load_result(mine.parent), "My own words.")
    else:
        save_draft(mine, "My own words.")
    let_go(paper)
    (made,) = (event.job for event in bench.rest() if isinstance(event, JobFinished))
    assert made.state is JobState.DONE
    assert made.markdown == mine.parents[1] / "paper (2)" / "paper.md"
    assert made.markdown.is_file()
    assert (mine.read_text("utf-8") if saved else load_draft(mine)) == "My own words."
    assert bench.leavings() == []


def test_one_worker_converts_all_and_is_gone_afterwards(bench: Bench, tmp_path: Path) -> None:
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf", pages=n) for n in (1, 2, 3)]
    bench.add(*papers)
    bench.start()
    events = bench.rest()
    pids = {event.pid for event in events if isinstance(event, JobStarted)}
    assert len(pids) == 1
    assert not psutil.pid_exists(pids.pop())
    ended = [event.job for event in events if isinstance(event, JobFinished)]
    assert [(job.state, job.pages) for job in ended] == [(JobState.DONE, n) for n in (1, 2, 3)]
    assert all(job.markdown is not None and job.markdown.is_file() for job in ended)
    for job in ended:  # the end of one may be written while the next is at work
        story = [
            type(event)
            for event in events
            if (isinstance(event, JobConverted) and event.job_id == job.id)
            or (isinstance(event, (JobClaimed, JobStarted, JobFinished)) and event.job.id == job.id)
        ]
        assert story == [JobClaimed, JobStarted, JobConverted, JobFinished]
    states = [event.state for event in events if isinstance(event, WorkerChanged)]
    assert states[:3] == [WorkerState.STARTING, WorkerState.READY, WorkerState.BUSY]
    assert states[-1] is WorkerState.STOPPED
    assert bench.leavings() == []


def test_progress_never_goes_back(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=12))
    bench.start()
    seen = [event.progress for event in bench.rest() if isinstance(event, JobProgressed)]
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert {progress.page for progress in seen if progress.page} <= set(range(1, 13))
    assert {progress.pages for progress in seen if progress.pages} == {12}


def test_it_waits_for_work_and_stops_when_told(bench: Bench, tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    loop = bench.start(stay=True)
    bench.add(paper)
    loop.wake()
    assert bench.until(JobFinished).job.state is JobState.DONE
    loop.stop(StopMode.AFTER_THIS)
    assert isinstance(bench.rest()[-1], WorkerChanged)


def test_an_idle_worker_is_let_go(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.jobs.execution.card_runner.IDLE_S", 0.05)
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    loop = bench.start(stay=True)
    pid = bench.until(JobStarted).pid
    bench.until(WorkerChanged, lambda event: event.state is WorkerState.STOPPED)
    assert not psutil.pid_exists(pid)
    loop.stop(StopMode.NOW)


def test_a_worker_is_replaced_after_many_documents(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat_module, "DOCUMENTS_A_WORKER", 1)
    bench.add(*(pdfs.text_pdf(tmp_path / f"{n}.pdf", pages=1) for n in range(2)))
    bench.start()
    assert len({event.pid for event in bench.rest() if isinstance(event, JobStarted)}) == 2


def test_a_worker_that_died_while_idle_is_replaced(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    loop = bench.start(stay=True)
    pid = bench.until(JobStarted).pid
    bench.until(JobFinished)
    guard = psutil.Process(pid).parent()
    assert guard is not None
    psutil.Process(pid).kill()
    until(lambda: all_gone([guard]))
    bench.add(pdfs.text_pdf(tmp_path / "b.pdf", pages=1))
    loop.wake()
    assert bench.until(JobStarted).pid != pid
    assert bench.until(JobFinished).job.state is JobState.DONE


def test_a_refusal_is_every_documents_reason(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"), tmp_path / "gone.pdf")
    refusal = Failure(FailureKind.CARD_UNAVAILABLE, msg("Full."))
    bench.start(refusal=refusal)
    assert [job.failure for job in bench.ended().values()] == [refusal, refusal]


def test_no_engine_is_every_documents_reason(bench: Bench, tmp_path: Path) -> None:
    missing = Failure(FailureKind.ENGINE_MISSING, msg("None."))
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    bench.start(missing)
    assert bench.ended()["a.pdf"].failure == missing


def test_a_folder_that_appears_meanwhile_is_not_touched(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    body = (
        "os.mkdir(os.path.dirname(os.path.dirname(request.staging)) + '/a'); "
        "open(request.staging + '/a.md', 'w').close(); "
        "open(request.staging + '/blocks.json', 'w').close(); "
        "say(Converted(request.job, 1, 0.1))"
    )
    bench.start(failing(worker(tmp_path / "w", body)))
    markdown = bench.ended()["a.pdf"].markdown
    assert markdown == tmp_path / "out" / "a (2)" / "a.md"
    assert list((tmp_path / "out" / "a").iterdir()) == []


def test_a_queue_that_cannot_be_used_is_told(bench: Bench) -> None:
    bench.queue_path.write_bytes(b"not a database at all, and long enough to be looked at" * 30)
    bench.start()
    assert [type(event) for event in bench.rest()] == [QueueUnavailable]


def test_a_fault_of_our_own_is_a_failure_of_the_document(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_source: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("core.jobs.sources.validation.validate_pdf", broken)
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    bench.start()
    failure = bench.ended()["a.pdf"].failure
    assert failure is not None
    assert failure.kind is FailureKind.INTERNAL


@pytest.mark.slow
def test_a_password_is_tried_on_its_job_only(bench: Bench, tmp_path: Path) -> None:
    one, _two = bench.add(
        pdfs.encrypted_pdf(tmp_path / "one.pdf"), pdfs.encrypted_pdf(tmp_path / "two.pdf")
    )
    bench.passwords.set(one.id, "secret")
    bench.start(failing(Path(sys.executable)))  # flash, which knows of passwords
    jobs = bench.ended()
    assert jobs["one.pdf"].state is JobState.DONE
    failure = jobs["two.pdf"].failure
    assert failure is not None
    assert failure.kind is FailureKind.ENCRYPTED
    bench.passwords.forget(one.id)
    assert bench.passwords.get(one.id) is None


def test_another_tier_makes_another_result(bench: Bench, tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    body = (
        "open(request.staging + '/' + request.stem + '.md', 'w').write('x'); "
        "open(request.staging + '/blocks.json', 'w').write('{}'); "
        "say(Converted(request.job, 1, 0.1))"
    )
    python = worker(tmp_path / "w", body)
    for tier, state in (
        (None, JobState.DONE),
        (None, JobState.SKIPPED),
        (Tier.BASIC, JobState.DONE),
        (Tier.BASIC, JobState.SKIPPED),
        (None, JobState.SKIPPED),
    ):
        bench.add(paper)
        options = MineruOptions(tier=tier)
        bench.start(Engine(EngineName.MINERU, python, uses_card=True, options=options))
        assert bench.ended()["a.pdf"].state is state
    first, second = (read_metadata(tmp_path / "out" / name) for name in ("a", "a (2)"))
    assert first is not None
    assert second is not None
    assert "tier" not in first.options
    assert second.options["tier"] == "basic"
