"""How much room is left where a folder is, or would be made, and sizes in words."""

from __future__ import annotations

import shutil
from pathlib import Path

SPARE_BYTES = 64 << 20
"""Left free: a disk that is full to the last byte breaks others."""


def gigabytes(size: int) -> str:
    """A size in words, in decimal units as hubs and disks have them."""
    if size >= 1e8:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


def nearest_existing(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def free_bytes(folder: Path) -> int:
    """Free bytes on the drive that the folder is on, or would be. Raises ``OSError``."""
    return shutil.disk_usage(nearest_existing(folder)).free


def free_bytes_if_known(folder: Path) -> int | None:
    """The same; ``None`` where the system cannot tell."""
    try:
        return free_bytes(folder)
    except OSError:
        return None
