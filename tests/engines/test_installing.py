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
import zipfile
from pathlib import Path

import pytest

from core.engines.installing import (
    Installation,
    NotInstalledError,
    Told,
    find_python,
    remove_environment,
)
from core.engines.registry import Engines
from core.engines.requirement_sets import Device, RequirementSet, requirement_set
from core.worker.protocol import EngineName, Failure, FailureKind
from tests.ascend.host import AscendHost
from tests.ascend.presets import eight_910b
from tests.cli import command

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


def installation(home: Path, needs: RequirementSet, wheels: Path) -> Installation:
    return Installation(home, PLAIN, needs, Path(sys.executable), wheels)


def test_an_environment_is_made_from_a_folder_of_wheels(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    told: list[Told] = []
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
    assert "pip download" in str(caught.value.failure.hint)
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


@pytest.mark.slow
def test_one_at_a_time_and_the_next_sweeps_what_a_dead_one_left(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    (home / "engines" / ".mineru-cpu-dead" / "bin").mkdir(parents=True)
    with (home / "engines" / ".installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(NotInstalledError, match="under way"):
            installation(home, needs, tmp_path / "wheels").run(lambda _: None)
    installation(home, needs, tmp_path / "wheels").run(lambda _: None)
    assert not (home / "engines" / ".mineru-cpu-dead").exists()


@pytest.mark.slow
def test_uv_is_used_where_it_is_there(home: Path, tmp_path: Path, needs: RequirementSet) -> None:
    """A stand-in that does with pip what uv would, and writes down how it was called."""
    wheel(tmp_path / "wheels")
    tools = tmp_path / "bin"
    tools.mkdir()
    uv = tools / "uv"
    uv.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n'
        f'if [ "$1" = venv ]; then exec "$3" -m venv "$4"; fi\n'
        'python=$4; shift 4; "$python" -m pip install "$@" >&2; code=$?\n'
        'echo " + mineru==4.0.12"; exit $code\n'
    )
    uv.chmod(0o755)
    environ = {**PLAIN, "PATH": f"{tools}:{PLAIN['PATH']}"}
    work = Installation(home, environ, needs, Path(sys.executable), tmp_path / "wheels")
    assert work.run(lambda _: None).version == "4.0.12"
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls[0].startswith("venv --python")
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


@pytest.mark.parametrize("engine", [EngineName.MAGIC_PDF, EngineName.MINERU])
@pytest.mark.parametrize("device", list(Device))
def test_every_set_pins_every_package_and_names_no_index(
    engine: EngineName, device: Device
) -> None:
    found = requirement_set(engine, device, "aarch64", own_wheels=False)
    assert isinstance(found, RequirementSet)
    lines = [
        line for file in found.files for line in file.read_text().splitlines() if line[:1] != "#"
    ]
    assert len(lines) == found.packages > 50
    pinned = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+]*( ; platform_machine == \"x86_64\")?")
    assert [line for line in lines if not pinned.fullmatch(line)] == []
    names = {line.partition("==")[0].lower() for line in lines}
    assert engine.value in names
    if device is Device.NPU:
        assert "torch_npu" in names
    assert not any("x86_64" in line for line in lines if line.startswith("torch"))


def test_what_no_index_has_is_said_before_gigabytes_are_fetched() -> None:
    failure = requirement_set(EngineName.MAGIC_PDF, Device.NPU, "x86_64", own_wheels=False)
    assert isinstance(failure, Failure)
    assert "--wheels" in str(failure.hint)
    with_wheels = requirement_set(EngineName.MAGIC_PDF, Device.NPU, "x86_64", own_wheels=True)
    assert isinstance(with_wheels, RequirementSet)
    flash = requirement_set(EngineName.FLASH, Device.CPU, "x86_64", own_wheels=False)
    assert isinstance(flash, Failure)


def test_the_command_says_what_is_missing_and_stops_at_a_signal(home: Path, tmp_path: Path) -> None:
    ran = command.run("engine", "install", "flash")
    assert ran.code == 1
    assert "needs no installation" in ran.err
    ran = command.run("engine", "install", "mineru", "--python", "/bin/false")
    assert ran.code == 1
    assert "was found" in ran.err
    (tmp_path / "empty").mkdir()
    host = AscendHost(tmp_path / "host", eight_910b())
    if platform.machine() == "x86_64":  # by itself for the cards that are there
        ran = command.run("engine", "install", "mineru", environ=host.environment())
        assert ran.code == 1
        assert "On x86_64, torch_npu wants a build of torch" in ran.err
    ran = command.run("engine", "install", "mineru", "--wheels", tmp_path / "empty")
    if "A Python" in ran.err:
        pytest.skip(ran.err)
    assert ran.code == 1
    assert "Not every package" in ran.err
    process = command.start("engine", "install", "mineru", "--wheels", tmp_path / "empty")
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) in (1, 130)
    assert not list((home / "engines").glob("*mineru*"))
    assert Engines(home).chosen(EngineName.MINERU) is None


@pytest.mark.slow
def test_models_are_named_once_and_remembered(
    home: Path, tmp_path: Path, needs: RequirementSet
) -> None:
    wheel(tmp_path / "wheels")
    probed = installation(home, needs, tmp_path / "wheels").run(lambda _: None)
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
    from tests.worker.test_models import mineru_models

    folder = mineru_models(tmp_path / "kit", "MinerU-4_models_onnx")
    ran = command.run("engine", "use", "mineru", "--models", folder)
    assert ran.code == 0, ran.err
    entries = json.loads(command.run("engine", "list", "--json").out)["engines"]
    (entry,) = [entry for entry in entries if entry["name"] == "mineru"]
    assert (entry["ready"], entry["models"]) == (True, str(folder))
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
