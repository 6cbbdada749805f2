"""An Ascend server of eight cards, as far as engines can tell: npu-smi and torch_npu are ours."""

from __future__ import annotations

import collections
import json
import os
from pathlib import Path

from tests.ascend.host import AscendHost
from tests.ascend.presets import eight_910b
from tests.cli import command
from tests.engines import real


class NpuHost:
    """The emulated host, and the record of what torch_npu was asked for on it."""

    def __init__(self, folder: Path) -> None:
        self.host = AscendHost(folder / "host", eight_910b(busy=range(6)))
        self._log = folder / "npu.log"
        path = real.torch_npu_folder(folder / "site")
        self.environ = {
            **self.host.environment(),
            "HEADFRAME_TEST_NPU_LOG": str(self._log),
            "PYTHONPATH": f"{command.ROOT}{os.pathsep}{path}",
            "ASCEND_HOME_PATH": str(folder),  # CANN seems to be loaded
        }

    def calls(self) -> collections.Counter[tuple[str, int]]:
        """How often each function was asked for each physical card."""
        if not self._log.exists():
            return collections.Counter()
        entries = map(json.loads, self._log.read_text().splitlines())
        return collections.Counter((entry["call"], entry["card"]) for entry in entries)

    def cards(self) -> set[int]:
        """The physical cards that anything touched."""
        return {card for _, card in self.calls()}
