"""Memory that a step of a document lets go of, kept for the next step and given back at its end.

glibc returns each large piece to the kernel at once, and the kernel fills it with zeros when it is
asked for again: a third of the time of OCR, and half of that of networks on the CPU.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""``mallopt``'s names."""
LARGEST_PIECES = (1 << 30, 32 << 20)
"""A page as numbers has some hundred megabytes; older versions of glibc take the second only."""
KEPT = 512 << 20
SLACK = 64 << 20
"""What a process may have grown by and give nothing back: that takes some milliseconds."""
VARIABLES = ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES")


class FreedMemory:
    """Of this process. Without glibc, or where the user has set it, nothing is changed."""

    def __init__(self) -> None:
        self._trim: Callable[[int], int] | None = None
        self._resident = 0
        library = ctypes.CDLL(None)
        if any(name in os.environ for name in VARIABLES) or not hasattr(library, "mallopt"):
            return
        any(library.mallopt(_MMAP_THRESHOLD, piece) for piece in LARGEST_PIECES)
        library.mallopt(_TRIM_THRESHOLD, KEPT)
        self._trim = getattr(library, "malloc_trim", None)

    def give_back(self) -> None:
        """Return what is free to the kernel, where the process has grown since the last time."""
        if self._trim is not None and resident() > self._resident + SLACK:
            self._trim(0)
            self._resident = resident()


def resident() -> int:
    """Bytes of this process that are in memory; 0 where that is not known."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
