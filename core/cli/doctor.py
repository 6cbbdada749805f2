"""``headframe doctor``: what works on this machine and what does not (docs/command.md)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import cluster
from core.cli.human_text import tr
from core.diagnostics.model import Check, CheckStatus
from core.messages import msg

if TYPE_CHECKING:
    from rich.text import Text

EXIT_INTERRUPTED = 130
MARKS = {
    CheckStatus.OK: ("✓", "green"),
    CheckStatus.WARN: ("!", "yellow"),
    CheckStatus.FAIL: ("✗", "red"),
    CheckStatus.ABSENT: ("–", "dim"),
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "doctor",
        help=tr(msg("say what works on this machine and what does not")),
        description=tr(msg("Look at display, fonts, cards, engines and disk, and say what to do.")),
    )
    parser.add_argument("--json", action="store_true", help=tr(msg("one JSON object on stdout")))
    cluster.add_option(parser)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out. 0 when a document can be converted, else 1."""
    # Late, so that `headframe --help` does not load what only this command needs.
    from core.diagnostics.checks import is_usable, run_checks
    from core.logs import start_logging
    from core.paths import headframe_home

    home = headframe_home()
    try:
        with start_logging(home, "doctor"):
            if arguments.cluster is not None:
                return _check_hosts(arguments, home)
            found = run_checks(home, os.environ)
            if arguments.json:
                checks = list(found)
                print(json.dumps(as_json(checks)))
            else:
                checks = _shown(found)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return 0 if is_usable(checks) else 1


def _check_hosts(arguments: argparse.Namespace, home: Path) -> int:
    """The same for all hosts of a cluster. 2 when it does not answer."""
    from core.cluster.diagnosis import any_host_converts, check_cluster
    from core.cluster.reader import ClusterReader

    connection = cluster.connect(arguments.cluster, home, os.environ)
    if connection is None:
        return cluster.EXIT_NO_ANSWER
    with connection:
        found = check_cluster(connection, ClusterReader(connection, home))
        if arguments.json:
            checks = list(found)
            print(json.dumps(as_json(checks)))
        else:
            checks = _shown(found)
    return 0 if any_host_converts(checks) else 1


def as_json(checks: Sequence[Check]) -> dict[str, object]:
    """The checks as docs/command.md has them."""
    return {
        "schema": 1,
        "checks": [
            {
                "name": check.name,
                "status": check.status.value,
                "detail": str(check.detail) if check.detail is not None else None,
                "hint": str(check.hint) if check.hint is not None else None,
            }
            for check in checks
        ],
    }


def _shown(found: Iterable[Check]) -> list[Check]:
    """Print the checks as a table; on a terminal each row comes as soon as it is known."""
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table

    from core.cli.tables import print_table

    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    checks: list[Check] = []
    if not sys.stdout.isatty():
        for check in found:
            checks.append(check)
            table.add_row(*_row(check))
        print_table(table)
        return checks
    console = Console(highlight=False)
    with Live(table, console=console, auto_refresh=False, vertical_overflow="visible") as live:
        for check in found:
            checks.append(check)
            table.add_row(*_row(check))
            live.refresh()
    return checks


def _row(check: Check) -> tuple[Text, str, Text]:
    from rich.text import Text

    mark, colour = MARKS[check.status]
    words = Text("" if check.detail is None else tr(check.detail))
    if check.hint is not None:
        words.append(f"\n→ {tr(check.hint)}", style="italic")
    return Text(mark, style=colour), check.name, words
