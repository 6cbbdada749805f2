"""What the window knows of its queue besides the jobs, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.engines.skipped_engines import SkippedEngine
    from core.jobs.store.batch_store import BatchRecord
    from core.worker.kinds import EngineName
    from core.worker.protocol import Failure


@dataclass(frozen=True, slots=True)
class QueueState:
    """Replaced as a whole when something of it changes."""

    batches: tuple[BatchRecord, ...] = ()
    """Those that are open, or have documents on the list; the newest first."""
    missing_folders: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    """Folders that are not there and are waited for, by the ids of their batches."""
    outages: Mapping[Path, Failure] = field(default_factory=dict)
    """Places on disks that are full or unmounted, and why."""
    blocked_paths: tuple[Path, ...] = ()
    """Where those disks are mounted: what is below waits."""
    engine: EngineName | None = None
    """The engine that documents go to now, once that is found out."""
    skipped_engines: tuple[SkippedEngine, ...] = ()
    """Better ones that are set up, and not ready."""
    engine_is_proven: bool = True
    """:attr:`engine` has been seen to work here."""

    def is_open(self, batch_id: str) -> bool:
        return any(batch.id == batch_id and batch.finished_at is None for batch in self.batches)

    def waits_for_folders(self, batch_id: str) -> bool:
        """Whether more documents may come from the folders of the batch."""
        return any(
            batch.id == batch_id
            and batch.finished_at is None
            and (batch.new.watch or not batch.walked)
            for batch in self.batches
        )
