"""A card's loop with real threads, a real queue and real worker processes, good and bad."""

from __future__ import annotations

import dataclasses
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind
from core.engines.mineru_options import MineruOptions
from core.engines.model import Engine, EngineChoice
from core.engines.registry import Engines
from core.jobs import seat as seat_module
from core.jobs.card_loop import CardLoop
from core.jobs.events import (
    JobEnded,
    JobEvent,
    JobProgressed,
    JobPutBack,
    JobStarted,
    JobTaken,
    QueueTrouble,
    WorkerChanged,
    WorkerState,
)
from core.jobs.metadata import read_metadata
from core.jobs.model import ConvertOptions, Job, JobState, NewJob
from core.jobs.orders import StopWhen
from core.jobs.passwords import PasswordBook
from core.jobs.queue import JobQueue
from core.jobs.targets import TargetBook
from core.sentences import say
from core.worker.mineru_tier import Tier
from core.worker.protocol import EngineName, Failure, FailureKind
from tests import pdfs
from tests.engines.fakes import all_gone, fake, until

PATIENCE_S = 60.0
Kind = TypeVar("Kind")

CONVERTING = """
import json
from core.worker.wire import request_reader
say(HELLO)
say(Ready("0", DEVICES))
reader = request_reader()
while True:
    data = channel.recv(65536)
    if not data:
        break
    reader.feed(data)
    while (request := reader.take()) is not None:
        if isinstance(request, Exit):
            sys.exit(0)
        if isinstance(request, Convert):
            BODY
"""
"""A worker that reads its requests and does BODY with each document."""


def worker(folder: Path, body: str, devices: int | None = None) -> Path:
    """An interpreter whose worker does that with each document."""
    code = CONVERTING.replace("DEVICES", repr(devices)).replace("BODY", body)
    return fake(folder, code).interpreter


class Fixed(Engines):
    """Always the same engine, whatever is asked for."""

    def __init__(self, home: Path, engine: Engine | Failure) -> None:
        super().__init__(home, {})
        self._engine = engine

    def resolve(self, choice: EngineChoice) -> Engine | Failure:
        return self._engine

    def obstacle(
        self,
        engine: Engine,
        card: Card,
        environ: Mapping[str, str],
        wanted: Callable[[], bool] = lambda: True,
    ) -> Failure | None:
        return None  # what stands for the engine answers no questions


class Bench:
    """A loop in a thread of its own, and what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.queue_path = folder / "queue.sqlite"
        self.passwords = PasswordBook()
        self.heard: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        self.loop: CardLoop | None = None
        self.thread: threading.Thread | None = None

    def add(self, *sources: Path, options: ConvertOptions | None = None) -> list[Job]:
        out = self.folder / "out"
        with JobQueue(self.queue_path) as jobs:
            return jobs.add(
                [
                    NewJob(source, out, source.stem, options=options or ConvertOptions())
                    for source in sources
                ]
            )

    def start(
        self,
        engine: Engine | Failure | None = None,
        *,
        card: Card | None = None,
        stay: bool = False,
        refusal: Failure | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> CardLoop:
        flash = Engine(EngineName.FLASH, Path(sys.executable), uses_card=False)
        self.loop = CardLoop(
            queue_path=self.queue_path,
            card=card or cpu_card(None, None),
            engines=Fixed(self.folder, engine or flash),
            targets=TargetBook(),
            passwords=self.passwords,
            logs=self.folder / "logs",
            environ=os.environ if environ is None else environ,
            on_event=self.heard.put,
            leave_when_empty=not stay,
            refusal=refusal,
        )
        self.thread = threading.Thread(target=self.loop.run)
        self.thread.start()
        return self.loop

    def until(self, kind: type[Kind], wanted: Callable[[Kind], bool] = lambda event: True) -> Kind:
        """Wait for an event; those before it are dropped."""
        while True:
            event = self.heard.get(timeout=PATIENCE_S)
            if isinstance(event, kind) and wanted(event):
                return event

    def rest(self) -> list[JobEvent]:
        """Wait for the loop's end; all it said until then."""
        assert self.thread is not None
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive()
        events: list[JobEvent] = []
        while not self.heard.empty():
            events.append(self.heard.get())
        return events

    def ended(self) -> dict[str, Job]:
        """Wait for the loop's end; the jobs that came to an end, by file name."""
        return {
            event.job.source.name: event.job for event in self.rest() if isinstance(event, JobEnded)
        }

    def states(self) -> list[JobState]:
        with JobQueue(self.queue_path) as jobs:
            return [job.state for job in jobs.jobs()]

    def leavings(self) -> list[str]:
        out = self.folder / "out"
        return [item.name for item in out.iterdir() if item.name.startswith(".")]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    if bench.loop is not None and bench.thread is not None:
        bench.loop.stop(StopWhen.NOW)
        bench.thread.join(PATIENCE_S)


