"""A document on the host that converts it: its files there, its windows, its result."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

from core.cluster.host_environment import sees_files
from core.cluster.messages import Delivery, ResultReady, SharedSource
from core.cluster.transfer import INLINE_BYTES, archive_of, manifest_of, unpack, write_archive
from core.engines.process.local_process import LocalProcess
from core.worker.protocol import Convert

CHECKPOINT_S = 1.0
"""Between two looks for windows that are recognised."""


class DeliveredDocument:
    """A document at work: its folder below the process's own, which the guard removes."""

    def __init__(self, process: LocalProcess, request: Convert, delivery: Delivery) -> None:
        """Raises ``OSError``."""
        self.job = request.job
        self.folder = folder_of(process, request.job)
        self.folder.mkdir(exist_ok=True)
        source = request.source
        if not isinstance(delivery.source, SharedSource):
            source = str(self.folder / f"{request.stem}.pdf")
            parts = self.folder / "parts"
            if parts.exists():
                parts.rename(source)
            else:
                Path(source).write_bytes(delivery.source.data)
        self.in_place = _may_write(Path(request.staging), delivery.marker)
        staging = request.staging
        if not self.in_place:
            staging = str(self.folder / "result")
            Path(staging).mkdir()
        self._checkpoint: Path | None = None
        if request.checkpoint is not None:
            self._checkpoint = self.folder / "checkpoint"
            if delivery.checkpoint is not None:
                unpack(delivery.checkpoint, self._checkpoint)
        self._sent = self._windows()
        self._sent_at = 0.0
        checkpoint = None if self._checkpoint is None else str(self._checkpoint)
        self.request = replace(request, source=source, staging=staging, checkpoint=checkpoint)

    def _windows(self) -> dict[str, tuple[int, int]]:
        """Each finished file with its size and time."""
        found = {}
        if self._checkpoint is not None and self._checkpoint.is_dir():
            for path in self._checkpoint.iterdir():
                if not path.name.startswith("."):  # unfinished
                    state = path.stat()
                    found[path.name] = (state.st_size, state.st_mtime_ns)
        return found

    def new_windows(self, *, at_once: bool) -> bytes | None:
        """What was recognised since; ``None``: nothing, or it is too early to look again."""
        now = time.monotonic()
        if self._checkpoint is None or (not at_once and now - self._sent_at < CHECKPOINT_S):
            return None
        self._sent_at = now
        try:
            windows = self._windows()
            fresh = [name for name, state in windows.items() if self._sent.get(name) != state]
            archive = archive_of(self._checkpoint, fresh) if fresh else None
        except OSError:
            return None  # replaced or removed this moment: the next look has it
        self._sent = windows
        return archive

    def result(self) -> ResultReady:
        """Raises ``OSError``."""
        folder = Path(self.request.staging)
        manifest = manifest_of(folder)
        archive = None
        if not self.in_place:
            if sum(manifest.values()) <= INLINE_BYTES:
                archive = archive_of(folder, manifest)
            else:
                with (self.folder / "result.tar").open("wb") as file:
                    write_archive(folder, manifest, file)
        return ResultReady(self.job, manifest, archive, self.in_place)


def folder_of(process: LocalProcess, job: str) -> Path:
    """Of a document at work in that process, or on its way to it."""
    return process.scratch / f"document-{job}"


def is_seen(shared: SharedSource, path: Path) -> bool:
    """Whether this host sees the very file that the driver has under that path."""
    return sees_files() and shared.fingerprint.is_at(path)


def _may_write(staging: Path, marker: str) -> bool:
    """Whether this host sees the driver's staging folder itself, and may write there."""
    if not sees_files() or not (staging.parent / marker).is_file():
        return False
    probe = staging / f".{marker}.{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
