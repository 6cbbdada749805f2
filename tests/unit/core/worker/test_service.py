"""The worker's life with an engine that does what a test wants: real process, real channel."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from core.engines.process.local_process import LocalProcess, ProcessExited
from core.worker.kinds import EngineName, FailureKind, Stage
from core.worker.protocol import (
    Cancel,
    Convert,
    Converted,
    Exit,
    Failure,
    Heartbeat,
    Hello,
    Progress,
    Ready,
    Rejected,
    StartFailed,
    WorkerReport,
)
from core.worker.service import PAUSE_S
from tests.support.engines.fakes import fake, greeted, heard

Start: TypeAlias = Callable[..., LocalProcess]

ENGINE = """
import errno, gc, logging, threading
from core.messages import msg as sentence
from core.worker.channel import Channel
from core.worker.exceptions import DocumentRejected
from core.worker.service import WorkerService

class EngineAdapter:
    def load(self):
        {load}
        return Ready("1.0")

    def convert(self, request, step):
        {convert}
        return Converted(request.job, 1, 0.5)

logging.basicConfig(level=logging.INFO)
channel.detach()
sys.exit(WorkerService(Channel(int(given.channel)), EngineName.FLASH, EngineAdapter()).run())
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a worker whose engine's two methods have these bodies."""
    started: list[LocalProcess] = []

    def start(
        convert: str = "pass", load: str = "pass", environment: dict[str, str] | None = None
    ) -> LocalProcess:
        body = ENGINE.format(load=load, convert=convert)
        started.append(LocalProcess.start(fake(tmp_path, body, environment)))
        return started[-1]

    yield start
    for process in started:
        process.stop()


def ask(process: LocalProcess, job: str = "a") -> None:
    process.send(Convert(job, "/source.pdf", "/staging/place", "source"))


def progress_of(process: LocalProcess) -> list[Progress]:
    """Reports of progress, until the document is converted."""
    told: list[Progress] = []
    while not isinstance(report := process.receive(None), Converted):
        if isinstance(report, Progress):
            told.append(report)
    return told


def refused(process: LocalProcess) -> Failure:
    report = heard(process, Rejected)
    assert isinstance(report, Rejected)
    return report.failure


def test_the_first_words_are_who_speaks_and_what_it_sees(start: Start) -> None:
    pins = {"CUDA_VISIBLE_DEVICES": "-1", "ASCEND_RT_VISIBLE_DEVICES": "6"}
    process = start(environment={**os.environ, **pins})
    first = process.receive(None)
    assert isinstance(first, Hello)
    assert first.visible_devices == "6"
    assert process.receive(None) == Ready("1.0")


def test_garbage_is_looked_for_once_the_engine_is_loaded(start: Start) -> None:
    """Meanwhile it would be a third of what an engine with torch takes to start."""
    process = start(
        load="self.was_off = not gc.isenabled()", convert="assert self.was_off and gc.isenabled()"
    )
    ask(process)
    while not isinstance(answer := process.receive(None), (Converted, Rejected)):
        pass
    assert isinstance(answer, Converted), answer


def test_a_pin_that_is_empty_is_none(start: Start) -> None:
    pins = {"ASCEND_RT_VISIBLE_DEVICES": ""}
    assert greeted(start(environment={**os.environ, **pins})).visible_devices is None


@pytest.mark.slow
def test_documents_are_answered_one_after_the_other_and_the_pulse_goes_on(start: Start) -> None:
    process = start(convert="time.sleep(1.5)")
    for job in ("a", "b"):
        ask(process, job)
    answers: list[WorkerReport] = []
    while len([answer for answer in answers if isinstance(answer, Converted)]) < 2:
        report = process.receive(None)
        assert report is not None
        answers.append(report)
    assert Heartbeat() in answers
    assert [answer.job for answer in answers if isinstance(answer, Converted)] == ["a", "b"]


def test_progress_never_goes_back_whatever_an_engine_says(start: Start) -> None:
    process = start(
        convert="for n, f in enumerate((0.5, 0.2, 7.0, -1.0)):\n"
        "            time.sleep(0.06)\n"
        "            step(Stage.READ, 1, n, f)",
    )
    ask(process)
    fractions = [report.fraction for report in progress_of(process)]
    assert fractions == [0.0, 0.5, 0.5, 1.0, 1.0]


@pytest.mark.slow
def test_a_quick_engine_says_how_far_it_is_as_often_as_one_can_look(start: Start) -> None:
    process = start(
        convert="began = time.monotonic()\n"
        "        while time.monotonic() < began + 0.3: step(Stage.PARSE, 1, 9, 0.5)"
    )
    ask(process)
    told = [report.stage for report in progress_of(process)]
    assert told[0] is Stage.READ
    # One after each pause, six of them: 0.3 / 0.05 is a little less.
    assert 2 <= told.count(Stage.PARSE) <= round(0.3 / PAUSE_S[EngineName.FLASH]) + 1


@pytest.mark.slow
def test_a_stage_that_begins_at_once_and_takes_long_is_told_by_the_next_pulse(
    start: Start,
) -> None:
    process = start(convert="step(Stage.PARSE, None, 9, 0.5); time.sleep(1.5)")
    ask(process)
    assert [report.stage for report in progress_of(process)] == [Stage.READ, Stage.PARSE]


