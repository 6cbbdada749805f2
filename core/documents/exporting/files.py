"""Where exported files go and what they are called; also run as a process of its own.

``python -m core.documents.exporting.files --out DIR FORMAT FOLDER``, or ``--target FILE FORMAT
FOLDER…``, does for the window what ``headframe export`` does for the command, so that a book's
export stalls nothing.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.documents.editing import with_draft
from core.documents.exporting import ExportFormat, export
from core.documents.exporting.combined import export_combined
from core.documents.result import ResultMissing, find_markdown, load_result
from core.messages import Message, msg

log = logging.getLogger(__name__)

OUT, TARGET = "--out", "--target"
DRAFTS = "--drafts"
"""The first argument: with changes that are not saved yet, as the window shows them."""
ENDED_EARLY = msg("The export ended before its time. The log says more.")


def save_as(
    folder: Path,
    wanted: ExportFormat,
    out: Path,
    *,
    overwrite: bool = False,
    drafts: bool = False,
) -> Path | Message:
    """Save a result folder in ``out`` as ``<stem>.<suffix>``: the file, or why there is none.

    A name that is taken gets a number, ``paper (2).docx``, unless it may be overwritten.
    """
    try:
        stem = find_markdown(folder).stem
        out.mkdir(parents=True, exist_ok=True)
    except ResultMissing as error:
        return error.sentence
    except OSError as error:
        return _not_written(out, error)
    target = _target(out, stem, wanted, overwrite=overwrite)
    return save_to([folder], wanted, target, drafts=drafts)


def save_to(
    folders: Sequence[Path], wanted: ExportFormat, target: Path, *, drafts: bool = False
) -> Path | Message:
    """Save result folders as one file, in their order: the file, or why there is none.

    A file that is there is replaced. ``drafts``: with changes that are not saved yet.
    """
    try:
        results = [load_result(folder) for folder in folders]
        if drafts:
            results = [with_draft(result) for result in results]
        if len(results) == 1:
            export(results[0], wanted, target)
        else:
            with tempfile.TemporaryDirectory(prefix="headframe-export-") as scratch:
                export_combined(results, wanted, target, Path(scratch))
    except ResultMissing as error:
        return error.sentence
    except OSError as error:
        return _not_written(target.parent, error)
    except Exception:  # the libraries of five formats share no base of errors
        log.exception("cannot export %s as %s", folders, wanted)
        return msg(
            "{name} cannot be saved as {format}. The log says more.",
            name=folders[0].name,
            format=wanted.value,
        )
    return target


def _not_written(folder: Path, error: OSError) -> Message:
    log.warning("cannot export to %s: %s", folder, error)
    return msg(
        "Nothing can be written in {folder}: is it writable, the disk full?", folder=str(folder)
    )


def _target(out: Path, stem: str, wanted: ExportFormat, *, overwrite: bool) -> Path:
    target = out / f"{stem}{wanted.suffix}"
    number = 2
    while not overwrite and target.exists():
        target = out / f"{stem} ({number}){wanted.suffix}"
        number += 1
    return target


def main(arguments: list[str]) -> int:
    """Save results; prints a JSON line with ``file``, or with ``template`` and ``facts``."""
    drafts = arguments[0] == DRAFTS
    kind, place, name, *folders = arguments[1:] if drafts else arguments
    wanted, sources = ExportFormat(name), [Path(folder) for folder in folders]
    if kind == TARGET:
        outcome = save_to(sources, wanted, Path(place), drafts=drafts)
    else:
        outcome = save_as(sources[0], wanted, Path(place), drafts=drafts)
    if isinstance(outcome, Message):
        print(json.dumps(outcome.to_dict()))
        return 1
    print(json.dumps({"file": str(outcome)}))
    return 0


def _end(_signal: int, _frame: object) -> None:
    sys.exit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)  # so that what was begun is taken away
    sys.exit(main(sys.argv[1:]))
