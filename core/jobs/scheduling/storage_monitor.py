"""Disks that are full or away: their documents wait until there is room again, others go on.

For programs that stay: the window, and ``headframe convert --watch``. A plain ``headframe convert``
fails the document with ``no-space`` or ``not-writable`` and goes on (docs/command.md).
"""

from __future__ import annotations

import errno
import os
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from core.jobs.model import Job
from core.jobs.scheduling.mounts import MountRegistry, mount_point_of, unmounted_failure
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

ROOM_BYTES = 64 << 20
"""What must fit before work goes on; twice as much each time that this was not enough."""
TRIES = 4
"""A document for which there is no room so often, though there was some, fails: it may be another
disk that is full, such as the one of temporary files."""
OF_PLACE = (FailureKind.NO_SPACE, FailureKind.NOT_WRITABLE, FailureKind.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class StorageOutage:
    """Why documents wait."""

    place: Path
    """A folder of results on a full disk, or where a drive was mounted."""
    failure: Failure


class StorageMonitor:
    """Shared by the loops of a program. Thread-safe."""

    def __init__(
        self,
        drives: MountRegistry | None = None,
        *,
        waits: bool = True,
        room_bytes: int = ROOM_BYTES,
    ) -> None:
        """Not ``waits``: documents fail, and it only says why."""
        self.drives = drives or MountRegistry()
        self._waits = waits
        self._lock = threading.Lock()
        self._room = room_bytes
        self._short: dict[Path, StorageOutage] = {}
        """By the mount point of the disk."""
        self._needed: dict[Path, int] = {}
        self._tries: Counter[str] = Counter()

    def explain(self, job: Job, failure: Failure) -> Failure:
        """The same failure, or that a drive is away, which is why."""
        if failure.kind not in OF_PLACE:
            return failure
        mount = self.drives.missing_mount(job.out_parent)
        if mount is not None:
            return unmounted_failure(mount, FailureKind.NOT_WRITABLE)
        mount = self.drives.missing_mount(job.source)
        return failure if mount is None else unmounted_failure(mount, FailureKind.NOT_FOUND)

    def should_wait(self, job: Job, failure: Failure) -> tuple[bool, StorageOutage | None]:
        """Whether the document is to wait, and what is to be told of that, if it is news."""
        if not self._waits or failure.kind not in OF_PLACE:
            return False, None
        mount = self.drives.missing_mount(job.out_parent) or self.drives.missing_mount(job.source)
        if mount is None:
            if failure.kind is not FailureKind.NO_SPACE:
                return False, None
            with self._lock:
                self._tries[job.id] += 1
                if self._tries[job.id] > TRIES:
                    return False, None
        lack = StorageOutage(job.out_parent if mount is None else mount, failure)
        return True, self._note(mount or mount_point_of(job.out_parent), lack)

    def _note(self, mount: Path, lack: StorageOutage) -> StorageOutage | None:
        with self._lock:
            if mount in self._short:
                return None
            self._short[mount] = lack
            needed = self._needed.get(mount)
            self._needed[mount] = self._room if needed is None else 2 * needed
            return lack

    def record_success(self, job: Job) -> None:
        """Its result is in its place."""
        if not self._waits:
            return
        with self._lock:
            self._tries.pop(job.id, None)
            if not self._needed:
                return
        mount = mount_point_of(job.out_parent)
        with self._lock:
            if mount not in self._short:
                self._needed.pop(mount, None)

    @property
    def blocked_paths(self) -> tuple[Path, ...]:
        """Nothing below these is to be taken."""
        with self._lock:
            return tuple(self._short)

    def check(self) -> list[Path]:
        """Look at those places again: the ones that have room now, told to one asker only."""
        with self._lock:
            back = [
                mount
                for mount, lack in self._short.items()
                if self.drives.missing_mount(lack.place) is None
                and _has_free_space(lack.place, self._needed[mount])
            ]
            return [self._short.pop(mount).place for mount in back]


def _has_free_space(place: Path, wanted: int) -> bool:
    """Whether that many bytes can be written: quotas are found out by trying alone."""
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            os.posix_fallocate(probe.fileno(), 0, wanted)
    except OSError as error:
        # Any other reason is the next document's to tell: waiting would not help.
        return error.errno not in (errno.ENOSPC, errno.EDQUOT)
    return True
