"""Write a file whole or not at all, and lose none that cannot be read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def keep_aside(path: Path) -> Path:
    """Rename a file that cannot be used, so that the next one does not take its place.

    Returns its new name, beside the old one and new there. Raises ``OSError``.
    """
    aside = path.with_suffix(f".damaged{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_suffix(f".damaged-{number}{path.suffix}")
    return path.rename(aside)


def write_atomic(path: Path, text: str, *, durable: bool = False) -> None:
    """Replace a file's text so that a reader sees the old or the new, never a part.

    ``durable``: it is on the disk, too, when this returns. Raises ``OSError``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:  # whatever it was, Ctrl+C too: no half file is left
        Path(name).unlink(missing_ok=True)
        raise
