"""CANN's environment, for a worker on an NPU: computed in a shell, given to the child only.

CANN ships shell scripts that set a dozen variables. They are sourced by a shell of their own, whose
environment is then read: Headframe's own stays as it is (its libraries would get into the way of
Qt's), and nothing has to be sourced by hand.
"""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger(__name__)

LIMIT_S = 20.0
"""The scripts ask for versions of things; on a network drive that takes a while."""
LOADED_VARIABLE = "ASCEND_HOME_PATH"
"""Set by ``set_env.sh``: who has it has sourced that."""
ATB_SCRIPT = "nnal/atb/set_env.sh"
DRIVER_LIBRARIES = ("driver/lib64/driver", "driver/lib64/common", "driver/lib64")
_CANN_SCRIPTS = (
    "ascend-toolkit/set_env.sh",
    "cann/set_env.sh",
    "nnrt/set_env.sh",
    "nnae/set_env.sh",
)
_SHELL = 'for script in "$@"; do source "$script" >/dev/null 2>&1 </dev/null; done; exec env -0'
_SHELLS_OWN = frozenset({"_", "SHLVL", "PWD", "OLDPWD"})


def cann_scripts(environ: Mapping[str, str]) -> list[Path]:
    """Every ``set_env.sh`` of CANN in its usual places; the one in use first."""
    roots = [Path("/usr/local/Ascend")]
    if home := environ.get("HOME"):
        roots.append(Path(home) / "Ascend")
    places = [root / script for root in roots for script in _CANN_SCRIPTS]
    if used := environ.get("ASCEND_HOME_PATH"):
        # …/ascend-toolkit/latest, whose script lies one level up, or in it.
        places = [Path(used) / "set_env.sh", Path(used).parent / "set_env.sh", *places]
    return [place for place in dict.fromkeys(places) if place.is_file()]


def is_loaded(environ: Mapping[str, str]) -> bool:
    """Whether that environment has CANN's variables, and they lead somewhere."""
    value = environ.get(LOADED_VARIABLE)
    return bool(value) and Path(value or "").is_dir()


def scripts_to_source(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """What has to be sourced before a worker; nothing when it was, or when there is no CANN."""
    if is_loaded(environ):
        return ()
    found = cann_scripts(environ)[:1]
    more = [root / ATB_SCRIPT for root in _roots(environ) if (root / ATB_SCRIPT).is_file()]
    return (*found, *more[:1]) if found else ()


def with_cann(environ: Mapping[str, str]) -> dict[str, str]:
    """That environment as it would be after sourcing CANN's scripts; as it is without CANN.

    A script that fails, or takes too long, leaves it as it is: the engine then says what it lacks.
    """
    result = dict(environ)
    if scripts := scripts_to_source(environ):
        result = _sourced(scripts, result)
    have = [entry for entry in result.get("LD_LIBRARY_PATH", "").split(os.pathsep) if entry]
    for root in _roots(environ):
        for folder in (root / name for name in DRIVER_LIBRARIES):
            if folder.is_dir() and str(folder) not in have:
                have.append(str(folder))
    if have:
        result["LD_LIBRARY_PATH"] = os.pathsep.join(have)
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
        if equals and name not in _SHELLS_OWN:
            result[name] = value
    return result | {name: environ[name] for name in _SHELLS_OWN if name in environ}


def _roots(environ: Mapping[str, str]) -> tuple[Path, ...]:
    home = environ.get("HOME")
    return (Path("/usr/local/Ascend"), *([Path(home) / "Ascend"] if home else []))
