"""Workers that end, say nonsense, never get ready or see other cards than theirs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from core.cards.model import Card
from core.engines.model import Engine
from core.jobs.events import (
    JobFinished,
    JobStarted,
)
from core.jobs.execution import worker_slot as seat_module
from core.jobs.states import JobState
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.support import pdfs
from tests.support.card_loop import Bench, failing, npu
from tests.support.engines.fakes import fake
from tests.support.engines.scripted import Fixed, worker


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("os.kill(os.getpid(), 9)", FailureKind.WORKER_DIED),
        ("sys.exit(3)", FailureKind.WORKER_DIED),
        ("channel.sendall(b'not a message\\n'); sleep()", FailureKind.WORKER_DIED),
        ("say(Converted(request.job, 1, 0.1))", FailureKind.INTERNAL),
        (
            "say(Rejected(request.job, Failure(FailureKind.DAMAGED, __import__('core.messages')"
            ".messages.msg('x'))))",
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
    failures = [event.job.failure for event in events if isinstance(event, JobFinished)]
    assert [failure.kind for failure in failures if failure] == [kind, FailureKind.NOT_FOUND]
    assert bench.leavings() == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("sys.exit(3)", FailureKind.WORKER_DIED),
        (
            "from core.messages import msg as words\n"
            "say(HELLO)\n"
            "say(StartFailed(Failure(FailureKind.MODELS_MISSING, words('no models'))))\n",
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


@pytest.mark.slow
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


@pytest.mark.slow
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
        assert "'CUDA_VISIBLE_DEVICES': '-1'" in seen
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


class Obstructed(Fixed):
    """An engine that would not start on any card."""

    def preflight_failure(
        self,
        engine: Engine,
        card: Card,
        environ: Mapping[str, str],
        should_continue: Callable[[], bool] = lambda: True,
    ) -> Failure | None:
        return Failure(FailureKind.CARD_UNAVAILABLE, msg("CANN was not found."), msg("Install it."))


@pytest.mark.slow
@pytest.mark.parametrize("name", [EngineName.FLASH, EngineName.MAGIC_PDF])
def test_what_speaks_against_a_start_on_a_card_is_told_before_it(
    bench: Bench, tmp_path: Path, name: EngineName
) -> None:
    bench.add(pdfs.text_pdf(tmp_path / "a.pdf", pages=1))
    uses_card = name is not EngineName.FLASH
    engine = Engine(name, Path(sys.executable), uses_card=uses_card)
    bench.start(engine, card=npu(6), stay=True, engines=Obstructed)
    job = bench.until(JobFinished).job  # it came back once, perhaps late
    if not uses_card:  # nobody asks
        assert job.state is JobState.DONE
        return
    assert job.failure is not None
    assert str(job.failure.message) == "CANN was not found."
    assert bench.leavings() == []
