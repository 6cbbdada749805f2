"""A batch with one worker on the CPU, against the same with two.

Run it from the checkout: ``python -m tests.bench.bench_batch_workers [--rounds 3]``, on a machine
that does nothing else. Compared is the wall time from the first ``started`` to the last ``done``,
turn by turn; the workers' start is left out, since it does not grow with the batch.

Beside it stands what our own process takes of the processors for each second that the workers take:
on as many cores as workers the ratio cannot be better than half of one and that share, and other
than the wall time it says something on a machine that others use, too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.support import pdfs

DOCUMENTS = 60


@dataclass(frozen=True)
class Run:
    """What one run took, from the first ``started`` to the end of the last document."""

    wall_s: float
    own_share: float


class Meter:
    """Processor time of a process and of those below it, since a moment."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._first: dict[int, float] = {}
        self._last: dict[int, float] = {}

    def look(self) -> None:
        """The first look is the moment; one that comes later begins then."""
        begins = not self._last
        for process in (self._root, *self._root.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                self._last[process.pid] = times.user + times.system
        if begins:
            self._first = dict(self._last)

    def own_share(self) -> float:
        """What the process took for each second of the others."""
        took = {pid: last - self._first.get(pid, 0.0) for pid, last in self._last.items()}
        own = took.pop(self._root.pid)
        return own / sum(took.values())


def run(papers: Path, out: Path, home: Path, workers: int) -> Run:
    """Convert them."""
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "gui", "convert", papers, "-o", out),
            *("--json", "--workers", str(workers)),
        ],
        env={**os.environ, "HEADFRAME_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        meter = Meter(process.pid)
        began = ended = 0.0
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "started" and not began:
                began = time.perf_counter()
                meter.look()
            if event["event"] == "done":
                ended = time.perf_counter()
                meter.look()
    if process.returncode:
        raise SystemExit(f"the run failed with {process.returncode}")
    return Run(ended - began, meter.own_share())


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number in range(DOCUMENTS):
            pdfs.long_pdf(folder / "papers" / f"{number:02}.pdf", pages=20 + number % 40)
        ratios, shares = [], []
        for number in range(rounds):
            one = run(folder / "papers", folder / f"{number}-1", folder / "home", 1)
            two = run(folder / "papers", folder / f"{number}-2", folder / "home", 2)
            ratios.append(two.wall_s / one.wall_s)
            shares += [one.own_share, two.own_share]
            print(
                f"round {number}: one {one.wall_s:.2f} s, two {two.wall_s:.2f} s, "
                f"ratio {ratios[-1]:.3f}; our own {one.own_share:.3f} and {two.own_share:.3f}"
            )
    print(
        f"{DOCUMENTS} documents on {len(os.sched_getaffinity(0))} cores, two workers ÷ one: "
        f"median {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}), "
        f"our own for a second of theirs {statistics.median(shares):.3f} s"
    )


if __name__ == "__main__":
    main()
