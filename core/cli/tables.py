"""Tables of text: folded to a terminal's width, and in a pipe a line a row, however long."""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.table import Table

WIDEST = 100_000
"""Of a line in a pipe, in columns."""


def print_table(table: Table) -> None:
    """On stdout."""
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    rows = io.StringIO()
    Console(file=rows, width=WIDEST, highlight=False).print(table)
    print("\n".join(line.rstrip() for line in rows.getvalue().splitlines()))
