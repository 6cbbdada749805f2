"""Where work is in progress: what a killed program left is found again, wherever that was.

A run sweeps the places it works in (`core.jobs.output.staging`). One that never comes back to a
place, since its documents were moved, or results go elsewhere now, would leave it there for ever.
So each staging folder is written down in HEADFRAME_HOME as long as it is there.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from pathlib import Path

from core.jobs.output.staging import StagingDirectory, restore_replaced
from core.locked_dir import remove_if_stale
from core.paths import locks_folder

log = logging.getLogger(__name__)

FOLDER = "staging"
CLEANUP_TIMEOUT_S = 5.0
"""So long the end of a run waits for the sweep: a network drive that hangs may never answer."""
KEEP_S = 30 * 24 * 3600.0
"""So long a drive that is away is waited for."""


class StagingRegistry:
    """The staging folders of one HEADFRAME_HOME. Safe to share between threads."""

    def __init__(self, home: Path) -> None:
        self._folder = locks_folder(home) / FOLDER

    def create(self, out_parent: Path) -> StagingDirectory:
        """A staging folder that is written down. Raises ``OSError`` where it cannot be made."""
        made = StagingDirectory(out_parent)
        entry = self._folder / made.folder.name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            entry.write_bytes(os.fsencode(made.folder))
        except OSError as error:
            log.warning("%s is not recorded, so no clean-up will find it: %s", made.folder, error)
        made.on_close = lambda: self._forget(entry, made.folder)
        return made

    def clean_up(self) -> threading.Thread:
        """Remove what dead programs left, in a thread, which need not be waited for."""
        thread = threading.Thread(target=self._clean_up, name="sweep", daemon=True)
        thread.start()
        return thread

    def _clean_up(self) -> None:
        try:
            entries = list(self._folder.iterdir())
        except OSError:
            return  # nothing was ever written down
        for entry in entries:
            with contextlib.suppress(OSError):  # another program cleans up, too
                folder = Path(os.fsdecode(entry.read_bytes()))
                # Only what is called like its entry: whatever this file holds, nothing else goes.
                if folder.name == entry.name and folder.is_dir():
                    remove_if_stale(folder, before_remove=restore_replaced)
                elif not folder.parent.is_dir() and time.time() - entry.stat().st_mtime < KEEP_S:
                    continue  # its drive may be away
                self._forget(entry, folder)

    def _forget(self, entry: Path, folder: Path) -> None:
        with contextlib.suppress(OSError):
            if not folder.exists():
                entry.unlink()
