"""What can be wrong with engines, cards and machines, as a user of the command meets it: a table.

Each row says what the user is told (kind, sentence, a next step that mends it) and that the queue
goes on. The command, the tool that lists cards, the interpreter and its processes are real; the
cards are emulated, and the engine does as its row says.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.worker.kinds import FailureKind
from tests.e2e.cli.ground import KILLED, LOST, Ground
from tests.support.ascend.state import FaultKind
from tests.support.engines.scripted import DONE, refuse


def raises(module: str, text: str) -> Callable[[Ground], None]:
    return lambda ground: _write(ground.site / module, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def no_cann(ground: Ground) -> None:
    if Path("/usr/local/Ascend").exists():
        pytest.skip("this machine has CANN")
    del ground.environ["ASCEND_HOME_PATH"]


def wrong_cann(ground: Ground) -> None:
    fails = "raise RuntimeError('NPU function error: aclInit(nullptr), error code is 500001')"
    _write(ground.site / "torch.py", f"class npu:\n    def device_count():\n        {fails}\n")


def held_elsewhere(ground: Ground) -> None:
    """The runtime says why on stderr, and then counts none."""
    says = "print('because the device is used. ret is -8020', file=sys.stderr)"
    _write(
        ground.site / "torch.py",
        f"import sys\nclass npu:\n    def device_count():\n        {says}\n        return 0\n",
    )


def cut_model(ground: Ground) -> None:
    os.truncate(ground.model, ground.model.stat().st_size // 2)


def real_worker(package: str | None) -> Callable[[Ground], None]:
    """The worker is Headframe's own, its engine is that."""

    def harm(ground: Ground) -> None:
        ground.use(ground.python)
        if package is not None:
            _write(ground.site / "magic_pdf" / "__init__.py", package)

    return harm


def gone(ground: Ground) -> None:
    ground.front.unlink()


def goes_with_its_worker(ground: Ground) -> None:
    ground.does(f"os.unlink({str(ground.front)!r})\nos._exit(1)")


def does(body: str, *, before: str = "pass") -> Callable[[Ground], None]:
    return lambda ground: ground.does(body, before=before)


INSTALL = "headframe engine install magic-pdf"


@dataclass(frozen=True)
class Row:
    """A harm, and what each of two documents then fails with."""

    harm: Callable[[Ground], None]
    kind: str
    message: str
    hint: str
    """Something in it that can be done: a command, an option."""
    starts: int = 0
    """How often a worker began with a document."""
    card: str = "npu:6"


