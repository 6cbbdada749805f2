"""Paragraphs that go on after a column, a page or a figure; footnotes after them."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence

from core.worker.flash.layout.draft import Draft
from core.worker.flash.layout.regions import RegionKind
from core.worker.flash.model import BlockKind
from core.worker.flash.text.lines import HYPHENS, TextLine, ends_sentence
from core.worker.flash.text.marks import item_mark
from core.worker.flash.text.words import is_cjk

_PASSED_BY = {
    BlockKind.FURNITURE,
    BlockKind.FOOTNOTE,
    BlockKind.PICTURE,
    BlockKind.TABLE,
    BlockKind.CAPTION,
    BlockKind.FORMULA,
}
_TEXT = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
_PITCH = 0.06
"""Share by which a step from line to line may differ from the usual one."""
_NOTE_MARK = re.compile(r"^(?:\d{1,3}|[*†‡§¶∗⁎]{1,3}|[a-z])$")


def mark_footnotes(drafts: Sequence[Draft], body_size: float) -> None:
    """What docvortex saw as notes; each keeps its mark (field A32)."""
    for draft in drafts:
        if (
            draft.is_text()
            and draft.region is RegionKind.FOOTNOTE
            and (draft.size <= 1.02 * body_size)
        ):
            draft.kind = BlockKind.FOOTNOTE


def split_notes(drafts: Sequence[Draft]) -> list[Draft]:
    """A note begins at each raised mark at the beginning of a line."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.kind is not BlockKind.FOOTNOTE or len(draft.lines) < 2:
            kept.append(draft)
            continue
        part: list[TextLine] = []
        for line in draft.lines:
            if part and begins_note(line):
                kept.append(_part(draft, part))
                part = []
            part.append(line)
        kept.append(_part(draft, part))
    return kept


def _part(draft: Draft, lines: list[TextLine]) -> Draft:
    return Draft(draft.page, lines, draft.kind, draft.region)


def begins_note(line: TextLine) -> bool:
    """A small raised number or sign before the text."""
    first = line.words[0]
    return (
        bool(_NOTE_MARK.match(first.text))
        and first.size <= 0.88 * line.size
        and first.baseline < line.baseline - 0.1 * line.size
    )


def join_paragraphs(drafts: list[Draft]) -> list[Draft]:
    """Put each continuation after what it continues; notes, figures and tables come after both.

    A sentence goes on where the text before it does not end one, its last line is full, and the
    text after it begins as no paragraph does.
    """
    kept: list[Draft] = []
    open_at = -1
    for draft in drafts:
        if kept and _is_rest_of_item(kept[-1], draft):
            kept[-1].lines += draft.lines
            continue
        if open_at >= 0 and draft.kind is BlockKind.PARAGRAPH and (continues(kept[open_at], draft)):
            draft.joins_previous = True
            kept.insert(open_at + 1, draft)
            open_at += 1
            continue
        kept.append(draft)
        if draft.kind in _TEXT and not draft.markdown:
            open_at = len(kept) - 1
        elif draft.kind not in _PASSED_BY:
            open_at = -1
    return kept


def _is_rest_of_item(item: Draft, draft: Draft) -> bool:
    """Lines right below an item's, set in as its text is."""
    if (
        item.kind is not BlockKind.LIST_ITEM
        or draft.kind is not BlockKind.PARAGRAPH
        or draft.page != item.page
        or item_mark(draft.lines[0].words) is not None
    ):
        return False
    words = item.lines[0].words
    text_left = words[1].box.x0 if len(words) > 1 else words[0].box.x1
    step = draft.lines[0].baseline - item.lines[-1].baseline
    size = max(item.size, draft.size)
    return (
        0 < step < 1.6 * size
        and draft.box.x0 > words[0].box.x0 + 0.3 * size
        and abs(draft.box.x0 - text_left) < 0.8 * size
    )


