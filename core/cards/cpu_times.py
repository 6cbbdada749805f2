"""How busy all cores are together, from two looks at what the kernel counts."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field

STAT = "/proc/stat"
IDLE, IOWAIT, GUEST = 3, 4, 8
"""Fields of its first line (proc(5)): waiting, waiting for a disk, and the first one of guests."""


@dataclass(frozen=True, slots=True)
class CpuTimes:
    """Seconds that all cores together spent, since the machine started."""

    busy: float
    """Without those of this process: looking for cards makes no machine look busy."""
    total: float
    at: float = field(default_factory=time.monotonic)
    """When this was so."""

    @property
    def age(self) -> float:
        """Seconds since then."""
        return time.monotonic() - self.at

    @classmethod
    def now(cls, stat: str = STAT) -> CpuTimes:
        """As the kernel counts them at this moment; zeros where it does not say.

        Not by psutil: `headframe cards` takes its first look before that is loaded, which takes a
        tenth of its time.
        """
        try:
            with open(stat, "rb") as lines:  # noqa: PTH123 - before pathlib is loaded
                ticks = [int(count) for count in lines.readline().split()[1:]]
        except (OSError, ValueError):
            return cls(0.0, 0.0)
        # Time of guests is counted within user and nice already.
        total = sum(ticks[:GUEST])
        busy = total - sum(ticks[IDLE : IOWAIT + 1])
        second = os.sysconf("SC_CLK_TCK")
        return cls(busy / second - time.process_time(), total / second)

    def load_since(self, earlier: CpuTimes) -> float | None:
        """Per cent of all cores' time since then; ``None`` when no time went by."""
        passed = self.total - earlier.total
        if passed <= 0:
            return None
        return round(min(100.0, max(0.0, 100.0 * (self.busy - earlier.busy) / passed)), 1)
