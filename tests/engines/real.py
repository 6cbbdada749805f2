"""Real engines for slow tests: installed once into a cache, kept for the next run.

``HEADFRAME_TEST_ENGINES`` names the cache's folder; else it lies in the user's own. What stands in
for model weights and for torch_npu is made there, too.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from core.engines.installing import Installation, NotInstalledError, find_python
from core.engines.requirement_sets import Device, requirement_set
from core.worker.protocol import EngineName, Failure

CACHE_VARIABLE = "HEADFRAME_TEST_ENGINES"
NAMES = ("torch", "torchvision")
STANDINS = Path(__file__).parent / "standins"


def cache() -> Path:
    """Where environments and weights are kept."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else Path.home() / ".cache" / "headframe-tests"


def interpreter_of(name: EngineName) -> Path:
    """The Python of an engine that `headframe engine install` has made; skips without one.

    Made by the very code that is under test. Several GB are fetched the first time.
    """
    needs = requirement_set(name, Device.CPU, platform.machine(), own_wheels=False)
    assert not isinstance(needs, Failure)
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in needs.files)).hexdigest()
    home = cache()
    python = home / "engines" / f"{name.value}-cpu" / "bin" / "python"
    stamp = home / f"{name.value}.sha256"
    if python.exists() and stamp.exists() and stamp.read_text("ascii") == digest:
        return python
    found = find_python(needs.pythons, os.environ)
    if isinstance(found, Failure):
        pytest.skip(str(found.message))
    try:
        Installation(home, os.environ, needs, found).run(lambda told: None)
    except NotInstalledError as error:
        pytest.skip(f"{name.value} cannot be installed here: {error}")
    stamp.write_text(digest, "ascii")
    return python


def with_torch(mineru: Path, magic_pdf: Path) -> Path:
    """The Python of a third environment: MinerU's packages, magic-pdf's torch, and what is between.

    Both pin the same torch, so that a second one of several GB need not be fetched.
    """
    needs = resources.files("resources.engines").joinpath("mineru-npu.txt").read_text("utf-8")
    pins = [line for line in needs.splitlines() if "==" in line]
    theirs = [pin for pin in pins if pin.startswith(("torch==", "torchvision=="))]
    own = [pin for pin in pins if not pin.startswith("torch")]
    packages = [_packages(mineru), _packages(magic_pdf)]
    made_of = "\n".join([*own, *theirs, *packages]).encode()
    folder = cache() / f"mineru-torch-{hashlib.sha256(made_of).hexdigest()[:16]}"
    python = folder / "bin" / "python"
    if not folder.exists():
        unfinished = folder.with_name(f".{folder.name}-{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run([mineru, "-m", "venv", unfinished], check=True)
        place = Path(_packages(unfinished / "bin" / "python"))
        pip = [str(unfinished / "bin" / "python"), "-m", "pip", "install", "-q", "--no-deps", *own]
        if subprocess.run(pip, check=False, stdout=sys.stderr).returncode:
            pytest.skip("what MinerU needs beside torch cannot be installed here")
        (place / "others.pth").write_text("\n".join(packages), "utf-8")
        unfinished.rename(folder)
    found = f"import importlib.metadata as m; print(*(f'{{n}}=={{m.version(n)}}' for n in {NAMES}))"
    seen = subprocess.run([python, "-c", found], check=True, capture_output=True, text=True)
    assert seen.stdout.split() == theirs
    return python


def _packages(python: Path) -> str:
    told = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    ran = subprocess.run(told, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def weights(python: Path) -> Path:
    """Small networks in the place of magic-pdf's models, made by its own interpreter."""
    return _made(python, "weights", STANDINS / "weights.py")


def mineru_networks(python: Path) -> Path:
    """Small networks in the place of MinerU's, made by its own interpreter."""
    maker = STANDINS / "mineru_networks.py"
    return _made(python, "mineru-networks", maker, STANDINS / "onnx_file.py")


def mineru_torch_networks(python: Path) -> Path:
    """The same for those that MinerU runs in torch on a card."""
    maker = STANDINS / "mineru_torch_networks.py"
    needed = (STANDINS / "mineru_networks.py", STANDINS / "onnx_file.py")
    return _made(python, "mineru-torch-networks", maker, *needed)


def _made(python: Path, name: str, maker: Path, *needed: Path) -> Path:
    made_of = b"".join(file.read_bytes() for file in (maker, *needed))
    folder = cache() / f"{name}-{hashlib.sha256(made_of).hexdigest()[:16]}"
    if not folder.exists():
        unfinished = folder.with_name(f".{folder.name}-{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run([python, maker, unfinished], check=True, stdout=sys.stderr)
        unfinished.rename(folder)
    return folder


def torch_npu_folder(folder: Path) -> Path:
    """A folder that holds the stand-in for torch_npu and nothing else, for ``PYTHONPATH``."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(STANDINS / "torch_npu.py", folder)
    return folder
