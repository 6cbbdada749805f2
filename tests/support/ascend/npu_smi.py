"""The stand-in for the program ``npu-smi``: what the host's state says, faults included.

``main(state, argv)`` is called by a small script in the host's folder, where the host is not at
rest (`tests.support.ascend.resting`). The word ``library``
in place of ``info`` is the stand-in library asking for values.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from tests.support.ascend.layouts import info_lines, mapping_lines
from tests.support.ascend.live import at_this_moment, flat_lines
from tests.support.ascend.resting import MAPPING, Logged, call_of, keep, who_works
from tests.support.ascend.state import Fault, FaultKind, HostState, MappingKind, load

_USAGE = "Usage: npu-smi info <watch|proc|-h|-m|-l|-t type> [Options...]"
_SAID = {
    -8005: "DrvMngGetConsoleLogLevel failed. (ret=4)\ndcmi module initialize failed. ret is -8005",
    -8020: "dcmi model initialized failed, because the device is used. ret is -8020",
    -9005: "npu get board type failed. ret is -9005",
}


def main(state_path: Path, arguments: list[str]) -> int:
    """Run once. Returns the exit status, as a shell would see it."""
    call = call_of(arguments)
    with Logged(str(state_path.with_name("calls")), call):
        folder = str(state_path.parent)
        works = who_works(folder)
        state = load(state_path)
        fault = state.fault_on(call)
        moment = at_this_moment(state, state_path, time.time())
        if works and call in (texts := texts_at_rest(moment)) and works == who_works(folder):
            keep(folder, call, works, texts[call])
        if call == "dcmi":
            return _for_the_library(moment, fault)
        if fault is not None and fault.kind is FaultKind.EXIT:
            print(_SAID.get(fault.code, f"Failed to execute npu-smi info. ret is {fault.code}"))
            return fault.code & 0xFF
        lines = _lines(moment, call)
        return _print(lines, fault) if lines is not None else _refuse(arguments)


def texts_at_rest(state: HostState) -> dict[str, str]:
    """What each call prints while nothing changes; none where values move or fail."""
    if state.fault is not None or state.moving:
        return {}
    found = {call: _lines(state, call) for call in ("info", MAPPING)}
    found["dcmi"] = list(flat_lines(state))
    return {call: "\n".join(lines) + "\n" for call, lines in found.items() if lines is not None}


def _lines(state: HostState, call: str) -> list[str] | None:
    """What to print; ``None`` for an option that this host's tool does not know."""
    if call == MAPPING:
        if state.mapping is MappingKind.TOO_OLD:
            return None
        if state.mapping is MappingKind.FAILS:
            return ["Failed to get the mapping. ret is -8006"]
        return list(mapping_lines(state))
    if not state.chips:
        return ["There is no NPU card on this server."]
    return list(info_lines(state))


def _refuse(arguments: Sequence[str]) -> int:
    print(f"Error parameter of {arguments[-1]}\n{_USAGE}")
    return 1


def _print(lines: Sequence[str], fault: Fault | None) -> int:
    match fault and fault.kind:
        case FaultKind.HANG:
            time.sleep(3600)
        case FaultKind.CRASH:
            os.kill(os.getpid(), signal.SIGSEGV)
        case FaultKind.GARBAGE:
            sys.stdout.buffer.write(bytes(range(256)) * 64)
            return 0
        case FaultKind.VANISH:
            half = next(i for i in range(len(lines) - 1, 0, -1) if " OK " in lines[i])
            print(*lines[: half + 1], "Failed to execute npu-smi info. ret is -8008", sep="\n")
            return -8008 & 0xFF
        case FaultKind.STUTTER if fault is not None:
            text = "\n".join(lines)
            step = max(1, len(text) // 20)
            for start in range(0, len(text), step):
                print(text[start : start + step], end="", flush=True)
                time.sleep(fault.seconds / 20)
            return 0
        case FaultKind.FLOOD:
            print(*lines, sep="\n")
            while True:
                print(*islice(lines, 50), sep="\n")
    print(*lines, sep="\n")
    return 0


def _for_the_library(moment: HostState, fault: Fault | None) -> int:
    if fault is not None and fault.kind is FaultKind.HANG:
        time.sleep(3600)
    if fault is not None and fault.kind is FaultKind.CRASH:
        print("crash")
        return 0
    if fault is not None:
        print(f"refuse\t{fault.code}")
        return 0
    print(*flat_lines(moment), sep="\n")
    return 0
