"""``headframe export``: finished results in formats that others read."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

EXIT_INTERRUPTED = 130


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser(
        "export",
        help="save finished results as HTML, Word, LaTeX, EPUB, JSON or ZIP",
        description="Save result folders as one file each.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="a result folder")
    parser.add_argument(
        "-f",
        "--format",
        required=True,
        choices=("html", "docx", "latex", "epub", "json", "zip"),
        help="what to make",
    )
    parser.add_argument("-o", "--out", type=Path, metavar="DIR", help="default: beside the folder")
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there")
    parser.add_argument("--json", action="store_true", help="one JSON line a result on stdout")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out. 0 when every result was saved, else 1."""
    # Late, so that `headframe --help` does not load what only this command needs.
    from core.documents.exporting import ExportFormat
    from core.documents.exporting.files import save_as
    from core.sentences import Sentence

    wanted = ExportFormat(arguments.format)
    failed = False
    try:
        for folder in arguments.folders:
            out = arguments.out if arguments.out is not None else folder.absolute().parent
            outcome = save_as(folder.absolute(), wanted, out, overwrite=arguments.overwrite)
            refused = isinstance(outcome, Sentence)
            failed = failed or refused
            if arguments.json:
                line: dict[str, object] = {"schema": 1, "folder": str(folder.absolute())}
                line |= {"error": str(outcome)} if refused else {"file": str(outcome)}
                print(json.dumps(line), flush=True)
            else:
                print(outcome, file=sys.stderr if refused else sys.stdout, flush=True)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return int(failed)
