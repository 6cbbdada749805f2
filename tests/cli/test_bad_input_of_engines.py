"""What can be wrong with engines, cards and machines, as a user of the command meets it: a table.

Each row says what the user is told (kind, sentence, a next step that mends it) and that the queue
goes on. The command, the tool that lists cards, the interpreter and its processes are real; the
cards are emulated, and the engine does as its row says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.engines import choices
from core.engines.choices import Chosen
from core.worker.protocol import EngineName, FailureKind, Scope
from tests import pdfs
from tests.ascend import presets
from tests.ascend.host import AscendHost
from tests.ascend.state import FaultKind
from tests.cli import command
from tests.engines.test_preflight import TORCH
from tests.engines.test_registry import python_with
from tests.jobs.test_card_loop import worker
from tests.jobs.test_faults import DONE, only_if, refuse
from tests.worker.test_models import magic_pdf_models

FRONT = """
import os, sys
if sys.argv[1] == "-c":
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""
"""Questions about the environment are answered by a real interpreter, work is done by a fake."""
READY = 'say(Ready("0", 1))'


class Ground:
    """A machine with eight cards, two of them free, and an environment with magic-pdf."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.home = home
        self.host = AscendHost(folder / "host", presets.eight_910b(busy=range(6)))
        self.python = python_with(folder / "venv", "magic-pdf", "1.3.12")
        (self.site,) = (folder / "venv").glob("lib/python*/site-packages")
        (self.site / "torch.py").write_text(TORCH)
        (self.site / "torch_npu.py").write_text("")
        self.models = magic_pdf_models(folder / "kit")
        self.model = self.models / "models" / "MFD" / "YOLO" / "yolo_v8_ft.pt"
        self.front = self.python.with_name("front")
        self.does(DONE)
        self.environ = {
            **self.host.environment(),
            "HOME": str(folder),
            "ASCEND_HOME_PATH": str(folder),  # CANN seems to be loaded
        }

    def does(self, body: str, *, before: str = "pass") -> None:
        """What the engine does with each document, and once before it is ready."""
        fake = worker(self.folder / "fake", body.strip().replace("\n", "\n" + 12 * " "), 1)
        first, _, rest = fake.read_text().partition("\n")
        rest = rest.replace(READY, f"{before}\n{READY}")
        self.front.write_text(first + FRONT.format(python=str(self.python)) + rest)
        self.front.chmod(0o755)
        self.use(self.front)

    def use(self, python: Path) -> None:
        """This is the interpreter that the user chose."""
        chosen = Chosen(str(python), "3.11", "1.3.12", str(self.models))
        choices.write(self.home, {EngineName.MAGIC_PDF: chosen})

    def convert(self, card: str, *options: str, papers: int = 2) -> command.Ran:
        """Convert documents called 0, 1, …"""
        for number in range(papers):
            paper = pdfs.text_pdf(self.folder / "in" / f"{number}.pdf", pages=1)
            paper.write_bytes(paper.read_bytes() + f"\n% {number}\n".encode())
        return command.run(
            *("convert", self.folder / "in", "-o", self.folder / "out", "--json"),
            *("--engine", "magic-pdf", "--card", card, *options),
            environ=self.environ,
        )


@pytest.fixture
def ground(tmp_path: Path, home: Path) -> Ground:
    return Ground(tmp_path, home)


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


LOST = "print('NPU function error: f, error code is 507010', flush=True)\nos._exit(1)"
KILLED = "os.kill(os.getpid(), 9)"
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


@pytest.mark.parametrize(
    ("harm", "kind", "starts"),
    [
        (KILLED, "worker-died", 3),
        ("os._exit(7)", "worker-died", 3),
        (refuse(FailureKind.DAMAGED, Scope.DOCUMENT), "damaged", 2),
        ("sleep()", "timed-out", 2),
    ],
)
def test_a_bad_document_stops_no_other(ground: Ground, harm: str, kind: str, starts: int) -> None:
    """One that kills every worker it meets is left alone after two of them."""
    ground.does(only_if("request.stem == '0'", harm, DONE))
    ran = ground.convert("npu:6", "--timeout", "4")
    assert ran.kinds() == {"0.pdf": kind}
    (failed,) = ran.of("failed")
    if kind == "worker-died":
        assert "ended 2 workers" in failed["hint"]
        assert "--pages" in failed["hint"]
    if kind == "timed-out":
        assert "--timeout" in failed["hint"]
    assert [Path(event["source"]).name for event in ran.of("done")] == ["1.pdf"]
    assert len(ran.of("started")) == starts


def test_a_card_lost_in_the_middle_leaves_its_documents_to_the_other(ground: Ground) -> None:
    here = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"
    ground.does(only_if(here, LOST, DONE))
    ran = ground.convert("npu:6,npu:7", papers=4)
    assert ran.code == 0, ran.err
    assert len(ran.of("done")) == 4
    assert [event["card"] for event in ran.of("started")].count("npu:6") <= 1


def test_an_interpreter_that_goes_while_the_queue_runs(ground: Ground) -> None:
    first = f"if request.stem == '0': os.unlink({str(ground.front)!r})\n"
    ground.does(first + DONE)
    ran = ground.convert("npu:6", papers=3)
    assert ran.kinds() == {"1.pdf": "engine-missing", "2.pdf": "engine-missing"}
    assert len(ran.of("done")) == 1


def documented() -> dict[str, set[str]]:
    """The events of docs/command.md and their fields."""
    text = (command.ROOT / "docs" / "command.md").read_text("utf-8")
    lines = (line for line in text.splitlines() if line.startswith('{"schema":1,"event":'))
    return {event["event"]: set(event) for event in map(json.loads, lines)}


@pytest.mark.parametrize("move", ["full", "fault", "loading"])
def test_events_are_those_that_are_documented_when_a_document_moves_too(
    ground: Ground, move: str
) -> None:
    here = "os.environ['ASCEND_RT_VISIBLE_DEVICES'] == '6'"
    options: tuple[str, ...] = ()
    cards = "npu:6,npu:7"
    match move:
        case "full":
            ground.does(only_if(here, refuse(FailureKind.CARD_OUT_OF_MEMORY), DONE))
            cards, options = "npu:6", ("--when-full", "any")
        case "fault":
            ground.does(only_if(here, refuse(FailureKind.CARD_FAULT, Scope.CARD), DONE))
        case _:
            ground.does(DONE, before=f"if {here}: os._exit(1)")
    ran = ground.convert(cards, *options)
    assert ran.code == 0, ran.err
    known = documented()
    assert ran.events
    for event in ran.events:  # each line was JSON
        assert set(event) == known[event["event"]]
    assert len(ran.of("done")) == 2
    assert {event["card"] for event in ran.of("started")} >= {"npu:7"}
    again = ground.convert(cards)
    for event in (*again.events, *ground.convert("npu:99").events):
        assert set(event) == known[event["event"]]
    assert len(again.of("skipped")) == 2
