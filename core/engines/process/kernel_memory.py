"""A ceiling on memory that the kernel holds, set from outside on a process that runs.

Looking ten times a second, as `core.engines.process.resource_limits` does, comes too late for a
file that takes gigabytes at once: a tree of 4.4 GB was seen where 2.5 were allowed. Here the
allocation itself fails. It is for engines without a card: a driver reserves far more than it uses,
and what is reserved counts.
"""

from __future__ import annotations

import contextlib
import re
import resource
from collections.abc import Iterable
from pathlib import Path

_FAILED = re.compile(
    r"MemoryError|bad_alloc|memory allocation of \d+ bytes failed|[Cc]annot allocate memory"
    r"|[Oo]ut of memory|failed to (?:spawn thread|allocate)"
)


def limit_memory(pids: Iterable[int], megabytes: float) -> None:
    """Limit the memory of each of these processes and their children, in MiB; ``inf``: no limit.

    Counted is what is writable and private (``RLIMIT_DATA``), touched or not. What was reserved and
    not touched so far comes on top, so that the limit is one on memory that is used. May be raised
    again: only the soft limit is set. A process that is gone is passed over.
    """
    for pid in pids:
        reserved = _reserved_untouched(pid)
        if reserved is None:
            continue
        soft = resource.RLIM_INFINITY
        if megabytes != float("inf"):
            soft = int(megabytes * 2**20) + reserved
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.prlimit(pid, resource.RLIMIT_DATA)
            if hard != resource.RLIM_INFINITY:
                soft = hard if soft == resource.RLIM_INFINITY else min(soft, hard)
            resource.prlimit(pid, resource.RLIMIT_DATA, (soft, hard))


def is_exhausted(last_words: Iterable[str]) -> bool:
    """Whether a process that ended says that an allocation failed."""
    return any(_FAILED.search(line) for line in last_words)


def _reserved_untouched(pid: int) -> int | None:
    """Bytes of its private memory that no page stands behind; ``None`` when it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text("utf-8", "replace")
    except OSError:
        return None
    found = dict(re.findall(r"^(VmData|RssAnon):\s+(\d+) kB", text, re.MULTILINE))
    return max(0, int(found.get("VmData", 0)) - int(found.get("RssAnon", 0))) * 1024