def failing(
    interpreter: Path, name: EngineName = EngineName.FLASH, *, card: bool = False
) -> Engine:
    return Engine(name, interpreter, uses_card=card)


def npu(logic_id: int | None) -> Card:
    return dataclasses.replace(
        cpu_card(None, None), key="npu:6", kind=CardKind.NPU, label="NPU 6", logic_id=logic_id
    )


def test_one_worker_converts_all_and_is_gone_afterwards(bench: Bench, tmp_path: Path) -> None:
    papers = [pdfs.text_pdf(tmp_path / f"{n}.pdf", pages=n) for n in (1, 2, 3)]
    bench.add(*papers)
    bench.start()
    events = bench.rest()
    pids = {event.pid for event in events if isinstance(event, JobStarted)}
    assert len(pids) == 1
    assert not psutil.pid_exists(pids.pop())
    ended = [event.job for event in events if isinstance(event, JobEnded)]
    assert [(job.state, job.pages) for job in ended] == [(JobState.DONE, n) for n in (1, 2, 3)]
    assert all(job.markdown is not None and job.markdown.is_file() for job in ended)
    for job in ended:  # the end of one may be written while the next is at work
        story = [
            type(event)
            for event in events
            if isinstance(event, (JobTaken, JobStarted, JobEnded)) and event.job.id == job.id
        ]
        assert story == [JobTaken, JobStarted, JobEnded]
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
    assert bench.until(JobEnded).job.state is JobState.DONE
    loop.stop(StopWhen.AFTER_THIS)
    assert isinstance(bench.rest()[-1], WorkerChanged)


