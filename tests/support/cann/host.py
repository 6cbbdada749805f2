"""One emulated server with an emulated CANN: its tools, its DCMI library and its runtime agree."""

from __future__ import annotations

import os
from pathlib import Path

from core.engines.launch.cann import with_cann
from tests.support.ascend.host import AscendHost
from tests.support.ascend.state import HostState
from tests.support.cann.build import Cann

QUICK = {
    "OMP_NUM_THREADS": "1",  # tests run side by side
    # The C library gives large pieces back to the kernel at once, which fills them with zeros
    # again: for what stands in for a card's kernels that is four fifths of the time.
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(4 << 30),
    "MALLOC_TOP_PAD_": str(64 << 20),
}


class CannHost:
    """A server on which CANN is installed in the user's home. Close it."""

    def __init__(
        self, folder: Path, cann: Cann, state: HostState, *, soc: str = "Ascend910B3"
    ) -> None:
        self.tools = AscendHost(folder, state)
        self.cards = self.tools.give_runtime(soc)
        self.environ = {**self.tools.environment(), **QUICK, "HOME": str(cann.root.parent)}
        """What a user has who did not source anything: Headframe finds CANN by itself."""

    def sourced(self, **more: str) -> dict[str, str]:
        """The whole environment of a user who has sourced CANN's script."""
        return with_cann({**os.environ, **self.environ}) | more

    def close(self) -> None:
        """Let go of the cards."""
        self.cards.close()
