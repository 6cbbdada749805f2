"""What an engine's environment is made of: exact versions that were installed and run together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from core.sentences import say
from core.worker.protocol import EngineName, Failure, FailureKind


class Device(StrEnum):
    """What an environment is made for."""

    CPU = "cpu"
    NPU = "npu"
    CUDA = "cuda"


PYTHONS = {
    EngineName.MAGIC_PDF: ((3, 11),),
    EngineName.MINERU: ((3, 11), (3, 12), (3, 13)),
}
"""Python versions for which the sets hold, the one they were made with first."""

X86_64 = ("x86_64", "amd64")


@dataclass(frozen=True, slots=True)
class RequirementSet:
    """Files for ``pip install --no-deps -r``."""

    engine: EngineName
    device: Device
    files: tuple[Path, ...]
    packages: int
    """How many lines name a package; some may be left out on this architecture."""
    pythons: tuple[tuple[int, int], ...]


def requirement_set(
    engine: EngineName, device: Device, machine: str, *, own_wheels: bool
) -> RequirementSet | Failure:
    """The set for an engine, a device and an architecture (``platform.machine()``).

    ``own_wheels``: packages come from a folder of the user's, which may hold what no index has.
    """
    if engine not in PYTHONS:
        return Failure(
            FailureKind.ENGINE_MISSING,
            say("{engine} comes with Headframe and needs no installation.", engine=engine.value),
            say("Its extra is called `{engine}`.", engine=engine.value),
        )
    if device is Device.NPU and machine.lower() in X86_64 and not own_wheels:
        return Failure(
            FailureKind.ENGINE_MISSING,
            say(
                "On {machine}, torch_npu wants a build of torch that package indexes do not have.",
                machine=machine,
            ),
            say(
                "Name a folder with both wheels (--wheels DIR), or the Python of an environment "
                "that has them: `headframe engine use {engine} --python PATH`.",
                engine=engine.value,
            ),
        )
    folder = Path(str(resources.files("resources") / "engines"))
    names = [f"{engine.value}.txt", f"{engine.value}-{device.value}.txt"]
    files = tuple(file for name in names if (file := folder / name).is_file())
    lines = [line.strip() for file in files for line in file.read_text("utf-8").splitlines()]
    packages = sum(1 for line in lines if line and not line.startswith("#"))
    return RequirementSet(engine, device, files, packages, PYTHONS[engine])
