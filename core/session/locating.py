"""Documents that were moved or renamed outside: where they, and others of their folder, are now.

From the old and the new place of one document follows which folder was moved: what lay below it
is looked for below the new one. Disks are read here, so it is for a thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.jobs.model import Job
from core.jobs.states import JobState
from core.jobs.store.relocation import JobLocation


@dataclass(frozen=True, slots=True)
class LocatedDocuments:
    """What follows from the new place of one document."""

    chosen: JobLocation
    is_another_file: bool
    """It has not the size of the file that was converted."""
    others: tuple[JobLocation, ...]
    """Other documents that are missing, and were found in the same way."""


def locate(job: Job, source: Path, listed: Iterable[Job]) -> LocatedDocuments:
    """Find what has moved along with a document that is now at ``source``."""
    moved = _MovedFolder.of(job.source, source)
    others = []
    for other in listed:
        if other.id == job.id or other.state is JobState.RUNNING or _is_file(other.source):
            continue
        path = moved.new_path(other.source)
        if path is not None and _is_file(path) and not _is_another_file(other, path):
            others.append(_location(other, path, moved))
    return LocatedDocuments(
        _location(job, source, moved), _is_another_file(job, source), tuple(others)
    )


@dataclass(frozen=True, slots=True)
class _MovedFolder:
    before: Path
    now: Path

    @classmethod
    def of(cls, old: Path, new: Path) -> _MovedFolder:
        """The outermost folders that differ, where the names below them are the same."""
        before, now = old.parent, new.parent
        if old.name == new.name:
            while before != now and before.name and before.name == now.name:
                before, now = before.parent, now.parent
        return cls(before, now)

    def new_path(self, path: Path) -> Path | None:
        """Where something would be now; ``None``: it did not lie in the folder."""
        if self.before == self.now or not path.is_relative_to(self.before):
            return None
        return self.now / path.relative_to(self.before)


def _location(job: Job, source: Path, moved: _MovedFolder) -> JobLocation:
    """The result is where it was, or has moved along."""
    out_parent, markdown = job.out_parent, job.markdown
    if markdown is not None and not _is_file(markdown):
        new = moved.new_path(markdown)
        if new is not None and _is_file(new):
            markdown = new
            out_parent = moved.new_path(out_parent) or out_parent
    if not _is_folder(out_parent):
        beside = job.out_parent == job.source.parent
        out_parent = source.parent if beside else (moved.new_path(out_parent) or out_parent)
    return JobLocation(job.id, source, out_parent, markdown)


def _is_another_file(job: Job, path: Path) -> bool:
    try:
        return job.size is not None and path.stat().st_size != job.size
    except OSError:
        return True


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
