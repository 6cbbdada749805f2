"""Watched folders: new and changed PDFs are taken when they have stopped growing.

What to look at comes from the same walk as a folder's own documents, so that rules and result
names are the same; file system events only say when to look. Where those do not come, on network
drives and where the system has run out of watches, the folders are looked at every few seconds.
A folder that goes, with its drive perhaps, is told, and taken up again when it is back; the empty
place that an unplugged drive leaves behind is no folder either.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.jobs.model import ConvertOptions, NewJob
from core.jobs.sources.filters import FileFilter
from core.jobs.sources.scanner import SourceScanner

log = logging.getLogger(__name__)

SETTLE_S = 3.0
"""A file that has not changed for so long is taken to be whole."""
OLD_S = 60.0
"""One that was last touched so long ago is whole at first sight."""
TICK_S = 0.5
POLL_S = 5.0
"""How often folders are looked at where no events come."""
SURE_S = 60.0
"""How often they are looked at where events do come: some get lost in a flood."""
NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "lustre", "fuse.", "virtiofs")


WatchedRoots = dict[Path, tuple[int, int] | None]
"""Each watched folder with its device and number; ``None``: it is not there."""


@dataclass(frozen=True, slots=True)
class _FileStamp:
    """A file as it was."""

    size: int
    modified_ns: int


def is_settled(path: Path) -> bool:
    """Whether a file was last touched so long ago that it is whole at first sight."""
    try:
        # The time of the last change to the file itself: a copy may be given an old date.
        return time.time() - path.stat().st_ctime > OLD_S
    except OSError:
        return False


def wait_until_present(
    paths: Sequence[Path],
    stop: threading.Event,
    missing: Callable[[tuple[Path, ...]], None],
) -> bool:
    """Wait until all of these are there; ``False`` when told to stop before.

    ``missing`` hears which are not, whenever that changes.
    """
    told: tuple[Path, ...] = ()
    while not stop.is_set():
        gone = tuple(path for path in paths if not _is_there(path))
        if gone != told:
            missing(gone)
        if not gone:
            return True
        told = gone
        stop.wait(TICK_S)
    return False


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except OSError:
        return False
    return True


class FolderWatcher:
    """Knows which documents of some folders are new, and when they are whole. One thread's."""

    def __init__(
        self,
        folders: Sequence[Path],
        out: Path | None,
        options: ConvertOptions,
        rules: FileFilter | None = None,
        *,
        settle_s: float = SETTLE_S,
    ) -> None:
        """As for :class:`core.jobs.sources.scanner.SourceScanner`."""
        self.folders = tuple(folders)
        self._out = out
        self._options = options
        self._rules = rules
        self._settle_s = settle_s
        self._taken: dict[Path, _FileStamp] = {}
        self._growing: dict[Path, tuple[_FileStamp, float]] = {}
        """As it was, and since when, on the monotonic clock."""
        self._checked_at = float("-inf")
        """When the last look ended."""
        self._drives: set[Path] = set()
        """Folders that are a drive's own place, as far as has been seen."""

    @property
    def is_waiting(self) -> bool:
        """Some file is not known to be whole: look again soon."""
        return bool(self._growing)

    def poll(self) -> list[NewJob]:
        """Documents that are whole, and new or changed since they were last given."""
        ready: list[NewJob] = []
        growing: dict[Path, tuple[_FileStamp, float]] = {}
        now = time.monotonic()
        # A machine that was asleep: the writer was asleep as well, and has yet to go on.
        slept = now - self._checked_at > self._settle_s
        seen: set[Path] = set()
        unknown = [folder for folder, identity in self._roots().items() if identity is None]
        """Folders that cannot be listed: the state of the files below is not known."""
        for new in SourceScanner(self._out, self._options, self._rules).jobs(self.folders):
            try:
                status = new.source.stat()
            except OSError:
                unknown.append(new.source)  # gone again, or a broken link
                continue
            if new.source.is_dir():
                unknown.append(new.source)
                continue
            seen.add(new.source)
            look = _FileStamp(status.st_size, status.st_mtime_ns)
            if look == self._taken.get(new.source):
                continue
            at_first_sight = new.source not in self._growing
            before, since = self._growing.get(new.source, (look, now))
            if before != look or slept:
                since = now
            if (at_first_sight and is_settled(new.source)) or now - since >= self._settle_s:
                self._taken[new.source] = look
                ready.append(new)
            else:
                growing[new.source] = (look, since)
        self._growing = growing
        unknown += [folder for folder, identity in self._roots().items() if identity is None]
        for source in self._taken.keys() - seen:
            if not any(source.is_relative_to(folder) for folder in unknown):
                del self._taken[source]  # gone; should it come back, it is new
        self._checked_at = time.monotonic()
        return ready

    def run(
        self,
        found: Callable[[list[NewJob]], None],
        stop: threading.Event,
        missing: Callable[[tuple[Path, ...]], None] | None = None,
    ) -> None:
        """Look until told to stop; ``found`` hears, in this thread, what is there to do.

        ``missing`` hears which folders are not there, whenever that changes.
        """
        told: tuple[Path, ...] = ()
        polled = any(map(is_on_network, self.folders))
        while not stop.is_set():
            roots = self._roots()
            gone = tuple(folder for folder, identity in roots.items() if identity is None)
            if gone != told and missing is not None:
                missing(gone)
            told = gone
            self._watch(roots, polled, found, stop)

    def _watch(
        self,
        roots: WatchedRoots,
        polled: bool,
        found: Callable[[list[NewJob]], None],
        stop: threading.Event,
    ) -> None:
        """Look until told to stop, or until a folder has come or gone."""
        folders = [folder for folder, identity in roots.items() if identity is not None]
        looked_at = float("-inf")
        for changed in _change_events(folders, stop, polled=polled or not folders):
            if stop.is_set() or self._roots() != roots:
                return
            due = POLL_S if polled else SURE_S
            if changed or self.is_waiting or time.monotonic() - looked_at > due:
                looked_at = time.monotonic()
                if ready := self.poll():
                    found(ready)

    def _roots(self) -> WatchedRoots:
        return {folder: self._identity(folder) for folder in self.folders}

    def _identity(self, folder: Path) -> tuple[int, int] | None:
        """A folder that was put in another one's place, as by a mount, is another.

        Where a drive was, and now an empty folder is, there is none: the drive is unplugged.
        """
        try:
            status = os.stat(folder)  # noqa: PTH116 - no more than that, twice a second
            if status.st_dev != os.stat(folder / "..").st_dev:  # noqa: PTH116
                self._drives.add(folder)
            elif folder in self._drives:
                with os.scandir(folder) as inside:
                    if next(inside, None) is None:
                        return None
                self._drives.discard(folder)  # it is used without the drive
        except OSError:
            return None
        return (status.st_dev, status.st_ino)