def test_an_idle_worker_is_let_go(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.jobs.card_loop.IDLE_S", 0.05)
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    loop = bench.start(stay=True)
    pid = bench.until(JobStarted).pid
    bench.until(WorkerChanged, lambda event: event.state is WorkerState.STOPPED)
    assert not psutil.pid_exists(pid)
    loop.stop(StopWhen.NOW)


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
    bench.until(JobEnded)
    guard = psutil.Process(pid).parent()
    assert guard is not None
    psutil.Process(pid).kill()
    until(lambda: all_gone([guard]))
    bench.add(pdfs.text_pdf(tmp_path / "b.pdf", pages=1))
    loop.wake()
    assert bench.until(JobStarted).pid != pid
    assert bench.until(JobEnded).job.state is JobState.DONE


def test_a_running_document_is_cancelled_and_the_next_one_runs(
    bench: Bench, tmp_path: Path
) -> None:
    long, short = bench.add(
        pdfs.long_pdf(tmp_path / "long.pdf", pages=1000), pdfs.text_pdf(tmp_path / "b.pdf", pages=1)
    )
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
    bench.until(JobEnded)
    loop.cancel(job.id)
    with JobQueue(bench.queue_path) as jobs:
        jobs.retry([job.id])
    loop.wake()
    assert bench.until(JobEnded).job.state is JobState.SKIPPED


def test_a_worker_that_does_not_hear_the_cancel_is_ended(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.jobs.conversion.CANCEL_GRACE_S", 0.1)
    (job,) = bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    loop = bench.start(failing(worker(tmp_path / "w", "sleep()")))
    pid = bench.until(JobStarted).pid
    loop.cancel(job.id)
    assert bench.ended()["a.pdf"].state is JobState.CANCELLED
    assert not psutil.pid_exists(pid)


def test_stopped_now_the_document_waits_for_next_time(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.long_pdf(tmp_path / "long.pdf", pages=1000))
    loop = bench.start()
    bench.until(JobProgressed)
    loop.stop(StopWhen.NOW)
    loop.stop(StopWhen.AFTER_THIS)  # the earlier word holds
    assert [type(event) for event in bench.rest() if isinstance(event, (JobEnded, JobPutBack))] == [
        JobPutBack
    ]
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
        loop.stop(StopWhen.NOW)
    else:
        loop.cancel(job.id)
    bench.rest()
    assert bench.states() == [JobState.QUEUED if order == "stop" else JobState.CANCELLED]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("os.kill(os.getpid(), 9)", FailureKind.WORKER_DIED),
        ("sys.exit(3)", FailureKind.WORKER_DIED),
        ("channel.sendall(b'not a message\\n'); sleep()", FailureKind.WORKER_DIED),
        ("say(Converted(request.job, 1, 0.1))", FailureKind.INTERNAL),
        (
            "say(Refused(request.job, Failure(FailureKind.DAMAGED, __import__('core.sentences')"
            ".sentences.say('x'))))",
            FailureKind.DAMAGED,
        ),
    ],
)
def test_what_a_bad_worker_comes_to(
    bench: Bench, tmp_path: Path, body: str, kind: FailureKind
) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"), tmp_path / "gone.pdf")
    bench.start(failing(worker(tmp_path / "w", body)))
    events = bench.rest()
    starts = sum(isinstance(event, JobStarted) for event in events)
    assert starts == (2 if kind is FailureKind.WORKER_DIED else 1)
    failures = [event.job.failure for event in events if isinstance(event, JobEnded)]
    assert [failure.kind for failure in failures if failure] == [kind, FailureKind.NOT_FOUND]
    assert bench.leavings() == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("sys.exit(3)", FailureKind.WORKER_DIED),
        (
            "from core.sentences import say as words\n"
            "say(HELLO)\n"
            "say(Unready(Failure(FailureKind.MODELS_MISSING, words('no models'))))\n",
            FailureKind.MODELS_MISSING,
        ),
    ],
)
def test_a_worker_that_never_gets_ready(
    bench: Bench, tmp_path: Path, body: str, kind: FailureKind
) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    bench.start(failing(fake(tmp_path / "w", body).interpreter))
    failure = bench.ended()["a.pdf"].failure
    assert failure is not None
    assert failure.kind is kind


