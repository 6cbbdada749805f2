"""What has failed at last of some sources for a place, for ``--retry-failed``.

The newest that is known of a document counts, whichever run said it: one that was a retry itself,
one that was killed, one that took only some of the documents. A result settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.jobs.reports.files import read_entries
from core.jobs.reports.previous_runs import PreviousRun, SourceRoots, earlier_runs
from core.jobs.sources.filters import FileFilter
from core.paths import batches_folder

UNSETTLED = -1
"""Number of the run that told of a document, where none did."""


@dataclass(frozen=True, slots=True)
class FailedSources:
    """The documents that failed at last: ask with ``in``, of whatever a walk finds."""

    last: str
    """Id of the newest run that there was."""
    is_broken_off: bool
    """The newest that was no retry did not come to its end: a plain run carries on with it."""
    _roots: SourceRoots
    _failed: dict[Path, int] = field(default_factory=dict)
    """Documents, and folders that could not be listed, to the number of the run that said so."""
    _settled: dict[Path, int] = field(default_factory=dict)
    _above: set[Path] = field(default_factory=set)
    """The folders in which something has failed."""

    def __contains__(self, source: object) -> bool:
        """Whether a document is to be taken again."""
        known = self._roots.canonical(source) if isinstance(source, Path) else None
        if known is None:
            return False
        if known in self._failed or known in self._above:
            return True  # a folder that is found itself cannot be listed: it is to say so
        settled = self._settled.get(known, UNSETTLED)
        return any(self._failed.get(folder, UNSETTLED) > settled for folder in known.parents)

    def _apply_report(self, number: int, home: Path, run: PreviousRun) -> None:
        for entry in read_entries(batches_folder(home) / run.past.head.id):
            known = run.roots.canonical(Path(entry.source))
            if known is None:
                continue
            told, other = self._failed, self._settled
            if entry.has_result:
                told, other = other, told
            told[known] = number
            other.pop(known, None)

    def _look_up(self) -> None:
        self._above.update(folder for source in self._failed for folder in source.parents)


def find_failed_sources(
    home: Path, sources: Sequence[Path], out: Path | None, rules: FileFilter
) -> FailedSources | None:
    """What has failed at last of these sources for this place. ``None``: there was no run of them.

    ``rules``: what is asked for; runs before a whole one of no narrower rules tell nothing more.
    """
    roots = SourceRoots.of(sources)
    runs: list[PreviousRun] = []
    for run in earlier_runs(home, sources, out):
        runs.append(run)
        if _is_whole(run, roots, rules):
            break
    if not runs:
        return None
    found = FailedSources(runs[0].past.head.id, _is_broken_off(runs), roots)
    for number, run in enumerate(reversed(runs)):
        found._apply_report(number, home, run)
    found._look_up()
    return found


def _is_broken_off(runs: Sequence[PreviousRun]) -> bool:
    newest = next((run.past for run in runs if run.past.head.retry_of is None), None)
    return newest is not None and newest.head.finished_at is None and not newest.in_use


def _is_whole(run: PreviousRun, roots: SourceRoots, rules: FileFilter) -> bool:
    """Whether a run covers all that is asked for."""
    head = run.past.head
    return (
        head.finished_at is not None
        and head.retry_of is None
        and not head.watch
        and set(roots.real.values()) <= set(run.roots.real.values())
        and head.rules in (rules, FileFilter(hidden=rules.hidden), FileFilter(hidden=True))
    )
