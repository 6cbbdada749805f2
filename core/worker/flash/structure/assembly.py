"""Drafts in their order to the document's Markdown, with the span and the place of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.worker.flash.layout.draft import Draft
from core.worker.flash.markdown.escaping import cleaned, escaped_start
from core.worker.flash.markdown.grid import to_markdown
from core.worker.flash.markdown.inline import Vocabulary, plain_text, render
from core.worker.flash.model import BlockKind, Doubt, PageBlock, Word, around
from core.worker.flash.text.lines import HYPHENS, spaced
from core.worker.flash.text.marks import item_mark
from core.worker.flash.text.words import is_cjk

DOUBTFUL = 0.75
"""Score of a word below which it is shown as doubtful."""
_ITALIC_SHARE = 0.9


def to_blocks(drafts: Sequence[Draft], vocabulary: Vocabulary) -> list[PageBlock]:
    """Blocks with their Markdown; one that goes on over a page is still two here."""
    return [_block(draft, vocabulary) for draft in drafts]


def _block(draft: Draft, vocabulary: Vocabulary) -> PageBlock:
    return PageBlock(
        draft.kind,
        draft.page,
        draft.box,
        text=plain_text(draft.lines, vocabulary),
        markdown=_markdown(draft, vocabulary),
        level=draft.level,
        marker=draft.marker,
        words=tuple(word for line in draft.lines for word in line.words),
        asset=draft.asset,
        score=certainty(draft),
        doubts=tuple(doubts(draft)),
    )


def certainty(draft: Draft) -> float | None:
    """Mean score of the letters that OCR read; ``None`` for what it did not read."""
    words = [word for line in draft.lines for word in line.words if word.score is not None]
    letters = sum(len(word.text) for word in words)
    if not letters:
        return draft.score
    return round(sum((word.score or 0.0) * len(word.text) for word in words) / letters, 3)


def doubts(draft: Draft) -> Iterator[Doubt]:
    """Runs of words of one line that OCR is not sure of."""
    for line in draft.lines:
        run: list[Word] = []
        for word in (*line.words, None):
            if word is not None and word.score is not None and word.score < DOUBTFUL:
                run.append(word)
            elif run:
                yield Doubt(
                    around([one.box for one in run]),
                    min(one.score or 0.0 for one in run),
                    _text_of(run),
                )
                run = []


def _text_of(run: Sequence[Word]) -> str:
    text = ""
    for word in run:
        letters = cleaned(word.text)
        gap = " " if text and not word.glued and spaced(text, letters) else ""
        text += gap + letters
    return text


def _markdown(draft: Draft, vocabulary: Vocabulary) -> str:
    kind = draft.kind
    if kind is BlockKind.HEADING:
        return "#" * draft.level + " " + _heading(draft, vocabulary)
    if kind is BlockKind.LIST_ITEM:
        return _item(draft, vocabulary)
    if kind is BlockKind.TABLE:
        return to_markdown(draft.rows) if draft.rows else ""
    if kind in (BlockKind.PICTURE, BlockKind.FORMULA):
        return f"![{draft.alt}]({draft.asset})" if draft.asset else ""
    if draft.markdown:
        return draft.markdown
    return escaped_start(render(draft.lines, vocabulary, plain=_not_told(draft)))


def _not_told(draft: Draft) -> frozenset[str]:
    """What of the letters' style is not written: OCR tells bold from plain well enough for
    headings, and not for single words."""
    is_recognised = any(word.score is not None for line in draft.lines for word in line.words)
    return frozenset({"bold"}) if is_recognised else frozenset()


def _heading(draft: Draft, vocabulary: Vocabulary) -> str:
    words = [word for line in draft.lines for word in line.words]
    plain = {"bold"}
    if sum(word.italic for word in words) >= _ITALIC_SHARE * len(words):
        plain.add("italic")
    mono = [word for word in words if word.mono]
    if len(mono) == len(words) or (
        all(word.text.isdigit() for word in mono) and any(map(is_cjk, draft.text))
    ):
        plain.add("code")  # a bold Chinese font without digits has them from another
    text = render(draft.lines, vocabulary, plain=frozenset(plain))
    return text.rstrip("#").rstrip() if text.endswith(" #") else text


def _item(draft: Draft, vocabulary: Vocabulary) -> str:
    mark = item_mark(draft.lines[0].words)
    skip, rest = (mark.words, mark.rest) if mark else (0, "")
    text = escaped_start(
        render(draft.lines, vocabulary, skip=skip, first=rest, plain=_not_told(draft))
    )
    return f"{'    ' * draft.level}{draft.marker} {text}"


@dataclass
class Assembled:
    """The Markdown, and for each block of it its span and its places."""

    markdown: str
    spans: list[tuple[PageBlock, int, int, tuple[PageBlock, ...]]]
    """First block, start and end in characters, all blocks that it was joined from."""


def assemble(blocks: Sequence[PageBlock], joins: Sequence[bool]) -> Assembled:
    """One document. ``joins[i]``: the text of block ``i`` goes on from the block before it."""
    parts: list[str] = []
    spans: list[tuple[PageBlock, int, int, tuple[PageBlock, ...]]] = []
    length = 0
    before: PageBlock | None = None
    for block, join in zip(blocks, joins, strict=True):
        text = block.markdown
        if not text.strip():
            if join and spans:  # the rows of a table's part are in the table
                first, start, end, places = spans[-1]
                spans[-1] = (first, start, end, (*places, block))
            continue
        if join and spans and before is not None:
            glue = _seam(parts[-1], text)
            if glue is None:
                parts[-1] = parts[-1][:-1]
                length -= 1
                glue = ""
            parts.append(glue + text)
            length += len(glue) + len(text)
            first, start, _, places = spans[-1]
            spans[-1] = (first, start, length, (*places, block))
            before = block
            continue
        gap = _between(before, block) if before is not None else ""
        indent = len(text) - len(text.lstrip())  # of an inner list: the span begins at its mark
        start = length + len(gap) + indent
        parts.append(gap + text)
        length += len(gap) + len(text)
        spans.append((block, start, length, (block,)))
        before = block
    markdown = "".join(parts)
    return Assembled(markdown + "\n" if markdown else "", spans)


def _seam(before: str, after: str) -> str | None:
    """What joins two parts of a paragraph; ``None``: the hyphen at the end goes."""
    if before.endswith(HYPHENS) and before[-2:-1].isalpha() and after[:1].islower():
        return None
    return " " if spaced(before, after) else ""


def _between(before: PageBlock, block: PageBlock) -> str:
    if before.kind is BlockKind.LIST_ITEM and block.kind is BlockKind.LIST_ITEM:
        same = (before.marker == "-") == (block.marker == "-") or before.level != block.level
        return "\n" if same else "\n\n"
    return "\n\n"
