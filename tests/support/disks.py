"""Small disks of their own, to be filled and unplugged. Only root can mount them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest


class Disk:
    """A place where a disk is plugged in and out; what was on it is gone then."""

    def __init__(self, place: Path, size: int = 96 << 20) -> None:
        """``size``: in bytes."""
        self.place = place
        self._size = size
        place.mkdir()

    def plug(self, *, size: int | None = None) -> None:
        """It is there. ``size``: another one than at first."""
        option = f"size={size or self._size}"
        if os.path.ismount(self.place):
            option = f"remount,{option}"
        self._run("mount", "-t", "tmpfs", "-o", option, "tmpfs", self.place)

    def unplug(self) -> None:
        """It is not, also for whoever has files open there."""
        if os.path.ismount(self.place):
            self._run("umount", "-l", self.place)

    def fill(self, *, but: int = 4096) -> Path:
        """Leave so many bytes free. The file that takes the rest."""
        filler = self.place / "filler"
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, self._size - but)
        return filler

    def _run(self, *command: str | Path) -> None:
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            pytest.skip("only root can mount a small disk")
