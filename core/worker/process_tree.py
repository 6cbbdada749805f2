"""A process and everything that descends from it: find it, measure it, end it.

Read from ``/proc``, because the guard has nothing but the standard library, and because the
window's side asks ten times a second. Where there is no ``/proc`` the descendants are unknown, and
what is left is the process group.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import signal
import sys
from collections.abc import Iterable, Iterator

ENV_MARKER = "HEADFRAME_WORKER"
"""A variable in every worker's environment: its helpers inherit it, whatever becomes of them."""

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_PR_SET_CHILD_SUBREAPER = 36


def descendants(root: int) -> list[int]:
    """Pids of all that descend from ``root``, itself left out, parents before children."""
    children = _children_by_parent()
    found: list[int] = []
    queue = [root]
    while queue:
        for pid in children.get(queue.pop(0), ()):
            found.append(pid)
            queue.append(pid)
    return found


def descendants_by_kin(root: int) -> list[int]:
    """The same, asked of each process itself, which costs what the tree does and not what the
    machine runs: to measure with. One that ends meanwhile may hide another (proc(5)), so to end a
    tree take :func:`descendants`, as it is done here where the kernel tells nothing of children.
    """
    if not os.path.exists(f"/proc/{root}/task/{root}/children"):  # noqa: PTH110 - often asked
        return descendants(root)
    found: list[int] = []
    queue = [root]
    while queue:
        for pid in _children(queue.pop(0)):
            found.append(pid)
            queue.append(pid)
    return found


def marked(mark: str) -> list[int]:
    """Pids of one's own processes whose first environment holds :data:`ENV_MARKER` of that value.

    Finds helpers that were orphaned after their own parents and the guard had died.
    """
    needle = b"%s=%s" % (ENV_MARKER.encode(), mark.encode())
    return [
        pid
        for pid in _pids()
        if pid != os.getpid() and needle in _read(pid, "environ").split(b"\0")
    ]


def kill_all(pids: Iterable[int], number: int = signal.SIGKILL) -> None:
    """Signal each of them; those that have ended, or belong to others by now, are skipped."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def resident_mb(pids: Iterable[int]) -> float:
    """Sum of resident memory in MiB, which is what every "MB" here means. Shared pages count each
    time they are mapped, so the true sum is this or less.
    """
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for pid in pids:
        fields = _read(pid, "statm").split()
        if len(fields) > 1:
            total += int(fields[1]) * page
    return total / 2**20


def proportional_mb(pids: Iterable[int]) -> float:
    """Sum of memory in MiB with shared pages divided among their users (PSS); slow.

    A process whose kernel or owner does not tell counts with its resident memory.
    """
    total = 0.0
    for pid in pids:
        for line in _read(pid, "smaps_rollup").splitlines():
            if line.startswith(b"Pss:"):
                total += int(line.split()[1]) / 2**10
                break
        else:
            total += resident_mb([pid])
    return total


def adopt_orphans() -> bool:
    """Make this process the parent of every descendant whose own parent ends. Linux only."""
    return _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> bool:
    """SIGKILL this process when the thread that started it ends. Linux only."""
    return _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _prctl(option: int, argument: int) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    return ctypes.CDLL(None).prctl(option, argument, 0, 0, 0) == 0  # type: ignore[no-any-return]


def _children_by_parent() -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for pid in _pids():
        # The command's name stands in brackets and may itself hold spaces and brackets.
        fields = _read(pid, "stat").rpartition(b")")[2].split()
        if len(fields) > 1:
            children.setdefault(int(fields[1]), []).append(pid)
    return children


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for thread in _numbers(f"/proc/{pid}/task")
        for child in _read(pid, f"task/{thread}/children").split()
    ]


def _pids() -> Iterator[int]:
    return _numbers("/proc")


def _numbers(folder: str) -> Iterator[int]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.isdigit():
                yield int(entry.name)


def _read(pid: int, name: str) -> bytes:
    """A file of a process; empty when the process is gone or not ours to look at."""
    try:
        with io.FileIO(f"/proc/{pid}/{name}") as file:
            return file.readall()
    except OSError:
        return b""
