"""The memory of this machine, or of the container we are in: how much, and whether it ran out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

GROUPS = Path("/sys/fs/cgroup")
OWN_GROUPS = Path("/proc/self/cgroup")
VMSTAT = Path("/proc/vmstat")
_LIMITS = ("memory.max", "memory.limit_in_bytes")
_EVENTS = ("memory.events", "memory.oom_control")
"""Of control groups' version 2, and 1."""


def machine_memory_mb() -> float:
    """Memory that this process may use at most, in MiB: the machine's, or its container's."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    said = (text.strip() for text in _group_values(_LIMITS))
    limits = [int(limit) for limit in said if limit.isdigit()]  # "max" is none
    return min([machine, *limits]) / 2**20


def kernel_kills() -> int | None:
    """How many processes the kernel has killed here so far because memory had run out.

    In our own control group, where that tells, else on the whole machine; ``None`` where neither
    tells.
    """
    for text in (*_group_values(_EVENTS), _text(VMSTAT)):
        for line in text.splitlines():
            name, _, number = line.partition(" ")
            if name == "oom_kill" and number.strip().isdigit():
                return int(number)
    return None


def _group_values(names: tuple[str, str]) -> Iterator[str]:
    """What the control groups that this process is in have in their file, the innermost first.

    In a container the group's own folder is usually the root that is seen; outside of one it is
    where ``/proc/self/cgroup`` says. Every folder on the way up may have the file.
    """
    for file in _files(_text(OWN_GROUPS), GROUPS, names):
        yield _text(file)


@lru_cache(maxsize=4)
def _files(own_groups: str, groups: Path, names: tuple[str, str]) -> tuple[Path, ...]:
    """Those that are there. Asked for each document, so they are looked for once."""
    found: list[Path] = []
    for line in own_groups.splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            base, name = groups, names[0]
        elif "memory" in controllers.split(","):
            base, name = groups / "memory", names[1]
        else:
            continue
        own = PurePosixPath(path.lstrip("/"))
        places = (base / folder / name for folder in (own, *own.parents))
        found.extend(place for place in places if place.is_file())
    return tuple(found)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError:
        return ""
