"""How much room is left where a folder is, or would be made."""

from __future__ import annotations

import shutil
from pathlib import Path


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
