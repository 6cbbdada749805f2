"""What an engine's environment is made of: exact versions that were installed and run together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from core.engines.installation.cpu_torch import PYTORCH_INDEX, CpuTorch, has_wheels, wheel_name
from core.messages import Message, msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure


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
_CUDA = "torch-cuda.txt"
_TORCH = ("torch", "torchvision")


@dataclass(frozen=True, slots=True)
class RequirementSet:
    """Files for ``pip install --no-deps -r``."""

    engine: EngineName
    device: Device
    files: tuple[Path, ...]
    packages: int
    """How many lines name a package; some may be left out on this architecture."""
    pythons: tuple[tuple[int, int], ...]
    note: Message | None = None
    """What is unusual about it, said before it is installed."""
    cpu_torch: CpuTorch | None = None
    """What is installed first, so that the index's torch for CUDA is not."""

    @property
    def pins(self) -> tuple[str, ...]:
        """Each package with its version, as they will be installed."""
        instead = (
            {} if self.cpu_torch is None else {p.split("+")[0]: p for p in self.cpu_torch.pins}
        )
        return tuple(instead.get(pin, pin) for pin in _lines(list(self.files)))


def cpu_torch_pins(engine: EngineName, device: Device, machine: str) -> tuple[str, ...]:
    """The builds of torch that this set would rather have; none where the index's are right."""
    if engine not in PYTHONS or device is Device.CUDA or machine.lower() not in X86_64:
        return ()
    files = _files(engine, device)
    return tuple(f"{pin}+cpu" for pin in _lines(files) if pin.partition("==")[0] in _TORCH)


def requirement_set(
    engine: EngineName,
    device: Device,
    machine: str,
    wheels: Path | None = None,
    cpu_torch: CpuTorch | None = None,
) -> RequirementSet | Failure:
    """The set for an engine, a device and an architecture (``platform.machine()``).

    ``wheels``: a folder from which all packages come; builds of torch for the CPU in it are taken.
    With those, or with ``cpu_torch``, what the builds for CUDA need is left out.
    """
    if engine not in PYTHONS:
        return Failure(
            FailureKind.ENGINE_MISSING,
            msg("{engine} comes with Headframe and needs no installation.", engine=engine.value),
            msg("Its extra is called `{engine}`.", engine=engine.value),
        )
    files = _files(engine, device)
    wanted = cpu_torch_pins(engine, device, machine)
    note = None
    if wanted and wheels is not None and has_wheels(wheels, wanted):
        cpu_torch = CpuTorch(wanted, None)
        note = msg("The folder has a torch for the CPU alone: CUDA's libraries are left out.")
    elif wanted and wheels is not None:
        cpu_torch = None
    has_torch = any(line.startswith("torch==") for line in _lines(files))
    if has_torch and machine.lower() in X86_64 and cpu_torch is None:
        files.append(_folder() / _CUDA)
        note = _cuda_note(device, wanted) if wanted else None
    packages = len(_lines(files))
    return RequirementSet(
        engine, device, tuple(files), packages, PYTHONS[engine], note, cpu_torch if wanted else None
    )


def _cuda_note(device: Device, wanted: tuple[str, ...]) -> Message:
    facts = {"wheels": " + ".join(map(wheel_name, wanted)), "index": PYTORCH_INDEX}
    if device is Device.NPU:
        return msg(
            "torch_npu asks for torch 2.7.1+cpu, which no index that was asked has. The torch "
            "2.7.1 for CUDA is installed in its place: it works, and is some GB larger. To avoid "
            "that, install from a folder of wheels that holds {wheels}, from {index}.",
            **facts,
        )
    return msg(
        "No index that was asked has a torch for the processor alone. The one for CUDA is "
        "installed in its place, which is some GB larger. To avoid that, install from a folder "
        "of wheels that holds {wheels}, from {index}.",
        **facts,
    )


def _folder() -> Path:
    return Path(str(resources.files("resources") / "engines"))


def _files(engine: EngineName, device: Device) -> list[Path]:
    names = [f"{engine.value}.txt", f"{engine.value}-{device.value}.txt"]
    return [file for name in names if (file := _folder() / name).is_file()]


def _lines(files: list[Path]) -> list[str]:
    """What names a package."""
    lines = [line.strip() for file in files for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]
