"""The thread that walks folders: a slow or vanished drive must not hold up the window."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QThread

from core.jobs.batches import BatchRecord, NewBatch
from core.jobs.intake import Intake
from core.jobs.model import NewJob
from core.jobs.watching import lies_still

log = logging.getLogger(__name__)
FIRST_BATCH = 20
BATCH = 500
BATCH_S = 0.1
"""However slow the drive, what was found is shown after this time."""


class Walker(QThread):
    """Goes on errands one after the other, and hands in what it finds."""

    def __init__(
        self,
        begun: Callable[[NewBatch | BatchRecord], None],
        found: Callable[[Sequence[NewJob]], None],
        ended: Callable[[int, bool], None],
        parent: QObject,
    ) -> None:
        """All three are called in this thread, once, again and again, and once for each batch.

        ``ended`` hears how many documents were found, and whether all have been.
        """
        super().__init__(parent)
        self.setObjectName("walker")
        self._begun = begun
        self._found = found
        self._ended = ended
        self._errands: queue.SimpleQueue[NewBatch | BatchRecord | None] = queue.SimpleQueue()
        self._stop = threading.Event()

    def send(self, errand: NewBatch | BatchRecord) -> None:
        """Go there when the errands before are done: for a new batch, or once more for one that
        was begun and not walked to its end."""
        self._errands.put(errand)

    def finish(self) -> None:
        """End soon; what is not walked by then is so the next time."""
        self._stop.set()
        self._errands.put(None)

    def run(self) -> None:
        """Walk until told to finish."""
        while (errand := self._errands.get()) is not None:
            self._begun(errand)
            if isinstance(errand, NewBatch):
                self._ended(self._walk(errand), not self._stop.is_set())
            elif all(source.exists() for source in errand.new.sources):
                self._ended(self._walk(errand.new), not self._stop.is_set())
            else:  # its drive is not plugged in: another time
                self._ended(0, False)

    def _walk(self, errand: NewBatch) -> int:
        total = 0
        batch: list[NewJob] = []
        sent_at = time.monotonic()
        try:
            for job in Intake(errand.out, errand.options, errand.rules).jobs(errand.sources):
                if self._stop.is_set():
                    break
                if errand.watch and not lies_still(job.source):
                    continue  # it may still grow: the watch takes it when it has stopped
                batch.append(job)
                total += 1
                size = FIRST_BATCH if total <= FIRST_BATCH else BATCH
                if len(batch) >= size or time.monotonic() - sent_at > BATCH_S:
                    self._found(batch)
                    batch = []
                    sent_at = time.monotonic()
        except OSError:
            log.exception("the walk through %s broke off", errand.sources)
        if batch:
            self._found(batch)
        return total
