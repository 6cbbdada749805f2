"""Earlier runs of the same sources for the same place, however those are spelt.

A folder may be given relative, by a link, or with a slash at its end: it is the same one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.jobs.reports.history import summaries
from core.jobs.reports.model import BatchSummary


@dataclass(frozen=True, slots=True)
class SourceRoots:
    """What a run was given, each to where it really is."""

    real: Mapping[Path, Path]

    @classmethod
    def of(cls, sources: Sequence[Path]) -> SourceRoots:
        """Those of these absolute paths, as they are now."""
        return cls({source: _real(source) for source in sources})

    def canonical(self, source: Path) -> Path | None:
        """A document below them, the same by whatever way it was reached; ``None``: of others."""
        for root in (source, *source.parents):  # the nearest one: roots may lie in each other
            if (real := self.real.get(root)) is not None:
                return real / source.relative_to(root)
        return None


@dataclass(frozen=True, slots=True)
class PreviousRun:
    past: BatchSummary
    roots: SourceRoots


def earlier_runs(home: Path, sources: Sequence[Path], out: Path | None) -> Iterator[PreviousRun]:
    """Those that had one of these sources and this place of results, the newest first."""
    wanted = set(SourceRoots.of(sources).real.values())
    place = _place(out)
    for past in summaries(home):
        head = past.head
        if _place(None if head.out is None else Path(head.out)) != place:
            continue
        roots = SourceRoots.of(tuple(map(Path, head.sources)))
        if not wanted.isdisjoint(roots.real.values()):
            yield PreviousRun(past, roots)


def _real(source: Path) -> Path:
    # A document that is a link keeps its name: its result has that, too.
    if os.path.isdir(source):  # noqa: PTH112 - which raises nothing, whatever the path
        return Path(os.path.realpath(source))
    return Path(os.path.realpath(source.parent)) / source.name


def _place(out: Path | None) -> str | None:
    return None if out is None else os.path.realpath(out)
