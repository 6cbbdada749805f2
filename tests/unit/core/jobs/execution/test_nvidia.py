"""A run on NVIDIA cards of a stand-in driver: pinned by UUID and verified, instances too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.cards import reader as reader_module
from core.cards.placement import PlacementEvidence
from core.cards.reader import CardReader
from core.engines.model import Engine
from core.jobs.events import CardQuarantined, WorkerVerified
from core.jobs.execution.batch_runner import BatchRequest, BatchRunner
from core.jobs.model import ConvertOptions
from core.jobs.scheduling.card_assignment import CardAssignment
from core.jobs.states import JobState
from core.worker.kinds import EngineName
from tests.support import pdfs
from tests.support.engines.scripted import DONE, Fixed, worker
from tests.support.nvidia.host import Device, NvidiaHost
from tests.support.witness import Witness, failure_of, states

FIRST = Device("NVIDIA A100", "GPU-00000000-0000-0000-0000-000000000000", "00000000:17:00.0")
SECOND = Device("NVIDIA A100", "GPU-11111111-1111-1111-1111-111111111111", "00000000:65:00.0")
CUT = Device("NVIDIA A100", "GPU-22222222-2222-2222-2222-222222222222", "00000000:CA:00.0", mig=1)
PARTS = [
    Device("MIG 3g.40gb", f"MIG-33333333-3333-3333-3333-33333333333{n}", CUT.bus, parent=2)
    for n in range(2)
]
LOADS = """
with open({state!r}, "a") as state:
    state.write("process %d %d %d\\n" % ({device}, os.getpid(), 3 << 30))
with open({pin!r}, "w") as pin:
    pin.write(os.environ["CUDA_DEVICE_ORDER"] + " " + os.environ["CUDA_VISIBLE_DEVICES"])
"""
"""What a model that is loaded does to the driver's list."""


class Run:
    """Documents through an engine that does as it is told, on the cards of that driver."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.host = NvidiaHost(folder / "nvidia")
        self.host.set(FIRST, SECOND, CUT, *PARTS)
        self.folder = folder
        self.home = home
        self.environ = {
            **os.environ,
            **self.host.environment(),
            "HEADFRAME_NPU_SMI": str(folder / "none"),
            "HEADFRAME_DCMI": "off",
        }

    def __call__(self, key: str, seen_on: int) -> Witness:
        """``seen_on``: the number of the device on which the driver lists the worker."""
        python = worker(self.folder / "fake", DONE.strip().replace("\n", "\n" + 12 * " "), 1)
        seen = str(self.folder / "pin")
        loads = LOADS.format(state=str(self.host.folder / "state"), device=seen_on, pin=seen)
        ready = 'say(Ready("0", 1))'
        python.write_text(python.read_text().replace(ready, f"{loads.strip()}\n{ready}"))
        with CardReader(self.home, self.environ) as cards:
            card = cards.read().card(key)
        assert card is not None
        source = pdfs.text_pdf(self.folder / "a.pdf", pages=1)
        engine = Engine(EngineName.MAGIC_PDF, python, uses_card=True)
        plan = BatchRequest((source,), self.folder / "out", ConvertOptions(), None)
        witness = Witness()
        BatchRunner(
            plan, CardAssignment((card,)), Fixed(self.home, engine), self.home, self.environ
        ).run(witness)
        return witness


@pytest.fixture
def run(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    # This process's loader does not look there; the helper's, which asks the driver, does.
    monkeypatch.setattr(reader_module, "nvml_may_be_here", lambda: True)
    return Run(tmp_path, home)


@pytest.mark.parametrize(
    ("key", "number", "uuid"),
    [("cuda:1", 1, SECOND.uuid), ("cuda:2.1", 4, PARTS[1].uuid)],
)
def test_a_worker_is_pinned_by_uuid_and_verified_by_its_pid(
    run: Run, key: str, number: int, uuid: str
) -> None:
    witness = run(key, seen_on=number)
    assert states(witness) == [JobState.DONE]
    (started,) = witness.started()
    assert started.card == key
    assert (run.folder / "pin").read_text() == f"PCI_BUS_ID {uuid}"
    (event,) = [event for event in witness.events if isinstance(event, WorkerVerified)]
    assert event.verified.proof is PlacementEvidence.PID


@pytest.mark.parametrize(("key", "elsewhere"), [("cuda:1", 0), ("cuda:2.1", 3)])
def test_work_on_another_card_or_instance_is_stopped(run: Run, key: str, elsewhere: int) -> None:
    witness = run(key, seen_on=elsewhere)
    other = {0: "GPU 0", 3: "GPU 2 · MIG 0"}[elsewhere]
    assert f"and is on {other}" in str(failure_of(witness).message)
    assert witness.started() == []
    assert [event.card for event in witness.events if isinstance(event, CardQuarantined)] == [key]
