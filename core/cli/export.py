"""``headframe export``: finished results in formats that others read."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.human_text import tr
from core.messages import Message, msg

if TYPE_CHECKING:
    from core.documents.exporting import ExportFormat

EXIT_WRONG = 2
EXIT_INTERRUPTED = 130


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "export",
        help=tr(msg("save finished results as HTML, Word, LaTeX, EPUB, JSON or ZIP")),
        description=tr(msg("Save result folders as one file each.")),
    )
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="FOLDER", help=tr(msg("a result folder"))
    )
    parser.add_argument(
        "-f",
        "--format",
        required=True,
        choices=("html", "docx", "latex", "epub", "json", "zip"),
        help=tr(msg("what to make")),
    )
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "-o", "--out", type=Path, metavar="DIR", help=tr(msg("default: beside the folder"))
    )
    place.add_argument(
        "--combine",
        type=Path,
        metavar="FILE",
        help=tr(msg("one file from all, in the order given")),
    )
    parser.add_argument(
        "--overwrite", action="store_true", help=tr(msg("replace files that are there"))
    )
    parser.add_argument(
        "--json", action="store_true", help=tr(msg("one JSON line a result on stdout"))
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out. 0 when every result was saved, else 1."""
    # Late, so that `headframe --help` does not load what only this command needs.
    from core.documents.exporting import ExportFormat
    from core.documents.exporting.files import save_as

    wanted = ExportFormat(arguments.format)
    if arguments.combine is not None:
        return _combine(arguments, wanted)
    failed = False
    try:
        for folder in arguments.folders:
            out = arguments.out if arguments.out is not None else folder.absolute().parent
            outcome = save_as(folder.absolute(), wanted, out, overwrite=arguments.overwrite)
            refused = isinstance(outcome, Message)
            failed = failed or refused
            if arguments.json:
                line: dict[str, object] = {"schema": 1, "folder": str(folder.absolute())}
                line |= {"error": str(outcome)} if refused else {"file": str(outcome)}
                print(json.dumps(line), flush=True)
            else:
                stream = sys.stderr if refused else sys.stdout
                text = tr(outcome, stream) if isinstance(outcome, Message) else str(outcome)
                print(text, file=stream, flush=True)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return int(failed)


def _combine(arguments: argparse.Namespace, wanted: ExportFormat) -> int:
    from core.documents.exporting import CAN_COMBINE
    from core.documents.exporting.files import save_to

    target: Path = arguments.combine.absolute()
    if wanted not in CAN_COMBINE:
        _refuse(msg("{format} holds one document only", format=wanted.value))
        return EXIT_WRONG
    if target.exists() and not arguments.overwrite:
        _refuse(msg("{path} is there (--overwrite replaces it)", path=str(target)))
        return 1
    folders = [folder.absolute() for folder in arguments.folders]
    try:
        outcome = save_to(folders, wanted, target)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    refused = isinstance(outcome, Message)
    if arguments.json:
        line: dict[str, object] = {"schema": 1, "folders": [str(folder) for folder in folders]}
        line |= {"error": str(outcome)} if refused else {"file": str(outcome)}
        print(json.dumps(line), flush=True)
    else:
        stream = sys.stderr if refused else sys.stdout
        text = tr(outcome, stream) if isinstance(outcome, Message) else str(outcome)
        print(text, file=stream, flush=True)
    return int(refused)


def _refuse(why: Message) -> None:
    print(f"headframe export: {tr(why, sys.stderr)}", file=sys.stderr)
