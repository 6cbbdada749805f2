"""A thread for each batch whose folders are watched, or waited for.

What is new in a watched folder joins the batch. A batch that an earlier window did not look through
to its end goes on when all of its folders are there: a drive may have to be plugged in first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from core.jobs.model import NewJob
from core.jobs.sources.watcher import FolderWatcher, wait_until_present
from core.jobs.store.batch_store import BatchRecord

log = logging.getLogger(__name__)
Found = Callable[[str, Sequence[NewJob]], None]
Missing = Callable[[str, tuple[Path, ...]], None]
Look = Callable[[BatchRecord, threading.Event], None]


class _WatchThread(QThread):
    """Looks at the folders of one batch."""

    def __init__(self, batch: BatchRecord, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("watch")
        self._batch = batch
        self._look = look
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        try:
            self._look(self._batch, self._stopping)
        except OSError:
            log.exception("%s cannot be watched any more", self._batch.new.sources)


class WatchThreads:
    """Watches what is to be watched. The GUI thread's.

    ``found``, ``missing`` and ``there`` are called in other threads: ``missing`` with the folders
    of a batch that are not there, whenever that changes, ``there`` when all are that were expected.
    """

    def __init__(
        self,
        found: Found,
        missing: Missing,
        there: Callable[[BatchRecord], None],
        ended: Callable[[], None],
        parent: QObject,
    ) -> None:
        self._found = found
        self._missing = missing
        self._there = there
        self._ended = ended
        self._parent = parent
        self._threads: dict[str, _WatchThread] = {}
        self._stopped_threads: list[_WatchThread] = []
        self._batches: Sequence[BatchRecord] = ()
        self._expected: set[str] = set()
        """Ids of batches that go on when their folders are there."""
        self._is_stopping = False

    @property
    def has_stopped(self) -> bool:
        threads = (*self._threads.values(), *self._stopped_threads)
        return not any(thread.isRunning() for thread in threads)

    def keep(self, batches: Sequence[BatchRecord]) -> None:
        """Watch the open ones of these that ask for it, wait for what is expected, no more."""
        self._batches = batches
        wanted = {
            batch.id: batch
            for batch in batches
            if batch.finished_at is None
            and (batch.new.watch or (batch.id in self._expected and not batch.walked))
        }
        for batch_id in self._threads.keys() - wanted.keys():
            self._dismiss(batch_id)
        for batch_id in wanted.keys() - self._threads.keys():
            if not self._is_stopping:
                batch = wanted[batch_id]
                look = self._watch if batch.new.watch else self._await
                thread = _WatchThread(batch, look, self._parent)
                thread.finished.connect(self._ended)
                self._threads[batch_id] = thread
                thread.start(QThread.Priority.LowPriority)

    def expect(self, batches: Sequence[BatchRecord]) -> None:
        """These go on as soon as all of their folders are there."""
        self._expected.update(batch.id for batch in batches)
        self.keep(self._batches)

    def expect_no_more(self, batch_id: str) -> None:
        """Stop waiting for the folders of this batch."""
        self._expected.discard(batch_id)
        self.keep(self._batches)

    def stop(self) -> None:
        """End all threads soon, and start none."""
        self._is_stopping = True
        self.keep(())

    def _watch(self, batch: BatchRecord, stop: threading.Event) -> None:
        new = batch.new
        FolderWatcher(new.sources, new.out, new.options, new.rules).run(
            lambda found: self._found(batch.id, found),
            stop,
            lambda missing: self._missing(batch.id, missing),
        )

    def _await(self, batch: BatchRecord, stop: threading.Event) -> None:
        if wait_until_present(batch.new.sources, stop, lambda gone: self._missing(batch.id, gone)):
            self._there(batch)

    def _dismiss(self, batch_id: str) -> None:
        thread = self._threads.pop(batch_id)
        thread.stop()
        self._stopped_threads = [one for one in self._stopped_threads if one.isRunning()]
        self._stopped_threads.append(thread)
