"""The thread that walks folders: a slow or vanished drive must not hold up the window."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Errand:
    """Where to go."""

    batch: BatchRecord
    goes_on: bool
    """An earlier window was given it, and did not come to its end."""


class Walker(QThread):
    """Goes on errands one after the other, and hands in what it finds."""

    def __init__(
        self,
        begun: Callable[[str, bool], None],
        found: Callable[[Sequence[NewJob]], None],
        ended: Callable[[int, bool], None],
        parent: QObject,
    ) -> None:
        """All three are called in this thread, once, again and again, and once for each batch.

        ``begun`` hears the batch's id, and whether an earlier window was given it; ``ended`` how
        many documents were found, and whether all have been.
        """
        super().__init__(parent)
        self.setObjectName("walker")
        self._begun = begun
        self._found = found
        self._ended = ended
        self._errands: queue.SimpleQueue[Errand | None] = queue.SimpleQueue()
        self._stop = threading.Event()

    def send(self, batch: BatchRecord) -> None:
        """Go there when the errands before are done: it has just been given."""
        self._errands.put(Errand(batch, goes_on=False))

    def send_again(self, batch: BatchRecord) -> None:
        """The same for one that an earlier window was given, and did not walk to its end."""
        self._errands.put(Errand(batch, goes_on=True))

    def finish(self) -> None:
        """End soon; what is not walked by then is so the next time."""
        self._stop.set()
        self._errands.put(None)

    def run(self) -> None:
        """Walk until told to finish."""
        while (errand := self._errands.get()) is not None and not self._stop.is_set():
            self._begun(errand.batch.id, errand.goes_on)
            self._ended(self._walk(errand.batch.new), not self._stop.is_set())

    def _walk(self, new: NewBatch) -> int:
        total = 0
        batch: list[NewJob] = []
        sent_at = time.monotonic()
        try:
            intake = Intake(new.out, new.options, new.rules, stopped=self._stop.is_set)
            for job in intake.jobs(new.sources):
                if self._stop.is_set():
                    break
                if not new.takes(job.source):
                    continue
                if new.watch and not lies_still(job.source):
                    continue  # it may still grow: the watch takes it when it has stopped
                batch.append(job)
                total += 1
                size = FIRST_BATCH if total <= FIRST_BATCH else BATCH
                if len(batch) >= size or time.monotonic() - sent_at > BATCH_S:
                    self._found(batch)
                    batch = []
                    sent_at = time.monotonic()
        except OSError:
            log.exception("the walk through %s broke off", new.sources)
        if batch:
            self._found(batch)
        return total
