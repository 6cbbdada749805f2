"""What the rendering thread does beside rendering: it writes and reads files, so nothing waits."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from core.documents.diff import Comparison, compare
from core.documents.editing import drop_draft, save_draft
from core.documents.result import Result
from core.messages import Message

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SaveTask:
    """A changed text is to be written."""

    result: Result
    """As it is on disk."""
    text: str


@dataclass(frozen=True)
class DraftTask:
    """A changed text is to be kept beside the file, or, with none, forgotten."""

    markdown: Path
    text: str | None


@dataclass(frozen=True)
class SaveResult:
    """What came of saving."""

    folder: Path
    text: str
    problem: Message | None


@dataclass(frozen=True)
class CompareTask:
    """A text is to be compared with that of a file."""

    left: Path
    left_name: str
    """``""``, here and at the right: the first state of the text, and what it is now."""
    right_name: str
    text: str
    """That is compared; with a path in :attr:`right`, its text is."""
    right: Path | None = None


@dataclass(frozen=True)
class CompareResult:
    """What came of comparing; ``None`` when the file cannot be read."""

    asked: CompareTask
    comparison: Comparison | None


FileTask = SaveTask | DraftTask | CompareTask


def keep(chore: DraftTask) -> None:
    """Keep a draft, or forget it. A draft that cannot be kept is only logged."""
    if chore.text is None:
        drop_draft(chore.markdown)
        return
    try:
        save_draft(chore.markdown, chore.text)
    except OSError as error:
        log.warning("cannot keep changes of %s: %s", chore.markdown, error)


def compare_texts(chore: CompareTask) -> Comparison | None:
    """Compare; ``None`` when the file cannot be read."""
    try:
        left = chore.left.read_text("utf-8-sig", "replace")
        text = chore.text
        if chore.right is not None:
            text = chore.right.read_text("utf-8-sig", "replace")
    except OSError as error:
        log.info("cannot read %s: %s", error.filename, error)
        return None
    return compare(left, text)
