"""Why a run had nothing to do, in one sentence: silence would look like success."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.jobs.folder_rules import FolderRules
from core.jobs.intake import Intake
from core.jobs.model import ConvertOptions
from core.sentences import Sentence, say


def nothing_found(paths: Sequence[Path], rules: FolderRules, *, retry: bool = False) -> Sentence:
    """Of paths in which no document was found. Walks them once more, without the rules.

    ``retry``: only what had failed was looked for.
    """
    if retry:
        return say(
            "There is nothing to try again: what failed has a result by now, or is not there "
            "any more."
        )
    there = sum(1 for _ in Intake(None, ConvertOptions(), FolderRules(hidden=True)).jobs(paths))
    where = ", ".join(map(str, paths))
    if not there:
        return say("There is no PDF in {folder}.", folder=where)
    if rules == FolderRules():
        return say(
            "PDFs in {folder}: {count}, all of them hidden: "
            "their names, or their folders', begin with a dot. `--hidden` takes them, too.",
            folder=where,
            count=there,
        )
    return say(
        "PDFs in {folder}: {count}. --include, --exclude, --max-depth leave out all of them. "
        "`--dry-run` shows what other patterns would take.",
        folder=where,
        count=there,
    )
