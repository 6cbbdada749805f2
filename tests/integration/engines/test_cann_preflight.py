"""What is said before a start, on what the real torch_npu says where something is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.cards.model import Card
from core.cards.reader import CardReader
from core.engines.launch.preflight import run_preflight
from core.engines.model import Engine
from core.engines.process.local_process import LaunchSpec, LocalProcess
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import StartFailed
from tests.support.ascend.presets import eight_910b
from tests.support.cann.build import Cann
from tests.support.cann.cards import VARIABLE
from tests.support.cann.host import CannHost

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture
def engine(magic_pdf_npu_python: Path, weights: Path) -> Engine:
    return Engine(EngineName.MAGIC_PDF, magic_pdf_npu_python, uses_card=True, models=weights)


def card(home: Path, host: CannHost, key: str = "npu:6") -> Card:
    with CardReader(home, {**os.environ, **host.environ}) as reader:
        found = reader.read().card(key)
    assert found is not None
    return found


Broken = Callable[[Cann], None]


def without_hccl(cann: Cann) -> None:
    (cann.home / "lib64" / "libhccl.so").unlink()


def without_driver(cann: Cann) -> None:
    shutil.rmtree(cann.root / "driver")


def without_operators(cann: Cann) -> None:
    (cann.home / "opp").rmdir()


def of_an_old_version(cann: Cann) -> None:
    (cann.home / "runtime" / "ascend_runtime_install.info").write_text("version=6.3.RC2\n")


@pytest.mark.parametrize(
    ("harm", "kind", "said"),
    [
        (without_hccl, FailureKind.CARD_UNAVAILABLE, "(libhccl.so was not found)"),
        (without_driver, FailureKind.CARD_UNAVAILABLE, "(libascend_hal.so was not found)"),
        (without_operators, FailureKind.CARD_UNAVAILABLE, "ASCEND_OPP_PATH leads nowhere"),
        (of_an_old_version, None, "6.3.RC2"),
    ],
)
def test_a_cann_of_which_something_is_missing(
    engine: Engine,
    atlas: CannHost,
    cann: Cann,
    *,
    home: Path,
    tmp_path: Path,
    harm: Broken,
    kind: FailureKind | None,
    said: str,
) -> None:
    copied = Cann(tmp_path / "user" / "Ascend")
    shutil.copytree(cann.root, copied.root, symlinks=True)
    harm(copied)
    environ = {**os.environ, **atlas.environ, "HOME": str(copied.root.parent)}
    found = run_preflight(engine, card(home, atlas), environ)
    if kind is None:  # torch_npu only warns, and so it works
        assert found.problems == ()
        assert found.devices == 1
        return
    (miss,) = found.problems
    assert miss.kind is kind
    assert said in str(miss.message)
    assert miss.hint is not None
    assert atlas.cards.touched() == set()


def test_no_cann_at_all_is_said_first_and_what_torch_says_after_it(
    engine: Engine, atlas: CannHost, home: Path, tmp_path: Path
) -> None:
    environ = {**os.environ, **atlas.environ, "HOME": str(tmp_path)}
    first, second = run_preflight(engine, card(home, atlas), environ).problems
    assert "CANN was not found" in str(first.message)
    assert "torch cannot even be imported: torch_npu lies beside it" in str(second.message)


def test_a_driver_that_does_not_answer_is_the_machines(
    engine: Engine, atlas: CannHost, home: Path
) -> None:
    environ = {**os.environ, **atlas.environ, VARIABLE: os.devnull}
    (miss,) = run_preflight(engine, card(home, atlas), environ).problems
    assert miss.kind is FailureKind.CARD_UNAVAILABLE
    assert "The driver of the cards does not answer the engine" in str(miss.message)


def started(engine: Engine, folder: Path, environ: dict[str, str]) -> StartFailed:
    """Why a worker does not come up."""
    told = {**environ, "HEADFRAME_MODELS": str(engine.models), "HEADFRAME_CARD": "NPU 6"}
    spec = LaunchSpec(engine.name, engine.interpreter, told, folder / "worker.log")
    with LocalProcess.start(spec) as process:
        while not isinstance(report := process.receive(600), StartFailed):
            assert report is not None, "it said nothing for ten minutes"
    return report


def test_a_chip_that_torch_npu_does_not_know_is_named(
    engine: Engine, cann: Cann, tmp_path: Path
) -> None:
    host = CannHost(tmp_path / "server", cann, eight_910b(), soc="Ascend999Z")
    pin = {"ASCEND_RT_VISIBLE_DEVICES": "6", "MINERU_DEVICE_MODE": "npu"}
    report = started(engine, tmp_path, host.sourced(**pin))
    host.close()
    assert report.failure.kind is FailureKind.CARD_UNAVAILABLE
    assert "torch_npu does not know this chip (Ascend999Z)" in str(report.failure.message)


def test_work_on_the_cpu_beside_a_torch_npu_without_cann_is_told_what_is_in_its_way(
    engine: Engine, tmp_path: Path
) -> None:
    report = started(engine, tmp_path, {**os.environ, "MINERU_DEVICE_MODE": "cpu"})
    assert "torch cannot even be imported: torch_npu lies beside it" in str(report.failure.message)
    assert "set_env.sh" in str(report.failure.hint)


@pytest.mark.parametrize(
    ("pin", "seen"),
    [
        ({"MINERU_DEVICE_MODE": "npu"}, "8 devices"),
        ({"MINERU_DEVICE_MODE": "npu", "ASCEND_RT_VISIBLE_DEVICES": "7,6"}, "0 devices"),
        ({"MINERU_DEVICE_MODE": "npu:6", "ASCEND_RT_VISIBLE_DEVICES": "6"}, "'npu:6'"),
    ],
)
def test_a_worker_that_does_not_see_one_card_stops_before_it_loads_a_model(
    engine: Engine, atlas: CannHost, tmp_path: Path, pin: dict[str, str], seen: str
) -> None:
    report = started(engine, tmp_path, atlas.sourced(**pin))
    assert report.failure.kind is FailureKind.CARD_UNAVAILABLE
    assert seen in str(report.failure.message)
    assert atlas.cards.touched() == set()
