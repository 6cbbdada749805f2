"""Signals about the queue, and the state that they report."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.session.queue_state import QueueState


class JobSignals(QObject):
    """Emitted in the GUI thread, by the dispatcher, when :attr:`state` is up to date."""

    jobs_changed = Signal(object)
    """A :class:`JobListUpdate`."""
    job_started = Signal(object)
    """A :class:`JobStarted`: which process does the work, and where."""
    worker_changed = Signal(object)
    """A :class:`WorkerChanged`."""
    card_reported = Signal(object)
    """A :class:`WorkerVerified`, or a :class:`CardQuarantined`."""
    cards_assigned = Signal(object)
    """A :class:`CardAssignment`: where work goes from now on."""
    failed = Signal(object)
    """A :class:`Message` to be shown."""
    removed = Signal(int)
    """Number of jobs taken off the list; :meth:`undo` puts them back."""
    scan_finished = Signal(int, int, object, object)
    """Documents found, how many of them new or again, ids of those that were on the list, and of
    those that were not."""
    files_left_out = Signal(object)
    """Names of files that were given and are no PDFs; :attr:`scan_finished` comes next."""
    markdown_read = Signal(str, int, int)
    """The text, of how many documents it is, and how many more cannot be read."""
    idle = Signal()
    """Nothing runs and nothing waits any more."""
    paused_changed = Signal(bool)
    """The whole queue is paused, or resumed."""
    batches_changed = Signal(object)
    """The batches of :attr:`state`."""
    folders_missing = Signal(str, object, object)
    """Of a batch: the folders that are not there now and are waited for, and those before."""
    storage_lost = Signal(object)
    """A :class:`DiskFull`: what goes to that disk, or comes from it, waits."""
    storage_available = Signal(object)
    """A :class:`StorageAvailable`."""
    stopped = Signal()
    """After :meth:`stop`: every thread has ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = QueueState()
