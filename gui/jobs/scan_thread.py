"""The thread that scans folders: a slow or vanished drive must not hold up the window."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QThread

from core.jobs.model import NewJob
from core.jobs.sources.scanner import SourceScanner
from core.jobs.sources.validation import is_other_file
from core.jobs.sources.watcher import is_settled
from core.jobs.store.batch_store import BatchRecord
from core.session.queue_service import Operation, QueueService

log = logging.getLogger(__name__)
FIRST_BATCH = 20
BATCH = 500
BATCH_S = 0.1
"""However slow the drive, what was found is shown after this time."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    batch: BatchRecord
    resumed: bool
    """An earlier window was given it, and did not come to its end."""


class ScanThread(QThread):
    """Scans the folders of batches, one after the other, and adds what it finds to the queue."""

    def __init__(self, submit: Callable[[Operation], None], parent: QObject) -> None:
        """``submit`` is called in this thread, with operations on the queue."""
        super().__init__(parent)
        self.setObjectName("scan")
        self._submit = submit
        self._requests: queue.SimpleQueue[ScanRequest | None] = queue.SimpleQueue()
        self._stop = threading.Event()

    def scan(self, batch: BatchRecord) -> None:
        """Scan a new batch when those before it are done. Any thread may call."""
        self._requests.put(ScanRequest(batch, resumed=False))

    def resume(self, batch: BatchRecord) -> None:
        """The same for one that an earlier window was given, and did not scan to its end."""
        self._requests.put(ScanRequest(batch, resumed=True))

    def stop(self) -> None:
        """End soon; what is not scanned by then is so the next time."""
        self._stop.set()
        self._requests.put(None)

    def run(self) -> None:
        while (request := self._requests.get()) is not None and not self._stop.is_set():
            not_pdfs: list[str] = []
            found = self._scan(request, not_pdfs)
            finish = partial(
                QueueService.finish_scan,
                batch_id=request.batch.id,
                found=found,
                complete=not self._stop.is_set(),
                resumed=request.resumed,
                not_pdfs=tuple(not_pdfs),
            )
            self._submit(finish)

    def _add(self, jobs: Sequence[NewJob], request: ScanRequest) -> None:
        self._submit(lambda service: service.add(jobs, request.batch.id, resumed=request.resumed))

    def _scan(self, request: ScanRequest, not_pdfs: list[str]) -> int:
        """Return the number of documents found; add the names of other files that were given."""
        new = request.batch.new
        total = 0
        batch: list[NewJob] = []
        sent_at = time.monotonic()
        try:
            scanner = SourceScanner(new.out, new.options, new.rules, stopped=self._stop.is_set)
            for job in scanner.jobs(new.sources):
                if self._stop.is_set():
                    break
                if not new.includes(job.source):
                    continue
                if new.watch and not is_settled(job.source):
                    continue  # it may still grow: the watch takes it when it has stopped
                if is_other_file(job.source):
                    not_pdfs.append(job.source.name)
                    continue
                batch.append(job)
                total += 1
                size = FIRST_BATCH if total <= FIRST_BATCH else BATCH
                if len(batch) >= size or time.monotonic() - sent_at > BATCH_S:
                    self._add(batch, request)
                    batch = []
                    sent_at = time.monotonic()
        except OSError:
            log.exception("the scan of %s broke off", new.sources)
        if batch:
            self._add(batch, request)
        return total
