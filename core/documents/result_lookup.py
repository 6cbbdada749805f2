"""Where the result is in a folder that a person names, and the PDF that it was made from.

MinerU writes ``paper/auto/paper.md`` (``ocr``, ``vlm``, …) and keeps the PDF beside it as
``paper_origin.pdf``; Headframe writes ``paper/paper.md`` and tells in ``headframe.json`` where the
PDF was. People name the outer folder as often as the inner one.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from core.documents.result import ResultMissing, find_markdown, read_origin

log = logging.getLogger(__name__)

MAX_ENTRIES = 2_000
"""Of a folder, that are looked at: a result has some dozens, a folder of results may have any."""
_MARKS = ("headframe.json", "blocks.json")
_MARK_ENDS = ("middle.json", "content_list.json", "structured_content.json")


def find_results(folder: Path) -> tuple[Path, ...]:
    """The result folders that are meant: this one, or else those right in it."""
    if is_result(folder):
        return (folder,)
    inner = (path for path in _entries(folder) if path.is_dir())
    return tuple(path for path in inner if is_result(path))


def is_result(folder: Path) -> bool:
    """There is Markdown, and what an engine leaves beside it."""
    names = [path.name for path in _entries(folder)]
    if not any(name in _MARKS or name.endswith(_MARK_ENDS) for name in names):
        return False
    try:
        find_markdown(folder)
    except ResultMissing:
        return False
    return True


def find_source(folder: Path) -> Path | None:
    """The PDF that a result was made from, where it still is.

    Raises :class:`ResultMissing` when the folder holds no result.
    """
    stem = find_markdown(folder).stem
    origin = read_origin(folder / "headframe.json", [])
    candidates = [
        *filter(None, [origin.source]),
        folder / f"{stem}_origin.pdf",
        folder / f"{stem}.pdf",
        folder.parent / f"{stem}.pdf",
    ]
    for path in candidates:
        try:
            if path.is_file():
                return path
        except OSError:
            continue
    return None


def _entries(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in islice(entries, MAX_ENTRIES))
    except OSError as error:
        log.info("cannot look into %s: %s", folder, error)
        return
    yield from (folder / name for name in names)
