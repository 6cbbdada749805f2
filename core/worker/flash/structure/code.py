"""Fences from runs of lines in a fixed-pitch font (docs/quality.md, trial 3: 0 → 393 lines)."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from core.worker.flash.layout.draft import BodyStyle, Draft
from core.worker.flash.layout.paragraphs import wraps_code
from core.worker.flash.markdown.escaping import cleaned, fenced
from core.worker.flash.model import BlockKind
from core.worker.flash.structure.headings import LARGER
from core.worker.flash.text.lines import TextLine, ends_sentence
from core.worker.flash.text.marks import HEADING_NUMBER, ROUND_BULLETS
from core.worker.flash.text.words import is_cjk

_BLANK_STEP = 1.7
_FAR_EM = 4.0

_WIDE_GAP = 1.7
"""Of the pitch: narrower ones are one space, whatever rounding says."""


def fence_code(drafts: list[Draft], body: BodyStyle) -> list[Draft]:
    """Mono drafts next to each other as one fence. A document that is all of one fixed-pitch font
    and no program has no mono letters any more (:mod:`text.typewriting`)."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last is not None and last.kind is BlockKind.CODE and _is_comment(last, draft, body):
            last.lines += draft.lines
            continue
        if (
            draft.kind not in (BlockKind.PARAGRAPH, BlockKind.TABLE)
            or not draft.is_mono
            or _is_numbered_head(draft, body)
            or draft.lines[0].words[0].text in ROUND_BULLETS
        ):
            kept.append(draft)
            continue
        if last is not None and (_is_inline(last, draft) or _goes_on(last, draft)):
            last.lines += draft.lines
        else:
            draft.kind = BlockKind.CODE
            draft.area = None
            kept.append(draft)
    for draft in kept:
        if draft.kind is BlockKind.CODE:
            draft.markdown = fenced(source_lines(draft.lines))
    return kept


def _is_numbered_head(draft: Draft, body: BodyStyle) -> bool:
    """The head of a manual's entry: "2.1 Flow.add(node)", its number in the font of other heads."""
    first = draft.lines[0].words[0]
    return (
        len(draft.lines) == 1
        and not first.mono
        and draft.size >= LARGER * body.size
        and HEADING_NUMBER.match(draft.text) is not None
    )


def _is_comment(last: Draft, draft: Draft, body: BodyStyle) -> bool:
    """Chinese within code: its font is no fixed-pitch one, its size and lines are the code's."""
    if draft.kind is not BlockKind.PARAGRAPH or draft.page != last.page or draft.is_mono:
        return False
    box, code = draft.box, last.box
    nearest = min(abs(line.baseline - draft.lines[0].baseline) for line in last.lines)
    return (
        abs(draft.size - last.size) < 0.04 * last.size
        and (
            draft.size < 0.96 * body.size
            or box.x0 > code.x0 + 2 * draft.size
            or draft.lines[0].words[0].mono
        )
        and box.x0 >= code.x0 - 1
        and nearest <= 1.75 * draft.size
        and any(is_cjk(c) for c in draft.text)
    )


def _is_inline(last: Draft, draft: Draft) -> bool:
    """Inline code of a sentence that docvortex parted from it at the end of a line."""
    return (
        last.is_text()
        and draft.kind is BlockKind.PARAGRAPH
        and draft.page == last.page
        and len(draft.lines) == 1
        and (wraps_code(last.lines[-1], draft.lines[0]) or _ends_its_sentence(last, draft))
    )


def _ends_its_sentence(last: Draft, draft: Draft) -> bool:
    """A sentence ends with a name alone on its last line ("… reads from / `sys.stdin`.")."""
    above, line = last.lines[-1], draft.lines[0]
    return (
        not ends_sentence(above.text)
        and line.text.endswith(".")
        and len(line.words) <= 3
        and 0 < line.baseline - above.baseline < 1.7 * above.size
        and abs(line.box.x0 - last.lines[0].box.x0) < 0.5 * above.size
        and above.box.x1 >= max(one.box.x1 for one in last.lines) - 3 * line.words[0].box.width
    )


def _goes_on(last: Draft, draft: Draft) -> bool:
    if last.kind is not BlockKind.CODE or last.page != draft.page:
        return False
    step = draft.lines[0].baseline - max(line.baseline for line in last.lines)
    nearest = min(abs(line.baseline - draft.lines[0].baseline) for line in last.lines)
    return -0.3 * draft.size <= step < _FAR_EM * draft.size or nearest <= 1.75 * draft.size


def source_lines(lines: Sequence[TextLine]) -> list[str]:
    """Lines with their indents, from where their words stand; the pitch is a letter's width."""
    pitch = statistics.median(
        word.box.width / len(word.text) for line in lines for word in line.words
    )
    left = min(line.box.x0 for line in lines)
    rows = _rows(lines)
    steps = [b[0].baseline - a[0].baseline for a, b in itertools.pairwise(rows)]
    usual = statistics.median(steps) if steps else 0.0
    written: list[str] = []
    for number, row in enumerate(rows):
        if number and usual and steps[number - 1] > _BLANK_STEP * usual:
            written.append("")
        text = ""
        reach = left
        for line in row:
            for word in line.words:
                gap = (word.box.x0 - reach) / pitch if pitch > 0 else 1.0
                if not text or gap > _WIDE_GAP:
                    text += " " * max(round(gap), 1 if text else 0)
                elif not word.glued:
                    text += " "
                text += cleaned(word.text)
                reach = word.box.x1
        written.append(text.rstrip())
    return written


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda one: (one.baseline, one.box.x0)):
        if rows and abs(rows[-1][0].baseline - line.baseline) < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.box.x0) for row in rows]