def test_of_a_short_document_each_stage_is_told_that_has_pages(start: Start) -> None:
    process = start(
        convert="step(Stage.READ, None, 2, 0)\n"
        "        for n in (1, 2): step(Stage.READ, n, 2, 0.1)\n"
        "        for n in (1, 2): step(Stage.PARSE, n, 2, 0.5)\n"
        "        step(Stage.WRITE, None, 2, 0.9)"
    )
    ask(process)
    told = [(report.stage, report.page) for report in progress_of(process)]
    assert {(Stage.READ, 1), (Stage.PARSE, 1)} <= set(told)


def test_each_page_that_is_read_by_ocr_is_told(start: Start) -> None:
    """However quick: the time that a document may take grows with them."""
    process = start(convert="for n in range(1, 6): step(Stage.OCR, n, 5, 0.5)")
    ask(process)
    told = [report.page for report in progress_of(process) if report.stage is Stage.OCR]
    assert told == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("convert", "kind"),
    [
        ("raise DocumentRejected(FailureKind.ENCRYPTED, sentence('no'))", FailureKind.ENCRYPTED),
        ("raise MemoryError", FailureKind.TOO_LARGE),
        ("raise OSError(errno.ENOSPC, 'full')", FailureKind.NO_SPACE),
        ("raise OSError(errno.EDQUOT, 'full')", FailureKind.NO_SPACE),
        ("raise ValueError() from OSError(errno.ENOSPC, 'full')", FailureKind.NO_SPACE),
        ("raise PermissionError(errno.EACCES, 'no')", FailureKind.NOT_WRITABLE),
        ("raise OSError(errno.EROFS, 'no')", FailureKind.NOT_WRITABLE),
        ("raise OSError(errno.EIO, 'bad', '/staging/place/images/a')", FailureKind.NOT_WRITABLE),
        ("raise OSError(errno.EIO, 'bad', '/elsewhere')", FailureKind.INTERNAL),
        ("raise RuntimeError('the details')", FailureKind.INTERNAL),
    ],
)
def test_what_goes_wrong_has_a_kind_and_the_next_document_is_served(
    start: Start, convert: str, kind: FailureKind
) -> None:
    process = start(convert=f"if request.job == 'a': {convert}")
    ask(process)
    failure = refused(process)
    assert failure.kind is kind
    assert "the details" not in str(failure.message)
    ask(process, "b")
    assert heard(process, Converted) == Converted("b", 1, 0.5)
    log = process.log_path.read_text("utf-8")
    assert ("Traceback" in log and "the details" in log) or "the details" not in convert


def test_a_document_is_cancelled_at_its_next_step(start: Start) -> None:
    process = start(convert="while True: step(Stage.READ, 1, 1, 0); time.sleep(0.01)")
    ask(process)
    heard(process, Progress)
    process.send(Cancel("another"))
    process.send(Cancel("a"))
    assert refused(process).kind is FailureKind.CANCELLED


def test_an_engine_cannot_swallow_a_cancellation(start: Start) -> None:
    swallow = "exec('while True:\\n try: step(Stage.READ, 1, 1, 0)\\n except Exception: pass')"
    process = start(convert=swallow)
    ask(process)
    process.send(Cancel("a"))
    assert refused(process).kind is FailureKind.CANCELLED


def test_a_document_that_waits_can_be_cancelled_and_asked_for_again(
    start: Start, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    wait = f"while not os.path.exists({str(go)!r}): step(Stage.READ, 1, 1, 0); time.sleep(0.01)"
    process = start(convert=f"exec('if request.job == \"b\":\\n ' + {wait!r})")
    for job in ("a", "b"):
        ask(process, job)
    process.send(Cancel("b"))
    assert heard(process, Converted) == Converted("a", 1, 0.5)
    assert refused(process).kind is FailureKind.CANCELLED
    go.touch()
    ask(process, "b")
    assert heard(process, Converted) == Converted("b", 1, 0.5)


@pytest.mark.parametrize("how", ["word", "signal"])
def test_it_ends_in_order_between_two_steps(start: Start, how: str) -> None:
    process = start(convert="while True: step(Stage.READ, 1, 1, 0); time.sleep(0.01)")
    ask(process)
    heard(process, Progress)
    if how == "word":
        process.send(Exit())
    else:
        os.kill(process.pid, signal.SIGTERM)
    assert refused(process).kind is FailureKind.CANCELLED
    with pytest.raises(ProcessExited) as caught:
        heard(process, Ready)
    assert caught.value.outcome.exit_code == 0


def test_idle_it_ends_at_once(start: Start) -> None:
    process = start()
    heard(process, Ready)
    assert process.stop(grace_s=60).exit_code == 0


@pytest.mark.parametrize(
    ("load", "kind"),
    [
        (
            "raise DocumentRejected(FailureKind.MODELS_MISSING, sentence('no models'))",
            FailureKind.MODELS_MISSING,
        ),
        ("raise RuntimeError('torn')", FailureKind.ENGINE_MISSING),
    ],
)
def test_an_engine_that_cannot_be_loaded_says_why_and_ends(
    start: Start, load: str, kind: FailureKind
) -> None:
    process = start(load=load)
    report = heard(process, StartFailed)
    assert isinstance(report, StartFailed)
    assert report.failure.kind is kind
    with pytest.raises(ProcessExited) as caught:
        heard(process, Ready)
    assert caught.value.outcome.exit_code == 1


def test_words_it_cannot_understand_end_it(start: Start) -> None:
    process = start()
    heard(process, Ready)
    process._socket.sendall(b"nonsense\n")  # no caller can say this
    with pytest.raises(ProcessExited) as caught:
        heard(process, StartFailed)
    assert caught.value.outcome.exit_code == 0
    assert "cannot be understood" in process.log_path.read_text("utf-8")
