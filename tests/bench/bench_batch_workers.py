"""A batch with one worker on the CPU, against the same with two.

Run it from the checkout: ``python -m tests.bench.bench_batch_workers [--rounds 3]``, on a machine
that does nothing else. Compared is the wall time from the first ``started`` to the last ``done``,
turn by turn; the workers' start is left out, since it does not grow with the batch.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import pdfs

DOCUMENTS = 60


def seconds(papers: Path, out: Path, home: Path, workers: int) -> float:
    """One run, from the first ``started`` to the end of the last document."""
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
        began = ended = 0.0
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "started":
                began = began or time.perf_counter()
            if event["event"] == "done":
                ended = time.perf_counter()
    if process.returncode:
        raise SystemExit(f"the run failed with {process.returncode}")
    return ended - began


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number in range(DOCUMENTS):
            pdfs.long_pdf(folder / "papers" / f"{number:02}.pdf", pages=20 + number % 40)
        ratios = []
        for number in range(rounds):
            one = seconds(folder / "papers", folder / f"{number}-1", folder / "home", 1)
            two = seconds(folder / "papers", folder / f"{number}-2", folder / "home", 2)
            ratios.append(two / one)
            print(f"round {number}: one {one:.2f} s, two {two:.2f} s, ratio {two / one:.3f}")
    print(
        f"{DOCUMENTS} documents on {len(os.sched_getaffinity(0))} cores, two workers ÷ one: "
        f"median {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"
    )


if __name__ == "__main__":
    main()
