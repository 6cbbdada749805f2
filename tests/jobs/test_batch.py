"""A whole run: cards chosen on an emulated host, several workers, interruption, tally."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from core.cards.choosing import UnknownCardError
from core.engines.model import Engine
from core.engines.registry import Engines
from core.jobs.batch import Batch, BatchPlan, Tally
from core.jobs.crew import Crew, cpu_workers, crew_for
from core.jobs.events import JobEnded, JobEvent, JobProgressed, JobStarted, QueueTrouble
from core.jobs.model import ConvertOptions, Job, JobState
from core.jobs.schema import QueueError
from core.sentences import say
from core.worker.protocol import EngineName, Failure, FailureKind
from tests import pdfs
from tests.ascend import presets
from tests.ascend.host import AscendHost

FLASH = Engine(EngineName.FLASH, Path(sys.executable), uses_card=False)
NEURAL = Engine(EngineName.MAGIC_PDF, Path(sys.executable), uses_card=True)
MISSING = Failure(FailureKind.ENGINE_MISSING, say("None."))


class Witness:
    """Remembers all it hears; may do something at an event."""

    def __init__(self, at: Callable[[JobEvent], None] = lambda event: None) -> None:
        self.waiting: list[Job] = []
        self.events: list[JobEvent] = []
        self.tally: Tally | None = None
        self._at = at

    def queued(self, job: Job) -> None:
        self.waiting.append(job)

    def event(self, event: JobEvent) -> None:
        self.events.append(event)
        self._at(event)

    def finished(self, tally: Tally) -> None:
        self.tally = tally

    def started(self) -> list[JobStarted]:
        return [event for event in self.events if isinstance(event, JobStarted)]

    def ended(self) -> list[Job]:
        return [event.job for event in self.events if isinstance(event, JobEnded)]


@pytest.fixture
def host(tmp_path: Path) -> AscendHost:
    return AscendHost(tmp_path / "host", presets.eight_910b())


def batch(crew: Crew, home: Path, out: Path, *paths: Path) -> Batch:
    plan = BatchPlan(paths, out, ConvertOptions(), None)
    return Batch(plan, crew, Engines(home, os.environ), home, os.environ)


def keys(crew: Crew) -> list[str]:
    return [card.key for card in crew.cards]


def test_an_engine_without_use_for_a_card_goes_to_the_cpu_unasked(
    home: Path, host: AscendHost
) -> None:
    for engine in (FLASH, MISSING):
        assert keys(crew_for("auto", engine, home, host.environment())) == ["cpu"]
    assert host.calls() == [], "nothing depended on the cards, so none was asked"


def test_auto_takes_an_idle_card_for_an_engine_that_uses_one(home: Path, host: AscendHost) -> None:
    assert keys(crew_for("auto", NEURAL, home, host.environment())) in (["npu:6"], ["npu:7"])


def test_named_cards_are_taken_as_named_with_a_note_where_they_are_full(
    home: Path, host: AscendHost
) -> None:
    crew = crew_for("npu:7,npu:0", NEURAL, home, host.environment())
    assert keys(crew) == ["npu:7", "npu:0"]
    assert ["NPU 0" in str(note.text) for note in crew.notes] == [True]


def test_a_card_that_is_not_listed_is_a_wrong_command(home: Path, host: AscendHost) -> None:
    with pytest.raises(UnknownCardError, match="npu:8"):
        crew_for("npu:8", NEURAL, home, host.environment())


def test_a_card_that_cannot_be_used_refuses_every_document(home: Path, tmp_path: Path) -> None:
    sick = AscendHost(tmp_path / "sick", presets.sick())
    crew = crew_for("npu:0,npu:1,npu:2,npu:3", NEURAL, home, sick.environment())
    assert crew.refusal is not None
    assert crew.refusal.kind is FailureKind.CARD_UNAVAILABLE
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf") for n in range(2)]
    witness = Witness()
    tally = batch(crew, home, tmp_path / "out", *papers).run(witness)
    assert (tally.done, tally.failed) == (0, 2)
    assert [job.failure for job in witness.ended()] == [crew.refusal] * 2
    assert not (tmp_path / "out").exists()


def test_two_cards_share_the_work_each_worker_sees_its_own(
    home: Path, host: AscendHost, tmp_path: Path
) -> None:
    papers = [pdfs.text_pdf(tmp_path / "papers" / f"{n}.pdf", pages=3) for n in range(6)]
    seen: dict[str, set[str]] = {}

    def look(event: JobEvent) -> None:
        if isinstance(event, JobStarted):
            process = psutil.Process(event.pid)
            seen.setdefault(event.card, set()).add(process.environ()["ASCEND_RT_VISIBLE_DEVICES"])

    crew = crew_for("npu:6,npu:7", FLASH, home, host.environment())
    witness = Witness(look)
    tally = batch(crew, home, tmp_path / "out", *papers).run(witness)
    assert (tally.done, tally.failed, tally.interrupted) == (6, 0, False)
    assert witness.tally == tally
    assert seen == {"npu:6": {"6"}, "npu:7": {"7"}}
    assert {event.visible_devices for event in witness.started()} == {"6", "7"}
    assert len({event.pid for event in witness.started()}) == 2
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_an_interruption_stops_all_cards(home: Path, host: AscendHost, tmp_path: Path) -> None:
    papers = [pdfs.long_pdf(tmp_path / "papers" / f"{n}.pdf", pages=500) for n in range(3)]

    def interrupt(event: JobEvent) -> None:
        if isinstance(event, JobProgressed) and (event.progress.page or 0) > 2:
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    witness = Witness(interrupt)
    crew = crew_for("npu:6,npu:7", FLASH, home, host.environment())
    tally = batch(crew, home, tmp_path / "out", *papers).run(witness)
    assert tally.interrupted
    assert [str(job.failure) for job in witness.ended()] == []
    assert (tally.done, tally.failed) == (0, 0)
    assert signal.getsignal(signal.SIGINT) == before
    assert list((tmp_path / "out").iterdir()) == []
    assert not [pid for pid in (event.pid for event in witness.started()) if psutil.pid_exists(pid)]


def test_a_listener_that_fails_ends_the_run(home: Path, tmp_path: Path) -> None:
    def fail(event: JobEvent) -> None:
        raise BrokenPipeError

    crew = crew_for("cpu", FLASH, home, os.environ)
    with pytest.raises(BrokenPipeError):
        batch(crew, home, tmp_path / "out", pdfs.text_pdf(tmp_path / "a.pdf")).run(Witness(fail))


def test_what_a_loop_leaves_behind_counts_as_failed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: object, _card: str, _workers: int) -> Job | None:
        raise QueueError(say("The drive is gone."))

    monkeypatch.setattr("core.jobs.queue.JobQueue.take", broken)
    witness = Witness()
    crew = crew_for("cpu", FLASH, home, os.environ)
    tally = batch(crew, home, tmp_path / "out", pdfs.text_pdf(tmp_path / "a.pdf")).run(witness)
    assert (tally.done, tally.failed) == (0, 1)
    assert any(isinstance(event, QueueTrouble) for event in witness.events)


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    crew = crew_for("cpu", FLASH, tmp_path / "file", os.environ)
    with pytest.raises(QueueError, match="HEADFRAME_HOME"):
        batch(crew, tmp_path / "file", tmp_path / "out").run(Witness())


def test_many_documents_are_queued_in_order(home: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(1500):
        (papers / f"{number:04}.pdf").write_bytes(b"")
    witness = Witness()
    tally = batch(crew_for("cpu", FLASH, home, os.environ), home, tmp_path / "out", papers).run(
        witness
    )
    assert [job.source.name for job in witness.waiting] == [f"{n:04}.pdf" for n in range(1500)]
    assert tally.failed == 1500
    assert {job.state for job in witness.ended()} == {JobState.FAILED}


def test_the_cpu_has_as_many_workers_as_fit_where_the_engine_has_no_models(
    home: Path, host: AscendHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(6)))
    memory = 4096.0
    monkeypatch.setattr("core.jobs.crew.machine_memory_mb", lambda: memory)
    assert cpu_workers(FLASH) == 4
    memory = 600.0
    assert cpu_workers(FLASH) == 1
    memory = 65536.0
    assert [cpu_workers(engine) for engine in (FLASH, NEURAL, MISSING)] == [6, 1, 1]
    crew = crew_for("npu:7,cpu", FLASH, home, host.environment(), on_cpu=3)
    assert [card.key for card in crew.posts] == ["npu:7", "cpu", "cpu", "cpu"]
    assert keys(crew) == ["npu:7", "cpu"]


def test_two_workers_on_the_cpu_share_the_work(home: Path, tmp_path: Path) -> None:
    papers = [pdfs.long_pdf(tmp_path / "papers" / f"{n}.pdf", pages=60) for n in range(6)]
    crew = crew_for("cpu", FLASH, home, os.environ, on_cpu=2)
    witness = Witness()
    tally = batch(crew, home, tmp_path / "out", *papers).run(witness)
    assert (tally.done, tally.failed) == (6, 0)
    assert {event.card for event in witness.started()} == {"cpu"}
    assert len({event.pid for event in witness.started()}) == 2
