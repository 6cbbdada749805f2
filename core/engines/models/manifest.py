"""What a hub said of a repository's files: sizes, checksums, the commit. Kept for offline days."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.atomic_file import write_atomic

SCHEMA = 1
CHUNK = 1 << 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file, as its hub told it. What it did not tell is ``None``."""

    path: str
    """In the repository, with '/'."""
    bytes: int | None
    sha256: str | None = None
    git_sha1: str | None = None
    """Of a file that is not kept apart as a large one: git's own checksum."""

    def matches_size(self, size: int) -> bool:
        """Whether a file of that many bytes can be this one."""
        return self.bytes is None or self.bytes == size

    def matches_content(self, file: Path) -> bool:
        """Whether that file is this one, byte for byte as far as the hub told. Raises ``OSError``.

        Reads all of it: about a second for each gigabyte that lies in memory already.
        """
        size = file.stat().st_size
        if not self.matches_size(size):
            return False
        if self.sha256 is not None:
            return _digest(file, hashlib.sha256()) == self.sha256
        if self.git_sha1 is not None:
            head = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
            return _digest(file, head) == self.git_sha1
        return True


@dataclass(frozen=True, slots=True)
class Manifest:
    """A repository at one commit: its files that are wanted."""

    repository: str
    """As the hub calls it."""
    revision: str
    files: tuple[HubFile, ...]


def read_manifests(file: Path) -> dict[str, Manifest]:
    """By the catalogue's names. A file that cannot be read counts as none, and is logged."""
    try:
        body = json.loads(file.read_text("utf-8"))["repositories"]
        return {name: manifest_of(entry) for name, entry in body.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        _log.warning("%s cannot be used", file, exc_info=True)
        return {}


def write_manifests(file: Path, manifests: Mapping[str, Manifest]) -> None:
    """Keep them. Raises ``OSError``."""
    body = {name: asdict(manifest) for name, manifest in manifests.items()}
    write_atomic(file, json.dumps({"schema": SCHEMA, "repositories": body}, indent=1) + "\n")


def manifest_of(entry: Mapping[str, Any]) -> Manifest:
    """From what :func:`write_manifests` wrote, or the hub's helper said; raises on other things."""
    files = tuple(
        HubFile(str(one["path"]), _size(one.get("bytes")), one.get("sha256"), one.get("git_sha1"))
        for one in entry["files"]
    )
    return Manifest(str(entry["repository"]), str(entry["revision"]), files)


def _size(value: object) -> int | None:
    return None if value is None else int(str(value))


def _digest(file: Path, digest: hashlib._Hash) -> str:
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return str(digest.hexdigest())
