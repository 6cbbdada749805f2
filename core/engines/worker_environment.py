"""The environment of a worker: the window's own Python settings must not reach an engine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def worker_environment(environment: Mapping[str, str], interpreter: Path) -> dict[str, str]:
    """That environment, fit for a worker under that interpreter.

    ``PYTHONPATH`` keeps the entries of others (CANN's ``set_env.sh`` puts its Python packages
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
    elif sys.flags.no_user_site:  # a Python brought along; a virtual environment has it so anyway
        result["PYTHONNOUSERSITE"] = "1"
    if sys.getfilesystemencoding() == "utf-8":
        result["PYTHONUTF8"] = "1"
    result["PYTHONUNBUFFERED"] = "1"  # the last words before a crash reach the log
    # onnxruntime from 1.23 on looks up a host of Microsoft's and writes a device id to the user's
    # home as soon as a network is loaded, in every engine (seen with strace; it says so nowhere).
    result["ORT_DISABLE_TELEMETRY"] = "1"
    return result


def _is_ours(entry: Path) -> bool:
    own = (Path(__file__).parents[2], Path(sys.prefix))
    return any(entry == root or root in entry.parents for root in own)
