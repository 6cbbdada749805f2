"""Which files of a folder are documents: patterns, depth, hidden names, links.

A pattern without a slash is held against names; one with a slash against the path below the given
folder, where a leading slash means its very top. ``*`` matches slashes too. One that ends in a
slash means folders alone. Case counts, as in file names, but for the suffix: ``*.pdf`` takes
``A.PDF``, too.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

PDF_SUFFIX = ".pdf"
OWN_PREFIX = ".headframe-"
"""Work in progress (`core.jobs.output.staging`): never a source, whatever the rules say."""


HIDDEN_PREFIX = "~$"
"""Of the files by which Office says that a document is open: they are no documents."""
HIDDEN_NAMES = frozenset(
    {"$recycle.bin", "#recycle", "recycler", "system volume information", "lost+found", "@eadir"}
)
"""Folders of shared drives that hold what was deleted, or what a server keeps for itself
(paperless-ngx #4331)."""


@dataclass(frozen=True, slots=True)
class FileFilter:
    """How folders are walked. Files that are named themselves are taken in any case.

    Links to folders are never followed, so that no walk leaves its root or runs in a circle; a
    link that is named like a PDF is a document as good as any.
    """

    include: tuple[str, ...] = ()
    """Patterns, one of which a document must match; none: every PDF."""
    exclude: tuple[str, ...] = ()
    """Patterns that no document may match. A folder that matches is not entered."""
    max_depth: int | None = None
    """1: the folder's own files; 2: those of its sub-folders, too; ``None``: all."""
    hidden: bool = False
    """Take names that begin with a dot, too, and those of :data:`HIDDEN_NAMES`."""
    _included: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _excluded: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a depth below 1 or an empty pattern."""
        if self.max_depth is not None and self.max_depth < 1:
            raise ValueError("a depth counts from 1, the folder's own files")
        if not all(pattern.strip("/") for pattern in (*self.include, *self.exclude)):
            raise ValueError("a pattern may not be empty")
        included = [f"{pattern}*" if pattern.endswith("/") else pattern for pattern in self.include]
        object.__setattr__(self, "_included", _compiled(included))
        object.__setattr__(self, "_excluded", _compiled(self.exclude))

    def accepts_file(self, name: str, below: str) -> bool:
        """Whether a file is a document. ``below``: its folder's path below the root, or ""."""
        if not name.lower().endswith(PDF_SUFFIX) or not self._is_visible(name):
            return False
        names = {name, _with_small_suffix(name)}
        if self._excluded is not None and any(_matches(self._excluded, n, below) for n in names):
            return False
        return self._included is None or any(_matches(self._included, n, below) for n in names)

    def accepts_folder(self, name: str, below: str, depth: int) -> bool:
        """Whether a folder is entered. ``depth``: that of the folder that holds it, from 1."""
        if not self._is_visible(name) or (self.max_depth is not None and depth >= self.max_depth):
            return False
        return self._excluded is None or not (
            _matches(self._excluded, name, below) or _matches(self._excluded, f"{name}/", below)
        )

    def _is_visible(self, name: str) -> bool:
        if name.startswith("."):
            return self.hidden and not name.startswith(OWN_PREFIX)
        is_hidden = name.startswith(HIDDEN_PREFIX) or name.casefold() in HIDDEN_NAMES
        return self.hidden or not is_hidden


def _matches(patterns: re.Pattern[str], name: str, below: str) -> bool:
    path = f"/{below}/{name}" if below else f"/{name}"
    return patterns.fullmatch(f"\0{name}") is not None or patterns.fullmatch(path) is not None


def _with_small_suffix(name: str) -> str:
    stem, suffix = name[: -len(PDF_SUFFIX)], name[-len(PDF_SUFFIX) :]
    return stem + PDF_SUFFIX if suffix.lower() == PDF_SUFFIX else name


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all: those of names expect a null character first, of paths a slash."""
    parts = []
    given = list(patterns)
    for pattern in dict.fromkeys([*given, *map(_with_small_suffix, given)]):
        of_path = "/" in pattern.rstrip("/")
        if of_path:
            parts.append("/" + fnmatch.translate(pattern.removeprefix("/")))
        else:
            parts.append("\0" + fnmatch.translate(pattern))
    return re.compile("|".join(f"(?:{part})" for part in parts)) if parts else None