def test_a_worker_that_loads_for_ever_is_ended(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(seat_module.LOAD_LIMIT_S, EngineName.FLASH, 1.0)
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    bench.start(failing(fake(tmp_path / "w", "say(HELLO)\nsleep()").interpreter))
    failure = bench.ended()["a.pdf"].failure
    assert failure is not None
    assert failure.kind is FailureKind.TIMED_OUT


def test_an_interpreter_that_is_gone(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    bench.start(failing(tmp_path / "no-such-python"))
    failure = bench.ended()["a.pdf"].failure
    assert failure is not None
    assert failure.kind is FailureKind.ENGINE_MISSING


@pytest.mark.parametrize(("devices", "works"), [(1, True), (0, False), (8, False), (None, False)])
def test_an_engine_that_uses_the_card_must_see_one_device(
    bench: Bench, tmp_path: Path, devices: int | None, works: bool
) -> None:
    body = (
        "open(request.staging + '/' + request.stem + '.md', 'w').write('x'); "
        "open(request.staging + '/blocks.json', 'w').write('{}'); "
        "open(request.staging + '/seen', 'w').write(repr(dict(os.environ))); "
        "say(Converted(request.job, 1, 0.1))"
    )
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    engine = failing(worker(tmp_path / "w", body, devices), EngineName.MAGIC_PDF, card=True)
    inherited = {**os.environ, "CUDA_VISIBLE_DEVICES": "3", "ASCEND_DEVICE_ID": "1"}
    bench.start(engine, card=npu(0), environ=inherited)
    job = bench.ended()["a.pdf"]
    if works:
        assert job.state is JobState.DONE
        assert job.card == "npu:6"
        assert job.markdown is not None
        seen = (job.markdown.parent / "seen").read_text()
        assert "'ASCEND_RT_VISIBLE_DEVICES': '0'" in seen
        assert "CUDA_VISIBLE_DEVICES" not in seen
        assert "ASCEND_DEVICE_ID" not in seen
    else:
        assert job.failure is not None
        assert job.failure.kind is FailureKind.CARD_UNAVAILABLE


def test_a_card_that_cannot_be_pinned_to(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    bench.start(card=npu(None))
    failure = bench.ended()["a.pdf"].failure
    assert failure is not None
    assert failure.kind is FailureKind.CARD_UNAVAILABLE


def test_a_refusal_is_every_documents_reason(bench: Bench, tmp_path: Path) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"), tmp_path / "gone.pdf")
    refusal = Failure(FailureKind.CARD_UNAVAILABLE, say("Full."))
    bench.start(refusal=refusal)
    assert [job.failure for job in bench.ended().values()] == [refusal, refusal]


def test_no_engine_is_every_documents_reason(bench: Bench, tmp_path: Path) -> None:
    missing = Failure(FailureKind.ENGINE_MISSING, say("None."))
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
    assert [type(event) for event in bench.rest()] == [QueueTrouble]


def test_a_fault_of_our_own_is_a_failure_of_the_document(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_source: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("core.jobs.vetting.vet", broken)
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf"))
    bench.start()
    failure = bench.ended()["a.pdf"].failure
    assert failure is not None
    assert failure.kind is FailureKind.INTERNAL


def test_a_password_is_tried_on_its_job_only(bench: Bench, tmp_path: Path) -> None:
    one, _two = bench.add(
        pdfs.encrypted_pdf(tmp_path / "one.pdf"), pdfs.encrypted_pdf(tmp_path / "two.pdf")
    )
    bench.passwords.set(one.id, "secret")
    bench.start()
    jobs = bench.ended()
    assert jobs["one.pdf"].state is JobState.DONE
    failure = jobs["two.pdf"].failure
    assert failure is not None
    assert failure.kind is FailureKind.ENCRYPTED
    bench.passwords.forget(one.id)
    assert bench.passwords.get(one.id) is None


class Obstructed(Fixed):
    """An engine that would not start on any card."""

    def obstacle(
        self,
        engine: Engine,
        card: Card,
        environ: Mapping[str, str],
        wanted: Callable[[], bool] = lambda: True,
    ) -> Failure | None:
        return Failure(FailureKind.CARD_UNAVAILABLE, say("CANN was not found."), say("Install it."))


@pytest.mark.parametrize("name", [EngineName.FLASH, EngineName.MAGIC_PDF])
def test_what_speaks_against_a_start_on_a_card_is_told_before_it(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: EngineName
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "Fixed", Obstructed)
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    uses_card = name is not EngineName.FLASH
    engine = Engine(name, Path(sys.executable), uses_card=uses_card)
    bench.start(engine, card=npu(6))
    job = bench.ended()["a.pdf"]
    if not uses_card:  # nobody asks
        assert job.state is JobState.DONE
        return
    assert job.failure is not None
    assert str(job.failure.message) == "CANN was not found."
    assert bench.leavings() == []


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
