"""`headframe --print-completion SHELL`: a script that completes this command in a shell."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

SHELLS = ("bash", "zsh", "tcsh", "fish")
FILES = frozenset({"PATH", "FILE", "DIR|TAR"})
"""What stands for a file, or for a file or a folder, in the help of an option."""
FOLDERS = frozenset({"DIR", "FOLDER"})


class PrintCompletion(argparse.Action):
    """Prints the script and ends, as ``--version`` prints the version."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        print(completion_script(str(values)))
        parser.exit()


def completion_script(shell: str) -> str:
    """The script for one of :data:`SHELLS`: commands, options, their values, files, folders."""
    import shtab

    from core.cli import COMMANDS, build_parser

    parser = build_parser(COMMANDS)
    _name_paths(parser, shtab.FILE, shtab.DIRECTORY)
    return str(shtab.complete(parser, shell))


def _name_paths(
    parser: argparse.ArgumentParser, files: Mapping[str, object], folders: Mapping[str, object]
) -> None:
    """Say which values are paths, in the way that shtab asks for."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                _name_paths(one, files, folders)
        elif action.metavar in FILES:
            action.complete = files  # type: ignore[attr-defined]
        elif action.metavar in FOLDERS:
            action.complete = folders  # type: ignore[attr-defined]
