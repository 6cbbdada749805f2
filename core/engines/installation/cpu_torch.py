"""Builds of torch for the processor alone: on x86_64 the package index has only those for CUDA.

They are some GB smaller, and what torch_npu asks for. PyTorch's own index has them, a mirror may,
and a folder of wheels can.
"""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.engines.worker_environment import worker_environment

log = logging.getLogger(__name__)

PYTORCH_INDEX = "https://download.pytorch.org/whl/cpu"
INDEX_VARIABLE = "HEADFRAME_TORCH_INDEX"
"""Names another one, such as a mirror; empty: none is asked."""
ASK_LIMIT_S = 20.0
"""A firewall that swallows packets must not hold up a dialog."""


@dataclass(frozen=True, slots=True)
class CpuTorch:
    """Where those builds come from."""

    pins: tuple[str, ...]
    """As ``torch==2.7.1+cpu``."""
    index: str | None
    """The index that has them; ``None``: wherever the other packages come from."""


def find_cpu_torch(
    pins: tuple[str, ...], python: Path, version: tuple[int, int], environ: Mapping[str, str]
) -> CpuTorch | None:
    """Who has all of these for that version of Python: pip's own indexes first, then PyTorch's.

    Asks the network, by pip: blocks for as long as that takes, within limits.
    """
    if not pins:
        return None
    pip = next((path for path in (python, Path(sys.executable)) if _has_pip(path, environ)), None)
    if pip is None:
        log.info("no pip to look for a torch for the processor with")
        return None
    named = environ.get(INDEX_VARIABLE, PYTORCH_INDEX)
    for index in (None, *([named] if named else [])):
        if all(_is_there(pin, index, pip, version, environ) for pin in pins):
            return CpuTorch(pins, index)
    return None


def has_wheels(folder: Path, pins: tuple[str, ...]) -> bool:
    """Whether a folder has a wheel of each; their names may be percent-encoded, as in an index."""
    for pin in pins:
        start = f"{pin.replace('==', '-')}-"
        if not any(
            any(folder.glob(f"{begin}*.whl")) for begin in (start, start.replace("+", "%2B"))
        ):
            return False
    return True


def wheel_name(pin: str, version: tuple[int, int] = (3, 11), machine: str = "x86_64") -> str:
    """How PyTorch calls the wheel."""
    tag = f"cp{version[0]}{version[1]}"
    return f"{pin.replace('==', '-')}-{tag}-{tag}-manylinux_2_28_{machine}.whl"


def _has_pip(python: Path, environ: Mapping[str, str]) -> bool:
    return _output([str(python), "-c", "import pip; print(pip.__version__)"], environ) is not None


def _is_there(
    pin: str,
    index: str | None,
    pip: Path,
    version: tuple[int, int],
    environ: Mapping[str, str],
) -> bool:
    name, _, wanted = pin.partition("==")
    where = [] if index is None else ["--index-url", index]
    command = [str(pip), "-m", "pip", "index", "versions", "--no-input", *where]
    command += ["--only-binary=:all:", "--python-version", ".".join(map(str, version)), name]
    limits = {"PIP_RETRIES": "0", "PIP_TIMEOUT": "6", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    told = _output(command, {**environ, **limits})
    return told is not None and wanted in re.split(r"[\s,()]+", told)


def _output(command: list[str], environ: Mapping[str, str]) -> str | None:
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ASK_LIMIT_S,
            env=worker_environment(environ, Path(command[0])),
            check=True,
            text=True,
            errors="replace",
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
