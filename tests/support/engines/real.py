"""Real engines for slow tests: installed once into a cache, kept for the next run.

``HEADFRAME_TEST_ENGINES`` names the cache's folder; else it lies in the user's own. What stands in
for model weights is made there, too.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import pytest

from core.engines.installation.installer import Installation, NotInstalledError, find_python
from core.engines.installation.requirement_sets import Device, requirement_set
from core.worker.kinds import EngineName
from core.worker.protocol import Failure

CACHE_VARIABLE = "HEADFRAME_TEST_ENGINES"
NAMES = ("torch", "torchvision")
STANDINS = Path(__file__).parent / "standins"


def cache() -> Path:
    """Where environments and weights are kept."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else Path.home() / ".cache" / "headframe-tests"


@contextlib.contextmanager
def _making() -> Iterator[None]:
    """Hold what only one of the processes that run tests side by side may do at a time."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / ".making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def interpreter_of(name: EngineName) -> Path:
    """The Python of an engine that `headframe engine install` has made; skips without one.

    Made by the very code that is under test. Several GB are fetched the first time.
    """
    needs = requirement_set(name, Device.CPU, platform.machine())
    assert not isinstance(needs, Failure)
    lines = {line for file in needs.files for line in file.read_text("utf-8").splitlines()}
    pins = sorted(line for line in lines if "==" in line and not line.startswith("#"))
    digest = hashlib.sha256("\n".join(pins).encode()).hexdigest()
    home = cache()
    python = home / "engines" / f"{name.value}-cpu" / "bin" / "python"
    stamp = home / f"{name.value}.sha256"
    with _making():
        if python.exists() and stamp.exists() and stamp.read_text("ascii") == digest:
            return python
        found = find_python(needs.pythons, os.environ)
        if isinstance(found, Failure):
            pytest.skip(str(found.message))
        try:
            Installation(home, _environ(), needs, found).run(lambda told: None)
        except NotInstalledError as error:
            pytest.skip(f"{name.value} cannot be installed here: {error}")
        stamp.write_text(digest, "ascii")
    return python


def with_torch(mineru: Path, magic_pdf: Path) -> Path:
    """The Python of a third environment: MinerU's packages, magic-pdf's torch, and what is between.

    Both pin the same torch, so that a second one of several GB need not be fetched.
    """
    pins = _pins("mineru-npu.txt")
    theirs = [pin for pin in pins if pin.startswith(("torch==", "torchvision=="))]
    own = [pin for pin in pins if not pin.startswith("torch")]
    python = _beside("mineru-torch", mineru, own, [_packages(mineru), _packages(magic_pdf)])
    found = f"import importlib.metadata as m; print(*(f'{{n}}=={{m.version(n)}}' for n in {NAMES}))"
    seen = subprocess.run([python, "-c", found], check=True, capture_output=True, text=True)
    assert seen.stdout.split() == theirs
    return python


def magic_pdf_with_npu(magic_pdf: Path) -> Path:
    """The Python of an environment as `headframe engine install magic-pdf --device npu` makes it.

    Its packages are those of the one for the CPU, with the real torch_npu beside them.
    """
    pins = _pins("magic-pdf-npu.txt")
    return _beside("magic-pdf-npu", magic_pdf, pins, [_packages(magic_pdf)])


def mineru_with_npu(with_torch: Path, mineru: Path, magic_pdf: Path, magic_pdf_npu: Path) -> Path:
    """The same for MinerU: packages of the environments that there are, and of nothing else."""
    others = [_packages(python) for python in (with_torch, mineru, magic_pdf, magic_pdf_npu)]
    return _beside("mineru-npu", mineru, [], others)


def torch_npu_package(python: Path) -> Path:
    """The folder of the package in that environment, or in what it refers to."""
    asked = "from importlib.metadata import distribution as d; print(d(N).locate_file(N))"
    command = [str(python), "-c", asked.replace("N", "'torch_npu'")]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return Path(ran.stdout.strip())


def _environ() -> dict[str, str]:
    """What pip is started with: of 18,000 modules a few are imported, and compiled then."""
    return {**os.environ, "PIP_NO_COMPILE": "1"}


def _pins(name: str) -> list[str]:
    text = resources.files("resources.engines").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if "==" in line]


def _beside(name: str, base: Path, pins: Sequence[str], others: Sequence[str]) -> Path:
    """The Python of an environment with those packages of its own, and others' behind them."""
    made_of = "\n".join([*pins, *others]).encode()
    folder = cache() / f"{name}-{hashlib.sha256(made_of).hexdigest()[:16]}"
    python = folder / "bin" / "python"
    with _making():
        if folder.exists():
            return python
        unfinished = folder.with_name(f".{folder.name}-{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        subprocess.run([base, "-m", "venv", unfinished], check=True)
        inside = unfinished / "bin" / "python"
        pip = [str(inside), "-m", "pip", "install", "-q", "--no-deps", *pins]
        if pins and subprocess.run(pip, check=False, stdout=sys.stderr, env=_environ()).returncode:
            pytest.skip(f"what {name} needs cannot be installed here")
        Path(_packages(inside), "others.pth").write_text("\n".join(others), "utf-8")
        unfinished.rename(folder)
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
    with _making():
        if not folder.exists():
            unfinished = folder.with_name(f".{folder.name}-{os.getpid()}")
            shutil.rmtree(unfinished, ignore_errors=True)
            subprocess.run([python, maker, unfinished], check=True, stdout=sys.stderr)
            unfinished.rename(folder)
    return folder
