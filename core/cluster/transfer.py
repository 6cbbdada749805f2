"""Documents and results on their way between hosts: what both see already, and archives."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ENDS_BYTES = 64 << 10
INLINE_BYTES = 1 << 20
"""What is larger than this travels apart from the words about it: on a slow line those do not wait
for it."""
PART_BYTES = 4 << 20
"""Of what travels apart: an object store may be small, and each part has to arrive in time."""

Manifest = dict[str, int]
"""Files of a folder: path below it, with ``/`` → size in bytes."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Tells whether two hosts see one file under one path. Inodes differ between mounts."""

    size: int
    mtime_ns: int
    ends: str
    """SHA-256 of its first and last 64 kB."""

    @classmethod
    def of(cls, path: Path) -> Fingerprint:
        """Raises ``OSError``."""
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            digest = hashlib.sha256(file.read(ENDS_BYTES))
            if state.st_size > ENDS_BYTES:
                file.seek(max(ENDS_BYTES, state.st_size - ENDS_BYTES))
                digest.update(file.read(ENDS_BYTES))
        return cls(state.st_size, state.st_mtime_ns, digest.hexdigest())

    def is_at(self, path: Path) -> bool:
        """Whether the very file is there."""
        try:
            # Size and time first: they cost nothing, and differ where the file is another.
            state = path.stat()
            alike = (state.st_size, state.st_mtime_ns) == (self.size, self.mtime_ns)
            return alike and Fingerprint.of(path) == self
        except OSError:
            return False


def manifest_of(folder: Path) -> Manifest:
    """All files below it. Raises ``OSError``."""
    found: Manifest = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[path.relative_to(folder).as_posix()] = path.stat().st_size
    return found


def is_whole(folder: Path, manifest: Manifest) -> bool:
    """Whether every file of the manifest is there in its full size."""
    try:
        return all((folder / name).stat().st_size == size for name, size in manifest.items())
    except OSError:
        return False


def write_archive(folder: Path, names: Iterable[str], to: io.BufferedIOBase) -> None:
    """Those files of a folder. Not compressed: page images are already. Raises ``OSError``."""
    with tarfile.open(fileobj=to, mode="w") as archive:
        for name in names:
            archive.add(folder / name, arcname=name, recursive=False)


def archive_of(folder: Path, names: Iterable[str]) -> bytes:
    """The same in memory, for little."""
    buffer = io.BytesIO()
    write_archive(folder, names, buffer)
    return buffer.getvalue()


def unpack(archive: bytes | Path, folder: Path) -> None:
    """Put an archive's files into a folder, replacing what is there, as files made now: the clock
    of the host that made them may be an hour off.

    Raises ``OSError``, and ``tarfile.TarError`` for what is no such archive, or points outside.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(archive, bytes):
        with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
            opened.extractall(folder, filter=_as_new)
    else:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter=_as_new)


def _as_new(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo:
    return tarfile.data_filter(member, path).replace(mtime=None, deep=False)  # type: ignore[arg-type]
