"""What another engine does better with this document, said once, with the way there."""

from __future__ import annotations

from collections.abc import Sequence

from core.messages import Message
from core.worker.flash.layout.draft import Draft
from core.worker.flash.model import BlockKind
from core.worker.hints import SCANS_ELSEWHERE, equations_elsewhere
from core.worker.protocol import PagesBy


def next_step(drafts: Sequence[Draft], pages: PagesBy) -> Message | None:
    """For pages that OCR read, and equations that are pictures; ``None`` where all was text."""
    equations = sum(draft.kind is BlockKind.FORMULA for draft in drafts)
    if equations:
        return equations_elsewhere(equations)
    return SCANS_ELSEWHERE if pages.ocr else None
