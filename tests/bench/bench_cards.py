"""What the live list costs: ``python -m tests.bench.bench_cards``.

Prints, for 16 chips: how long a table takes to be read, our own CPU for a reading apart from the
tool's, as ratios, and what share of a core that is at the default pace (goal: at most 1 %).
"""

from __future__ import annotations

import dataclasses
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil

from core.cards.ascend.npu_smi_parser import parse_info
from core.cards.monitor import PollInterval
from core.cards.reader import CardReader
from tests.support.ascend.host import AscendHost
from tests.support.ascend.layouts import info_lines
from tests.support.ascend.presets import a3_16_dies
from tests.support.ascend.state import ChipState, HostState

READINGS = 40
TABLES = 200


def main() -> None:
    state = a3_16_dies()
    print(f"16 chips, {READINGS} readings, {os.cpu_count()} cores\n")
    for processes in (0, 128, 20_000):
        text = table_with(state, processes)
        median = repeated(partial(parse_info, text), TABLES if processes < 1000 else 5)
        print(
            f"read a table of {len(text):>9,} characters, {processes:>6,} processes:"
            f" {1000 * median:8.2f} ms"
        )
    print()
    for dcmi in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            host = AscendHost(Path(folder) / "host", state)
            environ = {**os.environ, **host.environment(dcmi)}
            with CardReader(Path(folder) / "home", environ, Path(folder)) as reader:
                report("DCMI" if dcmi else "npu-smi", reader)


def table_with(state: HostState, processes: int) -> str:
    """A table of so many processes, spread over the chips, none left out."""
    lines = list(info_lines(dataclasses.replace(state, chips=_without_processes(state))))
    end = next(i for i, line in enumerate(lines) if "Process id" in line) + 2
    rows = [
        f"| {pid % 8:<7} {pid // 8 % 2:<17} | {pid:<13} | {'worker':<24} | {100:<23} |"
        for pid in range(1, processes + 1)
    ]
    return "\n".join([*lines[:end], *rows, lines[-1]])


def _without_processes(state: HostState) -> tuple[ChipState, ...]:
    return tuple(dataclasses.replace(chip, processes=()) for chip in state.chips)


def repeated(work: Callable[[], object], times: int) -> float:
    """Median seconds of one call."""
    taken: list[float] = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def report(name: str, reader: CardReader) -> None:
    """CPU seconds of this process apart from those of the tool's, over many readings."""
    reader.read()  # the first one asks for logic ids, too
    ours, theirs, started = own_cpu(), tools_cpu(), time.perf_counter()
    for _ in range(READINGS):
        reader.read()
    wall = (time.perf_counter() - started) / READINGS
    ours = (own_cpu() - ours) / READINGS
    theirs = (tools_cpu() - theirs) / READINGS
    period = PollInterval().until_next(wall, seen=True)
    print(
        f"{name:8} {1000 * wall:7.1f} ms a reading; our own CPU {1000 * ours:6.2f} ms,"
        f" the tool's {1000 * theirs:6.2f} ms: ratio {ours / theirs if theirs else 0:.2f};"
        f" at one reading every {period:.1f} s {100 * ours / period:.2f} % of a core"
    )


def own_cpu() -> float:
    """Of this process and of helpers that live: those call a library, and are ours."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    helpers = [helper.cpu_times() for helper in psutil.Process().children()]
    return usage.ru_utime + usage.ru_stime + sum(times.user + times.system for times in helpers)


def tools_cpu() -> float:
    """Of calls that ended: the tool's own, and those behind the stand-in library."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    helpers = [helper.cpu_times() for helper in psutil.Process().children()]
    behind = sum(times.children_user + times.children_system for times in helpers)
    return usage.ru_utime + usage.ru_stime + behind


if __name__ == "__main__":
    main()
