"""Why a run had nothing to do, in one sentence: silence would look like success."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.jobs.model import ConvertOptions
from core.jobs.sources.filters import FileFilter
from core.jobs.sources.scanner import SourceScanner
from core.messages import Message, msg


def explain_empty_selection(
    paths: Sequence[Path], rules: FileFilter, *, retry: bool = False
) -> Message:
    """Of paths in which no document was found. Walks them again, without the rules.

    ``retry``: only what had failed was looked for.
    """
    if retry:
        return msg(
            "There is nothing to try again: what failed has a result by now, or is no longer there."
        )
    where = ", ".join(map(str, paths))
    if seen := _count(paths, FileFilter(hidden=rules.hidden)):
        return msg(
            "PDFs in {folder}: {count}. --include, --exclude, --max-depth leave out all of them. "
            "`--dry-run` shows what other patterns would take.",
            folder=where,
            count=seen,
        )
    if hidden := _count(paths, FileFilter(hidden=True)):
        return msg(
            "PDFs in {folder}: {count}, all of them hidden: their names, or their folders', begin "
            "with a dot or ~$, or are those of a recycle bin. `--hidden` takes them, too.",
            folder=where,
            count=hidden,
        )
    return msg("There is no PDF in {folder}.", folder=where)


def _count(paths: Sequence[Path], rules: FileFilter) -> int:
    return sum(1 for _ in SourceScanner(None, ConvertOptions(), rules).jobs(paths))
