"""How much of a large package pip has fetched.

Releases of pip before 24.1 tell only its size, and that when they begin, so its file is looked at:
pip writes it into a ``pip-unpack-…`` folder of its temporary folder.
"""

from __future__ import annotations

import os
import re
import selectors
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGE = 20_000_000
"""Bytes; a smaller package is here before one has read its name."""
_BEGUN = re.compile(r"\s*Downloading (?:\S*/)?(\S+) \(([0-9.]+) (kB|MB|GB)\)")
_UNITS = {"kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class PackageDownload:
    """A package that is being fetched."""

    file: str
    size: int
    """Bytes, to three digits, as pip rounds it."""
    folder: Path
    """pip's temporary folder."""

    @classmethod
    def begun(cls, line: str, folder: Path) -> PackageDownload | None:
        """What a line of pip's output says that it begins with; ``None`` for a small package."""
        match = _BEGUN.match(line)
        if match is None:
            return None
        size = round(float(match[2]) * _UNITS[match[3]])
        return cls(match[1], size, folder) if size >= LARGE else None

    def bytes_here(self) -> int:
        """How much of it is on the disk."""
        here = 0
        for path in self.folder.glob(f"pip-unpack-*/{self.file}"):
            try:
                here = max(here, path.stat().st_size)
            except OSError:
                continue  # it was just taken away
        return min(here, self.size)


def lines_or_pauses(descriptor: int, pause_s: float) -> Iterator[str | None]:
    """The lines of a child's output as they come; ``None`` each time that none came for so long."""
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            if not selector.select(pause_s):
                yield None
                continue
            data = os.read(descriptor, 1 << 16)
            *lines, rest = (rest + data).split(b"\n")
            if not data and rest:
                lines, rest = [rest], b""
            for line in lines:
                yield line.decode("utf-8", "replace") + "\n"
            if not data:
                return
