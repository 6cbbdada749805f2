"""A folder of 100,000 PDFs: how soon the first document is known, how soon all are queued.

Run it from the checkout: ``python -m tests.bench.bench_batch_folder [--files 100000]``. Compared
with a bare ``os.walk`` over the same tree, right before. Files are tiny copies.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from core.jobs.model import ConvertOptions, NewJob
from core.jobs.sources.filters import FileFilter
from core.jobs.sources.scanner import SourceScanner
from core.jobs.store.job_store import JobStore

AT_ONCE = 500
"""As the window hands them in."""


def make(root: Path, files: int, folders: int) -> None:
    """A tree of so many files in so many folders."""
    for number in range(folders):
        (root / f"{number:04}").mkdir()
    for number in range(files):
        (root / f"{number % folders:04}" / f"{number:06}.pdf").write_bytes(b"%PDF-1.7\n")


def bare(root: Path) -> float:
    """Seconds for a walk that does nothing."""
    began = time.perf_counter()
    sum(len(files) for _parent, _folders, files in os.walk(root))
    return time.perf_counter() - began


def walked(root: Path, rules: FileFilter, take: Callable[[list[NewJob]], object]) -> list[float]:
    """Seconds to the first document and to the last."""
    began = time.perf_counter()
    first = 0.0
    chunk: list[NewJob] = []
    for job in SourceScanner(root / "out", ConvertOptions(), rules).jobs([root]):
        first = first or time.perf_counter() - began
        chunk.append(job)
        if len(chunk) == AT_ONCE:
            take(chunk)
            chunk = []
    take(chunk)
    return [first, time.perf_counter() - began]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    rules = FileFilter(exclude=("drafts", "*.tmp.pdf", "old/*"))
    for folders in (1, 1000):
        with tempfile.TemporaryDirectory() as temporary:
            root = Path(temporary) / "papers"
            root.mkdir()
            make(root, chosen.files, folders)
            plain, seconds, queued = [], [], []
            for number in range(chosen.rounds):
                plain.append(bare(root))
                seconds.append(walked(root, rules, len))
                with JobStore(Path(temporary) / f"{number}.sqlite") as jobs:
                    queued.append(walked(root, rules, jobs.add))
        print(
            f"{chosen.files} files in {folders} folders, median of {chosen.rounds}: "
            f"os.walk {statistics.median(plain):.2f} s; "
            f"first document {1000 * statistics.median(first for first, _ in seconds):.0f} ms, "
            f"all {statistics.median(last for _, last in seconds):.2f} s; "
            f"all in the queue {statistics.median(last for _, last in queued):.2f} s"
        )


if __name__ == "__main__":
    main()
