"""Real pip puts a wheel that is called ray into a real environment; no network is asked."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from core.cluster.address import ClusterError
from core.cluster.installation import REQUIREMENT, RayInstallation, install_command
from core.messages import Message

ROOT = Path(__file__).resolve().parents[4]


def wheel(folder: Path) -> None:
    folder.mkdir()
    info = "ray-2.60.0.dist-info"
    with zipfile.ZipFile(folder / "ray-2.60.0-py3-none-any.whl", "w") as file:
        file.writestr("ray/__init__.py", "__version__ = '2.60.0'\n")
        file.writestr(
            f"{info}/METADATA",
            "Metadata-Version: 2.1\nName: ray\nVersion: 2.60.0\nProvides-Extra: client\n",
        )
        file.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{info}/RECORD", "")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return str(folder / "bin" / "python")


def offline(wheels: Path) -> dict[str, str]:
    return {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}


def command(python: str) -> list[str]:
    return [
        *(python, "-m", "pip", "install", "--no-input", "--progress-bar=off"),
        *("--disable-pip-version-check", REQUIREMENT),
    ]


@pytest.mark.slow
def test_it_is_there_afterwards(tmp_path: Path, python: str) -> None:
    wheel(tmp_path / "wheels")
    told: list[Message] = []
    log = tmp_path / "logs" / "install.log"
    RayInstallation(log, offline(tmp_path / "wheels"), command(python)).run(told.append)
    found = subprocess.run(
        [python, "-c", "import ray; print(ray.__version__)"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.stdout == "2.60.0\n", found.stderr
    assert "pip install" in log.read_text()


@pytest.mark.slow
def test_what_pip_says_is_passed_on(tmp_path: Path, python: str) -> None:
    (tmp_path / "wheels").mkdir()
    subprocess.run([python, "-m", "pip", "uninstall", "-qy", "ray"], check=True)
    installation = RayInstallation(
        tmp_path / "install.log", offline(tmp_path / "wheels"), command(python)
    )
    with pytest.raises(ClusterError) as caught:
        installation.run(lambda _: None)
    assert "No matching distribution" in str(caught.value.message)
    assert str(tmp_path / "install.log") in str(caught.value.hint)


def test_it_can_be_cancelled(tmp_path: Path, python: str) -> None:
    installation = RayInstallation(tmp_path / "log", dict(os.environ), ["sleep", "60"])
    installation.cancel()
    with pytest.raises(ClusterError) as caught:
        installation.run(lambda _: None)
    assert "cancelled" in str(caught.value.message)


def test_it_is_the_version_of_the_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["optional-dependencies"]["cluster"] == [REQUIREMENT]
    assert install_command()[-1] == REQUIREMENT
