"""The `headframe` command (docs/command.md): one module a sub-command, assembled here."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import io
import sys
from collections.abc import Sequence

from core import __version__
from core.cli.command_parser import CommandParser, localized_argparse
from core.cli.completion import SHELLS, PrintCompletion
from core.cli.human_text import tr
from core.cli.lost_output import give_up
from core.messages import msg
from core.output_stream import OutputError, telling_failures

COMMANDS = ("convert", "cards", "doctor", "engine", "export", "profile")
"""Each is a module of this package with an ``add_parser``."""


def main(argv: Sequence[str]) -> int:
    """Run the command. Returns the exit code; argparse itself leaves with 2 on a wrong one."""
    # Most of what a command makes at its start stays: to look for garbage as often as Python does
    # by itself is a twelfth of that time.
    gc.set_threshold(20_000, 20, 50)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name, or a sign of ours, that this terminal's encoding lacks is no reason to fail.
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout is sys.__stdout__:
        sys.stdout = telling_failures(sys.stdout)
    named = argv[0] if argv and argv[0] in COMMANDS else None
    try:
        with localized_argparse():
            arguments = build_parser(COMMANDS if named is None else (named,)).parse_args(argv)
            with _log_of(named):
                code = int(arguments.func(arguments))
        if sys.stdout is not None:  # a shell may have closed it
            sys.stdout.flush()
    except (BrokenPipeError, OutputError) as error:
        return give_up(error)
    return code


def _log_of(command: str | None) -> contextlib.AbstractContextManager[object]:
    """A log for those that begin none themselves, once they know that they were well given."""
    if command not in ("engine", "export", "profile"):
        return contextlib.nullcontext()
    from core.logs import start_logging
    from core.paths import headframe_home

    return start_logging(headframe_home(), command)


def build_parser(commands: Sequence[str]) -> argparse.ArgumentParser:
    """The command line; only the modules of these sub-commands are loaded."""
    parser = CommandParser(
        prog="headframe",
        description=tr(msg("Convert PDFs to Markdown on the accelerator card you choose.")),
        epilog=tr(msg("Without a sub-command, `headframe [FILES or FOLDERS…]` opens the window.")),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"headframe {__version__}",
        help=tr(msg("show program's version number and exit")),
    )
    parser.add_argument(
        "--print-completion",
        action=PrintCompletion,
        choices=SHELLS,
        metavar="|".join(SHELLS),
        help=tr(msg("print a script that completes this command in that shell")),
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in commands:
        importlib.import_module(f"core.cli.{command}").add_parser(subparsers)
    return parser
