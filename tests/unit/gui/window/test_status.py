"""What rests, which batch, why it failed, how quickly: on rows, chips, button, strip and header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.cards.placement import PlacementCheck, PlacementEvidence
from core.jobs.events import JobStarted, WorkerChanged, WorkerState
from core.jobs.model import ConvertOptions, Job, PageRange
from core.jobs.states import IfExists, JobState
from core.jobs.store.batch_store import BatchRecord, NewBatch
from core.messages import msg
from core.session.updates import JobListUpdate
from core.worker.kinds import EngineName, FailureKind, Ocr
from core.worker.protocol import Failure
from gui.table.model import JobModel
from gui.table.rows import JobColumn, ViewFilter
from gui.table.settings_text import made_by
from gui.table.status_counts import Estimates, QueueStatus
from gui.table.status_groups import StatusGroup
from gui.window.batch_button import BatchButton
from gui.window.status.status_bar import StatusBar
from gui.window.status_filter import StatusFilterBar
from tests.support import pdfs
from tests.support.jobs import job, progress
from tests.support.window import RunningApp


@pytest.fixture
def model(qapp: QApplication) -> Iterator[JobModel]:
    made = JobModel()
    yield made
    made.deleteLater()


def batch(number: int, name: str, *, paused: bool = False) -> BatchRecord:
    return BatchRecord(f"batch-{number}", NewBatch(name, ()), float(number), paused=paused)


def of(number: int, one: Job) -> Job:
    return replace(one, batch=f"batch-{number}")


def failed(number: int, kind: FailureKind) -> Job:
    return job(number, JobState.FAILED, failure=Failure(kind, msg("It failed.")))


def shown(model: JobModel) -> list[str]:
    return [model.row(place).job.id for place in range(model.rowCount())]


def states(model: JobModel) -> list[str]:
    return [model.index(place, JobColumn.STATE).data() for place in range(model.rowCount())]


def test_a_row_rests_for_itself_or_with_its_batch(model: JobModel) -> None:
    waiting, paused = job(1), replace(job(2), paused=True)
    model.apply(JobListUpdate(jobs=(waiting, paused, of(1, job(3)), of(1, job(4, JobState.DONE)))))
    assert states(model) == ["Waiting", "Paused", "Waiting", "Done"]
    model.set_batches((batch(1, "Essays", paused=True),))
    assert states(model) == ["Waiting", "Paused", "Paused", "Done"]
    assert model.counter.all.groups[StatusGroup.PAUSED] == 2
    assert model.counter.load.documents == 1
    model.arrange(ViewFilter(group=StatusGroup.PAUSED))
    assert shown(model) == ["job-2", "job-3"]
    model.set_batches((batch(1, "Essays"),))
    assert shown(model) == ["job-2"]


def test_the_list_is_narrowed_to_a_batch_and_to_a_reason(model: JobModel) -> None:
    model.set_batches((batch(2, "Letters"), batch(1, "Essays")))
    damaged = failed(3, FailureKind.DAMAGED)
    jobs = (of(1, job(1)), of(2, job(2)), of(1, damaged), failed(4, FailureKind.EMPTY))
    model.apply(JobListUpdate(jobs=jobs))
    model.arrange(ViewFilter(batch="batch-1"))
    assert shown(model) == ["job-1", "job-3"]
    model.arrange(ViewFilter(group=StatusGroup.FAILED, kind=FailureKind.EMPTY))
    assert shown(model) == ["job-4"]
    model.arrange(ViewFilter(text="letters"))
    assert shown(model) == ["job-2"], "the batch's name is searched, too"
    model.arrange(ViewFilter(text="damaged"))
    assert shown(model) == ["job-3"], "and the reason's words"
    assert model.counter.of("batch-1").groups == {
        StatusGroup.ALL: 2,
        StatusGroup.WAITING: 1,
        StatusGroup.FAILED: 1,
    }
    model.apply(JobListUpdate(removed=frozenset({"job-3"})))
    assert model.counter.all.kinds[FailureKind.DAMAGED] == 0


def test_chips_tell_what_rests_and_unfold_reasons(qtbot: QtBot, model: JobModel) -> None:
    chips = StatusFilterBar()
    qtbot.addWidget(chips)
    chips.show()
    kinds = (FailureKind.DAMAGED, FailureKind.DAMAGED, FailureKind.EMPTY)
    jobs = [failed(number, kind) for number, kind in enumerate(kinds, 10)]
    model.apply(JobListUpdate(jobs=(replace(job(1), paused=True), *jobs)))
    chips.count(model.counter.all)
    assert not chips.reasons.isVisible()
    with qtbot.waitSignal(chips.chosen) as chosen:
        chips.choose(StatusGroup.FAILED)
    assert chosen.args == [StatusGroup.FAILED, None]
    assert chips.reasons.isVisible()
    menu = chips.reasons_menu()
    offered = [action.text() for action in menu.actions() if action.isCheckable()]
    assert offered == ["All reasons", "Damaged  2", "No pages  1"]
    with qtbot.waitSignal(chips.chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == [StatusGroup.FAILED, FailureKind.DAMAGED]
    assert chips.reasons.text() == "Damaged  2"
    with qtbot.waitSignal(chips.retry_requested) as again:
        chips.reasons_menu().actions()[-1].trigger()
    assert again.args == [FailureKind.DAMAGED]


def test_the_batch_button_is_there_when_there_is_a_choice(qtbot: QtBot, model: JobModel) -> None:
    button = BatchButton(model)
    qtbot.addWidget(button)
    model.set_batches((batch(2, "Letters"), batch(1, "A & B")))
    model.apply(JobListUpdate(jobs=(of(1, job(1)),)))
    button.refresh()
    assert button.isHidden()
    model.apply(
        JobListUpdate(jobs=(of(2, job(2, JobState.DONE)), of(2, failed(3, FailureKind.EMPTY))))
    )
    button.refresh()
    assert not button.isHidden()
    menu = button.menu_of_batches()
    offered = [action.text() for action in menu.actions()]
    assert offered == ["All batches", "Letters  2 of 2", "A && B  0 of 1"]
    with qtbot.waitSignal(button.chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == ["batch-2"]
    model.arrange(ViewFilter(batch="batch-2"))
    button.refresh()
    assert button.text() == "Letters"
    with qtbot.waitSignal(button.pause_requested) as rest:
        _entry(button, "Pause this batch").trigger()
    assert rest.args == ["batch-2", True]
    model.set_batches((batch(2, "Letters", paused=True), batch(1, "A & B")))
    with qtbot.waitSignal(button.pause_requested) as rest:
        _entry(button, "Resume this batch").trigger()
    assert rest.args == ["batch-2", False]
    with qtbot.waitSignal(button.retry_requested):
        _entry(button, "Convert the failed ones again").trigger()


def _entry(button: BatchButton, text: str) -> QAction:
    return next(a for a in button.menu_of_batches().actions() if a.text() == text)


def test_the_tooltip_says_what_made_a_row(model: JobModel) -> None:
    options = ConvertOptions(
        pages=PageRange(3, 7),
        ocr=Ocr.ON,
        lang="ch",
        formula=False,
        table=False,
        if_exists=IfExists.OVERWRITE,
        timeout_s=90,
        memory_limit_mb=512,
    )
    one = replace(job(1, JobState.RUNNING, card="npu:7"), options=options, batch="batch-1")
    plain = job(2)
    model.set_batches((replace(batch(1, ""), new=NewBatch("Essays", (), profile="Careful")),))
    model.apply(JobListUpdate(jobs=(one, plain)))
    verified = PlacementCheck(PlacementEvidence.PID, msg("It is there."))
    model.has_started(JobStarted(one, EngineName.MAGIC_PDF, "npu:7", 1, "7", verified))
    model.apply(JobListUpdate(jobs=(replace(one, engine=EngineName.MAGIC_PDF),)))
    assert made_by(model.row(0)) == (
        "magic-pdf · layout, formulas, OCR · NPU 7, verified · pages 3-7 · OCR always"
        " · language Chinese and English · no formulas · no tables · at most 1:30 · at most 512 MB"
        " · replaces older results\nBatch Essays, profile Careful"
    )
    assert made_by(model.row(1)) == "Best available"
    assert "Essays" in model.index(0, JobColumn.DOCUMENT).data(Qt.ItemDataRole.ToolTipRole)


def test_what_is_left_of_a_document_is_said_when_it_is_known(model: JobModel) -> None:
    model.apply(JobListUpdate(jobs=(job(1, JobState.RUNNING),)))
    model.apply(JobListUpdate(progress={"job-1": progress()}))
    assert states(model) == ["Recognising · 30 %"]
    model.row(0).left = 170.0
    assert states(model) == ["Recognising · 30 % · about 3 min"]


def strip_words(strip: StatusBar) -> list[str]:
    labels = strip.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisibleTo(strip)]


def test_the_strip_claims_nothing_that_is_not_so(qtbot: QtBot, themed: None) -> None:
    strip = StatusBar()
    qtbot.addWidget(strip)
    strip.resize(1280, 32)
    strip.show()
    for card in ("npu:6", "npu:7"):
        strip.worker_is(WorkerChanged(card, WorkerState.BUSY, EngineName.MAGIC_PDF, 7))
    at_work = Counter({StatusGroup.RUNNING: 2, StatusGroup.WAITING: 810, StatusGroup.DONE: 3})
    rates = {"npu:6": 0.4, "npu:7": 12.0}
    estimates = Estimates(12.4, 4000.0, rates)
    strip.show_queue_status(QueueStatus(at_work, 1, False, 0.2, estimates))
    assert strip_words(strip) == [
        "2 running · 810 waiting · 3 done · 1 failed",
        "about 67 min left · 12 pages/s",
        "NPU 6: magic-pdf, 24 pages/min · NPU 7: magic-pdf, 12 pages/s",
    ]
    strip.show_queue_status(QueueStatus(at_work, 1, True, 0.2, estimates))
    assert strip_words(strip)[0].startswith("Pausing · 2 running")
    assert not [words for words in strip_words(strip) if "left" in words]
    for card in ("npu:6", "npu:7"):
        strip.worker_is(WorkerChanged(card, WorkerState.STOPPED))
    strip.show_queue_status(QueueStatus(Counter({StatusGroup.WAITING: 812}), 0, True, 0.2))
    assert strip_words(strip) == ["Paused · 812 waiting", ""]
    strip.show_queue_status(QueueStatus(Counter({StatusGroup.WAITING: 1, StatusGroup.PAUSED: 2})))
    assert strip_words(strip)[0] == "1 waiting · 2 paused"


def test_of_two_workers_on_the_processor_the_one_at_work_is_told(
    qtbot: QtBot, themed: None
) -> None:
    strip = StatusBar()
    qtbot.addWidget(strip)
    strip.resize(1280, 32)
    strip.show()

    def is_(pid: int | None, state: WorkerState) -> str:
        strip.worker_is(WorkerChanged("cpu", state, EngineName.FLASH, pid))
        return strip_words(strip)[-1]

    assert is_(None, WorkerState.STARTING) == "Processor: Built-in is loading"
    assert is_(7, WorkerState.BUSY) == "Processor: Built-in at work"
    assert is_(8, WorkerState.BUSY) == "Processor: Built-in at work ×2"
    assert is_(8, WorkerState.READY) == "Processor: Built-in at work"
    assert is_(8, WorkerState.STOPPED) == "Processor: Built-in at work"
    assert is_(7, WorkerState.READY) == "Processor: Built-in ready"
    assert is_(7, WorkerState.STOPPED) == ""


def test_workers_that_leave_their_cards_alone_are_told_as_one(qtbot: QtBot, themed: None) -> None:
    strip = StatusBar()
    qtbot.addWidget(strip)
    strip.resize(1280, 32)
    strip.show()
    for card in ("npu:6", "npu:7"):
        strip.worker_is(WorkerChanged(card, WorkerState.BUSY, EngineName.FLASH, 7))
    one_is_known = Estimates(0.9, 40.0, {"npu:6": 0.9})
    at_work = Counter({StatusGroup.RUNNING: 2})
    strip.show_queue_status(QueueStatus(at_work, 0, False, 0.2, one_is_known))
    assert strip_words(strip)[-1] == "Processor: Built-in at work ×2"


@pytest.mark.slow
def test_the_headers_button_lets_everything_rest_and_go_on(app: RunningApp, tmp_path: Path) -> None:
    button = app.window.header.pause
    assert button.accessibleName() == "Pause everything"
    app.wait(button.isEnabled)  # the queue has been read
    button.click()
    app.wait(lambda: app.work.paused and button.isChecked())
    assert button.accessibleName() == "Resume"
    app.drop(pdfs.text_pdf(tmp_path / "one.pdf"))
    app.wait(lambda: app.states() == {"one.pdf": JobState.QUEUED})
    assert strip_words(app.window.status)[0] == "Paused · 1 waiting"
    button.click()
    app.wait_until_over(1)
    assert not button.isChecked()
    assert strip_words(app.window.status)[0] == "1 done"


@pytest.mark.slow
def test_a_batch_is_chosen_rests_and_is_tried_again(app: RunningApp, tmp_path: Path) -> None:
    app.work.pause_all(True)
    for name in ("Essays", "Letters"):
        paper = pdfs.text_pdf(tmp_path / f"{name}.pdf")
        app.work.add_batch(NewBatch(name, (paper, tmp_path / f"no {name}.pdf"), tmp_path / "out"))
    app.wait(lambda: len(app.jobs()) == 4 and len(app.work.state.batches) == 2)
    button = app.window.workspace.batches
    app.wait(lambda: not button.isHidden())
    essays = next(one for one in app.work.state.batches if one.new.name == "Essays")
    _choose(button, "Essays")
    assert {app.window.model.row(n).job.batch for n in range(2)} == {essays.id}
    assert app.window.model.rowCount() == 2
    _entry(button, "Pause this batch").trigger()
    app.work.pause_all(False)
    app.wait(lambda: app.states().get("Letters.pdf") is JobState.DONE)
    assert app.states()["Essays.pdf"] is JobState.QUEUED
    _entry(button, "Resume this batch").trigger()
    app.wait_until_over(4)
    pdfs.text_pdf(tmp_path / "no Essays.pdf")
    app.wait(lambda: _entry(button, "Convert the failed ones again").isEnabled())
    _entry(button, "Convert the failed ones again").trigger()
    app.wait(lambda: app.states()["no Essays.pdf"] is JobState.DONE)
    assert app.states()["no Letters.pdf"] is JobState.FAILED


def _choose(button: BatchButton, name: str) -> None:
    menu = button.menu_of_batches()
    next(action for action in menu.actions() if action.text().startswith(name)).trigger()
