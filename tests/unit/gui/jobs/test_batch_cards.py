"""A batch that asks for cards of its own runs on those, and on no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cards.reader import CardReader
from core.jobs.events import JobFinished, JobReassigned
from core.jobs.model import Job, NewJob
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.states import JobState, WhenFull
from core.jobs.store.batch_store import BatchStore, NewBatch
from core.jobs.store.job_store import JobStore
from core.paths import queue_file
from core.session.messages import CardsAssigned
from core.settings.definitions import WHEN_FULL
from core.worker.kinds import FailureKind, Scope
from tests.support import pdfs
from tests.support.engines.scripted import DONE, FAULT, MEMORY, only_if, refuse
from tests.support.window import WAIT_MS, RunningApp
from tests.unit.core.jobs.execution.scripted_run import fuller
from tests.unit.gui.jobs.test_card_faults import ON_6, Run, run

__all__ = ["run"]  # the fixture
SIX = ("npu:6",)


def add(run: Run, name: str, cards: tuple[str, ...]) -> None:
    """A batch of one document, as the ledger and the herald bring it to the workers."""
    paper = pdfs.text_pdf(run.folder / f"{name}.pdf", pages=1)
    path = queue_file(run.home)
    with JobStore(path) as queue, BatchStore(path) as book:
        record = book.begin(NewBatch(name, (paper,), cards=cards))
        queue.add([NewJob(paper, run.folder / "out", paper.stem)], record.id)
        asked = {batch.new.cards for batch in book.batches(finished=False)}
    assert run.workers is not None
    run.workers.request_cards(asked)
    run.workers.ensure_running(9)


def answer(run: Run) -> CardAssignment:
    """What the scout found for the batch goes to the team, as the herald brings it."""
    run.qtbot.waitUntil(
        lambda: any(isinstance(n, CardsAssigned) for n in run.notes), timeout=WAIT_MS
    )
    (found,) = [note for note in run.notes if isinstance(note, CardsAssigned)]
    assert run.workers is not None
    run.workers.set_route(found.route, found.assignment)
    run.workers.ensure_running(9)
    return found.assignment


def by_name(jobs: list[Job]) -> dict[str, Job]:
    return {job.source.stem: job for job in jobs}


@pytest.mark.slow
def test_its_documents_go_to_its_cards_and_all_others_to_the_windows(run: Run) -> None:
    run.start(DONE, "npu:7")
    for name in "abc":
        add(run, name, SIX)
    run.add("alone")
    add(run, "open", ())
    assert {job.source.stem for job in run.wait(2)} == {"alone", "open"}, "npu:6 is not known yet"
    assert [card.key for card in answer(run).cards] == ["npu:6"]
    cards = {name: job.card for name, job in by_name(run.wait(5)).items()}
    assert cards == dict.fromkeys("abc", "npu:6") | {"alone": "npu:7", "open": "npu:7"}


@pytest.mark.slow
def test_with_its_only_card_put_aside_its_documents_say_so_and_the_others_go_on(run: Run) -> None:
    run.start(only_if(ON_6, refuse(FAULT, Scope.CARD), DONE), "npu:7")
    for name in "ab":
        add(run, name, SIX)
    answer(run)
    run.add("alone")
    jobs = by_name(run.wait(3))
    assert jobs["alone"].state is JobState.DONE
    kinds = {job.failure.kind for name in "ab" if (job := jobs[name]).failure is not None}
    assert kinds == {FailureKind.CARD_FAULT}


@pytest.mark.slow
def test_a_card_that_stands_in_for_one_batch_does_nothing_for_the_others(run: Run) -> None:
    run.settings.set(WHEN_FULL, WhenFull.ANY)
    first = only_if("request.stem == 'a'", refuse(MEMORY), refuse(FAULT, Scope.CARD))
    on_7 = only_if("os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '7'", DONE, refuse(MEMORY))
    run.start(only_if(ON_6, first, on_7), "npu:0")
    fuller(run, 0, 6)
    for name in "abc":
        add(run, name, SIX)
    answer(run)
    run.add("alone")
    cards = {name: job.card for name, job in by_name(run.wait(4)).items()}
    assert cards == dict.fromkeys((*"abc", "alone"), "npu:7")
    assert run.aside() == ["npu:6"]
    run.add("another")
    assert by_name(run.wait(5))["another"].card == "npu:7", "its own card was asked first"
    asked = [note.card for note in run.notes if isinstance(note, JobReassigned)]
    assert asked.count("npu:0") == 2


@pytest.mark.slow
def test_a_card_that_is_gone_is_every_documents_reason(app: RunningApp, tmp_path: Path) -> None:
    paper, other = (pdfs.text_pdf(tmp_path / f"{name}.pdf") for name in ("gone", "here"))
    app.work.add_batch(NewBatch("gone", (paper,), tmp_path / "out", cards=("npu:99",)))
    app.work.add_batch(NewBatch("here", (other,), tmp_path / "out", cards=("cpu",)))
    app.wait_until_over(2)
    assert app.job("here.pdf").card == "cpu"
    failure = app.job("gone.pdf").failure
    assert failure is not None
    assert failure.kind is FailureKind.CARD_UNAVAILABLE
    assert "npu:99" in str(failure.message)


@pytest.mark.slow
def test_asked_for_no_more_a_card_is_let_go(run: Run) -> None:
    workers = run.start(DONE, "npu:7")
    add(run, "a", SIX)
    with CardReader(run.home, workers._context.environ) as reader:
        card = reader.read().card("npu:6")
    assert card is not None
    workers.set_route(SIX, CardAssignment((card,)))
    workers.ensure_running(9)
    assert workers.size == 2
    run.wait(1)
    workers.request_cards({()})
    run.qtbot.waitUntil(lambda: workers.size == 1, timeout=WAIT_MS)
    assert [note.job.card for note in run.notes if isinstance(note, JobFinished)] == ["npu:6"]
