"""A batch of 30 small PDFs through Headframe, against the same through its warm engine alone.

Run it from the checkout: ``python -m tests.bench.bench_batch [--rounds 5]``. Both sides convert the
same documents in a process that has done one before; start-up is left out of both. What is
compared is the wall time per round, and the processor time of all processes that have a part in it,
turn by turn, since machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from core.cards.cpu import CPU_KEY, cpu_card
from core.engines.registry import Engines
from core.jobs.events import JobEvent, JobFinished
from core.jobs.execution.card_runner import CardRunner
from core.jobs.execution.context import RunContext
from core.jobs.execution.control import StopMode
from core.jobs.model import NewJob
from core.jobs.states import JobState
from core.jobs.store.job_store import JobStore
from tests.support import pdfs
from tests.support.paths import ROOT

DOCUMENTS = 30
BARE_NAME = "bare_engine.py"

BARE = """
import sys, time
from pathlib import Path
from core.worker.flash.adapter import FlashAdapter
from core.worker.protocol import Convert

def main():
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    papers = sorted(source.iterdir())
    engine = FlashAdapter()
    engine.load()

    def convert(paper, name):
        folder = out / name / paper.stem
        folder.mkdir(parents=True)
        engine.convert(Convert(name, str(paper), str(folder), paper.stem), lambda *step: None)

    convert(papers[0], "warm-up")
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        for paper in papers:
            convert(paper, line.strip())
        print(time.perf_counter() - began, flush=True)

if __name__ == "__main__":
    main()
"""


@dataclass(frozen=True)
class Turn:
    """All documents, once."""

    wall_s: float
    cpu_s: float


def cpu_of(process: psutil.Process) -> float:
    """Processor seconds of a process, and of the living ones below it."""
    return sum(
        one.cpu_times().user + one.cpu_times().system
        for one in (process, *process.children(recursive=True))
    )


class Headframe:
    """A card's loop that stays, with a warm worker."""

    def __init__(self, folder: Path, papers: list[Path]) -> None:
        self._folder = folder
        self._papers = papers
        self._left = threading.Semaphore(0)
        self._queue = JobStore(folder / "queue.sqlite")
        context = RunContext.create(
            folder / "queue.sqlite", Engines(folder, os.environ), os.environ, cards=[CPU_KEY]
        )
        self._loop = CardRunner(context, cpu_card(None, None), self._hear)
        self._thread = threading.Thread(target=self._loop.run)
        self._thread.start()

    def round(self, name: str, papers: list[Path] | None = None) -> Turn:
        """What all documents took."""
        papers = papers or self._papers
        out = self._folder / "headframe" / name
        used = self._cpu()
        began = time.perf_counter()
        self._queue.add([NewJob(paper, out, paper.stem) for paper in papers])
        self._loop.wake()
        for _ in papers:
            self._left.acquire()
        return Turn(time.perf_counter() - began, self._cpu() - used)

    def _cpu(self) -> float:
        """Of this process and its worker, without the bare engine's."""
        own = psutil.Process()
        workers = (one for one in own.children() if BARE_NAME not in " ".join(one.cmdline()))
        return time.process_time() + sum(map(cpu_of, workers))

    def close(self) -> None:
        """End the loop and its worker."""
        self._loop.stop(StopMode.AFTER_THIS)
        self._thread.join()
        self._queue.close()

    def _hear(self, event: JobEvent) -> None:
        if isinstance(event, JobFinished):
            if event.job.state is not JobState.DONE:
                raise SystemExit(f"{event.job.source}: {event.job.failure}")
            self._left.release()


@contextmanager
def bare(folder: Path, papers: Path) -> Iterator[subprocess.Popen[str]]:
    """The engine alone, warm, in a process of its own."""
    script = folder / BARE_NAME
    script.write_text(BARE)
    with subprocess.Popen(
        [sys.executable, script, papers, folder / "bare"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        yield process
        process.stdin.close()


def bare_round(process: subprocess.Popen[str], name: str) -> Turn:
    """What all documents took."""
    assert process.stdout is not None
    assert process.stdin is not None
    used = cpu_of(psutil.Process(process.pid))
    process.stdin.write(f"{name}\n")
    process.stdin.flush()
    wall_s = float(process.stdout.readline())
    return Turn(wall_s, cpu_of(psutil.Process(process.pid)) - used)


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        papers = [
            pdfs.text_pdf(folder / "papers" / f"{number:02}.pdf", pages=1 + number % 4)
            for number in range(DOCUMENTS)
        ]
        headframe = Headframe(folder, papers)
        try:
            with bare(folder, folder / "papers") as process:
                headframe.round("warm-up", papers[:1])
                wall, cpu, spent = [], [], []
                for number in range(rounds):
                    alone = bare_round(process, str(number))
                    ours = headframe.round(str(number))
                    wall.append(ours.wall_s / alone.wall_s)
                    cpu.append(ours.cpu_s / alone.cpu_s)
                    spent.append(ours.cpu_s - alone.cpu_s)
                    print(
                        f"round {number}: bare {alone.wall_s:.3f} s, CPU {alone.cpu_s:.2f}; "
                        f"Headframe {ours.wall_s:.3f} s, CPU {ours.cpu_s:.2f}; "
                        f"ratio {wall[-1]:.3f}, CPU {cpu[-1]:.3f}"
                    )
        finally:
            headframe.close()
    for name, ratios in (("wall", wall), ("CPU", cpu)):
        print(
            f"{DOCUMENTS} documents, Headframe ÷ bare engine, {name}: median "
            f"{statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"
        )
    more = 1000 * statistics.median(spent) / DOCUMENTS
    print(f"{more:.1f} ms of CPU more a document")


if __name__ == "__main__":
    main()
