"""What an installation will do, said before it is begun; builds of torch for the processor."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engines.installation import requirement_sets
from core.engines.installation.cpu_torch import PYTORCH_INDEX, CpuTorch, find_cpu_torch, has_wheels
from core.engines.installation.install_lock import installation_lock
from core.engines.installation.install_plan import InstallPlan, InstallRequest, plan_installation
from core.engines.installation.installer import Installation, InstallProgress
from core.engines.installation.requirement_sets import (
    Device,
    RequirementSet,
    cpu_torch_pins,
    requirement_set,
)
from core.engines.installation.wheel_folder import missing_wheels, sum_of, wheels_recipe
from core.engines.installation.wheel_sizes import wheel_sizes
from core.worker.kinds import EngineName
from core.worker.protocol import Failure
from tests.e2e.cli import command
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import eight_910b
from tests.support.package_index import package_index
from tests.unit.core.engines.installation.test_installer import PLAIN, wheel

OWN = (sys.version_info[0], sys.version_info[1])
TORCH = ("torch==2.7.1+cpu", "torchvision==0.22.1+cpu")
OFFLINE = {"HEADFRAME_TORCH_INDEX": "", "PIP_CONFIG_FILE": os.devnull}


@pytest.fixture
def closed() -> dict[str, str]:
    """An environment in which pip has no index at all."""
    return PLAIN | OFFLINE | {"PIP_INDEX_URL": "http://127.0.0.1:9/simple"}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """One that has both builds of torch for the processor."""
    wheel(tmp_path / "index", "torch", "2.7.1+cpu")
    wheel(tmp_path / "index", "torchvision", "0.22.1+cpu")
    wheel(tmp_path / "index", "torch", "2.7.1")
    with package_index(tmp_path / "index") as url:
        yield url


def planned(home: Path, environ: dict[str, str], request: InstallRequest) -> InstallPlan:
    plan = plan_installation(home, environ, request)
    assert isinstance(plan, InstallPlan)
    return plan


def said(plan: InstallPlan) -> str:
    return "\n".join(map(str, plan.sentences))


@pytest.fixture
def any_python(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in requirement_sets.PYTHONS:
        monkeypatch.setitem(requirement_sets.PYTHONS, name, (OWN,))


@pytest.mark.slow
@pytest.mark.usefixtures("any_python")
def test_it_says_which_cards_were_found_what_is_installed_and_how_large_it_is(
    home: Path, tmp_path: Path, closed: dict[str, str]
) -> None:
    host = AscendHost(tmp_path / "host", eight_910b())
    plan = planned(home, closed | host.environment(), InstallRequest(EngineName.MINERU))
    assert plan.needs.device is Device.NPU
    assert "Found: 8 × 910B" in said(plan)
    assert "mineru 4.0.12 with torch 2.7.1, torch_npu 2.7.1.post4" in said(plan)
    assert f"for Python {OWN[0]}.{OWN[1]}" in said(plan)
    assert f"on the disk of {home / 'engines'}" in said(plan)
    assert plan.obstacle is None
    on_cpu = planned(
        home, closed | host.environment(), InstallRequest(EngineName.MINERU, Device.CPU)
    )
    assert "will not use them" in said(on_cpu)
    nowhere = planned(
        home, closed | {"HEADFRAME_DCMI": "off"}, InstallRequest(EngineName.MINERU, Device.NPU)
    )
    assert "No NPU card was found" in said(nowhere)


@pytest.mark.usefixtures("any_python")
def test_a_folder_of_wheels_says_what_it_lacks(
    home: Path, tmp_path: Path, closed: dict[str, str]
) -> None:
    wheel(tmp_path / "wheels")
    request = InstallRequest(EngineName.MINERU, Device.CPU, tmp_path / "wheels")
    plan = planned(home, closed, request)
    assert plan.obstacle is not None
    assert f"{len(plan.needs.pins) - 1} of {len(plan.needs.pins)} packages are not in" in str(
        plan.obstacle.message
    )
    assert "mineru==4.0.12" not in plan.lacking
    assert "pillow==12.3.0" in plan.lacking
    gone = planned(home, closed, InstallRequest(EngineName.MINERU, None, tmp_path / "none"))
    assert "cannot be read" in str(gone.obstacle and gone.obstacle.message)


@pytest.mark.usefixtures("any_python")
def test_one_installation_at_a_time_is_said_before_the_click(
    home: Path, closed: dict[str, str]
) -> None:
    request = InstallRequest(EngineName.MINERU, Device.CPU)
    with installation_lock(home, EngineName.MAGIC_PDF):
        plan = planned(home, closed, request)
    assert str(plan.obstacle and plan.obstacle.message) == "magic-pdf is being installed."
    assert planned(home, closed, request).obstacle is None


def test_without_a_python_or_room_it_cannot_be_begun(
    home: Path, closed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = InstallRequest(EngineName.MINERU, Device.CPU, None, "/bin/false")
    plan = planned(home, closed, request)
    assert "none was found" in str(plan.obstacle and plan.obstacle.message)
    for name in requirement_sets.PYTHONS:
        monkeypatch.setitem(requirement_sets.PYTHONS, name, (OWN,))
    monkeypatch.setattr(
        "core.engines.installation.install_plan.free_bytes_if_known", lambda _folder: 1_000_000
    )
    plan = planned(home, closed, InstallRequest(EngineName.MINERU, Device.CPU))
    assert "1.0 MB are free" in str(plan.obstacle and plan.obstacle.message)


@pytest.mark.parametrize("engine", [EngineName.MAGIC_PDF, EngineName.MINERU])
@pytest.mark.parametrize("device", list(Device))
def test_only_x86_64_wants_builds_of_torch_that_the_index_lacks(
    engine: EngineName, device: Device
) -> None:
    wanted = cpu_torch_pins(engine, device, "x86_64")
    has_torch = engine is EngineName.MAGIC_PDF or device is not Device.CPU
    assert wanted == (TORCH if has_torch and device is not Device.CUDA else ())
    assert cpu_torch_pins(engine, device, "aarch64") == ()


@pytest.mark.slow
def test_pip_says_who_has_them(
    tmp_path: Path, index: str, closed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    python = Path(sys.executable)
    ours = closed | {"PIP_INDEX_URL": index}
    assert find_cpu_torch(TORCH, python, OWN, ours) == CpuTorch(TORCH, None)
    theirs = closed | {"HEADFRAME_TORCH_INDEX": index}
    assert find_cpu_torch(TORCH, python, OWN, theirs) == CpuTorch(TORCH, index)
    assert find_cpu_torch(TORCH, python, OWN, closed) is None
    next((tmp_path / "index").glob("torchvision-*")).unlink()
    assert find_cpu_torch(TORCH, python, OWN, theirs) is None


@pytest.mark.parametrize("engine", [EngineName.MAGIC_PDF, EngineName.MINERU])
def test_with_them_what_cuda_needs_is_left_out(engine: EngineName, tmp_path: Path) -> None:
    torch = CpuTorch(TORCH, PYTORCH_INDEX)
    large = requirement_set(engine, Device.NPU, "x86_64")
    small = requirement_set(engine, Device.NPU, "x86_64", None, torch)
    assert isinstance(large, RequirementSet)
    assert isinstance(small, RequirementSet)
    assert not any(pin.startswith("nvidia-cu") for pin in small.pins)
    assert set(TORCH) <= set(small.pins)
    assert "torch==2.7.1" not in small.pins
    assert small.note is None
    assert "torch-2.7.1+cpu-cp311-cp311-manylinux_2_28_x86_64.whl" in str(large.note)
    assert PYTORCH_INDEX in str(large.note)
    saved = sum_of(large.pins, "x86_64")[0] - sum_of(small.pins, "x86_64")[0]
    assert saved > 2.5e9
    # A folder that holds torch alone is not enough, and one without it asks for CUDA's.
    wheel(tmp_path, "torch", "2.7.1+cpu")
    assert not has_wheels(tmp_path, TORCH)
    assert requirement_set(engine, Device.NPU, "x86_64", tmp_path, torch) == requirement_set(
        engine, Device.NPU, "x86_64"
    )


@pytest.mark.slow
def test_of_a_large_package_it_is_told_how_much_is_here(
    home: Path, tmp_path: Path, closed: dict[str, str]
) -> None:
    large = wheel(tmp_path / "ours", "mineru", "4.0.12")
    with zipfile.ZipFile(large, "a") as archive:
        archive.writestr("weights.bin", os.urandom(30_000_000))
    file = tmp_path / "needs.txt"
    file.write_text("mineru==4.0.12\n")
    needs = RequirementSet(EngineName.MINERU, Device.CPU, (file,), 1, (OWN,))
    told: list[InstallProgress] = []
    with package_index(tmp_path / "ours", seconds=6.0) as ours:
        work = Installation(home, closed | {"PIP_INDEX_URL": ours}, needs, Path(sys.executable))
        work.run(told.append)
    parts = [step.sentence.facts for step in told if "here" in step.sentence.facts]
    assert {part["package"] for part in parts} == {"mineru"}
    assert {part["size"] for part in parts} == {30}
    amounts = [int(str(part["here"])) for part in parts]
    assert amounts == sorted(amounts)
    assert len(set(amounts)) > 2
    assert any(0 < amount < 30 for amount in amounts)
    fractions = [step.fraction for step in told]
    assert fractions == sorted(fractions)


@pytest.mark.slow
def test_torch_for_the_processor_comes_first_and_from_its_own_index(
    home: Path, tmp_path: Path, index: str, closed: dict[str, str]
) -> None:
    wheel(tmp_path / "ours", "mineru", "4.0.12")
    wheel(tmp_path / "ours", "torch", "2.7.1")
    wheel(tmp_path / "ours", "torchvision", "0.22.1")
    file = tmp_path / "needs.txt"
    file.write_text("mineru==4.0.12\ntorch==2.7.1\ntorchvision==0.22.1\n")
    needs = RequirementSet(
        EngineName.MINERU, Device.NPU, (file,), 3, (OWN,), None, CpuTorch(TORCH, index)
    )
    with package_index(tmp_path / "ours") as ours:
        environ = closed | {"PIP_INDEX_URL": ours}
        work = Installation(home, environ, needs, Path(sys.executable))
        fractions: list[float] = []
        probed = work.run(lambda told: fractions.append(told.fraction))
    assert fractions == sorted(fractions)
    listed = subprocess.run(
        [probed.interpreter, "-m", "pip", "list", "--format=json"],
        check=True,
        capture_output=True,
        text=True,
    )
    versions = {entry["name"]: entry["version"] for entry in json.loads(listed.stdout)}
    assert (versions["torch"], versions["torchvision"]) == ("2.7.1+cpu", "0.22.1+cpu")
    assert not list(probed.interpreter.parents[1].glob(".scratch"))


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("engine", [EngineName.MAGIC_PDF, EngineName.MINERU])
@pytest.mark.parametrize("device", list(Device))
def test_the_size_of_each_package_is_known(
    engine: EngineName, device: Device, machine: str
) -> None:
    needs = requirement_set(engine, device, machine)
    assert isinstance(needs, RequirementSet)
    download, installed, unknown = sum_of(needs.pins, machine)
    assert unknown == ()
    assert 2e8 < download < installed < 2e10
    assert wheel_sizes("AMD64") == wheel_sizes("x86_64")
    assert wheel_sizes("riscv64").keys() < wheel_sizes("x86_64").keys()


def test_a_wheel_counts_for_its_python_and_machine_alone(tmp_path: Path) -> None:
    for name in (
        "a-1-py3-none-any.whl",
        "b-1-cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64.whl",
        "c-1-cp312-cp312-manylinux_2_28_x86_64.whl",
        "D.d-1-cp38-abi3-manylinux_2_28_x86_64.whl",
        "e-1-py2.py3-none-manylinux1_x86_64.whl",
        "f-1.tar.gz",
        "torch-1%2Bcpu-cp311-cp311-manylinux_2_28_x86_64.whl",
    ):
        (tmp_path / name).touch()
    pins = ("a==1", "b==1", "c==1", "d-d==1", "e==1", "f==1", "g==1", "torch==1+cpu", "a==2")
    missing = missing_wheels(tmp_path, pins, (3, 11), "x86_64")
    assert missing == ("b==1", "c==1", "g==1", "a==2")


def test_the_list_is_a_script_that_fetches_them_with_torch_from_its_own_index(
    tmp_path: Path,
) -> None:
    needs = requirement_set(EngineName.MINERU, Device.NPU, "x86_64")
    assert isinstance(needs, RequirementSet)
    text = wheels_recipe(needs, (3, 11), "x86_64")
    script = tmp_path / "list.sh"
    script.write_text(text)
    subprocess.run(["sh", "-n", script], check=True)
    assert "nvidia-cu" not in text
    assert f"--index-url {PYTORCH_INDEX} torch==2.7.1+cpu torchvision==0.22.1+cpu" in text
    assert "torchvision-0.22.1+cpu-cp311-cp311-manylinux_2_28_x86_64.whl" in text
    assert "pip wheel --no-deps -w headframe-wheels-mineru-npu-x86_64 jieba==0.42.1" in text
    listed = text.partition("<<'END'\n")[2].partition("END\n")[0].split()
    rest = {"torch==2.7.1", "torchvision==0.22.1", "jieba==0.42.1"}
    plain = [pin for pin in needs.pins if not pin.startswith(("nvidia-", "triton"))]
    assert set(listed) == set(plain) - rest


@pytest.mark.slow
def test_the_script_fills_a_folder_that_is_then_installed_from(
    home: Path, tmp_path: Path, closed: dict[str, str]
) -> None:
    """Run as it is, against an index of ours, with a set of one package."""
    wheel(tmp_path / "index", "mineru", "4.0.12")
    file = tmp_path / "needs.txt"
    file.write_text("mineru==4.0.12\n")
    needs = RequirementSet(EngineName.MINERU, Device.CPU, (file,), 1, (OWN,))
    machine = platform.machine()
    text = wheels_recipe(needs, OWN, machine).replace("python3 ", f"{sys.executable} ")
    with package_index(tmp_path / "index") as url:
        environ = closed | {"PIP_INDEX_URL": url}
        subprocess.run(["sh"], input=text, cwd=tmp_path, env=environ, text=True, check=True)
    folder = tmp_path / f"headframe-wheels-mineru-cpu-{machine}"
    assert missing_wheels(folder, needs.pins, OWN, machine) == ()
    made = Installation(home, closed, needs, Path(sys.executable), folder)
    assert made.run(lambda _told: None).version == "4.0.12"


@pytest.mark.slow
def test_the_command_says_it_without_doing_it(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    arguments = ("engine", "install", "mineru", "--device", "cpu", "--wheels", tmp_path / "empty")
    ran = command.run(*arguments, "--dry-run", "--json")
    assert ran.code == 1
    body = json.loads(ran.out)
    assert (body["engine"], body["device"], body["download_bytes"]) == ("mineru", "cpu", 0)
    assert body["missing"] == body["packages"]
    assert body["installed_bytes"] > 5e8
    assert "packages are not in" in body["message"]
    ran = command.run(*arguments, "--dry-run")
    assert ran.code == 1
    assert "mineru 4.0.12 with" in ran.out
    assert "packages are not in" in ran.err
    ran = command.run(*arguments, "--recipe")
    assert ran.code == 0
    assert "--only-binary=:all:" in ran.out
    assert not (home / "engines").exists()
    assert isinstance(plan_installation(home, PLAIN, InstallRequest(EngineName.FLASH)), Failure)
