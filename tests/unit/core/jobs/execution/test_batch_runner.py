"""A whole run: cards chosen on an emulated host, several workers, interruption, result."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from core.cards.selection import UnknownCardError
from core.engines.model import Engine
from core.engines.registry import Engines
from core.jobs.events import JobEvent, JobProgressed, JobStarted, QueueUnavailable
from core.jobs.execution.batch_runner import BatchRequest, BatchRunner
from core.jobs.model import ConvertOptions, Job
from core.jobs.scheduling.card_assignment import CardAssignment, assign_cards, max_cpu_workers
from core.jobs.states import JobState
from core.jobs.store.migrations import QueueError
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.support import pdfs
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost
from tests.support.engines.scripted import Fixed, hold, holding, let_go
from tests.support.witness import Witness

FLASH = Engine(EngineName.FLASH, Path(sys.executable), uses_card=False)
NEURAL = Engine(EngineName.MAGIC_PDF, Path(sys.executable), uses_card=True)
MISSING = Failure(FailureKind.ENGINE_MISSING, msg("None."))


@pytest.fixture
def host(tmp_path: Path) -> AscendHost:
    return AscendHost(tmp_path / "host", presets.eight_910b())


def batch(
    assignment: CardAssignment, home: Path, out: Path, *paths: Path, engine: Engine | None = None
) -> BatchRunner:
    plan = BatchRequest(paths, out, ConvertOptions(), None)
    engines = Engines(home, os.environ) if engine is None else Fixed(home, engine)
    return BatchRunner(plan, assignment, engines, home, os.environ)


def keys(assignment: CardAssignment) -> list[str]:
    return [card.key for card in assignment.cards]


def test_an_engine_without_use_for_a_card_goes_to_the_cpu_unasked(
    home: Path, host: AscendHost
) -> None:
    for engine in (FLASH, MISSING):
        assert keys(assign_cards("auto", engine, home, host.environment())) == ["cpu"]
    assert host.calls() == [], "nothing depended on the cards, so none was asked"


def test_auto_takes_an_idle_card_for_an_engine_that_uses_one(home: Path, host: AscendHost) -> None:
    assert keys(assign_cards("auto", NEURAL, home, host.environment())) in (["npu:6"], ["npu:7"])


def test_named_cards_are_taken_as_named_with_a_note_where_they_are_full(
    home: Path, host: AscendHost
) -> None:
    assignment = assign_cards("npu:7,npu:0", NEURAL, home, host.environment())
    assert keys(assignment) == ["npu:7", "npu:0"]
    assert ["NPU 0" in str(note.text) for note in assignment.warnings] == [True]


def test_a_card_that_is_not_listed_is_a_wrong_command(home: Path, host: AscendHost) -> None:
    with pytest.raises(UnknownCardError, match="npu:8"):
        assign_cards("npu:8", NEURAL, home, host.environment())


def test_a_card_that_cannot_be_used_refuses_every_document(home: Path, tmp_path: Path) -> None:
    sick = AscendHost(tmp_path / "sick", presets.sick())
    assignment = assign_cards("npu:0,npu:1,npu:2,npu:3", NEURAL, home, sick.environment())
    assert assignment.unavailable is not None
    assert assignment.unavailable.kind is FailureKind.CARD_UNAVAILABLE
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf") for n in range(2)]
    witness = Witness()
    result = batch(assignment, home, tmp_path / "out", *papers).run(witness)
    assert (result.done, result.failed) == (0, 2)
    assert [job.failure for job in witness.ended()] == [assignment.unavailable] * 2
    assert not (tmp_path / "out").exists()


def test_two_cards_share_the_work_each_worker_sees_its_own(
    home: Path, host: AscendHost, tmp_path: Path
) -> None:
    papers = [pdfs.text_pdf(tmp_path / "papers" / f"{n}.pdf") for n in range(6)]
    hold(*papers)
    seen: dict[tuple[str, str | None], set[str]] = {}

    def look(event: JobEvent) -> None:
        if isinstance(event, JobStarted):
            process = psutil.Process(event.pid)
            pin = process.environ()["ASCEND_RT_VISIBLE_DEVICES"]
            seen.setdefault((event.card, event.assigned), set()).add(pin)
            if len(seen) == 2:
                let_go(*papers)

    assignment = assign_cards("npu:6,npu:7", FLASH, home, host.environment())
    witness = Witness(look)
    engine = holding(tmp_path / "engine")
    result = batch(assignment, home, tmp_path / "out", *papers, engine=engine).run(witness)
    assert (result.done, result.failed, result.interrupted) == (6, 0, False)
    assert witness.result == result
    assert seen == {("cpu", "npu:6"): {"6"}, ("cpu", "npu:7"): {"7"}}
    assert {event.visible_devices for event in witness.started()} == {"6", "7"}
    assert len({event.pid for event in witness.started()}) == 2
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_an_interruption_stops_all_cards(home: Path, host: AscendHost, tmp_path: Path) -> None:
    papers = [pdfs.text_pdf(tmp_path / "papers" / f"{n}.pdf") for n in range(3)]
    hold(*papers)

    def interrupt(event: JobEvent) -> None:
        if isinstance(event, JobProgressed) and (event.progress.page or 0) > 0:
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    witness = Witness(interrupt)
    assignment = assign_cards("npu:6,npu:7", FLASH, home, host.environment())
    engine = holding(tmp_path / "engine")
    result = batch(assignment, home, tmp_path / "out", *papers, engine=engine).run(witness)
    assert result.interrupted
    assert [str(job.failure) for job in witness.ended()] == []
    assert (result.done, result.failed) == (0, 0)
    assert signal.getsignal(signal.SIGINT) == before
    assert list((tmp_path / "out").iterdir()) == []
    assert not [pid for pid in (event.pid for event in witness.started()) if psutil.pid_exists(pid)]


def test_a_listener_that_fails_ends_the_run(home: Path, tmp_path: Path) -> None:
    def fail(event: JobEvent) -> None:
        raise BrokenPipeError

    assignment = assign_cards("cpu", FLASH, home, os.environ)
    with pytest.raises(BrokenPipeError):
        batch(assignment, home, tmp_path / "out", pdfs.text_pdf(tmp_path / "a.pdf")).run(
            Witness(fail)
        )


def test_what_a_loop_leaves_behind_counts_as_failed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **_named: object) -> Job | None:
        raise QueueError(msg("The drive is gone."))

    monkeypatch.setattr("core.jobs.store.job_store.JobStore.claim_next", broken)
    witness = Witness()
    assignment = assign_cards("cpu", FLASH, home, os.environ)
    papers = [pdfs.text_pdf(tmp_path / name) for name in ("a.pdf", "b.pdf")]
    result = batch(assignment, home, tmp_path / "out", *papers).run(witness)
    assert (result.done, result.failed) == (0, 2)
    assert sum(isinstance(event, QueueUnavailable) for event in witness.events) == 1
    assert [job.source for job in witness.ended()] == papers
    for job in witness.ended():
        assert job.failure is not None
        assert str(job.failure.message) == "The drive is gone."
    (report,) = (home / "batches").glob("*/report.json")
    body = json.loads(report.read_bytes())
    assert body["finished_at"] is None
    assert body["counts"]["failed"] == 2


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assignment = assign_cards("cpu", FLASH, tmp_path / "file", os.environ)
    with pytest.raises(QueueError, match="HEADFRAME_HOME"):
        batch(assignment, tmp_path / "file", tmp_path / "out").run(Witness())


@pytest.mark.slow
def test_many_documents_are_queued_in_order(home: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(500):
        (papers / f"{number:04}.pdf").write_bytes(b"")
    witness = Witness()
    result = batch(
        assign_cards("cpu", FLASH, home, os.environ), home, tmp_path / "out", papers
    ).run(witness)
    assert [job.source.name for job in witness.waiting] == [f"{n:04}.pdf" for n in range(500)]
    assert result.failed == 500
    assert {job.state for job in witness.ended()} == {JobState.FAILED}


def test_the_cpu_has_as_many_workers_as_fit_where_the_engine_has_no_models(
    home: Path, host: AscendHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(6)))
    memory = 4096.0
    monkeypatch.setattr("core.jobs.scheduling.card_assignment.machine_memory_mb", lambda: memory)
    assert max_cpu_workers(FLASH) == 4
    memory = 600.0
    assert max_cpu_workers(FLASH) == 1
    memory = 65536.0
    assert [max_cpu_workers(engine) for engine in (FLASH, NEURAL, MISSING)] == [6, 1, 1]
    assignment = assign_cards("npu:7,cpu", FLASH, home, host.environment(), on_cpu=3)
    assert [card.key for card in assignment.slots] == ["npu:7", "cpu", "cpu", "cpu"]
    assert keys(assignment) == ["npu:7", "cpu"]


def test_two_workers_on_the_cpu_share_the_work(home: Path, tmp_path: Path) -> None:
    papers = [pdfs.text_pdf(tmp_path / "papers" / f"{n}.pdf") for n in range(6)]
    hold(*papers)
    pids: set[int] = set()

    def wait_for_both(event: JobEvent) -> None:
        if isinstance(event, JobStarted):
            pids.add(event.pid)
            if len(pids) == 2:
                let_go(*papers)

    assignment = assign_cards("cpu", FLASH, home, os.environ, on_cpu=2)
    witness = Witness(wait_for_both)
    engine = holding(tmp_path / "engine")
    result = batch(assignment, home, tmp_path / "out", *papers, engine=engine).run(witness)
    assert (result.done, result.failed) == (6, 0)
    assert {event.card for event in witness.started()} == {"cpu"}
    assert len({event.pid for event in witness.started()}) == 2
