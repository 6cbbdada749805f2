"""What the rendering thread does beside rendering: it writes and reads files, so nothing waits."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from core.documents.compare import Comparison, compare
from core.documents.editing import drop_draft, save_draft
from core.documents.result import Result
from core.sentences import Sentence

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Save:
    """A changed text is to be written."""

    result: Result
    """As it is on disk."""
    text: str


@dataclass(frozen=True)
class Draft:
    """A changed text is to be kept beside the file, or, with none, forgotten."""

    markdown: Path
    text: str | None


@dataclass(frozen=True)
class Saved:
    """What came of saving."""

    folder: Path
    problem: Sentence | None


@dataclass(frozen=True)
class Compare:
    """A text is to be compared with that of a file."""

    left: Path
    left_name: str
    right_name: str
    text: str


@dataclass(frozen=True)
class Compared:
    """What came of comparing; ``None`` when the file cannot be read."""

    asked: Compare
    comparison: Comparison | None


Chore = Save | Draft | Compare


def keep(chore: Draft) -> None:
    """Keep a draft, or forget it. A draft that cannot be kept is only logged."""
    if chore.text is None:
        drop_draft(chore.markdown)
        return
    try:
        save_draft(chore.markdown, chore.text)
    except OSError as error:
        log.warning("cannot keep changes of %s: %s", chore.markdown, error)


def compare_texts(chore: Compare) -> Comparison | None:
    """Compare; ``None`` when the file cannot be read."""
    try:
        left = chore.left.read_text("utf-8-sig", "replace")
    except OSError as error:
        log.info("cannot read %s: %s", chore.left, error)
        return None
    return compare(left, chore.text)
