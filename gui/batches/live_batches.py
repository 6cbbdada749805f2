"""The batches of the window as they stand right now, for the history dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.jobs.store.batch_store import BatchRecord
from core.worker.kinds import FailureKind
from gui.jobs.controller import JobController
from gui.table.status_counts import StatusCounts
from gui.table.status_groups import StatusGroup


@dataclass(frozen=True)
class ActiveBatch:
    """A batch that goes on, or that has documents on the list."""

    record: BatchRecord
    groups: Mapping[StatusGroup, int]
    """How many of its documents on the list stand where."""
    kinds: Mapping[FailureKind, int]
    """How many of them failed for which reason."""
    paused: bool = False
    """The whole queue is paused."""
    away: tuple[Path, ...] = ()
    """Folders that are not there and are waited for."""

    @property
    def is_open(self) -> bool:
        """It goes on, or waits for something."""
        return self.record.finished_at is None


class ActiveBatches(QObject):
    """Asks the window's work and its list. The GUI thread's."""

    changed = Signal()
    """Some batch may stand elsewhere now; ten times a second at most."""

    def __init__(
        self, work: JobController, counts: Callable[[str], StatusCounts], parent: QObject
    ) -> None:
        """``counts``: those of a batch's documents on the list."""
        super().__init__(parent)
        self._work = work
        self._counts = counts
        work.jobs_changed.connect(self._on_queue_changed)
        work.batches_changed.connect(self._on_queue_changed)
        work.paused_changed.connect(self._on_queue_changed)
        work.folders_missing.connect(self._on_queue_changed)

    def now(self) -> dict[str, ActiveBatch]:
        """All there are, by their ids."""
        return {record.id: self._live(record) for record in self._work.state.batches}

    def pause(self, batch_id: str, paused: bool) -> None:
        """Let a batch rest, or go on."""
        self._work.pause_batch(batch_id, paused)

    def end(self, batch_id: str) -> None:
        """Wait for nothing more of a batch: its folders are watched no longer."""
        self._work.end_batch(batch_id)

    def retry_failed(self, batch_id: str, kind: FailureKind | None) -> None:
        """Let those of its documents wait again that failed: all, or for one reason."""
        self._work.retry_failed(None if kind is None else frozenset({kind}), batch_id)

    def rename(self, batch_id: str, name: str) -> None:
        """Call a batch something else, where the queue's file knows it."""
        self._work.rename_batch(batch_id, name)

    def _live(self, record: BatchRecord) -> ActiveBatch:
        counts = self._counts(record.id)
        kinds = {kind: count for kind, count in counts.kinds.items() if count > 0}
        kinds.pop(FailureKind.CANCELLED, None)
        away = self._work.state.missing_folders.get(record.id, ())
        return ActiveBatch(record, dict(counts.groups), kinds, self._work.paused, away)

    def _on_queue_changed(self, *_: object) -> None:
        self.changed.emit()
