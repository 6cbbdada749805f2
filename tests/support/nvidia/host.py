"""A stand-in for NVIDIA's management library, with cards that a test describes."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path

from tests.support.compiled import shared_library

GIGABYTE = 1 << 30


@dataclass(frozen=True)
class Device:
    """A card, or a MIG instance of one; fields in the order of the stand-in's lines."""

    name: str
    uuid: str
    bus: str
    parent: int = -1
    """Index of the card that this is an instance of."""
    heat: int = 40
    power_mw: int = 71_500
    load: int = 3
    used: int = 5 * GIGABYTE
    total: int = 80 * GIGABYTE
    mig: int = 2
    """1: on, 0: off, 2: the card cannot be cut."""
    pending: int = 0
    failed: int = 0
    errors: int = 0
    lost: int = 0
    """The code with which the driver refuses a handle; 0: it does not."""
    reserved: int = 0
    """Bytes that the driver keeps for itself."""


class NvidiaHost:
    """A folder with ``libnvidia-ml.so.1`` in it, for ``LD_LIBRARY_PATH``."""

    def __init__(self, folder: Path, *, old: bool = False) -> None:
        """``old``: the library lacks the newer calls."""
        folder.mkdir()
        self._state = folder / "state"
        self.folder = folder
        library = shared_library(Path(__file__).with_name("nvml.c"), *(["-DOLD"] if old else []))
        (folder / "libnvidia-ml.so.1").write_bytes(library)
        self.set()

    def environment(self) -> dict[str, str]:
        """What makes the loader find the stand-in."""
        return {"LD_LIBRARY_PATH": str(self.folder)}

    def set(self, *devices: Device, processes: tuple[tuple[int, int, int], ...] = ()) -> None:
        """These cards and instances, and (device, pid, bytes) of the processes on them."""
        lines = [f"device|{'|'.join(map(str, astuple(device)))}" for device in devices]
        lines.extend(f"process {index} {pid} {size}" for index, pid, size in processes)
        self._state.write_text("\n".join(lines) + "\n")

    def fail(self, line: str) -> None:
        """``hang``, or ``refuse CODE``."""
        self._state.write_text(line + "\n")
