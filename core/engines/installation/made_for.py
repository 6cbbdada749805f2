"""What an engine's environment was made to run on, as its files tell; nothing is started."""

from __future__ import annotations

from pathlib import Path

from core.engines.installation.requirement_sets import Device
from core.paths import engines_folder


def made_for(interpreter: Path, home: Path) -> Device:
    """The device of an environment that Headframe made, else the best that its torch can use."""
    for folder in interpreter.parents:
        if folder.parent == engines_folder(home):
            device = folder.name.rpartition("-")[2]
            if device in tuple(Device):
                return Device(device)
    for packages in sorted(interpreter.parents[1].glob("lib*/python*/site-packages")):
        if (packages / "torch_npu").exists() or (packages / "torch_npu.py").exists():
            return Device.NPU
        if (packages / "torch" / "lib" / "libtorch_cuda.so").exists():
            return Device.CUDA
    return Device.CPU
