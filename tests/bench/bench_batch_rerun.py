"""A finished batch of 1,000 documents run again: how long it takes to skip them all.

Run it from the checkout: ``python -m tests.bench.bench_batch_rerun [--documents 1000]``. Compared
with the first run of the same batch.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support import pdfs


def seconds(papers: Path, out: Path, home: Path) -> tuple[float, str]:
    """One run, start-up and all, and its last line."""
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "gui", "convert", papers, "-o", out],
        env={**os.environ, "HEADFRAME_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - began, ran.stdout.splitlines()[-1]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    documents = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        first = pdfs.text_pdf(folder / "papers" / "0000.pdf", pages=1)
        for number in range(1, documents):
            shutil.copy(first, folder / "papers" / f"{number:04}.pdf")
        for name in ("first", "again", "again"):
            took, said = seconds(folder / "papers", folder / "out", folder / "home")
            print(f"{name}: {took:.2f} s: {said}")


if __name__ == "__main__":
    main()
