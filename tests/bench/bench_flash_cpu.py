"""CPU of the built-in engine beside that of bare docvortex, as a ratio, in one run:
``python -m tests.bench.bench_flash_cpu FILE…``.

Each has a process of its own, so that neither works under what the other set up, and they take
turns; helpers count, too. The least of several runs is taken: a machine that others work on only
ever adds to it.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

from tests.quality.engines import Read, installed

RUNS = 3
ROUNDS = 3
OWN, BARE = "built-in", "docvortex"


def cpu_seconds(read: Read, path: Path) -> float:
    """The least of some runs, after one that imports."""
    read(path)
    seconds = []
    for _ in range(RUNS):
        before = _used()
        read(path)
        seconds.append(_used() - before)
    return min(seconds)


def _used() -> float:
    """Of this process and of helpers that have ended."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    return total


def _in_own_process(engine: str, path: str) -> tuple[float, float]:
    """CPU seconds, and the peak of its memory in MB."""
    command = [sys.executable, "-m", "tests.bench.bench_flash_cpu", "--engine", engine, path]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def _compare(names: list[str]) -> None:
    ratios = []
    for name in names:
        found: dict[str, list[tuple[float, float]]] = {OWN: [], BARE: []}
        for _ in range(ROUNDS):
            for engine, runs in found.items():
                runs.append(_in_own_process(engine, name))
        own, peak = map(min, zip(*found[OWN], strict=True))
        bare, bare_peak = map(min, zip(*found[BARE], strict=True))
        ratios.append(own / bare)
        print(
            f"{Path(name).name}: {own:.2f} s, bare {bare:.2f} s, ratio {own / bare:.2f}; "
            f"peak {peak:.0f} MB, bare {bare_peak:.0f} MB",
            flush=True,
        )
    print(f"median ratio {statistics.median(ratios):.2f}")


def main(arguments: list[str]) -> None:
    if arguments[:1] != ["--engine"]:
        _compare(arguments)
        return
    _, engine, name = arguments
    seconds = cpu_seconds(installed()[engine], Path(name))
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(sys.argv[1:])
