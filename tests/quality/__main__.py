"""``python -m tests.quality``: one table, engines side by side.

python -m tests.quality [--set tune|apart] [--engine NAME]… [--documents]
"""

from __future__ import annotations

import argparse
import sys

from tests.quality.bench import TUNED, UNSEEN, collect, measure
from tests.quality.engines import installed
from tests.quality.scores import COLUMNS, Scores, mean


def _row(name: str, scores: Scores) -> str:
    values = (getattr(scores, column) for column in COLUMNS)
    return f"{name:<34}" + "".join("      – " if v is None else f"{v:8.3f}" for v in values)


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality")
    parser.add_argument("--set", choices=("tune", "apart"), default="tune")
    parser.add_argument("--engine", action="append", help="only this one; may come again")
    parser.add_argument("--documents", action="store_true", help="a line for each document, too")
    parser.add_argument("--only", default="", help="documents with this in their name")
    options = parser.parse_args(arguments)
    engines = {
        name: read
        for name, read in installed().items()
        if not options.engine or name in options.engine
    }
    cases = [
        case
        for case in collect(TUNED if options.set == "tune" else UNSEEN)
        if options.only in case.name
    ]
    print(" " * 34 + "".join(f"{column:>8}" for column in COLUMNS))
    for name, read in engines.items():
        found = [(case, measure(case, read)) for case in cases]
        if options.documents:
            for case, scores in found:
                print(_row(f"  {case.group} {case.name}", scores), flush=True)
        for group in sorted({case.group for case in cases}):
            scores = mean([scores for case, scores in found if case.group == group])
            print(_row(f"{name} {group}", scores), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
