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
from core.profiles import ProfileError, Profiles
from core.sentences import Sentence

log = logging.getLogger(__name__)
FIRST_BATCH = 20
BATCH = 500
BATCH_S = 0.1
"""However slow the drive, what was found is shown after this time."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Where to go."""

    batch: NewBatch | BatchRecord
    profile: str | None = None
    """Name of the profile that a new batch is converted with, as that one is when it begins."""


class Walker(QThread):
    """Goes on errands one after the other, and hands in what it finds."""

    def __init__(
        self,
        begun: Callable[[NewBatch | BatchRecord], None],
        found: Callable[[Sequence[NewJob]], None],
        ended: Callable[[int, bool], None],
        parent: QObject,
        *,
        profiles: Profiles,
        refused: Callable[[Sentence], None],
    ) -> None:
        """The first three are called in this thread, once, again and again, once for each batch.

        ``ended`` hears how many documents were found, and whether all have been; ``refused``
        why a batch does not begin at all.
        """
        super().__init__(parent)
        self.setObjectName("walker")
        self._begun = begun
        self._found = found
        self._ended = ended
        self._profiles = profiles
        self._refused = refused
        self._errands: queue.SimpleQueue[Errand | None] = queue.SimpleQueue()
        self._stop = threading.Event()

    def send(self, batch: NewBatch | BatchRecord, profile: str | None = None) -> None:
        """Go there when the errands before are done: for a new batch, or once more for one that
        was begun and not walked to its end."""
        self._errands.put(Errand(batch, profile))

    def finish(self) -> None:
        """End soon; what is not walked by then is so the next time."""
        self._stop.set()
        self._errands.put(None)

    def run(self) -> None:
        """Walk until told to finish."""
        while (errand := self._errands.get()) is not None:
            batch = errand.batch
            if isinstance(batch, NewBatch) and errand.profile is not None:
                try:
                    batch = self._profiles.get(errand.profile).dress(batch)
                except ProfileError as error:
                    self._refused(error.sentence)
                    continue
            self._begun(batch)
            if isinstance(batch, NewBatch):
                self._ended(self._walk(batch), not self._stop.is_set())
            elif all(source.exists() for source in batch.new.sources):
                self._ended(self._walk(batch.new), not self._stop.is_set())
            else:  # its drive is not plugged in: another time
                self._ended(0, False)

    def _walk(self, new: NewBatch) -> int:
        total = 0
        batch: list[NewJob] = []
        sent_at = time.monotonic()
        try:
            intake = Intake(new.out, new.options, new.rules, stopped=self._stop.is_set)
            for job in intake.jobs(new.sources):
                if self._stop.is_set():
                    break
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
