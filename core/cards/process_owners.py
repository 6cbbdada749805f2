"""Whose a process on a card is: user, command, and whether it is one of our own workers.

The driver's tools print a host's pids. In a container such a number may belong to no process, or to
another one here, so a process counts as found only when its name is the one that the tool
printed. Looking may block as long as the kernel does (a process that a hung driver holds cannot
be read): never call it in the GUI thread.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psutil

from core.cards.model import CardProcess, Reading
from core.worker.process_tree import ENV_MARKER

_NAME_LENGTH = 15
"""Characters of a process's name that the kernel keeps; npu-smi prints them without colons."""
_COMMAND_LENGTH = 400


@dataclass(frozen=True, slots=True)
class ProcessOwner:
    """What this machine says of a process; ``None`` where this user may not know."""

    user: str | None
    command: str | None
    """The command line, its words apart by spaces."""
    ours: bool
    """A worker of any Headframe, or a helper of one."""
    of_this_process: bool = False
    """One that this program has started."""


def local_pid(process: CardProcess) -> int | None:
    """The number to look a process up by: the container's own, where the tool tells it."""
    return process.pid if process.container_pid is None else process.container_pid


class ProcessOwnerCache:
    """Looks each process up once, for as long as it stays on a card."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str | None], ProcessOwner | None] = {}

    def owners_of(self, reading: Reading) -> Mapping[int, ProcessOwner]:
        """Owners by :func:`local_pid`, of all processes that can be found. May block."""
        listed = {
            (pid, process.name if process.container_pid is None else None): process
            for card in reading.cards
            for process in card.processes
            if (pid := local_pid(process)) is not None
        }
        self._known = {
            key: self._known[key] if key in self._known else _look_up(process)
            for key, process in listed.items()
        }
        return {pid: owner for (pid, _), owner in self._known.items() if owner is not None}


def our_pids(owners: Mapping[int, ProcessOwner]) -> frozenset[int]:
    """Pids of our own workers and their helpers."""
    return frozenset(pid for pid, owner in owners.items() if owner.ours)


def by_memory(processes: Iterable[CardProcess]) -> list[CardProcess]:
    """The largest first; those of unknown size last."""
    return sorted(processes, key=lambda process: -(process.memory_mb or 0.0))


def _look_up(listed: CardProcess) -> ProcessOwner | None:
    pid = local_pid(listed)
    if pid is None or pid <= 0 or not psutil.pid_exists(pid):
        return None
    try:
        process = psutil.Process(pid)
        if listed.container_pid is None and not _same_name(process, listed.name):
            return None
        ours = _is_ours(process)
        return ProcessOwner(_user(process), _command(process), ours, ours and _is_below_us(process))
    except (psutil.Error, OSError):
        return None


def _same_name(process: psutil.Process, printed: str | None) -> bool:
    """Whether the tool's name, a path with NVML, is this process's; without one who knows."""
    if not printed:
        return False
    # psutil completes a cut name from the command line; the kernel's own are its first 15.
    name = process.name()[:_NAME_LENGTH]
    return name.replace(":", "") == printed.rpartition("/")[2].replace(":", "")[:_NAME_LENGTH]


def _user(process: psutil.Process) -> str | None:
    try:
        return process.username()
    except (psutil.Error, OSError, KeyError):
        return None


def _command(process: psutil.Process) -> str | None:
    try:
        words = process.cmdline()
    except (psutil.Error, OSError):
        return None
    text = "".join(char if char.isprintable() else " " for char in " ".join(words))
    return text[:_COMMAND_LENGTH] or None


def _is_below_us(process: psutil.Process) -> bool:
    try:
        return any(parent.pid == os.getpid() for parent in process.parents())
    except (psutil.Error, OSError):
        return False


def _is_ours(process: psutil.Process) -> bool:
    try:
        return ENV_MARKER in process.environ()
    except (psutil.Error, OSError):
        return False
