"""Which of the driver's two interfaces are here: asked before what talks to them is loaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

PROGRAM_VARIABLE = "HEADFRAME_NPU_SMI"
LIBRARY_VARIABLE = "HEADFRAME_DCMI"
LIBRARY = "libdcmi.so"
LIBRARY_FOLDERS = ("/usr/local/Ascend/driver/lib64/driver", "/usr/local/dcmi")
OFF = "off"
"""Value of that variable: the library is left alone."""


def find_npu_smi(environ: Mapping[str, str]) -> Path | None:
    """The program: ``HEADFRAME_NPU_SMI``, else PATH, else /usr/local/bin and /usr/local/sbin."""
    chosen = environ.get(PROGRAM_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    places = os.pathsep.join([environ.get("PATH", ""), "/usr/local/bin", "/usr/local/sbin"])
    found = shutil.which("npu-smi", path=places)
    return Path(found) if found else None


def dcmi_may_be_here(environ: Mapping[str, str], devices: Path) -> bool:
    """Whether it is worth a process to try the library: it is named, or lies in its place.

    ``devices`` is ``/dev``: where the driver's manager is, the loader may know of the library.
    """
    chosen = environ.get(LIBRARY_VARIABLE)
    if chosen:
        return chosen != OFF
    folders = [*environ.get("LD_LIBRARY_PATH", "").split(os.pathsep), *LIBRARY_FOLDERS]
    known = any(folder and (Path(folder) / LIBRARY).exists() for folder in folders)
    return known or (devices / "davinci_manager").exists()
