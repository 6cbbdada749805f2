"""The report of a batch: what, where, how long, why not; written as it goes.

Three files in ``HEADFRAME_HOME/batches/<id>`` (`core.jobs.reports.files`): the CSV grows by a line
with each document that ends, so that nothing is lost with the program; the others are written again
every few seconds and at the end.
"""

from __future__ import annotations

import csv
import logging
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from core.jobs.ids import iso
from core.jobs.model import Job
from core.jobs.reports.files import hold, read_entries, read_top, write
from core.jobs.reports.model import COLUMNS, BatchHeader, Report, ReportEntry
from core.paths import batches_folder

log = logging.getLogger(__name__)

KEPT = 500
"""Reports of this many batches are kept."""
REWRITE_S = 5.0
REWRITE_SHARE = 0.02
"""At most this part of the time goes into writing whole files again."""


class ReportWriter:
    """Writes a report. Belongs to one thread. A full disk costs the report, never the batch."""

    def __init__(self, home: Path, head: BatchHeader) -> None:
        """Begin, or carry on with, the report of ``head.id``."""
        self.folder = batches_folder(home) / head.id
        self._head = replace(head, finished_at=None)
        self._entries = {entry.job: entry for entry in read_entries(self.folder)}
        self._csv: TextIO | None = None
        self._cost_s = 0.0
        self._written_at = 0.0
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Again, without the line that the program may have died at, and only then in place.
            path, fresh = self.folder / "report.csv", self.folder / ".report.csv"
            self._csv = fresh.open("w", encoding="utf-8", errors="surrogateescape", newline="")
            csv.writer(self._csv).writerow(COLUMNS)
            for entry in self._entries.values():
                csv.writer(self._csv).writerow(entry.cells)
            self._csv.flush()
            hold(self._csv)
            fresh.replace(path)
        except OSError as error:
            log.warning("no report in %s: %s", self.folder, error)
        self._rewrite()
        _prune(self.folder.parent)

    def add(self, job: Job) -> None:
        """A document of the batch has ended."""
        entry = ReportEntry.of(job)
        if entry == self._entries.get(job.id):
            return  # written before the program ended
        self._entries[job.id] = entry
        try:
            if self._csv is not None:
                csv.writer(self._csv).writerow(entry.cells)
                self._csv.flush()
        except OSError as error:
            log.warning("the report %s misses %s: %s", self.folder, job.source, error)
        if time.monotonic() - self._written_at > max(REWRITE_S, self._cost_s / REWRITE_SHARE):
            self._rewrite()

    def close(self, *, finished: bool) -> None:
        """The batch is over, or is left for another time."""
        if finished:
            self._head = replace(self._head, finished_at=iso(time.time()))
        self._rewrite()
        if self._csv is not None:
            try:
                self._csv.close()
            except OSError as error:
                log.warning("the report %s is not whole: %s", self.folder, error)

    def __enter__(self) -> ReportWriter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._csv is not None and not self._csv.closed:
            self.close(finished=False)

    def _rewrite(self) -> None:
        began = time.monotonic()
        plain = read_top(self.folder)
        if plain is not None and isinstance(plain.get("name"), str):
            self._head = replace(self._head, name=plain["name"])  # it may have been renamed
        report = Report(self._head, tuple(self._entries.values()))
        try:
            write(self.folder, report)
        except OSError as error:
            log.warning("the report %s is not up to date: %s", self.folder, error)
        self._written_at = time.monotonic()
        self._cost_s = self._written_at - began


def _prune(folder: Path) -> None:
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except OSError:
        return
    for name in names[:-KEPT]:
        shutil.rmtree(folder / name, ignore_errors=True)
