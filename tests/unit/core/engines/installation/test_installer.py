"""Environments of engines: made whole or not at all, offline, over an older one, interrupted."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from core.engines.installation.install_lock import broken_installations, is_installing
from core.engines.installation.installer import (
    Installation,
    InstallProgress,
    NotInstalledError,
    find_python,
    remove_environment,
)
from core.engines.installation.requirement_sets import Device, RequirementSet, requirement_set
from core.engines.model import Readiness
from core.engines.registry import Engines
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.e2e.cli import command
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import eight_910b

OWN = (sys.version_info[0], sys.version_info[1])
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}


def wheel(folder: Path, name: str = "mineru", version: str = "4.0.12") -> Path:
    """A real wheel with a module and a script."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "def main() -> None:\n    print('it runs')\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name}-run = {name}:main\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        record = ""
        for file, text in files.items():
            archive.writestr(file, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            record += f"{file},sha256={digest.rstrip(b'=').decode()},{len(text)}\n"
        archive.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
    return path


@pytest.fixture
def needs(tmp_path: Path) -> RequirementSet:
    file = tmp_path / "needs.txt"
    file.write_text("mineru==4.0.12\n")
    return RequirementSet(EngineName.MINERU, Device.CPU, (file,), 1, (OWN,))


UV = """#!/bin/sh
case $1 in
venv) exec "$4" -m venv --without-pip "$5" ;;
pip) for place in "${4%/bin/python}"/lib/python*/site-packages; do
        "$4" -m zipfile -e "$WHEEL" "$place" || exit
    done
    echo " + mineru==4.0.12" ;;
esac
"""


def installation(
    home: Path, needs: RequirementSet, wheels: Path, *, quick: bool = False
) -> Installation:
    """``quick``: a stand-in for uv unpacks the wheel; pip takes ten times as long."""
    environ = PLAIN
    if quick:
        uv = wheels / "bin" / "uv"
        uv.parent.mkdir()
        uv.write_text(UV)
        uv.chmod(0o755)
        (one,) = wheels.glob("*.whl")
        environ = PLAIN | {"PATH": f"{uv.parent}:{PLAIN['PATH']}", "WHEEL": str(one)}
    return Installation(home, environ, needs, Path(sys.executable), wheels)


@pytest.mark.slow
def test_an_environment_is_made_from_a_folder_of_wheels(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    told: list[InstallProgress] = []
    probed = installation(home, needs, tmp_path / "wheels").run(told.append)
    assert probed.version == "4.0.12"
    assert probed.interpreter == home / "engines" / "mineru-cpu" / "bin" / "python"
    fractions = [step.fraction for step in told]
    assert fractions == sorted(fractions)
    assert any("mineru (1 of 1)" in str(step.sentence) for step in told)
    # Its scripts know where they lie now.
    script = probed.interpreter.with_name("mineru-run")
    assert subprocess.run([script], check=True, capture_output=True).stdout == b"it runs\n"
    assert {item.name for item in (home / "engines").iterdir()} == {
        "mineru-cpu",
        "install.log",
        ".installing",
    }


@pytest.mark.slow
def test_a_newer_one_takes_the_place_of_the_older_and_a_failure_leaves_it(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    first = installation(home, needs, tmp_path / "wheels").run(lambda _: None)
    (first.interpreter.parents[1] / "mark").touch()
    (tmp_path / "none").mkdir()
    with pytest.raises(NotInstalledError) as caught:
        installation(home, needs, tmp_path / "none").run(lambda _: None)
    assert "Not every package is in" in str(caught.value.failure.message)
    assert "--recipe" in str(caught.value.failure.hint)
    assert (first.interpreter.parents[1] / "mark").exists()
    installation(home, needs, tmp_path / "wheels").run(lambda _: None)
    assert first.interpreter.exists()
    assert not (first.interpreter.parents[1] / "mark").exists()
    assert not list((home / "engines").glob(".mineru*"))


@pytest.mark.slow
def test_an_environment_without_the_engine_never_appears(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels", "other", "1")
    needs.files[0].write_text("other==1\n")
    with pytest.raises(NotInstalledError, match="does not have mineru"):
        installation(home, needs, tmp_path / "wheels").run(lambda _: None)
    assert not list((home / "engines").glob("*mineru*"))


def test_it_is_cancelled_in_the_middle_and_nothing_is_left(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    work = installation(home, needs, tmp_path / "wheels")
    with pytest.raises(NotInstalledError) as caught:
        work.run(lambda _told: work.cancel())
    assert caught.value.failure.kind is FailureKind.CANCELLED
    assert not list((home / "engines").glob("*mineru*"))


def test_one_at_a_time_and_the_next_sweeps_what_a_dead_one_left(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    (home / "engines" / ".mineru-cpu-dead0000" / "bin").mkdir(parents=True)
    with (home / "engines" / ".installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(NotInstalledError, match="under way"):
            installation(home, needs, tmp_path / "wheels").run(lambda _: None)
    installation(home, needs, tmp_path / "wheels", quick=True).run(lambda _: None)
    assert not (home / "engines" / ".mineru-cpu-dead0000").exists()


@pytest.mark.slow
def test_uv_is_used_where_it_is_there(home: Path, tmp_path: Path, needs: RequirementSet) -> None:
    """A stand-in that does with pip what uv would, and writes down how it was called."""
    wheel(tmp_path / "wheels")
    tools = tmp_path / "bin"
    tools.mkdir()
    uv = tools / "uv"
    uv.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n'
        f'if [ "$1" = venv ]; then exec "$4" -m venv "$5"; fi\n'
        'python=$4; shift 4; "$python" -m pip install "$@" >&2; code=$?\n'
        'echo " + mineru==4.0.12"; exit $code\n'
    )
    uv.chmod(0o755)
    environ = {**PLAIN, "PATH": f"{tools}:{PLAIN['PATH']}"}
    work = Installation(home, environ, needs, Path(sys.executable), tmp_path / "wheels")
    assert work.run(lambda _: None).version == "4.0.12"
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls[0].startswith("venv --allow-existing --python")
    assert calls[1].startswith("pip install --python")


def test_only_an_environment_that_we_made_is_removed(home: Path, tmp_path: Path) -> None:
    ours = home / "engines" / "mineru-cpu" / "bin" / "python"
    ours.parent.mkdir(parents=True)
    ours.touch()
    theirs = tmp_path / "venv" / "bin" / "python"
    theirs.parent.mkdir(parents=True)
    assert not remove_environment(home, theirs)
    assert theirs.parent.exists()
    assert remove_environment(home, ours)
    assert list((home / "engines").iterdir()) == []
    assert not remove_environment(home, ours)


def test_a_python_of_the_right_version_is_found(tmp_path: Path) -> None:
    assert find_python((OWN,), os.environ) == Path(sys.executable)
    assert find_python((OWN,), os.environ, sys.executable) == Path(sys.executable)
    for named in (None, "/bin/false", str(tmp_path / "none")):
        failure = find_python(((2, 6),), os.environ, named)
        assert isinstance(failure, Failure)
        assert "2.6" in str(failure.message)


@pytest.mark.parametrize("machine", ["aarch64", "x86_64"])
@pytest.mark.parametrize("engine", [EngineName.MAGIC_PDF, EngineName.MINERU])
@pytest.mark.parametrize("device", list(Device))
def test_every_set_pins_every_package_and_names_no_index(
    engine: EngineName, device: Device, machine: str
) -> None:
    found = requirement_set(engine, device, machine)
    assert isinstance(found, RequirementSet)
    lines = [
        line for file in found.files for line in file.read_text().splitlines() if line[:1] != "#"
    ]
    assert len(lines) == found.packages > 50
    pinned = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+]*")
    assert [line for line in lines if not pinned.fullmatch(line)] == []
    names = {line.partition("==")[0].lower() for line in lines}
    assert engine.value in names
    assert ("torch_npu" in names) == (device is Device.NPU)
    # Without CUDA's libraries the index's torch for x86_64 cannot be imported.
    assert ("nvidia-cudnn-cu12" in names) == ("torch" in names and machine == "x86_64")


@pytest.mark.parametrize("engine", [EngineName.MAGIC_PDF, EngineName.MINERU])
def test_on_x86_64_torch_npu_goes_beside_the_torch_that_the_index_has_and_it_is_said(
    engine: EngineName,
) -> None:
    found = requirement_set(engine, Device.NPU, "x86_64")
    assert isinstance(found, RequirementSet)
    assert "The torch 2.7.1 for CUDA is installed in its place" in str(found.note)
    on_arm = requirement_set(engine, Device.NPU, "aarch64")
    assert isinstance(on_arm, RequirementSet)
    assert on_arm.note is None
    assert set(found.files) - set(on_arm.files) == {
        file for file in found.files if file.name == "torch-cuda.txt"
    }


@pytest.mark.parametrize("name", ["2.7.1+cpu", "2.7.1%2Bcpu"])
def test_a_folder_with_a_torch_for_the_cpu_needs_no_cuda(tmp_path: Path, name: str) -> None:
    (tmp_path / f"torchvision-0.22.1{name[5:]}-cp311-cp311-linux_x86_64.whl").touch()
    found = requirement_set(EngineName.MAGIC_PDF, Device.NPU, "x86_64", tmp_path)
    assert isinstance(found, RequirementSet)
    assert "torch-cuda.txt" in {file.name for file in found.files}
    (tmp_path / f"torch-{name}-cp311-cp311-manylinux_2_28_x86_64.whl").touch()
    found = requirement_set(EngineName.MAGIC_PDF, Device.NPU, "x86_64", tmp_path)
    assert isinstance(found, RequirementSet)
    assert "torch-cuda.txt" not in {file.name for file in found.files}
    assert "torch for the CPU alone" in str(found.note)


def test_what_comes_with_headframe_is_not_installed() -> None:
    assert isinstance(requirement_set(EngineName.FLASH, Device.CPU, "x86_64"), Failure)


@pytest.mark.slow
def test_the_command_says_what_is_missing_and_stops_at_a_signal(home: Path, tmp_path: Path) -> None:
    ran = command.run("engine", "install", "flash")
    assert ran.code == 1
    assert "needs no installation" in ran.err
    ran = command.run("engine", "install", "mineru", "--python", "/bin/false")
    assert ran.code == 1
    assert "was found" in ran.err
    (tmp_path / "empty").mkdir()
    host = AscendHost(tmp_path / "host", eight_910b())
    ran = command.run(  # for the cards that are there
        "engine", "install", "mineru", "--wheels", tmp_path / "empty", environ=host.environment()
    )
    if "A Python" in ran.err:
        pytest.skip(ran.err)
    assert ran.code == 1
    assert "packages are not in" in ran.err
    assert "--recipe" in ran.err
    if platform.machine() == "x86_64":
        assert "torch_npu asks for torch 2.7.1+cpu" in ran.out
    assert not list((home / "engines").glob("*mineru*"))
    assert Engines(home).chosen(EngineName.MINERU) is None


STUBBORN = f"""#!{sys.executable}
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"])
with open(os.environ["PIDS"], "w") as file:
    file.write(f"{{os.getpid()}} {{child.pid}}\\n")
print("Resolved 3 packages", flush=True)
time.sleep(600)
"""


@pytest.fixture
def stubborn(tmp_path: Path) -> dict[str, str]:
    """A ``uv`` that has a child of its own, never ends, and hears no SIGTERM."""
    uv = tmp_path / "tools" / "uv"
    uv.parent.mkdir()
    uv.write_text(STUBBORN)
    uv.chmod(0o755)
    path = f"{uv.parent}:{os.environ['PATH']}"
    return {"PATH": path, "PIDS": str(tmp_path / "pids"), "HEADFRAME_TORCH_INDEX": ""}


def begun(environ: dict[str, str]) -> tuple[subprocess.Popen[str], list[int]]:
    """The command while it installs, and what it has started."""
    process = command.start("engine", "install", "mineru", "--device", "cpu", environ=environ)
    pids = Path(environ["PIDS"])
    wait_for(lambda: pids.is_file() and pids.read_text().endswith("\n"))
    return process, [int(pid) for pid in pids.read_text().split()]


def wait_for(there: Callable[[], bool], limit_s: float = 60.0) -> None:
    end = time.monotonic() + limit_s
    while not there():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
def test_a_command_that_is_killed_leaves_no_installer_and_the_next_says_so(
    home: Path, tmp_path: Path, needs: RequirementSet, stubborn: dict[str, str]
) -> None:
    process, pids = begun(stubborn)
    with process:
        process.kill()
        process.wait()
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid in pids))
    (left,) = broken_installations(home)
    assert not is_installing(home)
    status = Engines(home).status(EngineName.MINERU)
    assert status.readiness is Readiness.NOT_INSTALLED
    assert str(status.failure and status.failure.message) == (
        "The installation of mineru was broken off."
    )
    assert Engines(home).status(EngineName.MAGIC_PDF).failure != status.failure
    wheel(tmp_path / "wheels")
    told: list[str] = []
    work = installation(home, needs, tmp_path / "wheels", quick=True)
    work.run(lambda step: told.append(str(step.sentence)))
    assert told[0] == "Removing what a broken installation left…"
    assert not left.exists()


@pytest.mark.slow
def test_a_signal_ends_the_command_at_once_and_meanwhile_no_other_installs(
    home: Path, stubborn: dict[str, str]
) -> None:
    process, pids = begun(stubborn)
    with process:
        assert Engines(home).status(EngineName.MINERU).readiness is Readiness.INSTALLING
        assert Engines(home).status(EngineName.MAGIC_PDF).readiness is Readiness.NOT_INSTALLED
        ran = command.run("engine", "install", "mineru", "--device", "cpu", environ=stubborn)
        assert ran.code == 1
        assert f"mineru is being installed by another program, process {process.pid}" in ran.err
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid in pids))
    assert broken_installations(home) == ()


def test_an_environment_that_was_about_to_be_replaced_comes_back(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    """Killed between the two renames: the older one still works."""
    older = home / "engines" / ".mineru-npu-0123abcd-older"
    (older / "bin").mkdir(parents=True)
    wheel(tmp_path / "wheels")
    installation(home, needs, tmp_path / "wheels", quick=True).run(lambda _: None)
    assert (home / "engines" / "mineru-npu" / "bin").is_dir()
    assert not older.exists()


@pytest.mark.slow
def test_models_are_named_once_and_remembered(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    probed = installation(home, needs, tmp_path / "wheels", quick=True).run(lambda _: None)
    assert command.run("engine", "use", "mineru").code == 2
    ran = command.run("engine", "use", "mineru", "--models", tmp_path)
    assert ran.code == 1
    assert "not installed" in ran.err
    ran = command.run("engine", "use", "mineru", "--python", probed.interpreter)
    assert ran.code == 0
    assert "--models" in ran.out  # the next step
    ran = command.run("engine", "use", "mineru", "--models", tmp_path)
    assert ran.code == 1
    assert f"No models of mineru are in the folder named for them, {tmp_path}" in ran.err
    from tests.unit.core.worker.test_model_files import mineru_models

    folder = mineru_models(tmp_path / "kit", "MinerU-4_models_onnx")
    ran = command.run("engine", "use", "mineru", "--models", folder)
    assert ran.code == 0, ran.err
    entries = json.loads(command.run("engine", "list", "--json").out)["engines"]
    (entry,) = [entry for entry in entries if entry["name"] == "mineru"]
    assert (entry["state"], entry["models"]) == ("untested", str(folder))
    assert command.run("engine", "remove", "mineru").code == 0
    assert not (home / "engines" / "mineru-cpu").exists()


def test_threads_may_cancel(home: Path, tmp_path: Path, needs: RequirementSet) -> None:
    """The child is ended even while it prints nothing."""
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nsleep 600\n")
    slow.chmod(0o755)
    work = Installation(home, PLAIN, needs, slow)
    begun = threading.Event()

    def cancel() -> None:
        begun.wait()
        work.cancel()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    with pytest.raises(NotInstalledError, match="cancelled"):
        work.run(lambda _told: begun.set())
    canceller.join()
    assert work.log_path.exists()
