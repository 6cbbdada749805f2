"""The history: the reports of batches, searched, renamed, taken out and put back."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.jobs.reports.files import read_entries, read_report, read_top, summary_of, write
from core.jobs.reports.model import BatchSummary, Report
from core.jobs.states import JobState
from core.paths import batches_folder
from core.worker.kinds import FailureKind

REMOVED = ".removed-"
"""Begins the names of those that were taken out of the history, and can be put back."""


def summaries(home: Path, text: str = "") -> Iterator[BatchSummary]:
    """The history: the batches of this home, the newest first, without their documents.

    ``text``: part of the name, of a source, of the place of results or the profile; any case.
    """
    for name in _names(home):
        past = _past(home, name)
        if past is not None and matches(past, text):
            yield past


def matches(past: BatchSummary, text: str) -> bool:
    """Whether a search for a text finds this batch."""
    head, wanted = past.head, text.casefold()
    words = (head.name, *head.sources, head.out or "", head.profile or "")
    return any(wanted in word.casefold() for word in words)


@dataclass(frozen=True, slots=True)
class HistoryChanges:
    """Changes of the history since the last look."""

    newest: str
    """The last id in it; "" where there is none."""
    pasts: tuple[BatchSummary, ...]
    """Those that were asked for, as they are now, and those that have come since."""


def history_changes(home: Path, since: str, again: Collection[str] = ()) -> HistoryChanges:
    """Look again, at those of the ids ``again`` and at what is newer than ``since``."""
    names = [name for name in _names(home) if name in again or name > since]
    found = (_past(home, name) for name in names)
    # One that is being made this moment has no report yet, and is newer the next time, too.
    made = (name for name in names if (batches_folder(home) / name / "report.json").exists())
    return HistoryChanges(
        max(made, default=since), tuple(past for past in found if past is not None)
    )


def _names(home: Path) -> list[str]:
    try:
        names = os.listdir(batches_folder(home))  # noqa: PTH208 - names
    except OSError:
        return []
    return sorted((name for name in names if not name.startswith(REMOVED)), reverse=True)


def _past(home: Path, batch_id: str) -> BatchSummary | None:
    folder = batches_folder(home) / batch_id
    plain = read_top(folder)
    return None if plain is None else summary_of(folder, plain)


def reports(home: Path, text: str = "") -> Iterator[Report]:
    """The same with the documents."""
    for past in summaries(home, text):
        yield Report(past.head, read_entries(batches_folder(home) / past.head.id))


def remove_report(home: Path, batch_id: str) -> None:
    """Take a batch out of the history; its results stay. Raises ``OSError``."""
    folder = batches_folder(home)
    (folder / batch_id).rename(folder / (REMOVED + batch_id))


def restore_report(home: Path, batch_id: str) -> None:
    """Undo :func:`remove_report`. Raises ``OSError``."""
    folder = batches_folder(home)
    (folder / (REMOVED + batch_id)).rename(folder / batch_id)


def rename_report(home: Path, batch_id: str, name: str) -> None:
    """Call a batch something else. A report that goes on keeps the name. Raises ``OSError``."""
    report = read_report(batches_folder(home) / batch_id)
    if report is not None:
        write(
            batches_folder(home) / batch_id, replace(report, head=replace(report.head, name=name))
        )


def failed_in(
    home: Path, batch_id: str, kinds: Collection[FailureKind] | None = None
) -> frozenset[Path]:
    """The documents that failed in one batch: all, or for some reasons."""
    return frozenset(
        Path(entry.source)
        for entry in read_entries(batches_folder(home) / batch_id)
        if entry.state == JobState.FAILED and (kinds is None or entry.kind in kinds)
    )
