"""A thread for each batch whose folders are watched: what is new there joins the batch."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from core.jobs.batches import BatchRecord
from core.jobs.model import NewJob
from core.jobs.watching import FolderWatch

log = logging.getLogger(__name__)
Found = Callable[[str, Sequence[NewJob]], None]
Missing = Callable[[str, tuple[Path, ...]], None]


class _Post(QThread):
    """Looks at the folders of one batch."""

    def __init__(self, batch: BatchRecord, found: Found, missing: Missing, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("lookout")
        self._id = batch.id
        self._new = batch.new
        self._found = found
        self._missing = missing
        self._stop = threading.Event()

    def finish(self) -> None:
        self._stop.set()

    def run(self) -> None:
        new = self._new
        try:
            FolderWatch(new.sources, new.out, new.options, new.rules).run(
                lambda found: self._found(self._id, found),
                self._stop,
                lambda missing: self._missing(self._id, missing),
            )
        except OSError:
            log.exception("%s cannot be watched any more", new.sources)


class Lookout:
    """Watches what is to be watched. The GUI thread's.

    ``found`` and ``missing`` are called in other threads; the second with the folders of a batch
    that are not there, whenever that changes.
    """

    def __init__(
        self, found: Found, missing: Missing, ended: Callable[[], None], parent: QObject
    ) -> None:
        self._found = found
        self._missing = missing
        self._ended = ended
        self._parent = parent
        self._posts: dict[str, _Post] = {}
        self._leaving: list[_Post] = []
        self._over = False

    @property
    def is_gone(self) -> bool:
        """No thread is left."""
        return not any(post.isRunning() for post in (*self._posts.values(), *self._leaving))

    def keep(self, batches: Sequence[BatchRecord]) -> None:
        """Watch the open ones of these that ask for it, and nothing else."""
        wanted = {b.id: b for b in batches if b.new.watch and b.finished_at is None}
        for batch_id in self._posts.keys() - wanted.keys():
            self._dismiss(batch_id)
        for batch_id in wanted.keys() - self._posts.keys():
            if not self._over:
                post = _Post(wanted[batch_id], self._found, self._missing, self._parent)
                post.finished.connect(self._ended)
                self._posts[batch_id] = post
                post.start(QThread.Priority.LowPriority)

    def finish(self) -> None:
        """End all threads soon, and start none."""
        self._over = True
        self.keep(())

    def _dismiss(self, batch_id: str) -> None:
        post = self._posts.pop(batch_id)
        post.finish()
        self._leaving = [one for one in self._leaving if one.isRunning()]
        self._leaving.append(post)