def _change_events(
    folders: Sequence[Path], stop: threading.Event, *, polled: bool
) -> Iterator[bool]:
    """Twice a second, whether something may have changed."""
    if not polled:
        import watchfiles  # late: only who watches needs it

        # At INFO it would write a line of the log for each change, results of ours among them.
        logging.getLogger(watchfiles.__name__).setLevel(logging.WARNING)
        try:
            events = watchfiles.watch(
                *folders,
                watch_filter=None,
                stop_event=stop,
                rust_timeout=int(TICK_S * 1000),
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
            yield True
            # Again after the first wait and after each change: files that came before the folder,
            # or a new one in it, was watched caused no event.
            again = True
            for changes in events:
                yield bool(changes) or again
                again = bool(changes)
        except (OSError, RuntimeError) as error:
            log.warning("no events from %s, so they are looked at instead: %s", folders, error)
    looked_at = float("-inf")
    while not stop.is_set():
        due = time.monotonic() - looked_at > POLL_S
        looked_at = time.monotonic() if due else looked_at
        yield due
        stop.wait(TICK_S)


def is_on_network(path: Path) -> bool:
    """Whether a path is on a drive that does not tell what other machines do there."""
    import psutil

    best, kind = Path("/"), ""
    resolved = path.resolve()
    for partition in psutil.disk_partitions(all=True):
        mount = Path(partition.mountpoint)
        if resolved.is_relative_to(mount) and len(mount.parts) >= len(best.parts):
            best, kind = mount, partition.fstype
    return kind.startswith(NETWORK)
