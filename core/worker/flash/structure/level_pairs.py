"""A label and its value, a title and its page: short lines that stand at one height.

docvortex and the columns of a page part them where the blank between them is wide, and a reader of
the Markdown then has labels and values in paragraphs of their own (forms, contents without leaders,
mastheads, made for a trial).
"""

from __future__ import annotations

from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import BlockKind
from core.worker.flash.text.lines import TextLine, ends_sentence

_LABEL_LETTERS = 60
_VALUE_LETTERS = 30
_SAME_LINE_EM = 0.2
_LIKE_SIZE = 0.12


def join_level(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, a value in one line with the label before it."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last is not None and _is_value_of(draft, last):
            words = (*last.lines[0].words, *draft.lines[0].words)
            last.lines = [TextLine(words, last.lines[0].index)]
        else:
            kept.append(draft)
    return kept


def _is_value_of(draft: Draft, last: Draft) -> bool:
    if not (
        last.kind is draft.kind is BlockKind.PARAGRAPH
        and last.page == draft.page
        and len(last.lines) == len(draft.lines) == 1
        and not (last.markdown or draft.markdown)
        and RegionKind.CAPTION not in (last.region, draft.region)
    ):
        return False
    label, value = last.lines[0], draft.lines[0]
    return (
        label.angle == value.angle == 0
        and label.letters <= _LABEL_LETTERS
        and value.letters <= _VALUE_LETTERS
        and abs(label.baseline - value.baseline) <= _SAME_LINE_EM * label.size
        and abs(label.size - value.size) <= _LIKE_SIZE * label.size
        and value.box.x0 >= label.box.x1
        and not (ends_sentence(label.text) and not label.text.endswith((":", "：")))
    )
