"""The `headframe` command (CONTRACT.md): one module a sub-command, assembled here."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from core import __version__
from core.cli import cards, convert, doctor, engine

EXIT_WRONG_COMMAND = 2


def main(argv: Sequence[str]) -> int:
    """Run the command. Returns the exit code; argparse itself leaves with 2 on a wrong one."""
    arguments = build_parser().parse_args(argv)
    return int(arguments.func(arguments))


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="headframe",
        description="Convert PDFs to Markdown on the accelerator card you choose.",
        epilog="Without a sub-command: `headframe [FILES or FOLDERS…]` opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"headframe {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in (convert, cards, doctor, engine):
        module.add_parser(subparsers)
    return parser
