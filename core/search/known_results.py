"""The results that a home knows of: those on the list, and those in the history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.jobs.reports.history import reports
from core.jobs.store.job_store import JobStore
from core.jobs.store.migrations import QueueError
from core.paths import queue_file


def known_results(home: Path) -> Iterator[Path]:
    """Their folders, each once, the newest first; not all of them need still be there."""
    seen: set[Path] = set()
    for markdown in _markdown_paths(home):
        if markdown.parent not in seen:
            seen.add(markdown.parent)
            yield markdown.parent


def _markdown_paths(home: Path) -> Iterator[Path]:
    try:
        with JobStore(queue_file(home)) as store:
            listed = store.jobs()
    except QueueError:
        listed = []
    yield from (job.markdown for job in reversed(listed) if job.markdown is not None)
    for report in reports(home):
        yield from (Path(entry.markdown) for entry in report.entries if entry.markdown is not None)
