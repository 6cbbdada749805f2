"""`python -m tests.ordeal`: what Headframe survives, as one table that anybody can repeat.

    python -m tests.ordeal                      small: some minutes
    python -m tests.ordeal --size 20 --write    twenty times as much; docs/ordeal.md keeps the table

Each trial runs the real command in processes of its own, on files and a home of its own.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.ordeal import machine, processes
from tests.ordeal.row import Row
from tests.support.paths import ROOT

REPORT = ROOT / "docs" / "ordeal.md"


TRIALS: dict[str, Callable[[Path, int], Row]] = {
    "kill": processes.killed,
    "window": processes.killed_window,
    "mutated": machine.mutated,
    "cut": machine.wrong_tool,
    "tools": machine.gone_wrong,
    "full": machine.full_disk,
    "unplugged": machine.lost_disk,
    "clock": machine.jumping_clock,
    "two": processes.two_programs,
    "soak": processes.soak,
}


def main(arguments: Sequence[str]) -> int:
    """Run the trials, print the table. Exit code 1 where one does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.ordeal", description=__doc__)
    parser.add_argument("--size", type=int, default=1, help="so many times as much")
    parser.add_argument("--only", choices=sorted(TRIALS), action="append")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/ordeal.md")
    options = parser.parse_args(arguments)
    began, rows = time.monotonic(), []
    for name in options.only or TRIALS:
        folder = Path(tempfile.mkdtemp(prefix="ordeal-"))
        try:
            rows.append(TRIALS[name](folder, options.size))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"{name}: {rows[-1].seen}", file=sys.stderr, flush=True)
    text = table(rows)
    minutes = (time.monotonic() - began) / 60
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    text += f"\nsize {options.size}, {minutes:.0f} minutes, largest process {peak} MB\n"
    print(text)
    if options.write:
        REPORT.write_text(f"# Ordeal\n\nBy `python -m tests.ordeal --write`.\n\n{text}", "utf-8")
    return 0 if all(row.holds for row in rows) else 1


def table(rows: Sequence[Row]) -> str:
    """Markdown."""
    lines = ["| trial | of what | seen | holds |", "|---|---|---|---|"]
    lines += [f"| {r.name} | {r.tried} | {r.seen} | {'yes' if r.holds else 'NO'} |" for r in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
