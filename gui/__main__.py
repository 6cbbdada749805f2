"""The one way in: `headframe` with a sub-command is the command, else it is the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

COMMANDS = frozenset({"convert", "cards", "doctor", "engine", "export", "profile"})
"""First words that mean the command. A file of such a name is opened as ``./convert``."""

HELP = frozenset({"-h", "--help", "--version"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run either; returns the exit code. The command never loads Qt."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and (arguments[0] in COMMANDS or arguments[0] in HELP):
        from core.cli import main as command

        return command(arguments)
    from gui.app import main as window

    return window(arguments)


if __name__ == "__main__":
    sys.exit(main())
