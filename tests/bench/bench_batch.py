"""A batch of 30 small PDFs through Headframe, against the same through a bare warm engine.

Run it from the checkout: ``python -m tests.bench.bench_batch [--rounds 5]``. Both sides convert the
same documents in a process that has done one before; start-up is left out of both. What is
compared is the wall time per round, turn by turn, since machines are noisy.
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
from pathlib import Path

from core.cards.cpu import cpu_card
from core.engines.registry import Engines
from core.jobs.card_loop import CardLoop
from core.jobs.events import JobEnded, JobEvent
from core.jobs.model import JobState, NewJob
from core.jobs.orders import StopWhen
from core.jobs.passwords import PasswordBook
from core.jobs.queue import JobQueue
from core.jobs.targets import TargetBook
from tests import pdfs

DOCUMENTS = 30

BARE = """
import shutil, sys, time
from pathlib import Path

def main():
    import docvortex
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    papers = sorted(source.iterdir())
    docvortex.convert(papers[0], out / "warm" / "up.md")
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        for paper in papers:
            docvortex.convert(paper, out / line.strip() / paper.stem / (paper.stem + ".md"))
        print(time.perf_counter() - began, flush=True)

if __name__ == "__main__":
    main()
"""


class Headframe:
    """A card's loop that stays, with a warm worker."""

    def __init__(self, folder: Path, papers: list[Path]) -> None:
        self._folder = folder
        self._papers = papers
        self._left = threading.Semaphore(0)
        self._queue = JobQueue(folder / "queue.sqlite")
        self._loop = CardLoop(
            queue_path=folder / "queue.sqlite",
            card=cpu_card(None, None),
            engines=Engines(folder, os.environ),
            targets=TargetBook(),
            passwords=PasswordBook(),
            logs=folder / "logs",
            environ=os.environ,
            on_event=self._hear,
            leave_when_empty=False,
        )
        self._thread = threading.Thread(target=self._loop.run)
        self._thread.start()

    def round(self, name: str, papers: list[Path] | None = None) -> float:
        """Seconds for all documents."""
        papers = papers or self._papers
        out = self._folder / "headframe" / name
        began = time.perf_counter()
        self._queue.add([NewJob(paper, out, paper.stem) for paper in papers])
        self._loop.wake()
        for _ in papers:
            self._left.acquire()
        return time.perf_counter() - began

    def close(self) -> None:
        """End the loop and its worker."""
        self._loop.stop(StopWhen.AFTER_THIS)
        self._thread.join()
        self._queue.close()

    def _hear(self, event: JobEvent) -> None:
        if isinstance(event, JobEnded):
            if event.job.state is not JobState.DONE:
                raise SystemExit(f"{event.job.source}: {event.job.failure}")
            self._left.release()


@contextmanager
def bare(folder: Path, papers: Path) -> Iterator[subprocess.Popen[str]]:
    """The engine alone, warm, in a process of its own."""
    script = folder / "bare.py"
    script.write_text(BARE)
    with subprocess.Popen(
        [sys.executable, script, papers, folder / "bare"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        yield process
        process.stdin.close()


def bare_round(process: subprocess.Popen[str], name: str) -> float:
    """Seconds for all documents."""
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write(f"{name}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


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
                ratios = []
                for number in range(rounds):
                    alone = bare_round(process, str(number))
                    ours = headframe.round(str(number))
                    ratios.append(ours / alone)
                    print(
                        f"round {number}: bare {alone:.3f} s, Headframe {ours:.3f} s, "
                        f"ratio {ours / alone:.3f}"
                    )
        finally:
            headframe.close()
    print(
        f"{DOCUMENTS} documents, Headframe ÷ bare engine: median {statistics.median(ratios):.3f} "
        f"({min(ratios):.3f} to {max(ratios):.3f}), "
        f"{1000 * (statistics.median(ratios) - 1) * alone / DOCUMENTS:.1f} ms a document"
    )


if __name__ == "__main__":
    main()
