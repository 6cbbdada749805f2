"""The thread that keeps the index of all results: new ones as they come, all when asked.

It works half of the time at most: while it does, Python's lock is not the window's.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from core.paths import drives_file, search_file

if TYPE_CHECKING:
    from core.search.index import SearchIndex

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Results that are written together."""
AFTER_START_S = 2.0
"""What begins at the start of the program may load its modules first."""
MOST_PAUSE_S = 0.5
MOST_REBUILDS = 3
"""A disk that damages each new file is not written to for ever."""


class IndexThread(QThread):
    """Started by the first request, ended by :meth:`stop`."""

    progressed = Signal(int, int)
    """Of the results that are new or changed: taken in, and all of them."""
    settled = Signal()
    """All that was asked for is in."""
    failed = Signal(str)
    """There is no index, and why: words of SQLite or of the system."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("indexing")
        self._home = home
        self._changed = Condition()
        self._folders: deque[Path] = deque()
        self._look_at_all = self._rebuild = self._ends = False

    def add(self, folders: Iterable[Path]) -> None:
        """Take these result folders in."""
        with self._changed:
            self._folders += folders
        self._wake()

    def refresh(self, *, rebuild: bool = False) -> None:
        """Bring the index in line with all results that are known; or make it again from them."""
        with self._changed:
            self._look_at_all = True
            self._rebuild = self._rebuild or rebuild
        self._wake()

    def stop(self) -> None:
        """End the thread; it is over when this returns."""
        with self._changed:
            self._ends = True
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        """Qt calls this in the new thread."""
        with self._changed:
            self._changed.wait_for(lambda: self._ends or self._look_at_all, AFTER_START_S)
        from core.search.index import IndexUnusable, SearchIndex

        rebuilt = 0
        while self._wait_for_work():
            try:
                with SearchIndex(search_file(self._home)) as index:
                    while self._serve(index):
                        pass
            except IndexUnusable as error:
                log.warning("the search index cannot be used: %s", error)
                if error.is_damaged and rebuilt < MOST_REBUILDS:
                    rebuilt += 1
                    self.refresh(rebuild=True)
                else:
                    self.failed.emit(str(error))

    # Inside

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()
        if not self.isRunning() and not self._ends:
            self.start(QThread.Priority.LowestPriority)

    def _wait_for_work(self) -> bool:
        with self._changed:
            while not (self._ends or self._folders or self._look_at_all):
                self._changed.wait()
            return not self._ends

    def _serve(self, index: SearchIndex) -> bool:
        """Do what was asked for; whether there may be more."""
        with self._changed:
            folders = list(self._folders)
            self._folders.clear()
            look_at_all, self._look_at_all = self._look_at_all, False
            rebuild, self._rebuild = self._rebuild, False
            if self._ends or not (folders or look_at_all):
                return False
        if rebuild:
            index.rebuild()
        self._take_in(index, list(dict.fromkeys(folders)))
        if look_at_all:
            self._index_waiting(index)
        if not self._ends:
            self.settled.emit()
        return True

    def _index_waiting(self, index: SearchIndex) -> None:
        from core.jobs.scheduling.mounts import MountRegistry
        from core.search.known_results import known_results

        known = dict.fromkeys((*known_results(self._home), *index.folders()))
        self._take_in(index, [folder for folder in known if index.is_stale(folder)])
        if not self._ends:
            mounts = MountRegistry(drives_file(self._home))
            index.prune(lambda folder: mounts.missing_mount(folder) is not None)

    def _is_ending(self) -> bool:
        return self._ends

    def _take_in(self, index: SearchIndex, folders: list[Path]) -> None:
        done = 0
        while done < len(folders) and not self._is_ending():
            part = folders[done : done + AT_ONCE]
            began = time.monotonic()
            with index.bulk():
                for folder in part:
                    if self._is_ending():
                        break
                    index.add(folder)
            done += len(part)
            self.progressed.emit(done, len(folders))
            pause = min(MOST_PAUSE_S, time.monotonic() - began)
            with self._changed:
                self._changed.wait_for(lambda: self._ends, pause)
