"""`python -m tests.ordeal`: what Headframe survives, as one table that anybody can repeat.

    python -m tests.ordeal                                  small: some minutes
    python -m tests.ordeal --size 20 --write                twenty times as much, for hours
    python -m tests.ordeal --only kill --size 20 --write    one trial alone

docs/ordeal.md keeps the last row that was written of each trial.

Each trial runs the real command in processes of its own, on files and a home of its own.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.ordeal import machine, processes
from tests.ordeal.row import Row
from tests.support.paths import ROOT

REPORT = ROOT / "docs" / "ordeal.md"
HEAD = ("| trial | of what | seen | took | holds |", "|---|---|---|---|---|")

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
    parser.add_argument("--write", action="store_true", help="keep the rows in docs/ordeal.md")
    options = parser.parse_args(arguments)
    lines: dict[str, str] = {}
    all_hold = True
    for name in options.only or TRIALS:
        folder = Path(tempfile.mkdtemp(prefix="ordeal-"))
        began = time.monotonic()
        try:
            row = TRIALS[name](folder, options.size)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        lines[row.name] = line_of(row, time.monotonic() - began)
        all_hold = all_hold and row.holds
        print(f"{name}: {row.seen}", file=sys.stderr, flush=True)
        if options.write:
            write(REPORT, lines)
    print(table(lines))
    return 0 if all_hold else 1


def line_of(row: Row, seconds: float) -> str:
    """A trial's line in the table."""
    holds = "yes" if row.holds else "NO"
    return f"| {row.name} | {row.tried} | {row.seen} | {seconds / 60:.0f} min | {holds} |"


def table(lines: Mapping[str, str]) -> str:
    """Markdown."""
    return "\n".join((*HEAD, *lines.values(), ""))


def write(report: Path, lines: Mapping[str, str]) -> None:
    """Put them in the place of earlier lines of the same trials; the others are kept."""
    earlier = report.read_text("utf-8").splitlines() if report.exists() else []
    rows = [line for line in earlier if line.startswith("|") and line not in HEAD]
    kept = {line.split("|")[1].strip(): line for line in rows}
    text = table({**kept, **lines})
    report.write_text(f"# Ordeal\n\nBy `python -m tests.ordeal --write`.\n\n{text}", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
