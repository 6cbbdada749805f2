"""The environment of a worker: the window's own Python settings must not reach an engine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def worker_environment(environment: Mapping[str, str], interpreter: Path) -> dict[str, str]:
    """That environment, fit for a worker under that interpreter.

    ``PYTHONPATH`` keeps what is somebody else's (CANN's ``set_env.sh`` puts its Python packages
    there) and loses what lies in the window's own environment. ``PYTHONHOME`` belongs to one
    interpreter and goes with any other. Paths travel as text, so both sides must spell them alike.
    """
    result = dict(environment)
    kept = [
        entry
        for entry in result.pop("PYTHONPATH", "").split(os.pathsep)
        if entry and not _is_ours(Path(entry))
    ]
    if kept:
        result["PYTHONPATH"] = os.pathsep.join(kept)
    if interpreter != Path(sys.executable):
        result.pop("PYTHONHOME", None)
        result.pop("__PYVENV_LAUNCHER__", None)
    if sys.getfilesystemencoding() == "utf-8":
        result["PYTHONUTF8"] = "1"
    result["PYTHONUNBUFFERED"] = "1"  # the last words before a crash reach the log
    return result


def _is_ours(entry: Path) -> bool:
    own = (Path(__file__).parents[2], Path(sys.prefix))
    return any(entry == root or root in entry.parents for root in own)
