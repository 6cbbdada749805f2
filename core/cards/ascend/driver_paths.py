"""Where the Ascend driver's libraries lie, for a loader that was not told."""

from __future__ import annotations

import os
from collections.abc import Mapping

LIBRARY_FOLDERS = (
    "/usr/local/Ascend/driver/lib64/driver",
    "/usr/local/Ascend/driver/lib64/common",
)
LIBRARY_PATH = "LD_LIBRARY_PATH"


def with_driver_libraries(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with those folders at the end of the loader's path, once."""
    known = [folder for folder in environ.get(LIBRARY_PATH, "").split(os.pathsep) if folder]
    added = [folder for folder in LIBRARY_FOLDERS if folder not in known]
    return {**environ, LIBRARY_PATH: os.pathsep.join([*known, *added])}
