"""A folder of wheels that an engine is installed from: what it lacks, and how it is filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

from core.engines.installation.cpu_torch import PYTORCH_INDEX, wheel_name
from core.engines.installation.requirement_sets import X86_64, RequirementSet, cpu_torch_pins
from core.engines.installation.wheel_sizes import wheel_sizes

_GLIBC = ("_2_28", "_2_27", "_2_26", "_2_24", "_2_17", "_2_12", "_2_5", "1", "2010", "2014")
"""What the pinned versions' wheels are tagged with, after ``manylinux``."""
_SOURCES = ("jieba",)
"""Packages that the index has as sources only: a wheel is made of them where there is a network."""


def missing_wheels(
    folder: Path, pins: Iterable[str], version: tuple[int, int], machine: str
) -> tuple[str, ...]:
    """Pins that no file there is for. Raises ``OSError``."""
    here = {_pin_of(path.name) for path in folder.iterdir() if _fits(path.name, version, machine)}
    return tuple(pin for pin in pins if _plain(pin) not in here)


def wheels_recipe(needs: RequirementSet, version: tuple[int, int], machine: str) -> str:
    """Commands for a shell on a machine with a network. In English, as code is."""
    machine = "x86_64" if machine.lower() in X86_64 else machine.lower()
    torch = cpu_torch_pins(needs.engine, needs.device, machine)
    first = {pin.removesuffix("+cpu") for pin in torch}
    cuda = "torch-cuda.txt"
    lines = [pin for file in needs.files if not (torch and file.name == cuda) for pin in _of(file)]
    pins = sorted({pin for pin in lines if pin not in first}, key=str.lower)
    sources = [pin for pin in pins if pin.partition("==")[0] in _SOURCES]
    folder = f"headframe-wheels-{needs.engine.value}-{needs.device.value}-{machine}"
    dotted = ".".join(map(str, version))
    size = sum_of((*pins, *torch), machine)
    tags = [f"--platform manylinux{glibc}_{machine}" for glibc in _GLIBC]
    download = " ".join(
        [
            "python3 -m pip download --no-deps --only-binary=:all:",
            f"--python-version {dotted}",
            *tags,
        ]
    )
    return "\n".join(
        [
            f"# The packages of {needs.engine.value} for {needs.device.value}, {machine}, "
            f"Python {dotted}: {len(pins) + len(torch)} files, about {size[0] / 1e9:.1f} GB.",
            "# Run this on a machine with a network; it needs a Python 3 with pip, nothing else.",
            "set -e",
            f"mkdir -p {folder}",
            f"cat > {folder}/requirements.txt <<'END'",
            *(pin for pin in pins if pin not in sources),
            "END",
            f"{download} -d {folder} -r {folder}/requirements.txt",
            *(
                [
                    "# Not in the package index: torch for the processor, without CUDA, from "
                    "PyTorch's own. By hand:",
                    *(f"#   {PYTORCH_INDEX}/{_folder_of(pin)}" for pin in torch),
                    *(f"#   {wheel_name(pin, version, machine)}" for pin in torch),
                    f"{download} -d {folder} --index-url {PYTORCH_INDEX} {' '.join(torch)}",
                ]
                if torch
                else []
            ),
            *(f"python3 -m pip wheel --no-deps -w {folder} {pin}" for pin in sources),
            f"tar -cf {folder}.tar {folder}",
            f"# Then carry {folder}.tar to the machine without a network, unpack it there, and:",
            f"#   headframe engine install {needs.engine.value} --device {needs.device.value} "
            f"--wheels {folder}",
            "",
        ]
    )


def sum_of(pins: Sequence[str], machine: str) -> tuple[int, int, tuple[str, ...]]:
    """Bytes to fetch, bytes on the disk, and what is not known of."""
    sizes = wheel_sizes(machine)
    known = [sizes[pin] for pin in pins if pin in sizes]
    unknown = tuple(pin for pin in pins if pin not in sizes)
    return sum(one.download for one in known), sum(one.installed for one in known), unknown


def _of(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _folder_of(pin: str) -> str:
    return f"{pin.partition('==')[0]}/"


def _plain(pin: str) -> str:
    name, _, version = pin.partition("==")
    return f"{re.sub(r'[-_.]+', '-', name).lower()}=={version}"


def _pin_of(file: str) -> str:
    stem = unquote(file).removesuffix(".tar.gz").removesuffix(".whl")
    name, _, version = stem.partition("-") if file.endswith(".whl") else stem.rpartition("-")
    return _plain(f"{name}=={version.partition('-')[0]}")


def _fits(file: str, version: tuple[int, int], machine: str) -> bool:
    if file.endswith(".tar.gz"):
        return True
    if not file.endswith(".whl") or file.count("-") < 4:
        return False
    python, abi, platform = file.removesuffix(".whl").split("-")[-3:]
    right = python.split(".")
    by_abi = any(
        tag.startswith(f"cp{version[0]}") and tag[3:].isdigit() and int(tag[3:]) <= version[1]
        for tag in right
    )
    fits_python = (
        f"py{version[0]}" in right
        or f"cp{version[0]}{version[1]}" in right
        or f"py{version[0]}{version[1]}" in right
        or (abi == "abi3" and by_abi)
    )
    machine = "x86_64" if machine.lower() in X86_64 else machine.lower()
    return fits_python and (platform == "any" or platform.endswith(machine))
