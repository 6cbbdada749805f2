"""Where exported files go and what they are called; also run as a process of its own.

``python -m core.documents.exporting.files FOLDER FORMAT OUT`` does for the window what
``headframe export`` does for the command, so that a book's export stalls nothing.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
from pathlib import Path

from core.documents.exporting import ExportFormat, export
from core.documents.result import ResultMissing, load_result
from core.sentences import Sentence, say

log = logging.getLogger(__name__)

ENDED_EARLY = say("The export ended before its time. The log says more.")


def save_as(
    folder: Path, wanted: ExportFormat, out: Path, *, overwrite: bool = False
) -> Path | Sentence:
    """Save a result folder in ``out`` as ``<stem>.<suffix>``: the file, or why there is none.

    A name that is taken gets a number, ``paper (2).docx``, unless it may be overwritten.
    """
    try:
        result = load_result(folder)
    except ResultMissing as error:
        return error.sentence
    try:
        out.mkdir(parents=True, exist_ok=True)
        target = _target(out, result.markdown_path.stem, wanted, overwrite=overwrite)
        export(result, wanted, target)
    except OSError as error:
        log.warning("cannot export %s to %s: %s", folder, out, error)
        return say(
            "Nothing can be written in {folder}: is it writable, the disk full?", folder=str(out)
        )
    except Exception:
        log.exception("cannot export %s as %s", folder, wanted)
        return say(
            "{name} cannot be saved as {format}. The log says more.",
            name=folder.name,
            format=wanted.value,
        )
    return target


def _target(out: Path, stem: str, wanted: ExportFormat, *, overwrite: bool) -> Path:
    target = out / f"{stem}{wanted.suffix}"
    number = 2
    while not overwrite and target.exists():
        target = out / f"{stem} ({number}){wanted.suffix}"
        number += 1
    return target


def main(arguments: list[str]) -> int:
    """Save one result; prints a JSON line with ``file``, or with ``template`` and ``facts``."""
    folder, wanted, out = arguments
    outcome = save_as(Path(folder), ExportFormat(wanted), Path(out))
    if isinstance(outcome, Sentence):
        print(json.dumps({"template": outcome.template, "facts": dict(outcome.facts)}))
        return 1
    print(json.dumps({"file": str(outcome)}))
    return 0


def _end(_signal: int, _frame: object) -> None:
    sys.exit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)  # so that what was begun is taken away
    sys.exit(main(sys.argv[1:]))
