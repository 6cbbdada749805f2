"""Where the other states of a result's Markdown are kept: beside it, hidden by their names."""

from __future__ import annotations

import errno
from pathlib import Path


def original_path(markdown: Path) -> Path:
    """Where the first state of a Markdown file is kept."""
    return markdown.with_name(f".{markdown.stem}.original.md")


def draft_path(markdown: Path) -> Path:
    """Where changes that are not saved yet are kept."""
    return markdown.with_name(f".{markdown.stem}.draft.md")


def is_edited(markdown: Path) -> bool:
    """The user has changed it here, whether that was saved yet or not."""
    return _exists(original_path(markdown)) or _exists(draft_path(markdown))


def _exists(path: Path) -> bool:
    """A name may be too long for its folder with what was added to it: then there is none."""
    try:
        return path.exists()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise
