"""A card that fails under the window: its documents go on elsewhere, and it is left alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from core.cards.reader import CardReader
from core.engines.model import Engine
from core.jobs.events import CardQuarantined, JobFinished, JobRequeued
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.model import Job, NewJob
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.states import JobState, WhenFull
from core.jobs.store.job_store import JobStore
from core.paths import queue_file
from core.session.event_queue import QueueMessage
from core.settings.definitions import WHEN_FULL, Settings
from core.worker.kinds import EngineName, FailureKind, Scope
from gui.jobs.worker_threads import WorkerThreads
from tests.support import pdfs
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost
from tests.support.engines.scripted import DONE, FAULT, MEMORY, Fixed, only_if, refuse, worker
from tests.support.window import WAIT_MS
from tests.unit.core.jobs.execution.scripted_run import fuller

ON_6 = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"


@dataclass
class Run:
    """A team on two cards of an emulated host, with an engine that does as it is told."""

    qtbot: QtBot
    home: Path
    folder: Path
    settings: Settings
    notes: list[QueueMessage] = field(default_factory=list)
    workers: WorkerThreads | None = None
    assignment: CardAssignment | None = None
    heard: int = 0
    host: AscendHost = field(init=False)
    parent: QObject = field(default_factory=QObject)

    def start(self, body: str, *keys: str) -> WorkerThreads:
        self.host = AscendHost(self.folder / "host", presets.eight_910b())
        python = worker(self.folder / "fake", body.strip().replace("\n", "\n" + 12 * " "), 1)
        environ = {**os.environ, **self.host.environment()}
        engine = Engine(EngineName.MAGIC_PDF, python, uses_card=True)
        context = RunContext.create(
            queue_file(self.home), Fixed(self.home, engine), environ, waits_for_storage=True
        )
        with CardReader(self.home, environ) as reader:
            reading = reader.read()
        cards = tuple(card for key in keys if (card := reading.card(key)) is not None)
        assert len(cards) == len(keys)
        self.assignment = CardAssignment(cards)
        self.workers = WorkerThreads(context, self.settings, self.notes.append, self.parent)
        self.workers.set_cards(self.assignment)
        return self.workers

    def add(self, *names: str) -> None:
        papers = [pdfs.text_pdf(self.folder / f"{name}.pdf", pages=1) for name in names]
        with JobStore(queue_file(self.home)) as queue:
            queue.add([NewJob(paper, self.folder / "out", paper.stem) for paper in papers])
        assert self.workers is not None
        self.workers.ensure_running(len(names))

    def choose_anew(self) -> None:
        """The same cards, as if the user had chosen them now."""
        assert self.workers is not None
        assert self.assignment is not None
        self.workers.set_cards(self.assignment)
        self.workers.ensure_running(1)

    def ended(self) -> list[Job]:
        """Documents that are over; calls the team where one waits again, as the herald does."""
        new, self.heard = self.notes[self.heard :], len(self.notes)
        if any(isinstance(note, JobRequeued) for note in new):
            assert self.workers is not None
            self.workers.ensure_running(1)
        return [note.job for note in self.notes if isinstance(note, JobFinished)]

    def wait(self, documents: int) -> list[Job]:
        self.qtbot.waitUntil(lambda: len(self.ended()) == documents, timeout=WAIT_MS)
        return self.ended()

    def aside(self) -> list[str]:
        return [note.card for note in self.notes if isinstance(note, CardQuarantined)]

    def end(self) -> None:
        workers = self.workers
        assert workers is not None
        workers.stop(StopMode.NOW)
        self.qtbot.waitUntil(lambda: workers.has_stopped, timeout=WAIT_MS)
        workers.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def run(qtbot: QtBot, home: Path, settings: Settings, tmp_path: Path) -> Iterator[Run]:
    made = Run(qtbot, home, tmp_path, settings)
    yield made
    made.end()


@pytest.mark.slow
def test_its_documents_go_on_on_the_other_card(run: Run) -> None:
    workers = run.start(only_if(ON_6, refuse(FAULT, Scope.CARD), DONE), "npu:6", "npu:7")
    run.add("a", "b", "c")
    jobs = run.wait(3)
    assert [job.state for job in jobs] == [JobState.DONE] * 3
    assert {job.card for job in jobs} == {"npu:7"}
    run.add("d")
    assert [job.card for job in run.wait(4)] == ["npu:7"] * 4
    run.qtbot.waitUntil(lambda: workers.size == 1, timeout=WAIT_MS)
    assert run.aside() == ["npu:6"]  # nothing more was sent to it


@pytest.mark.slow
def test_with_all_cards_put_aside_each_document_says_why_until_cards_are_chosen_anew(
    run: Run, tmp_path: Path
) -> None:
    well = f"os.path.exists({str(tmp_path / 'well')!r})"
    run.start(only_if(well, DONE, refuse(FAULT, Scope.CARD)), "npu:6", "npu:7")
    run.add("a", "b")
    assert {job.failure.kind for job in run.wait(2) if job.failure} == {FailureKind.CARD_FAULT}
    run.add("c")
    assert run.wait(3)[-1].state is JobState.FAILED
    assert sorted(run.aside()) == ["npu:6", "npu:7"]
    (tmp_path / "well").touch()
    run.choose_anew()
    run.add("d")
    assert run.wait(4)[-1].state is JobState.DONE


def on(jobs: list[Job]) -> dict[str, str | None]:
    """Documents by name, and the card that each was done on."""
    assert {job.state for job in jobs} == {JobState.DONE}
    return {job.stem: job.card for job in jobs}


def large(*names: str, faulty: str = "") -> str:
    """NPU 6 has no memory for these, and is lost with that one."""
    full = only_if(f"request.stem in {names!r}", refuse(MEMORY), DONE)
    lost = only_if(f"request.stem == {faulty!r}", refuse(FAULT, Scope.CARD), full)
    return only_if(ON_6, lost, DONE)


@pytest.mark.slow
def test_a_card_that_was_not_chosen_does_what_the_chosen_one_has_no_memory_for_and_no_more(
    run: Run,
) -> None:
    run.settings.set(WHEN_FULL, WhenFull.ANY)
    run.start(large("a", "c"), "npu:6")
    fuller(run, 6)
    run.add("a", "b", "c", "d")
    assert on(run.wait(4)) == {"a": "npu:7", "b": "npu:6", "c": "npu:7", "d": "npu:6"}
    run.add("e", "f")
    assert {on(run.wait(6))[name] for name in "ef"} == {"npu:6"}, "it rests, and takes none of them"


@pytest.mark.slow
def test_with_the_chosen_card_lost_the_other_one_goes_on_until_cards_are_chosen_anew(
    run: Run, tmp_path: Path
) -> None:
    run.settings.set(WHEN_FULL, WhenFull.ANY)
    workers = run.start(large("a", faulty="b"), "npu:6")
    fuller(run, 6)
    run.add("a", "b", "c")
    assert on(run.wait(3)) == dict.fromkeys("abc", "npu:7")
    assert run.aside() == ["npu:6"]
    run.choose_anew()
    run.qtbot.waitUntil(lambda: not workers._pool._leaving, timeout=WAIT_MS)
    run.add("d", "e")
    assert {on(run.wait(5))[name] for name in "de"} == {"npu:6"}
    assert workers.size == 1
