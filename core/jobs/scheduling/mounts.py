"""Drives: one that is unplugged leaves an empty folder behind, which is no place for results.

A drive that documents came from or results went to is known from then on, across restarts, by
where it was mounted. As long as nothing is mounted there and nothing lies there, it is away; a
folder in its place that holds something is a folder like any other.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from pathlib import Path

from core.atomic_file import write_atomic
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

log = logging.getLogger(__name__)
SCHEMA = 1


class MountRegistry:
    """Shared by the loops of a program. Thread-safe."""

    def __init__(self, file: Path | None = None) -> None:
        """``file``: `core.paths.drives_file`; ``None``: nothing is remembered."""
        self._file = file
        self._lock = threading.Lock()
        self._known = set() if file is None else _read(file)
        self._seen: set[tuple[Path, int]] = set()
        """Folders in use, with their devices: of those the drive is known."""

    def remember(self, place: Path) -> None:
        """This place is in use: the drive that it is on is known from here on."""
        key = _folder_and_device(place)
        if key in self._seen:
            return
        mount = mount_point_of(place)
        if key is not None:
            self._seen.add(key)
        if mount.parent == mount:
            return  # the system's own disk
        with self._lock:
            if mount not in self._known:
                self._known.add(mount)
                self._write()

    def missing_mount(self, place: Path) -> Path | None:
        """Where the drive of this place was mounted, if it is known and not there now."""
        with self._lock:
            for mount in [one for one in self._known if place.is_relative_to(one)]:
                if os.path.ismount(mount):
                    continue
                if _is_empty(mount):
                    return mount
                self._known.discard(mount)  # the folder is used without the drive
                self._seen.clear()
                self._write()
        return None

    def _write(self) -> None:
        if self._file is None:
            return
        text = json.dumps({"schema": SCHEMA, "drives": sorted(map(str, self._known))})
        try:
            write_atomic(self._file, text + "\n")
        except OSError as error:
            log.warning("%s cannot be written: %s", self._file, error)


def _folder_and_device(place: Path) -> tuple[Path, int] | None:
    try:
        return place.parent, place.stat().st_dev
    except OSError:
        return None


def mount_point_of(place: Path) -> Path:
    """Where the disk is mounted that this place is on, or would be."""
    while not os.path.ismount(place):
        place = place.parent
    return place


def unmounted_failure(mount: Path, kind: FailureKind) -> Failure:
    """What that means for a document."""
    return Failure(
        kind,
        msg("The drive of {folder} is not there.", folder=str(mount)),
        msg(
            "Plug it in, then retry. If {folder} is a plain folder now, make a folder in it first.",
            folder=str(mount),
        ),
    )


def _read(file: Path) -> set[Path]:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        return {Path(str(mount)) for mount in plain["drives"]}
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s is not used: %s", file, error)
        return set()


def _is_empty(folder: Path) -> bool:
    try:
        with os.scandir(folder) as inside:
            return next(inside, None) is None
    except OSError:
        return True
