"""The thread of one card in use. It carries `core`'s loop, and touches nothing of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread

from core.jobs.card_loop import CardLoop
from core.jobs.events import JobEnded, JobEvent, JobPutBack, JobTaken
from core.jobs.orders import StopWhen

Tell = Callable[[JobEvent], None]


class CardWorker(QThread):
    """Runs a :class:`CardLoop`; its events go to ``post``, in the loop's threads."""

    def __init__(
        self, name: str, make_loop: Callable[[Tell], CardLoop], post: Tell, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"card {name}")
        self.name = name
        self._post = post
        self._mine: set[str] = set()
        """Taken and not ended: one at work, and what waits for the disk."""
        self._loop = make_loop(self._on_event)

    @property
    def is_busy(self) -> bool:
        """It has a document."""
        return bool(self._mine)

    def run(self) -> None:
        """Work through the queue until stopped."""
        self._loop.run()

    def wake(self) -> None:
        """There may be new jobs."""
        self._loop.wake()

    def cancel(self, job_id: str) -> None:
        """Give up that document, if this card works on it."""
        if job_id in self._mine:
            self._loop.cancel(job_id)

    def put_back(self, job_id: str) -> None:
        """Let that document wait again, if this card works on it."""
        if job_id in self._mine:
            self._loop.put_back(job_id)

    def stop(self, when: StopWhen) -> None:
        """End, now or after the document at work. ``finished`` tells when."""
        self._loop.stop(when)

    def _on_event(self, event: JobEvent) -> None:
        match event:
            case JobTaken(job=job):
                self._mine.add(job.id)
            case JobEnded(job=job) | JobPutBack(job=job):
                self._mine.discard(job.id)
        self._post(event)
