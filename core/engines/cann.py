"""CANN's environment, for a worker on an NPU: found, computed in a shell, given to the child only.

CANN ships shell scripts that set a dozen variables. They are sourced by a shell of their own, whose
environment is then read: Headframe's own stays as it is (its libraries would get into the way of
Qt's), and nobody has to remember to source anything.
"""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

LIMIT_S = 20.0
"""The scripts ask for versions of things; on a network drive that takes a while."""
LOADED_VARIABLES = ("ASCEND_HOME_PATH", "ASCEND_TOOLKIT_HOME")
"""Set by ``set_env.sh``: who has them has sourced it."""
ROOT_VARIABLE = "ASCEND_INSTALL_PATH"
SCRIPTS = (
    "ascend-toolkit/set_env.sh",
    "cann/set_env.sh",
    "ascend-toolkit/latest/set_env.sh",
    "latest/set_env.sh",
)
ATB_SCRIPT = "nnal/atb/set_env.sh"
DRIVER_LIBRARIES = ("driver/lib64/driver", "driver/lib64/common", "driver/lib64")
_SHELL = 'for script in "$@"; do source "$script" >/dev/null 2>&1 </dev/null; done; exec env -0'
_SHELLS_OWN = frozenset({"_", "SHLVL", "PWD", "OLDPWD"})


@dataclass(frozen=True, slots=True)
class Cann:
    """What there is of CANN on this machine."""

    loaded: Path | None
    """Where the environment says that CANN is, if it says so and it is there."""
    scripts: tuple[Path, ...]
    """What would have to be sourced; empty when it is loaded or not there."""
    driver: tuple[Path, ...]
    """Folders of the driver's libraries."""

    @property
    def is_there(self) -> bool:
        """Whether a worker can have it."""
        return self.loaded is not None or bool(self.scripts)


def look(environ: Mapping[str, str], roots: tuple[Path, ...] | None = None) -> Cann:
    """Where CANN is. ``roots`` are the folders that hold installations, best first."""
    roots = _roots(environ) if roots is None else roots
    driver = tuple(
        folder for root in roots for name in DRIVER_LIBRARIES if (folder := root / name).is_dir()
    )
    for name in LOADED_VARIABLES:
        value = environ.get(name)
        if value and Path(value).is_dir():
            return Cann(Path(value), (), driver)
    for root in roots:
        for name in SCRIPTS:
            if (script := root / name).is_file():
                more = root / ATB_SCRIPT
                return Cann(None, (script, more) if more.is_file() else (script,), driver)
    return Cann(None, (), driver)


def with_cann(environ: Mapping[str, str], roots: tuple[Path, ...] | None = None) -> dict[str, str]:
    """That environment as it would be after sourcing CANN's scripts; as it is without CANN.

    A script that fails, or takes too long, leaves it as it is: the engine then says what it lacks.
    """
    cann = look(environ, roots)
    result = dict(environ)
    if cann.scripts:
        result = _sourced(cann.scripts, result)
    have = [entry for entry in result.get("LD_LIBRARY_PATH", "").split(os.pathsep) if entry]
    missing = [str(folder) for folder in cann.driver if str(folder) not in have]
    if missing:
        result["LD_LIBRARY_PATH"] = os.pathsep.join([*have, *missing])
    return result


def _sourced(scripts: tuple[Path, ...], environ: Mapping[str, str]) -> dict[str, str]:
    try:
        output = subprocess.run(
            ["bash", "--noprofile", "--norc", "-c", _SHELL, "bash", *map(str, scripts)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
            env=dict(environ),
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        log.exception("CANN's environment cannot be read from %s", scripts)
        return dict(environ)
    result: dict[str, str] = {}
    for item in output.split(b"\0"):
        name, equals, value = os.fsdecode(item).partition("=")
        if equals and (name not in _SHELLS_OWN or name in environ):
            result[name] = environ[name] if name in _SHELLS_OWN else value
    return result


def _roots(environ: Mapping[str, str]) -> tuple[Path, ...]:
    named = environ.get(ROOT_VARIABLE)
    home = environ.get("HOME")
    places = [Path(named)] if named else []
    places.append(Path("/usr/local/Ascend"))
    if home:
        places.append(Path(home) / "Ascend")
    return tuple(places)
