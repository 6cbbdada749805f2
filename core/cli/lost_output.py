"""What a command does when its output cannot be written."""

from __future__ import annotations

import os
import sys

from core.cli.human_text import tr
from core.messages import msg

EXIT_UNREAD = 1
"""The reader of the output closed the pipe; rich, which prints tables, exits with the same code."""
EXIT_UNWRITABLE = 1


def give_up(error: OSError) -> int:
    """Drop the rest of the output, and say why. Returns the exit code.

    A reader that closed the pipe has what it wanted, and is no reason to complain.
    """
    # Python would write again when it ends, and put a traceback on stderr.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return EXIT_UNREAD
    text = msg("The output cannot be written: {reason}.", reason=error.strerror or str(error))
    print(f"headframe: {tr(text, sys.stderr)}", file=sys.stderr)
    return EXIT_UNWRITABLE
