"""magic-pdf through Headframe: what keeping a worker saves, and what windows and checkpoints cost.

Run it from the checkout: ``python -m tests.bench.bench_engines [--pages 60] [--files 20]``. The
real magic-pdf runs, on the small weights of our stand-ins: its networks take a fraction
of the real ones' time, so the shares printed here are upper bounds.
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

from core.engines.process.local_process import LaunchSpec, LocalProcess
from core.worker.kinds import EngineName
from core.worker.protocol import Convert, Converted, Ready
from tests.support import pdfs
from tests.support.engines import real
from tests.support.engines.fakes import heard
from tests.support.paths import ROOT

GOAL_PERCENT = 3.0
"""What windows and checkpoints may cost on a long document (issue "MinerU on the chosen card")."""

CHILD = """
import json, os, shutil, sys, time
root, source, folder, rounds = sys.argv[1:]
sys.path.insert(0, root)
from core.worker import page_windows
from core.worker.magic_pdf.adapter import MagicPdfAdapter
from core.worker.protocol import Convert

def main():
    windowed, whole = MagicPdfAdapter(page_windows.WINDOW_PAGES), MagicPdfAdapter(1_000_000)
    windowed.load()
    whole._ground, whole._version, whole._bars = windowed._ground, windowed._version, windowed._bars
    kept = {"wall": 0.0, "cpu": 0.0}
    save = page_windows.Checkpoint.save

    def timed(self, window, pages):
        wall, cpu = time.perf_counter(), time.process_time()
        found = save(self, window, pages)
        kept["wall"] += time.perf_counter() - wall
        kept["cpu"] += time.process_time() - cpu
        return found

    page_windows.Checkpoint.save = timed
    ways = [("windows", windowed), ("whole", whole)]
    for number in range(int(rounds) + 1):
        one = {}
        for name, engine in ways:
            staging, folder_kept = folder + "/staging", folder + "/kept"
            os.makedirs(staging)
            kept.update(wall=0.0, cpu=0.0)
            wall, cpu = time.perf_counter(), time.process_time()
            checkpoint = folder_kept if name == "windows" else None
            engine.convert(Convert("b", source, staging, "b", checkpoint=checkpoint),
                           lambda *step: None)
            one[name] = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu,
                         "save": kept["wall"], "save_cpu": kept["cpu"]}
            shutil.rmtree(staging)
            shutil.rmtree(folder_kept, ignore_errors=True)
        if number:  # the first of each warms up
            print(json.dumps(one), flush=True)
        ways.reverse()  # what runs second finds other caches than what runs first

if __name__ == "__main__":
    main()
"""


def environment(weights: Path) -> dict[str, str]:
    """What a worker on the CPU gets."""
    return {**os.environ, "HEADFRAME_MODELS": str(weights), "MINERU_DEVICE_MODE": "cpu"}


def files(python: Path, weights: Path, folder: Path, number: int) -> None:
    """One worker, many files."""
    sources = [pdfs.text_pdf(folder / f"{n}.pdf", pages=1) for n in range(number)]
    launch = LaunchSpec(EngineName.MAGIC_PDF, python, environment(weights), folder / "worker.log")
    began = time.perf_counter()
    with LocalProcess.start(launch) as process:
        heard(process, Ready)
        loaded = time.perf_counter() - began
        times = []
        for source in sources:
            staging = folder / f"{source.stem}-result"
            staging.mkdir()
            start = time.perf_counter()
            process.send(Convert(source.stem, str(source), str(staging), "x"))
            heard(process, Converted)
            times.append(time.perf_counter() - start)
    each = sum(times) / len(times)
    print(f"load once {loaded:.1f} s, then {each:.2f} s a file over {number} files")
    print(f"  kept worker {loaded / number + each:.2f} s a file; one each {loaded + each:.2f} s")


def overhead(python: Path, weights: Path, folder: Path, pages: int, rounds: int) -> float:
    """Windows with checkpoints against one window without, turn by turn; per cent of CPU time.

    CPU time, since others at work on the machine change it less than they change the clock's.
    """
    source = pdfs.text_pdf(folder / "long.pdf", pages=pages, paragraphs=2)
    print(f"{pages} pages, {rounds} rounds, turn by turn; seconds by the clock / of CPU time:")
    found: list[dict[str, dict[str, float]]] = []
    with subprocess.Popen(
        [python, "-c", CHILD, ROOT, source, folder, str(rounds)],
        env=environment(weights),
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if not line.startswith(b'{"'):  # what the libraries print
                continue
            one = json.loads(line)
            found.append(one)
            windowed, whole = one["windows"], one["whole"]
            print(
                f"  windows {windowed['wall']:6.2f} / {windowed['cpu']:6.2f}"
                f"   whole {whole['wall']:6.2f} / {whole['cpu']:6.2f}"
                f"   {_percent(one, 'wall'):+5.1f} % / {_percent(one, 'cpu'):+5.1f} %"
                f"   keeping {1000 * windowed['save']:.0f} / {1000 * windowed['save_cpu']:.0f} ms",
                flush=True,
            )
    for measure in ("wall", "cpu"):
        shares = [_percent(one, measure) for one in found]
        print(
            f"  overhead {measure}: median {statistics.median(shares):+.1f} %"
            f" ({min(shares):+.1f} to {max(shares):+.1f})"
        )
    print(f"  (goal: at most {GOAL_PERCENT:.0f} %)")
    return statistics.median(_percent(one, "cpu") for one in found)


def _percent(one: dict[str, dict[str, float]], measure: str) -> float:
    return 100 * (one["windows"][measure] / one["whole"][measure] - 1)


def main() -> int:
    """Measure and print; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=6)
    chosen = parser.parse_args()
    python = real.interpreter_of(EngineName.MAGIC_PDF)
    weights = real.weights(python)
    with tempfile.TemporaryDirectory(prefix="bench-engines-") as name:
        if chosen.files:
            files(python, weights, Path(name), chosen.files)
        percent = overhead(python, weights, Path(name), chosen.pages, chosen.rounds)
    return 0 if percent <= GOAL_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