def continues(before: Draft, after: Draft) -> bool:
    """Whether the second is the rest of the first."""
    if (
        not before.lines
        or not after.lines
        or before.lines[0].angle
        or after.lines[0].angle
        or abs(before.size - after.size) > 0.12 * before.size
        or after.region in (RegionKind.CAPTION, RegionKind.FOOTNOTE, RegionKind.TITLE)
        or before.region in (RegionKind.CAPTION, RegionKind.TITLE, RegionKind.INDEX)
        or before.is_bold != after.is_bold
        or item_mark(after.lines[0].words) is not None
    ):
        return False
    head, tail = before.text.rstrip(), after.text.lstrip()
    if not head or not tail or ends_sentence(head):
        return False
    if _is_below_indent(before, after):
        return True
    goes_down = after.page == before.page and after.box.y0 > before.box.y1
    if goes_down and abs(after.box.x0 - before.box.x0) < before.box.width:
        # In the same column: parted by something, or wrongly by a short line.
        if _is_next_line(before, after):
            return True
        step = after.lines[0].baseline - before.lines[-1].baseline
        return not (not (_is_full(before) and tail[0].islower()) or step > 8 * before.size)
    if head.endswith(HYPHENS):
        return tail[0].islower()
    if is_cjk(tail[0]):
        return is_cjk(head[-1]) and _is_full(before)
    return (
        tail[0].islower()
        or (_is_full(before) and len(before.lines) > 1 and tail[0] in '([0123456789“"')
        or _goes_on_with_capital(before, after)
    )


def _goes_on_with_capital(before: Draft, after: Draft) -> bool:
    """The top of the next column or page, in the midst of a sentence: the last word before it is no
    name, its line is full, and both are running text of one font."""
    return (
        before.lines[-1].words[-1].text.islower()
        and _is_full(before)
        and before.lines[-1].font == after.lines[0].font
        and not before.is_mono
        and all(
            len(one.lines) > 1 and any(line.text[0].islower() for line in one.lines[1:])
            for one in (before, after)
        )
    )


def _is_next_line(before: Draft, after: Draft) -> bool:
    """The line right below, as far away as the others, though it begins with a capital: nouns of
    German, names. The line above has no room for its first word, and other lines of both begin with
    small letters, as those of a list of names do not."""
    last, line = before.lines[-1], after.lines[0]
    lines = (*before.lines, *after.lines)
    steps = [
        below.baseline - above.baseline
        for part in (before.lines, after.lines)
        for above, below in itertools.pairwise(part)
    ]
    if not steps or last.is_mono or line.is_mono or last.font != line.font:
        return False
    usual = statistics.median(steps)
    right = max(one.box.x1 for one in lines)
    return (
        abs(line.baseline - last.baseline - usual) < _PITCH * usual
        and abs(line.box.x0 - last.box.x0) < 0.3 * line.size
        and right - last.box.x1 <= line.words[0].box.width + line.size
        and any(one.text[0].islower() for one in (*before.lines[1:], *after.lines[1:]))
    )


def _is_below_indent(before: Draft, after: Draft) -> bool:
    """The first line of a paragraph stands further right than the rest, which was taken for a
    paragraph of its own (Chinese documents set all paragraphs so; docs/quality.md)."""
    first, last, line = before.lines[0], before.lines[-1], after.lines[0]
    size = max(before.size, 1.0)
    step = line.baseline - last.baseline
    return (
        before.page == after.page
        and len(before.lines) == 1
        and 0 < step < 2.4 * size
        and 0.8 * size <= first.box.x0 - line.box.x0 < 6 * size
        and last.box.width > 12 * size
        and last.box.x1 >= after.box.x1 - 1.6 * size
    )


def _is_full(draft: Draft) -> bool:
    """Its last line reaches the right edge."""
    last = draft.lines[-1]
    right = max(line.box.x1 for line in draft.lines)
    if len(draft.lines) == 1:
        return last.box.width > 15 * last.size
    return last.box.x1 >= right - 2.5 * last.size
