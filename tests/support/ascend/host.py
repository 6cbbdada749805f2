"""An emulated Ascend host: a folder with a stand-in ``npu-smi``, a stand-in ``libdcmi.so``, values.

    host = AscendHost(tmp_path / "host", eight_910b(busy=range(6)))
    environ = os.environ | host.environment()            # for Headframe itself
    foreign = os.environ | host.process_environment("6")  # for a process of somebody else

Everything but the silicon is real: programs are started, a library is loaded, real processes are
listed on the chip that their environment pins them to, and on the first one where nothing does.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.atomic_file import write_atomic
from tests.support.ascend.npu_smi import texts_at_rest
from tests.support.ascend.resting import (
    CARDS_FILE,
    HOST_VARIABLE,
    MAPPING,
    PIN_VARIABLE,
    USES_CARD_VARIABLE,
    text_file,
)
from tests.support.ascend.state import FaultKind, HostState, load, save
from tests.support.cann import cards as emulated
from tests.support.cann.cards import Cards
from tests.support.compiled import shared_library
from tests.support.paths import ROOT

_SCRIPT = """\
import sys
sys.path.insert(0, {root!r})
from tests.support.ascend.resting import answer
if answer({folder!r}, sys.argv[1:]):
    raise SystemExit(0)
from pathlib import Path
from tests.support.ascend.npu_smi import main
raise SystemExit(main(Path({folder!r}, "state.json"), sys.argv[1:]))
"""


@dataclass(frozen=True)
class Call:
    """One call of the stand-in tool or library, from its own log."""

    pid: int
    call: str
    """``info``, ``-m`` or ``dcmi``."""
    alone: bool
    """No other call was under way when it began."""
    started: float
    """`time.monotonic`, which all processes share."""
    ended: float | None
    """``None`` when it was killed, or still goes on."""


class AscendHost:
    """One host in a folder of its own."""

    def __init__(self, folder: Path, state: HostState) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.state_path = (folder / "state.json").resolve()
        self._log = self.state_path.with_name("calls.log")
        self.npu_smi = self.state_path.with_name("npu-smi")
        self._library = self.state_path.with_name("libdcmi.so")
        self._write_program()
        self._put(state)

    @property
    def state(self) -> HostState:
        """The values as they are now."""
        return load(self.state_path)

    def change(self, change: Callable[[HostState], HostState]) -> None:
        """Make it another host, from the next call on."""
        self._put(change(self.state))

    def fail(self, kind: FaultKind | None, **values: Any) -> None:
        """Fail so from the next call on (`state.Fault`); ``None`` heals."""
        self.change(lambda state: state.with_fault(kind, **values))

    def remove_card(self, npu: int) -> None:
        """Take a card out; logic ids close the gap, as they do after a reboot."""

        def without(state: HostState) -> HostState:
            left = [chip for chip in state.chips if chip.npu != npu]
            chips = tuple(dataclasses.replace(chip, logic=i) for i, chip in enumerate(left))
            return dataclasses.replace(state, chips=chips)

        self.change(without)

    def give_runtime(self, soc: str = "Ascend910B3", cann: str = "8.2.RC1") -> Cards:
        """Let CANN's runtime work on these chips (`tests.support.cann`); the tools then list what
        processes really do there. Close what this returns.
        """
        held = [(chip.total_mb, chip.used_mb) for chip in self.state.chips]
        return Cards.create(self.state_path.with_name(CARDS_FILE), soc, cann, held)

    def environment(self, dcmi: bool = False) -> dict[str, str]:
        """What Headframe needs in its environment to see this host and no other."""
        cards = self.state_path.with_name(CARDS_FILE)
        return {
            **({emulated.VARIABLE: str(cards)} if cards.exists() else {}),
            HOST_VARIABLE: str(self.state_path),
            "HEADFRAME_NPU_SMI": str(self.npu_smi),
            "HEADFRAME_DCMI": str(self.build_library()) if dcmi else "off",
        }

    def process_environment(self, visible: str | None = None) -> dict[str, str]:
        """What makes a foreign process work on a chip of this host; unpinned: on the first."""
        pin = {} if visible is None else {PIN_VARIABLE: visible}
        return {HOST_VARIABLE: str(self.state_path), USES_CARD_VARIABLE: "1", **pin}

    def calls(self) -> list[Call]:
        """Every call so far, in the order of their beginnings."""
        if not self._log.exists():
            return []
        entries = [json.loads(line) for line in self._log.read_text().splitlines()]
        ends = {entry["pid"]: entry["at"] for entry in entries if entry["event"] == "end"}
        return [
            Call(entry["pid"], entry["call"], entry["alone"], entry["at"], ends.get(entry["pid"]))
            for entry in entries
            if entry["event"] == "start"
        ]

    def build_library(self) -> Path:
        """The stand-in library, compiled when first asked for; skips where there is no compiler."""
        if not self._library.exists():
            self._library.write_bytes(shared_library(Path(__file__).with_name("dcmi.c")))
        return self._library

    def _put(self, state: HostState) -> None:
        """What lies written for a host at rest is never older than the state."""
        folder = self.state_path.parent
        for call in ("info", MAPPING, "dcmi"):
            Path(text_file(str(folder), call)).unlink(missing_ok=True)
        save(state, self.state_path)
        for call, text in texts_at_rest(state).items():
            write_atomic(Path(text_file(str(folder), call)), text)

    def _write_program(self) -> None:
        script = self.state_path.with_name("npu_smi_script.py")
        script.write_text(_SCRIPT.format(root=str(ROOT), folder=str(self.state_path.parent)))
        # A shell in between: a first line with an interpreter's path may be too long, or have
        # spaces in it. `exec` keeps the pid. It starts often, and needs no installed package.
        self.npu_smi.write_text(f"#!/bin/sh\nexec '{sys.executable}' -IS '{script}' \"$@\"\n")
        self.npu_smi.chmod(0o755)
