"""Workers come when there is something to do for them, and never two processes to one card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.cards.cpu import cpu_card
from core.jobs.events import JobClaimed, JobStarted, WorkerChanged, WorkerState
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.states import JobState
from core.jobs.store.batch_store import NewBatch
from core.settings.definitions import CPU_WORKERS, Settings
from tests.support import pdfs
from tests.support.engines.scripted import DONE
from tests.support.window import WAIT_MS, RunningApp
from tests.unit.gui.jobs.test_card_faults import Run


@pytest.fixture
def run(qtbot: QtBot, home: Path, settings: Settings, tmp_path: Path) -> Iterator[Run]:
    made = Run(qtbot, home, tmp_path, settings)
    yield made
    made.end()


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    """As long as this file is there no document is done."""
    made = tmp_path / "hold"
    made.touch()
    return made


def held(hold: Path) -> str:
    return f"while os.path.exists({str(hold)!r}): time.sleep(0.02)\n{DONE.strip()}"


def of(run: Run, kind: type) -> list[int]:
    """Where in the notes such a note is."""
    return [place for place, note in enumerate(run.notes) if isinstance(note, kind)]


@pytest.mark.slow
def test_a_card_that_is_taken_away_and_given_back_has_one_process_at_a_time(
    run: Run, hold: Path
) -> None:
    workers = run.start(held(hold), "npu:6")
    assignment = run.assignment
    assert assignment is not None
    run.add("a")
    run.qtbot.waitUntil(lambda: len(of(run, JobStarted)) == 1, timeout=WAIT_MS)
    workers.set_cards(CardAssignment((cpu_card(None, None),)))
    workers.set_cards(assignment)
    run.add("b", "c")
    assert workers.size == 0, "the old one still works there"
    hold.unlink()
    jobs = run.wait(3)
    assert [(job.state, job.assigned) for job in jobs] == [(JobState.DONE, "npu:6")] * 3
    first, second, third = of(run, JobStarted)
    stopped = [
        place
        for place in of(run, WorkerChanged)
        if getattr(run.notes[place], "state", None) is WorkerState.STOPPED
    ]
    assert first < stopped[0] < second < third, "the old process had gone before"


@pytest.mark.slow
def test_no_more_workers_on_the_cpu_than_documents_wait(run: Run, hold: Path) -> None:
    workers = run.start(held(hold), "npu:6")
    workers.set_cards(CardAssignment((cpu_card(None, None),), cpu_workers=4))
    run.add("a")
    assert workers.size == 1
    run.qtbot.waitUntil(lambda: len(of(run, JobClaimed)) == 1, timeout=WAIT_MS)
    run.add("b", "c")
    assert workers.size == 3, "one is busy, two wait"
    run.qtbot.waitUntil(lambda: len(of(run, JobClaimed)) == 3, timeout=WAIT_MS)
    run.add("d", "e", "f", "g")
    assert workers.size == 4, "there is room for no more"
    hold.unlink()
    run.wait(7)
    run.add("h")
    assert workers.size == 4
    run.wait(8)


@pytest.mark.slow
def test_the_largest_of_the_last_goes_first_so_that_all_end_together(
    app: RunningApp, settings: Settings, tmp_path: Path
) -> None:
    settings.set(CPU_WORKERS, 2)
    app.work.pause_all(True)
    folder = tmp_path / "in"
    for name in "abcde":
        pdfs.text_pdf(folder / f"{name}.pdf", pages=1)
    pdfs.text_pdf(folder / "z.pdf", pages=30, paragraphs=6)
    app.work.add_batch(NewBatch("Papers", (folder,), tmp_path / "out"))
    app.wait(lambda: len(app.jobs()) == 6)
    app.work.pause_all(False)
    app.wait_until_over(6)
    begun = {job.source.name: job.started_at or 0.0 for job in app.jobs()}
    assert min(begun, key=lambda name: begun[name]) == "z.pdf", "last in the list"
