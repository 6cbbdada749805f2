"""Partial results of unfinished documents: a folder each, until they are done.

They lie in HEADFRAME_HOME, not beside the result: a worker that died, a document that was
cancelled, or a queue that was stopped goes on from there, whichever card takes it next. What
is never resumed is removed after a while.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import time
from pathlib import Path

from core.paths import checkpoints_folder
from core.worker.kinds import EngineName

log = logging.getLogger(__name__)

KEEP_S = 14 * 24 * 3600.0
KEEP_FOLDERS = 64
"""A page's findings take 20 to 100 KB: with as many books of 500 pages, a few GB at the worst."""
HAVE_SOME = frozenset({EngineName.FLASH, EngineName.MAGIC_PDF, EngineName.MINERU})
"""Engines that keep anything; the built-in one keeps pages that OCR has read."""


class CheckpointStore:
    """The checkpoints of one HEADFRAME_HOME."""

    def __init__(self, home: Path) -> None:
        self._root = checkpoints_folder(home)

    def folder(self, engine: EngineName, sha256: str) -> Path | None:
        """Where the document's findings are kept; ``None`` for an engine that keeps none.

        The worker tells by itself what was found with other options; nothing in it is the path
        of the source, so that a moved or renamed file goes on as well.
        """
        if engine not in HAVE_SOME:
            return None
        with contextlib.suppress(OSError):  # then nothing is kept, which does no harm
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._root / f"{engine.value}-{sha256[:32]}"

    def remove(self, folder: Path) -> None:
        """The document is done."""
        shutil.rmtree(folder, ignore_errors=True)

    def clean_up(self, now: float | None = None) -> None:
        """Remove what is old, and the oldest of too many. ``now`` in seconds since the epoch."""
        now = time.time() if now is None else now
        try:
            found = sorted(
                ((folder.stat().st_mtime, folder) for folder in self._root.iterdir()), reverse=True
            )
        except OSError:
            return  # never made, or another program cleans up, too
        for number, (changed, folder) in enumerate(found):
            if number >= KEEP_FOLDERS or now - changed > KEEP_S:
                log.info("%s is removed: it was not used for too long", folder)
                shutil.rmtree(folder, ignore_errors=True)
