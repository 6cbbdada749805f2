"""magic-pdf through Headframe: what keeping a worker saves, and what windows and checkpoints cost.

Run it from the checkout: ``python -m tests.bench.bench_engines [--pages 60] [--files 20]``. The
real magic-pdf runs, on the small weights of `tests.engines.standins`: its networks take a fraction
of the real ones' time, so the shares printed here are upper bounds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.engines.process import EngineProcess, Launch
from core.worker.protocol import Convert, Converted, EngineName, Ready
from tests import pdfs
from tests.engines import real
from tests.engines.fakes import heard

GOAL_PERCENT = 3.0
"""What windows and checkpoints may cost on a long document (issue "MinerU on the chosen card")."""

CHILD = """
import json, os, shutil, sys, time
root, source, folder, rounds = sys.argv[1:]
sys.path.insert(0, root)
from core.worker.magic_pdf import MagicPdf
from core.worker.protocol import Convert
from core.worker.windows import WINDOW_PAGES

def main():
    windowed, whole = MagicPdf(WINDOW_PAGES), MagicPdf(1_000_000)
    windowed.load()
    whole._ground, whole._version, whole._bars = windowed._ground, windowed._version, windowed._bars
    times = {"windows": [], "whole": []}
    for number in range(int(rounds) + 1):
        for name, engine in (("windows", windowed), ("whole", whole)):
            staging, kept = folder + "/staging", folder + "/kept"
            os.makedirs(staging)
            began = time.perf_counter()
            checkpoint = kept if name == "windows" else None
            engine.convert(Convert("b", source, staging, "b", checkpoint=checkpoint),
                           lambda *step: None)
            if number:  # the first of each warms up
                times[name].append(time.perf_counter() - began)
            shutil.rmtree(staging)
            shutil.rmtree(kept, ignore_errors=True)
    print(json.dumps(times))

if __name__ == "__main__":
    main()
"""


def environment(weights: Path) -> dict[str, str]:
    """What a worker on the CPU gets."""
    return {**os.environ, "HEADFRAME_MODELS": str(weights), "MINERU_DEVICE_MODE": "cpu"}


def files(python: Path, weights: Path, folder: Path, number: int) -> None:
    """One worker, many files."""
    sources = [pdfs.text_pdf(folder / f"{n}.pdf", pages=1) for n in range(number)]
    launch = Launch(EngineName.MAGIC_PDF, python, environment(weights), folder / "worker.log")
    began = time.perf_counter()
    with EngineProcess.start(launch) as process:
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
    """Windows with checkpoints against one window without, turn by turn; per cent."""
    source = pdfs.text_pdf(folder / "long.pdf", pages=pages, paragraphs=2)
    output = subprocess.run(
        [python, "-c", CHILD, Path(__file__).parents[2], source, folder, str(rounds)],
        env=environment(weights),
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    times: dict[str, list[float]] = json.loads(output.splitlines()[-1])
    windowed, whole = min(times["windows"]), min(times["whole"])
    percent = 100 * (windowed - whole) / whole
    print(f"{pages} pages, best of {rounds}: windows {windowed:.2f} s, whole {whole:.2f} s")
    print(f"  overhead {percent:+.1f} % (goal: at most {GOAL_PERCENT:.0f} %)")
    return percent


def main() -> int:
    """Measure and print; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    python = real.interpreter_of(EngineName.MAGIC_PDF)
    weights = real.weights(python)
    with tempfile.TemporaryDirectory(prefix="bench-engines-") as name:
        files(python, weights, Path(name), chosen.files)
        percent = overhead(python, weights, Path(name), chosen.pages, chosen.rounds)
    return 0 if percent <= GOAL_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
