"""Results read, to be copied as one text."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from core.documents.editing import load_draft
from core.messages import msg
from core.session.messages import MarkdownRead, OperationFailed

log = logging.getLogger(__name__)


def read_markdown(paths: Sequence[Path]) -> MarkdownRead | OperationFailed:
    """As they are shown: with changes that are not saved."""
    texts: list[str] = []
    missing: list[Path] = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
            draft = load_draft(path)
            texts.append(text if draft is None else draft)
        except (OSError, ValueError) as error:
            log.warning("cannot read %s: %s", path, error)
            missing.append(path)
    if texts or not missing:
        return MarkdownRead("\n\n".join(texts), len(texts), len(missing))
    sentence = msg(
        "The result {path} cannot be read. Convert the document again.", path=str(missing[0])
    )
    return OperationFailed(sentence)