ROWS = {
    "no CANN": Row(no_cann, "card-unavailable", "CANN was not found", "source PATH/"),
    "CANN is not loaded": Row(
        raises("torch_npu.py", "raise ImportError('libhccl.so: cannot open shared object file')"),
        "card-unavailable",
        "libhccl.so was not found",
        "source PATH/",
    ),
    "another CANN": Row(
        wrong_cann, "card-unavailable", "does not start on NPU 6 (500001)", "headframe doctor"
    ),
    "a driver that does not know the chip": Row(
        raises("torch_npu.py", "raise RuntimeError('f, error code is 507008')"),
        "card-fault",
        "driver and CANN do not match",
        "headframe doctor",
    ),
    "a model is missing": Row(
        lambda ground: ground.model.unlink(),
        "models-missing",
        "is missing: {model}",
        "headframe engine use magic-pdf --models FOLDER",
    ),
    "a model is cut": Row(
        cut_model,
        "models-missing",
        "is damaged: {model}",
        "headframe engine use magic-pdf --models FOLDER",
    ),
    "the interpreter is gone": Row(gone, "engine-missing", "is gone: {front}", INSTALL),
    "the interpreter goes with its worker": Row(
        goes_with_its_worker, "engine-missing", "{front}", "headframe engine", starts=1
    ),
    "no torch": Row(
        lambda ground: (ground.site / "torch.py").unlink(),
        "engine-missing",
        "No module named 'torch'",
        INSTALL,
    ),
    "no torch_npu": Row(
        lambda ground: (ground.site / "torch_npu.py").unlink(),
        "engine-missing",
        "torch_npu is not installed",
        "headframe engine install NAME --device npu",
    ),
    "torch and torch_npu of two versions": Row(
        raises("torch_npu.py", "raise ImportError('libtorch_npu.so: undefined symbol: _ZN3c10')"),
        "engine-missing",
        "do not fit each other",
        "headframe engine install NAME --device npu",
    ),
    "a package crashes": Row(
        raises("torch_npu.py", "import os; os.kill(os.getpid(), 11)"),
        "engine-missing",
        "SIGSEGV",
        INSTALL,
    ),
    "a package ends Python": Row(
        raises("torch_npu.py", "raise SystemExit(0)"),
        "engine-missing",
        "packages cannot be imported",
        INSTALL,
    ),
    "the engine's own package is missing": Row(
        real_worker(None), "engine-missing", "No module named 'magic_pdf'", INSTALL
    ),
    "a package of the engine is missing, on the CPU": Row(
        real_worker("import cv2_of_nobody"),
        "engine-missing",
        "No module named 'cv2_of_nobody'",
        INSTALL,
        card="cpu",
    ),
    "a package of the engine raises": Row(
        real_worker("raise ValueError('numpy.dtype size changed')"),
        "engine-missing",
        "ValueError: numpy.dtype size changed",
        INSTALL,
    ),
    "another container holds the card": Row(
        held_elsewhere, "card-unavailable", "NPU 6 is held by another container", "docker run"
    ),
    "the driver refuses all, and any card would do": Row(
        lambda ground: ground.host.fail(FaultKind.EXIT, code=-8020),
        "card-unavailable",  # and never the CPU
        "Another container holds one of the mapped cards",
        "--card cpu",
        card="auto",
    ),
    "the card is full": Row(
        does(refuse(FailureKind.CARD_OUT_OF_MEMORY)),
        "card-out-of-memory",
        "It went wrong.",
        "--card npu:7",
        starts=4,  # each document once more with a smaller batch
    ),
    "the card is lost": Row(
        does(LOST), "card-fault", "NPU 6 was lost (error 507010)", "headframe cards", starts=1
    ),
    "workers are killed while they load": Row(
        does(DONE, before=KILLED), "worker-died", "was killed while it started", "Close other"
    ),
    "workers crash while they load": Row(
        does(DONE, before="print('Layout', flush=True)\nos.kill(os.getpid(), 11)"),
        "worker-died",
        "crashed while it started (SIGSEGV)",
        "headframe doctor",
    ),
    "workers crash while they load, on the CPU": Row(
        does(DONE, before="os._exit(3)"),
        "worker-died",
        "ended while it started (code 3)",
        "headframe doctor",
        card="cpu",
    ),
    "workers are killed at work": Row(
        does(KILLED), "worker-died", "was killed; most often memory", "--pages", starts=4
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_what_is_wrong_is_told_with_its_next_step_and_the_queue_goes_on(
    ground: Ground, name: str
) -> None:
    row = ROWS[name]
    row.harm(ground)
    ran = ground.convert(row.card)
    assert ran.code == 1, ran.err
    failed = ran.of("failed")
    assert [event["kind"] for event in failed] == [row.kind] * 2 or name.endswith("its worker")
    facts = {"model": ground.model, "front": ground.front}
    for event in failed:
        assert event["kind"] == row.kind
        assert row.message.format(**facts) in event["message"]
        assert row.hint in event["hint"]
        assert "NPU 0" not in event["message"] + event["hint"]
    assert len(ran.of("started")) == row.starts
    assert ran.events[-1]["failed"] == 2
    assert "Traceback" not in ran.err


def test_a_card_that_a_refusing_driver_does_not_list_is_a_wrong_command_that_says_why(
    ground: Ground,
) -> None:
    ground.host.fail(FaultKind.EXIT, code=-8020)
    ran = ground.convert("npu:6")
    assert ran.code == 2
    assert "There is no card 'npu:6' here." in ran.err
    assert "Another container holds one of the mapped cards" in ran.err
    assert ran.events == []
