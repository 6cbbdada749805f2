"""From what the user gave, files and folders and mixtures, to documents for the queue.

Folders are walked lazily and in a fixed order, so that the first rows appear at once and the same
sources get the same result folders on every run.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.jobs.model import ConvertOptions, NewJob
from core.jobs.sources.filters import PDF_SUFFIX, FileFilter

log = logging.getLogger(__name__)

FALLBACK_STEM = "document"


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    output_dir: Path
    """Where its documents' results go."""
    relative_dir: str
    """Its path below the root, with slashes; "" for the root."""
    depth: int

    def inner(self, name: str, *, mirrored: bool) -> _Folder:
        """A folder in it."""
        path = self.path / name
        below = f"{self.relative_dir}/{name}" if self.relative_dir else name
        return _Folder(path, self.output_dir / name if mirrored else path, below, self.depth + 1)


class SourceScanner:
    """Turns paths into :class:`NewJob` values, each source at most once per place of its result.

    One intake serves one run of the command, or one life of the window: it remembers which
    sources share a result name, and gives each its rank.
    """

    def __init__(
        self,
        out: Path | None,
        options: ConvertOptions,
        rules: FileFilter | None = None,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """``out``: where results go; ``None``: beside each source.

        ``stopped``: asked at each folder, so that a walk that finds nothing can be ended.
        """
        self._stopped = stopped
        self._rules = rules or FileFilter()
        self._out = None if out is None else absolute(out)
        self._options = options
        self._seen: set[tuple[str, Path]] = set()
        self._ranks: dict[tuple[Path, str], int] = {}

    def jobs(self, paths: Iterable[Path]) -> Iterator[NewJob]:
        """Documents for these files and folders, folders recursively.

        A file that was named is taken whatever it is called, also when it is missing: its run
        says what is wrong. In folders, files whose name ends in ``.pdf`` (any case) are taken, as
        far as the rules have them.
        """
        for given in paths:
            path = absolute(given)
            if os.path.isdir(path):  # noqa: PTH112 - which raises nothing, whatever the path
                yield from self._scan(path, self._out or path)
            else:
                yield from self._document(path, self._out or path.parent)

    def _scan(self, root: Path, root_place: Path) -> Iterator[NewJob]:
        # A stack, not recursion: folders nest deeper than calls may.
        waiting = [_Folder(root, root_place, "", 1)]
        while waiting and not self._stopped():
            here = waiting.pop()
            folder, place = here.path, here.output_dir
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
            except OSError as error:
                # The folder itself becomes the document that fails, so that it does not look done.
                log.warning("cannot list %s: %s", folder, error)
                yield from self._document(folder, place.parent)
                continue
            folders = [
                entry
                for entry in entries
                if _is_folder(entry)
                and self._rules.accepts_folder(entry.name, here.relative_dir, here.depth)
            ]
            inner = [here.inner(entry.name, mirrored=self._out is not None) for entry in folders]
            if self._out is not None and inner:
                self._reserve_folder_names(here, entries, inner)
            for entry in entries:  # one by one: the first of many is wanted at once
                if self._is_taken(entry, here):
                    yield from self._document(Path(entry.path), place)
            waiting += reversed(inner)

    def _is_taken(self, entry: os.DirEntry[str], here: _Folder) -> bool:
        return self._rules.accepts_file(entry.name, here.relative_dir) and _is_document(entry)

    def _reserve_folder_names(
        self, here: _Folder, entries: list[os.DirEntry[str]], folders: list[_Folder]
    ) -> None:
        # The mirrored folder `paper/` and the result of `paper.pdf` want one name. The document
        # takes the next one, or its folder would seem half made when a neighbour is done.
        stems = {stem_of(Path(entry.path)) for entry in entries if self._is_taken(entry, here)}
        for folder in folders:
            if folder.path.name in stems and self._holds_documents(folder):
                self._ranks.setdefault((here.output_dir, folder.path.name), 1)

    def _holds_documents(self, folder: _Folder) -> bool:
        waiting = [folder]
        while waiting and not self._stopped():
            here = waiting.pop()
            try:
                with os.scandir(here.path) as listing:
                    for entry in listing:
                        if self._is_taken(entry, here):
                            return True
                        if _is_folder(entry) and (
                            self._rules.accepts_folder(entry.name, here.relative_dir, here.depth)
                        ):
                            waiting.append(here.inner(entry.name, mirrored=False))
            except OSError as error:
                log.debug("cannot list %s: %s", here.path, error)  # the walk itself will say so
        return False

    def _document(self, source: Path, place: Path) -> Iterator[NewJob]:
        key = (str(source), place)  # a path's own hash takes it to pieces first
        if key in self._seen:
            return
        self._seen.add(key)
        stem = stem_of(source)
        rank = self._ranks.get((place, stem), 0) + 1
        self._ranks[(place, stem)] = rank
        yield NewJob(source, place, stem, rank, self._options, _size(source))


def stem_of(source: Path) -> str:
    """The result's name for a source: its own without ``.pdf``, short enough for a folder."""
    name = source.name
    stem = name[: -len(PDF_SUFFIX)] if name.lower().endswith(PDF_SUFFIX) else name
    if stem in ("", ".", ".."):
        return FALLBACK_STEM
    return _shortened(stem)


MAX_STEM_BYTES = 243
"""255 bytes, the file systems' limit for a name, less room for ``.md`` and `` (12345)``."""


def _shortened(stem: str) -> str:
    raw = os.fsencode(stem)
    if len(raw) <= MAX_STEM_BYTES:
        return stem
    cut = MAX_STEM_BYTES
    while cut > 0 and raw[cut] & 0xC0 == 0x80:  # never in the middle of a UTF-8 character
        cut -= 1
    return os.fsdecode(raw[:cut])


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_document(entry: os.DirEntry[str]) -> bool:
    try:
        return not entry.is_dir()
    except OSError:
        return True  # a broken link named like a PDF: its run says what is wrong


def _size(source: Path) -> int | None:
    try:
        return source.stat().st_size
    except OSError:
        return None  # its run says what is wrong


def absolute(path: Path) -> Path:
    """The path as sources are known by."""
    if str(path) == "/dev/stdin" or str(path).startswith(("/dev/fd/", "/proc/self/fd/")):
        # Another process has other files under these names: its own file, where it is one.
        real = os.path.realpath(path)
        path = Path(real) if os.path.isfile(real) else path  # noqa: PTH113 - raises nothing
    # Not resolved: the user's own path is shown, links and all.
    return Path(os.path.abspath(path))  # noqa: PTH100
