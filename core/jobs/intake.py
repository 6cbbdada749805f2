"""From what the user gave, files and folders and mixtures, to documents for the queue.

Folders are walked lazily and in a fixed order, so that the first rows appear at once and the same
sources get the same result folders on every run.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.jobs.model import ConvertOptions, NewJob

log = logging.getLogger(__name__)

PDF_SUFFIX = ".pdf"
FALLBACK_STEM = "document"


class Intake:
    """Turns paths into :class:`NewJob` values, each source at most once per place of its result.

    One intake serves one run of the command, or one life of the window: it remembers which
    sources share a result name, and gives each its rank.
    """

    def __init__(self, out: Path | None, options: ConvertOptions) -> None:
        """``out``: where results go; ``None``: beside each source."""
        self._out = None if out is None else _absolute(out)
        self._options = options
        self._seen: set[tuple[Path, Path]] = set()
        self._ranks: dict[tuple[Path, str], int] = {}

    def jobs(self, paths: Iterable[Path]) -> Iterator[NewJob]:
        """Documents for these files and folders, folders recursively.

        A file that was named is taken whatever it is called, also when it is missing: its run
        says what is wrong. In folders, files whose name ends in ``.pdf`` (any case) are taken;
        names that begin with a dot are not, links to folders are not followed.
        """
        for given in paths:
            path = _absolute(given)
            if path.is_dir():
                yield from self._walk(path, self._out or path)
            else:
                yield from self._document(path, self._out or path.parent)

    def _walk(self, root: Path, root_place: Path) -> Iterator[NewJob]:
        waiting = [(root, root_place)]  # a stack, not recursion: folders nest deeper than calls may
        while waiting:
            folder, place = waiting.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
            except OSError as error:
                # The folder itself becomes the document that fails: nobody thinks it done.
                log.warning("cannot list %s: %s", folder, error)
                yield from self._document(folder, place.parent)
                continue
            visible = [entry for entry in entries if not entry.name.startswith(".")]
            folders = [entry for entry in visible if _is_folder(entry)]
            documents = [Path(entry.path) for entry in visible if _is_document(entry)]
            if self._out is not None:
                self._give_way_to_folders(place, documents, folders)
            for document in documents:
                yield from self._document(document, place)
            for entry in reversed(folders):
                below = Path(entry.path)
                waiting.append((below, below if self._out is None else place / entry.name))

    def _give_way_to_folders(
        self, place: Path, documents: list[Path], folders: list[os.DirEntry[str]]
    ) -> None:
        # The mirrored folder `paper/` and the result of `paper.pdf` want one name. The document
        # takes the next one, or its folder would seem half made when a neighbour is done.
        stems = {stem_of(document) for document in documents}
        for entry in folders:
            if entry.name in stems and _holds_pdf(Path(entry.path)):
                self._ranks.setdefault((place, entry.name), 1)

    def _document(self, source: Path, place: Path) -> Iterator[NewJob]:
        if (source, place) in self._seen:
            return
        self._seen.add((source, place))
        stem = stem_of(source)
        rank = self._ranks.get((place, stem), 0) + 1
        self._ranks[(place, stem)] = rank
        yield NewJob(source, place, stem, rank, self._options)


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
    if not entry.name.lower().endswith(PDF_SUFFIX):
        return False
    try:
        return not entry.is_dir()
    except OSError:
        return True  # a broken link named like a PDF: its run says what is wrong


def _holds_pdf(folder: Path) -> bool:
    for _parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if any(name.lower().endswith(PDF_SUFFIX) and not name.startswith(".") for name in files):
            return True
    return False


def _absolute(path: Path) -> Path:
    # Not resolved: the user's own path is shown, links and all.
    return Path(os.path.abspath(path))  # noqa: PTH100
