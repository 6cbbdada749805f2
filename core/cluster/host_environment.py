"""The environment that a host's user gave to Ray there, without what Ray added for its own worker.

Ray sets ``CUDA_VISIBLE_DEVICES`` or ``ASCEND_RT_VISIBLE_DEVICES`` in its workers by what they asked
it for. Headframe asks for nothing and pins its own child; but a limit that the host's user had set
when he ran ``ray start`` stands, and the raylet, the parent of every worker, still has it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from core.cards.pinning import DEVICE_VARIABLES

FILES_VARIABLE = "HEADFRAME_CLUSTER_FILES"
"""``send``, where ``ray start`` was given it: documents and results travel in any case, also where
a drive is shared. For drives that are slower than the network, or that show files late."""


ACTOR_VARIABLES = {
    # The guard of an engine's process ends it and removes its files when its actor is gone. Ray
    # would kill the guard with the actor, and the rest would stay undone.
    "RAY_kill_child_processes_on_worker_exit": "0",
    # An entry in Ray's own list of tasks for each question to an actor is of no use to anyone.
    "RAY_task_events_report_interval_ms": "0",
}
"""What Ray has to find in the environment of an actor before it starts there."""


def host_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What engines and the driver's tools get on this host."""
    raylet = _environment_of(os.getppid())
    result = {name: value for name, value in environ.items() if name not in _NOT_FOR_ENGINES}
    result |= {name: raylet[name] for name in DEVICE_VARIABLES if name in raylet}
    # Ray's own library is first in its workers' path; no engine is to find it there.
    if "LD_LIBRARY_PATH" in raylet:
        result["LD_LIBRARY_PATH"] = raylet["LD_LIBRARY_PATH"]
    if "PYTHONPATH" in raylet:
        result["PYTHONPATH"] = raylet["PYTHONPATH"]
    else:
        result.pop("PYTHONPATH", None)
    return result


_NOT_FOR_ENGINES = frozenset((*DEVICE_VARIABLES, *ACTOR_VARIABLES))


def sees_files(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this host may read documents and write results under the driver's own paths."""
    return environ.get(FILES_VARIABLE) != "send"


def _environment_of(pid: int) -> dict[str, str]:
    """Its first environment; empty where it cannot be read."""
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123 - as os.environ decodes
            entries = file.read().split(b"\0")
    except OSError:
        return {}
    pairs = (os.fsdecode(entry).partition("=") for entry in entries if entry)
    return {name: value for name, _, value in pairs}
