"""The reports of the queue's batches, written as their documents end.

Ended documents are read from the queue's file, so that none is missed: neither those that ended
while the program died, nor those that ended before the report was opened. Used by one thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.jobs.ids import iso
from core.jobs.reports.model import BatchHeader
from core.jobs.reports.writer import ReportWriter
from core.jobs.store.batch_store import BatchRecord
from core.jobs.store.job_store import JobStore


@dataclass
class _OpenReport:
    report: ReportWriter
    up_to: float
    """What had ended by then is written; seconds since the epoch."""


class ReportManager:
    """Keeps the report of each batch that goes on. A report that cannot be written is only logged;
    methods raise :class:`core.jobs.store.migrations.QueueError` where the queue cannot be read.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._open: dict[str, _OpenReport] = {}

    def update(
        self, jobs: JobStore, batch_id: str, find: Callable[[str], BatchRecord | None]
    ) -> None:
        """Write what has ended of a batch since the last time. ``find`` gives its record."""
        mine = self._open.get(batch_id)
        ended = jobs.finished_since(batch_id, 0.0 if mine is None else mine.up_to)
        if not ended:
            return
        if mine is None:
            record = find(batch_id)
            if record is None:
                return
            mine = self._open[batch_id] = _OpenReport(
                ReportWriter(self._home, head_of(record)), 0.0
            )
        for job in ended:
            mine.report.add(job)
            mine.up_to = max(mine.up_to, job.finished_at or 0.0)

    def close(self, jobs: JobStore, batch_id: str) -> None:
        """The batch is over: no job of it waits or runs.

        All its jobs are read once more. The last one may have ended since :meth:`update`. Where the
        clock was set back, a job may have ended before the moment up to which all was written.
        """
        mine = self._open.pop(batch_id, None)
        if mine is not None:
            for job in jobs.finished_since(batch_id, 0.0):
                mine.report.add(job)
            mine.report.close(finished=True)

    def close_all(self) -> None:
        """Leave all that is open for another time."""
        for mine in self._open.values():
            mine.report.close(finished=False)
        self._open.clear()


def head_of(record: BatchRecord) -> BatchHeader:
    """How the report of a batch begins."""
    return BatchHeader(
        id=record.id,
        name=record.new.name,
        sources=tuple(map(str, record.new.sources)),
        out=None if record.new.out is None else str(record.new.out),
        created_at=iso(record.created_at),
        retry_of=record.new.retry_of,
        options=record.new.options,
        rules=record.new.rules,
        profile=record.new.profile,
        cards=record.new.cards,
        watch=record.new.watch,
    )
