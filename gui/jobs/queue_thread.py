"""The thread that owns the queue's file on the window's behalf: its commits wait for the disk."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from core.jobs.output.staging import sweep
from core.jobs.store.migrations import QueueError
from core.session.event_queue import QueueMessage
from core.session.messages import OperationFailed
from core.session.queue_service import Operation, QueueService

log = logging.getLogger(__name__)


class QueueThread(QThread):
    """Runs operations on the queue, one after the other. What comes of them is posted."""

    def __init__(self, home: Path, post: Callable[[QueueMessage], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self._home = home
        self._post = post
        self._operations: queue.SimpleQueue[Operation | None] = queue.SimpleQueue()

    def submit(self, operation: Operation) -> None:
        """Run it when those before it are done. Returns at once; any thread may call."""
        self._operations.put(operation)

    def stop(self) -> None:
        """End when everything submitted so far is done."""
        self._operations.put(None)

    def run(self) -> None:
        """Never raises."""
        try:
            with QueueService.open(self._home, self._post) as service:
                unfinished = (job for job in service.load() if not job.state.is_final)
                _sweep({job.out_parent for job in unfinished})
                service.remove_stale_staging()
                while (operation := self._operations.get()) is not None:
                    self._run(operation, service)
        except QueueError as error:
            self._fail(error)

    def _run(self, operation: Operation, service: QueueService) -> None:
        try:
            operation(service)
        except QueueError as error:
            self._fail(error)

    def _fail(self, error: QueueError) -> None:
        log.error("the queue cannot be used", exc_info=error)
        self._post(OperationFailed(error.sentence))


def _sweep(places: Collection[Path]) -> None:
    """Remove what was in the making when an earlier window was killed, in a thread.

    A daemon: a drive that hangs must hold up neither the list nor the end of the program.
    """
    if places:
        threading.Thread(target=sweep, args=(places,), name="sweep", daemon=True).start()
